package io.clinibus.identity.enrolment;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.ReplaceRecoveryCodes;
import io.clinibus.identity.api.FactorsApi.StepUp;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.EndOtherSessions;
import io.clinibus.identity.api.SignInApi.Session;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Authentication of a signed-in user before what is dangerous. */
class StepUpIT {

  private static final Duration MINUTES = Duration.ofMinutes(10);

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @Test
  void aSignInIsRecentForTenMinutes() {
    SignedIn user = identity.someone();
    identity.clock.advance(MINUTES.minusSeconds(30));
    identity.ask(SessionsApi.END_OTHER_SESSIONS, new EndOtherSessions(user.refreshToken()));
    identity.clock.advance(Duration.ofSeconds(30));
    assertThat(endOthers(user).code()).isEqualTo(CommonFailures.STEP_UP_REQUIRED);
    SignedIn refreshed = identity.refresh(user);
    assertThat(endOthers(refreshed).code())
        .as("a refresh is no sign-in")
        .isEqualTo(CommonFailures.STEP_UP_REQUIRED);
    assertThat(authenticatedAt(refreshed.session())).isEqualTo(authenticatedAt(user.session()));
  }

  @Test
  void aPasswordRenewsIt() {
    SignedIn user = old(identity.someone());
    assertThat(refusal(user, "wrong password 7", null).errors().get(0).code())
        .isEqualTo("password-wrong");
    assertThat(endOthers(user).code()).isEqualTo(CommonFailures.STEP_UP_REQUIRED);
    Session renewed = stepUp(user, PASSWORD, null);
    assertThat(authenticatedAt(renewed)).isGreaterThan(authenticatedAt(user.session()) + 500);
    identity.ask(SessionsApi.END_OTHER_SESSIONS, new EndOtherSessions(user.refreshToken()));
    assertThat(authenticatedAt(identity.refresh(user).session()))
        .isEqualTo(authenticatedAt(renewed));
  }

  @Test
  void aCodeRenewsItOnce() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    old(user);
    String code = app.code();
    stepUp(user, null, code);
    assertThat(refusal(user, null, code).errors().get(0).code()).isEqualTo("code-wrong");
    var replace = new ReplaceRecoveryCodes(user.refreshToken());
    assertThat(identity.ask(FactorsApi.REPLACE_RECOVERY_CODES, replace).codes()).hasSize(10);
  }

  @Test
  void exactlyOneOfPasswordAndCodeIsStated() {
    SignedIn user = identity.someone();
    assertThat(refusal(user, null, null).errors().get(0).code()).isEqualTo("exactly-one-of");
    assertThat(refusal(user, PASSWORD, "123456").errors().get(0).code())
        .isEqualTo("exactly-one-of");
  }

  @Test
  void wrongCodesAreLimited() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    identity.limiter.strict = true;
    try {
      for (int i = 0; i < 10; i++) {
        assertThat(refusal(user, null, "000000").code()).isEqualTo(CommonFailures.INVALID_REQUEST);
      }
      assertThat(refusal(user, null, app.nextCode()).code())
          .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    } finally {
      identity.limiter.strict = false;
    }
  }

  private static SignedIn old(SignedIn user) {
    identity.clock.advance(MINUTES);
    return user;
  }

  private static Session stepUp(SignedIn user, String password, String code) {
    return identity.ask(FactorsApi.STEP_UP, new StepUp(password, code, null, user.refreshToken()));
  }

  private static Failure refusal(SignedIn user, String password, String code) {
    return identity.refusal(
        FactorsApi.STEP_UP, new StepUp(password, code, null, user.refreshToken()));
  }

  private static Failure endOthers(SignedIn user) {
    return identity.refusal(
        SessionsApi.END_OTHER_SESSIONS, new EndOtherSessions(user.refreshToken()));
  }

  private static long authenticatedAt(Session session) {
    String claims = session.accessToken().split("\\.")[1];
    return new JsonObject(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .getLong("auth_time");
  }
}
