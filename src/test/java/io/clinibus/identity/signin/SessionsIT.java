package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static io.clinibus.identity.IdentityFixture.await;
import static io.clinibus.identity.IdentityFixture.newEmail;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.IdentityModule;
import io.clinibus.identity.account.SessionRepository;
import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.AccountApi.ChangePassword;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.ListRevocations;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.Logout;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.identity.api.SigningKeysApi.ListSigningKeys;
import io.clinibus.identity.api.SigningKeysApi.SigningKey;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.identity.api.UsersApi.InviteUser;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.platform.jobs.RetentionJob;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionsIT {

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @BeforeEach
  void resetLimits() {
    identity.limiter.strict = false;
    identity.limiter.counts.clear();
    identity.revoked.clear();
  }

  @Test
  void anAccessTokenIdentifiesTheUserAndVerifiesWithThePublishedKey() {
    Instant before = identity.clock.instant().minusMillis(1);
    SignedIn signedIn = identity.someone();
    SigningKey key = identity.ask(SigningKeysApi.SIGNING_KEYS, new ListSigningKeys()).keys().get(0);
    String token = signedIn.session().accessToken();
    assertThat(verifies(key, token)).isTrue();
    assertThat(verifies(key, token.replaceFirst("[.]", ".e30"))).isFalse();
    JsonObject claims = part(token, 1);
    assertThat(claims.getString("iss")).isEqualTo("http://localhost:8080");
    assertThat(claims.getString("sub")).isEqualTo(signedIn.session().user().id().toString());
    assertThat(claims.getJsonArray("roles")).isEqualTo(new JsonArray().add("PATIENT"));
    assertThat(claims.getString("patient_id"))
        .isEqualTo(signedIn.session().user().patientId().toString());
    assertThat(claims.containsKey("doctor_id")).isFalse();
    assertThat(claims.getLong("exp") - claims.getLong("iat")).isEqualTo(900);
    assertThat(claims.getLong("iat_ms"))
        .isBetween(before.toEpochMilli(), identity.clock.instant().toEpochMilli());
    assertThat(part(token, 0).getString("kid")).isEqualTo(key.kid());
    assertThat(signedIn.session().expiresIn()).isEqualTo(900);
    assertThat(signedIn.refreshExpiresIn()).isEqualTo(Duration.ofDays(30).toSeconds());
  }

  @Test
  void refreshTokensRotateAndReuseOfAnOldOneEndsTheSession() throws InterruptedException {
    SignedIn first = identity.someone();
    SignedIn second = identity.refresh(first);
    SignedIn third = identity.refresh(second);
    assertThat(List.of(first.refreshToken(), second.refreshToken(), third.refreshToken()))
        .doesNotHaveDuplicates();
    identity.clock.advance(SessionRepository.GRACE.plusMillis(1));

    assertThat(identity.refreshRefusal(first).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(identity.refreshRefusal(third).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    SessionsRevoked revoked = identity.nextRevocation(first.session().user().id());
    assertThat(revoked).isNotNull();
    assertThat(issuedAt(third)).isLessThanOrEqualTo(revoked.notAfter().toEpochMilli());
  }

  @Test
  void reuseLeavesTheOtherSessionsOfTheAccountRefreshable() {
    SignedIn stolen = identity.someone();
    SignedIn other = identity.login(stolen.session().user().email(), PASSWORD);
    identity.refresh(stolen);
    identity.clock.advance(SessionRepository.GRACE.plusMillis(1));
    identity.refreshRefusal(stolen);
    assertThat(voided(other)).isTrue();
    assertThat(voided(identity.refresh(other))).isFalse();
  }

  @Test
  void twoTabsThatRefreshConcurrentlyBothStaySignedIn() {
    SignedIn shared = identity.someone();
    List<Future<SignedIn>> tabs =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    identity
                        .platform
                        .bus()
                        .request(
                            SignInApi.REFRESH,
                            new Refresh(shared.refreshToken(), null, null),
                            identity.visitor))
            .toList();
    await(Future.join(tabs));
    assertThat(tabs).extracting(tab -> tab.result().refreshToken()).doesNotHaveDuplicates();
    identity.clock.advance(SessionRepository.GRACE.plusMillis(1));
    tabs.forEach(tab -> identity.refresh(tab.result()));
  }

  @Test
  void anUnusedSessionExpiresAndAUsedOneEndsAfterNinetyDays() {
    SignedIn idle = identity.someone();
    SignedIn used = identity.someone();
    for (int month = 0; month < 3; month++) {
      identity.clock.advance(Duration.ofDays(29));
      used = identity.refresh(used);
    }
    assertThat(used.refreshExpiresIn()).isLessThanOrEqualTo(Duration.ofDays(3).toSeconds());
    identity.clock.advance(Duration.ofDays(3));
    assertThat(identity.refreshRefusal(idle).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(identity.refreshRefusal(used).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
  }

  @Test
  void signingOutEndsTheSessionAndItsAccessTokens() throws InterruptedException {
    SignedIn signedIn = identity.refresh(identity.someone());
    SignedIn elsewhere = identity.login(signedIn.session().user().email(), PASSWORD);
    assertThat(identity.ask(SignInApi.LOGOUT, new Logout(signedIn.refreshToken())))
        .isEqualTo(NoContent.DONE);
    assertThat(identity.nextRevocation(signedIn.session().user().id())).isNotNull();
    assertThat(voided(signedIn)).isTrue();
    assertThat(identity.refreshRefusal(signedIn).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(voided(identity.refresh(elsewhere))).isFalse();
  }

  @Test
  void signingOutWithAnUnknownTokenSucceeds() {
    assertThat(identity.ask(SignInApi.LOGOUT, new Logout("never-issued")))
        .isEqualTo(NoContent.DONE);
    assertThat(identity.ask(SignInApi.LOGOUT, new Logout(null))).isEqualTo(NoContent.DONE);
  }

  @Test
  void aPasswordChangeEndsEverySession() throws InterruptedException {
    SignedIn here = identity.someone();
    String email = here.session().user().email();
    SignedIn there = identity.login(email, PASSWORD);
    identity.ask(
        AccountApi.CHANGE_PASSWORD,
        new ChangePassword(PASSWORD, "amber anvil 9940"),
        identity.as(here.session().user()));
    assertThat(identity.nextRevocation(here.session().user().id())).isNotNull();
    for (SignedIn old : List.of(here, there)) {
      assertThat(voided(old)).isTrue();
      assertThat(identity.refreshRefusal(old).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    }
    assertThat(identity.refusal(SignInApi.LOGIN, new Login(email, PASSWORD, null, null)).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    assertThat(voided(identity.login(email, "amber anvil 9940"))).isFalse();
  }

  @Test
  void aPasswordChangeNamesTheFieldThatIsWrong() {
    Caller caller = identity.as(identity.someone().session().user());
    assertThat(pointers(new ChangePassword("not my password", "amber anvil 9940"), caller))
        .containsExactly("/currentPassword");
    assertThat(pointers(new ChangePassword(PASSWORD, "short"), caller))
        .containsExactly("/newPassword");
    var change = new ChangePassword(PASSWORD, "amber anvil 9940");
    assertThat(identity.refusal(AccountApi.CHANGE_PASSWORD, change).code())
        .isEqualTo(CommonFailures.UNAUTHENTICATED);
  }

  @Test
  void aBlockConcurrentWithSignInsAndRefreshesLeavesNoValidToken() {
    for (int round = 0; round < 5; round++) {
      SignedIn signedIn = identity.someone();
      UUID id = signedIn.session().user().id();
      var bus = identity.platform.bus();
      var login = new Login(signedIn.session().user().email(), PASSWORD, null, null);
      List<Future<SignedIn>> racing = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        racing.add(bus.request(SignInApi.LOGIN, login, identity.visitor));
        racing.add(
            bus.request(
                SignInApi.REFRESH,
                new Refresh(signedIn.refreshToken(), null, null),
                identity.visitor));
      }
      Future<?> block =
          racing
              .get(0)
              .transform(
                  first ->
                      bus.request(
                          UsersApi.BLOCK_USER,
                          new BlockUser(id, null, "Abuse of the staff"),
                          identity.admin()));
      await(block);
      await(Future.join(racing).otherwiseEmpty());
      racing.stream()
          .filter(Future::succeeded)
          .forEach(
              won -> {
                assertThat(voided(won.result())).isTrue();
                assertThat(identity.refreshRefusal(won.result()).code())
                    .isEqualTo(CommonFailures.UNAUTHENTICATED);
              });
      assertThat(
              identity
                  .sql("SELECT FROM identity.session WHERE account_id = $1", Tuple.of(id))
                  .size())
          .isZero();
    }
  }

  @Test
  void noPasswordAndNoTokenIsStoredInTheClear() {
    SignedIn signedIn = identity.refresh(identity.someone());
    String link =
        identity
            .ask(
                UsersApi.INVITE_USER,
                new InviteUser(newEmail(), "Florence N", Set.of(Role.PHARMACIST), null))
            .link();
    String stored = everythingStored();
    for (String secret :
        List.of(
            PASSWORD,
            signedIn.refreshToken(),
            link.substring(link.indexOf('=') + 1),
            signedIn.session().accessToken())) {
      assertThat(stored).doesNotContain(secret);
      assertThat(stored)
          .doesNotContain(HexFormat.of().formatHex(secret.getBytes(StandardCharsets.UTF_8)));
    }
    assertThat(stored)
        .contains(HexFormat.of().formatHex(OpaqueTokens.sha256(signedIn.refreshToken())));
  }

  @Test
  void onlyExpiredRowsAreDeleted() {
    SignedIn old = identity.refresh(identity.someone());
    identity.ask(SignInApi.LOGOUT, new Logout(identity.someone().refreshToken()));
    identity.ask(
        UsersApi.INVITE_USER,
        new InviteUser(newEmail(), "Florence N", Set.of(Role.PHARMACIST), null));
    var purge =
        new RetentionJob(
            identity.platform.database(), identity.clock, IdentityModule.MODULE.retention());
    identity.clock.advance(Duration.ofDays(31));
    SignedIn fresh = identity.refresh(identity.someone());
    assertThat(await(purge.run())).isPositive();
    assertThat(identity.count("SELECT count(*) FROM identity.session")).isEqualTo(1);
    assertThat(identity.count("SELECT count(*) FROM identity.refresh_token")).isEqualTo(2);
    assertThat(identity.count("SELECT count(*) FROM identity.revocation")).isZero();
    assertThat(identity.count("SELECT count(*) FROM identity.invitation")).isZero();
    assertThat(await(purge.run())).isZero();
    assertThat(identity.refreshRefusal(old).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    identity.refresh(fresh);
  }

  private static List<String> pointers(ChangePassword change, Caller caller) {
    return identity.refusal(AccountApi.CHANGE_PASSWORD, change, caller).errors().stream()
        .map(FieldError::pointer)
        .toList();
  }

  /** Whether a listed revocation covers the access token. */
  private static boolean voided(SignedIn signedIn) {
    return identity.ask(SessionsApi.REVOCATIONS, new ListRevocations(null)).revocations().stream()
        .anyMatch(
            revoked ->
                revoked.userId().equals(signedIn.session().user().id())
                    && issuedAt(signedIn) <= revoked.notAfter().toEpochMilli());
  }

  private static long issuedAt(SignedIn signedIn) {
    return part(signedIn.session().accessToken(), 1).getLong("iat_ms");
  }

  private static JsonObject part(String token, int index) {
    byte[] json = Base64.getUrlDecoder().decode(token.split("\\.")[index]);
    return new JsonObject(new String(json, StandardCharsets.UTF_8));
  }

  private static boolean verifies(SigningKey key, String token) {
    JsonObject jwk = new JsonObject(Json.MAPPER.valueToTree(key).toString());
    var verifier =
        JWTAuth.create(
            identity.platform.vertx(),
            new JWTAuthOptions()
                .addJwk(jwk)
                .setJWTOptions(
                    new JWTOptions()
                        .setIssuer("http://localhost:8080")
                        .addAudience("clinibus")
                        .setLeeway((int) Duration.ofDays(1000).toSeconds())));
    return await(verifier.authenticate(new TokenCredentials(token)).map(true).otherwise(false));
  }

  private static String everythingStored() {
    var tables =
        identity.sql(
            """
            SELECT format('%I.%I', table_schema, table_name) AS name
            FROM information_schema.tables
            WHERE table_schema IN ('identity', 'platform', 'patients')
            """,
            Tuple.tuple());
    var stored = new StringBuilder();
    for (Row table : tables) {
      identity
          .sql("SELECT t::text AS row FROM %s t".formatted(table.getString("name")), Tuple.tuple())
          .forEach(row -> stored.append(row.getString("row")).append('\n'));
    }
    return stored.toString();
  }
}
