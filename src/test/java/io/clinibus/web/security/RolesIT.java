package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.node.Modules;
import io.clinibus.web.WebFixture;
import io.clinibus.web.contract.Endpoint;
import io.clinibus.web.contract.Endpoints;
import io.clinibus.web.contract.SharedContract;
import io.clinibus.web.rest.RefreshCookie;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every role, and visitors, against every operation of the contract. */
class RolesIT {

  private static final String ID = "01934f6e-0000-7000-8000-0123456789ab";
  private static final String FORGED = new TestTokens(WebFixture.ISSUER).of(Role.values());
  private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);
  private static WebFixture web;
  private static List<Endpoint<?, ?>> endpoints;

  @BeforeAll
  static void start() {
    web = WebFixture.start();
    for (Role role : Role.values()) {
      TOKENS.put(role, web.tokens.of(role));
    }
    Modules.ALL.messages().operations().stream()
        .filter(operation -> !operation.address().equals("identity.signingKeys"))
        .filter(operation -> !operation.address().equals("identity.revocations"))
        .forEach(
            operation ->
                web.answer(
                    operation,
                    (request, caller) -> Future.failedFuture(Failure.notFound("thing"))));
    Vertx vertx = Vertx.vertx();
    endpoints = Endpoints.of(WebFixture.await(SharedContract.load(vertx)), Modules.ALL.messages());
    WebFixture.await(vertx.close());
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @TestFactory
  Stream<DynamicTest> everyRoleAgainstEveryOperation() {
    return endpoints.stream()
        .flatMap(
            endpoint ->
                Stream.concat(
                    Stream.of(
                        DynamicTest.dynamicTest(
                            endpoint.id() + " by nobody", () -> byNobody(endpoint)),
                        DynamicTest.dynamicTest(
                            endpoint.id() + " with a forged token", () -> byForger(endpoint))),
                    Arrays.stream(Role.values())
                        .map(
                            role ->
                                DynamicTest.dynamicTest(
                                    endpoint.id() + " by " + role, () -> byRole(endpoint, role)))));
  }

  private static void byNobody(Endpoint<?, ?> endpoint) {
    HttpResponse<String> response = web.send(request(endpoint));
    if (endpoint.access().anyone()) {
      assertLetThrough(response);
    } else {
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
  }

  private static void byForger(Endpoint<?, ?> endpoint) {
    HttpResponse<String> response =
        web.send(request(endpoint).header("Authorization", "Bearer " + FORGED));
    if (RefreshCookie.of(endpoint, web.url("/")) != null) {
      assertLetThrough(response);
    } else {
      assertThat(response.statusCode()).isEqualTo(401);
    }
  }

  private static void byRole(Endpoint<?, ?> endpoint, Role role) {
    HttpResponse<String> response =
        web.send(request(endpoint).header("Authorization", "Bearer " + TOKENS.get(role)));
    if (endpoint.access().anyone() || endpoint.access().roles().contains(role)) {
      assertLetThrough(response);
    } else {
      assertThat(response.statusCode()).isEqualTo(403);
    }
  }

  /** The doubles know nothing; only what the edge lets through can be "not found". */
  private static void assertLetThrough(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isIn(404, 400, 428);
    assertThat(response.body()).doesNotContain("method-not-allowed");
    if (response.statusCode() == 404) {
      assertThat(response.body()).contains("There is no such thing.");
    }
  }

  /** A request of an operation, as good as can be made without knowing its body. */
  private static HttpRequest.Builder request(Endpoint<?, ?> endpoint) {
    String path =
        endpoint.path().replace("{day}", "2026-12-25").replace("{specialization}", "Cardiology");
    List<String> query = new ArrayList<>();
    if (endpoint.id().equals("searchPatients")) {
      query.add("q=ana");
    }
    if (endpoint.sections().received()) {
      query.add("offset=0");
    }
    var request =
        web.request(path.replaceAll("\\{\\w+}", ID) + (query.isEmpty() ? "" : "?" + query.get(0)));
    request.header("Cookie", "clinibus_refresh=" + WebFixture.REFRESH_TOKEN);
    if (endpoint.version() != Endpoint.IfMatch.NONE) {
      request.header("If-Match", "\"1\"");
    }
    if (endpoint.sections().received()) {
      request.header("Content-Type", "application/octet-stream");
      return request.method(endpoint.method().name(), BodyPublishers.ofString("x"));
    }
    if (endpoint.body() != null) {
      request.header("Content-Type", "application/json");
      return request.method(endpoint.method().name(), BodyPublishers.ofString("{}"));
    }
    return request.method(endpoint.method().name(), BodyPublishers.noBody());
  }
}
