package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.identity.api.SigningKeysApi.SigningKeys;
import io.clinibus.web.WebFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens are believed, and how soon not any more. */
class AuthenticationIT {

  private static final String ME = "/api/auth/me";
  private static WebFixture web;

  @BeforeAll
  static void start() {
    web = WebFixture.start();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  static Stream<String> badTokens() {
    UUID user = UUID.randomUUID();
    JsonObject good = web.tokens.claims(user, Role.ADMIN);
    String signed = web.tokens.sign(good);
    String[] parts = signed.split("\\.");
    JsonObject none = new JsonObject().put("alg", "none").put("kid", web.tokens.key().kid());
    JsonObject hs256 = new JsonObject().put("alg", "HS256").put("kid", web.tokens.key().kid());
    long now = System.currentTimeMillis() / 1000;
    return Stream.of(
        "",
        "x",
        "a.b.c",
        "\u00e4.b.c",
        parts[0] + "." + parts[1],
        parts[0] + "." + parts[1] + ".",
        parts[0]
            + "."
            + TestTokens.encode(good.copy().put("sub", user.toString() + "0"))
            + "."
            + parts[2],
        TestTokens.encode(none) + "." + parts[1] + ".",
        TestTokens.encode(none) + "." + parts[1],
        TestTokens.encode(hs256) + "." + parts[1] + "." + parts[2],
        web.tokens.sign(good.copy().put("exp", now - 1)),
        web.tokens.sign(without(good, "exp")),
        web.tokens.sign(without(good, "sub")),
        web.tokens.sign(without(good, "iat_ms")),
        web.tokens.sign(without(good, "aud")),
        web.tokens.sign(good.copy().put("aud", "other")),
        web.tokens.sign(good.copy().put("iss", "https://other.example")),
        web.tokens.sign(good.copy().put("sub", "not a uuid")),
        web.tokens.sign(good.copy().put("roles", new JsonArray().add("JANITOR"))),
        new TestTokens(WebFixture.ISSUER).sign(good),
        "x".repeat(5000));
  }

  private static JsonObject without(JsonObject claims, String name) {
    JsonObject less = claims.copy();
    less.remove(name);
    return less;
  }

  @ParameterizedTest
  @MethodSource("badTokens")
  void badTokensAreRefusedEverywhere(String token) {
    for (String path : List.of(ME, "/api/doctors")) {
      String head =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n";
      assertThat(web.raw(head, new byte[0]))
          .startsWith("HTTP/1.1 401")
          .containsIgnoringCase("WWW-Authenticate: Bearer");
    }
  }

  @Test
  void anotherAuthenticationSchemeIsRefused() {
    var response = web.send(web.request(ME).header("Authorization", "Basic YTpi"));
    assertThat(response.statusCode()).isEqualTo(401);
  }

  @Test
  void theDomainReceivesTheAuthenticatedCaller() {
    UUID user = UUID.randomUUID();
    UUID patient = UUID.randomUUID();
    String token =
        web.tokens.sign(
            web.tokens.claims(user, Role.PATIENT).put("patient_id", patient.toString()));
    web.forgetAsked();
    Instant before = Instant.now();
    assertThat(get("/api/doctors", token).statusCode()).isEqualTo(200);
    Instant after = Instant.now();
    var caller = web.asked(DirectoryApi.LIST_DOCTORS).get(0).caller();
    assertThat(caller.userId()).isEqualTo(user);
    assertThat(caller.roles()).isEqualTo(Set.of(Role.PATIENT));
    assertThat(caller.patientId()).isEqualTo(patient);
    assertThat(caller.doctorId()).isNull();
    assertThat(caller.address()).isEqualTo("127.0.0.1");
    assertThat(caller.deadline().minusSeconds(10)).isBetween(before, after);
  }

  @Test
  void revokedSessionsEndAtOnceAndLaterOnesRemainValid() {
    UUID user = UUID.randomUUID();
    String before = web.tokens.sign(web.tokens.claims(user, Role.ADMIN));
    assertThat(get(ME, before).statusCode()).isEqualTo(200);
    Instant now = Instant.now();
    web.revoke(new SessionsRevoked(user, now), false);
    eventually(() -> get(ME, before).statusCode() == 401);
    String after =
        web.tokens.sign(web.tokens.claims(user, Role.ADMIN).put("iat_ms", now.toEpochMilli() + 1));
    assertThat(get(ME, after).statusCode()).isEqualTo(200);
  }

  @Test
  void aRevocationWhoseMessageIsLostTakesEffect() {
    UUID user = UUID.randomUUID();
    String token = web.tokens.sign(web.tokens.claims(user, Role.ADMIN));
    assertThat(get(ME, token).statusCode()).isEqualTo(200);
    web.revoke(new SessionsRevoked(user, Instant.now()), true);
    eventually(() -> get(ME, token).statusCode() == 401);
  }

  @Test
  void revocationsAreReadOnFromTheSnapshotOfThePreviousRead() {
    eventually(() -> WebFixture.SNAPSHOT.equals(web.revocationsRead));
  }

  @Test
  void aNewKeyIsFetchedWhenATokenNamesIt() {
    var fresh = new TestTokens(WebFixture.ISSUER);
    web.useKeys(new SigningKeys(List.of(web.tokens.key(), fresh.key())));
    String token = fresh.of(Role.ADMIN);
    eventually(() -> get(ME, token).statusCode() == 200);
    assertThat(web.asked(SigningKeysApi.SIGNING_KEYS)).hasSizeLessThan(10);
    var published = WebFixture.json(web.get("/.well-known/jwks.json"));
    assertThat(published.get("keys")).hasSize(2);
    assertThat(published.at("/keys/1/kid").asText()).isEqualTo(fresh.key().kid());
  }

  private static HttpResponse<String> get(String path, String token) {
    return web.send(web.request(path).header("Authorization", "Bearer " + token));
  }

  private static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // between two looks
    }
  }
}
