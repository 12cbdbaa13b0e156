package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.node.Modules;
import io.clinibus.web.WebFixture;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.contract.SharedContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Access tokens of users who must authenticate once more, or must add a second factor. */
class RestrictedTokensIT {

  private static final String ID = "01934f6e-0000-7000-8000-0123456789ab";
  private static final WebFixture WEB = WebFixture.start();
  private static final String WITHOUT_ROLES = token(0);
  private static final Map<Role, String> OLD = new EnumMap<>(Role.class);
  private static List<Endpoint<?, ?>> endpoints;

  @BeforeAll
  static void start() {
    Modules.ALL.messages().operations().stream()
        .filter(operation -> !operation.address().equals("identity.signingKeys"))
        .filter(operation -> !operation.address().equals("identity.revocations"))
        .forEach(
            operation ->
                WEB.answer(
                    operation, (request, caller) -> Future.failedFuture(Failure.notFound("it"))));
  }

  @AfterAll
  static void stop() {
    WEB.close();
  }

  static Stream<Named<Endpoint<?, ?>>> stepUp() {
    return guarded(true);
  }

  static Stream<Named<Endpoint<?, ?>>> other() {
    return guarded(false);
  }

  @Test
  void dangerousOperationsDeclareIt() {
    assertThat(stepUp().map(Named::getName))
        .containsExactlyInAnyOrder(
            "requestAddressChange",
            "inviteUser",
            "updateUser",
            "renewInvitation",
            "removeFactors",
            "deleteDoctor",
            "openEmergencyAccess",
            "createExport",
            "getExportPart",
            "confirmErasure",
            "setRetention");
    assertThat(
            Modules.ALL.messages().operations().stream()
                .filter(Operation::isStepUp)
                .map(Operation::address)
                .filter(address -> address.startsWith("identity.")))
        .contains(
            "identity.endOtherSessions",
            "identity.startTotp",
            "identity.confirmTotp",
            "identity.startPasskey",
            "identity.confirmPasskey",
            "identity.removeFactor",
            "identity.replaceRecoveryCodes");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("stepUp")
  void anOldSignInIsAskedToAuthenticate(Endpoint<?, ?> endpoint) {
    Role role = endpoint.access().roles().iterator().next();
    HttpResponse<String> old = send(endpoint, token(600, role));
    assertThat(old.statusCode()).as(old.body()).isEqualTo(403);
    assertThat(WebFixture.json(old).path("type").asText()).isEqualTo("/problems/step-up-required");
    assertThat(send(endpoint, token(590, role)).body()).doesNotContain("step-up-required");
    String without = WEB.tokens.sign(withoutAuthTime(role));
    assertThat(send(endpoint, without).body())
        .as("a token of the release before")
        .contains("step-up-required");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("other")
  void otherOperationsServeAnOldSignIn(Endpoint<?, ?> endpoint) {
    Role role = endpoint.access().roles().iterator().next();
    String old = OLD.computeIfAbsent(role, any -> token(800, role));
    assertThat(send(endpoint, old).body()).doesNotContain("step-up-required");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"stepUp", "other"})
  void aTokenWithoutRolesOpensNothing(Endpoint<?, ?> endpoint) {
    HttpResponse<String> refused = send(endpoint, WITHOUT_ROLES);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(WebFixture.json(refused).path("type").asText())
        .isEqualTo("/problems/second-factor-required");
  }

  private static JsonObject withoutAuthTime(Role role) {
    var claims = WEB.tokens.claims(UUID.randomUUID(), role);
    claims.remove("auth_time");
    return claims;
  }

  private static String token(long secondsAgo, Role... roles) {
    return WEB.tokens.sign(
        WEB.tokens
            .claims(UUID.randomUUID(), roles)
            .put("auth_time", Instant.now().getEpochSecond() - secondsAgo));
  }

  private static HttpResponse<String> send(Endpoint<?, ?> endpoint, String token) {
    var request =
        WEB.request(
                endpoint
                    .path()
                    .replace("{day}", "2026-12-25")
                    .replace("{specialization}", "Cardiology")
                    .replaceAll("\\{\\w+}", ID))
            .header("Authorization", "Bearer " + token)
            .header("If-Match", "\"1\"");
    if (endpoint.body() == null) {
      return WEB.send(request.method(endpoint.method().name(), BodyPublishers.noBody()));
    }
    return WEB.send(
        request
            .header("Content-Type", "application/json")
            .method(endpoint.method().name(), BodyPublishers.ofString("{}")));
  }

  /** Operations that know their user by an access token. */
  private static Stream<Named<Endpoint<?, ?>>> guarded(boolean stepUp) {
    if (endpoints == null) {
      Vertx vertx = Vertx.vertx();
      endpoints =
          Endpoints.of(WebFixture.await(SharedContract.load(vertx)), Modules.ALL.messages());
      WebFixture.await(vertx.close());
    }
    return endpoints.stream()
        .filter(endpoint -> !endpoint.access().anyone())
        .filter(endpoint -> endpoint.operation().isStepUp() == stepUp)
        .map(endpoint -> Named.of(endpoint.id(), endpoint));
  }
}
