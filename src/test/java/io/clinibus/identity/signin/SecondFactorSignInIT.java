package io.clinibus.identity.signin;

import static io.clinibus.identity.IdentityFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.AccountApi;
import io.clinibus.identity.api.AccountApi.ChangePassword;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.FactorKind;
import io.clinibus.identity.api.FactorsApi.RemoveFactors;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.CompleteLogin;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.clinibus.identity.api.UsersApi.AcceptInvitation;
import io.clinibus.identity.api.UsersApi.InviteUser;
import io.clinibus.identity.api.UsersApi.RenewInvitation;
import io.clinibus.identity.enrolment.AuthenticatorApp;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-in of accounts that have, or need, a second factor. */
class SecondFactorSignInIT {

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture(true);
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @AfterEach
  void forget() {
    identity.limiter.strict = false;
  }

  @Test
  void aRightPasswordIsAnsweredWithAChallengeAndACodeCompletesIt() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    Failure asked = login(user, user.deviceToken());
    assertThat(asked.code()).isEqualTo(IdentityFailures.SECOND_FACTOR);
    assertThat(asked.extensions()).containsEntry("factors", List.of(FactorKind.TOTP));
    assertThat(login(user, null).code())
        .as("on an unknown device")
        .isEqualTo(IdentityFailures.SECOND_FACTOR);
    SignedIn signedIn = complete(asked, app.nextCode());
    assertThat(identity.refresh(signedIn).session().user().id())
        .isEqualTo(user.session().user().id());
    assertThat(claims(signedIn).getJsonArray("amr")).isEqualTo(JsonArray.of("pwd", "otp"));
    assertThat(claims(signedIn).getLong("auth_time"))
        .isBetween(
            identity.clock.instant().getEpochSecond() - 20,
            identity.clock.instant().getEpochSecond());
    assertThat(completionRefusal(asked, app.nextCode()).code())
        .as("the challenge again")
        .isEqualTo(IdentityFailures.CHALLENGE_OVER);
  }

  @Test
  void aWrongPasswordDisclosesNoSecondFactor() {
    SignedIn user = identity.someone();
    AuthenticatorApp.of(user, identity);
    var wrong = new Login(user.session().user().email(), "wrong password 7", null, null);
    assertThat(identity.refusal(SignInApi.LOGIN, wrong).code())
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
  }

  @Test
  void aCodeWorksOnce() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    assertThat(completionRefusal(login(user, null), app.firstCode).code())
        .as("the code that confirmed the app")
        .isEqualTo(IdentityFailures.WRONG_CODE);
    String code = app.nextCode();
    complete(login(user, null), code);
    assertThat(completionRefusal(login(user, null), code).code())
        .isEqualTo(IdentityFailures.WRONG_CODE);
  }

  @Test
  void aRecoveryCodeWorksOnceAndItsOwnerGetsAMail() {
    SignedIn user = identity.someone();
    String code = AuthenticatorApp.of(user, identity).added.recoveryCodes().get(3);
    SignedIn signedIn =
        complete(login(user, null), code.toUpperCase(Locale.ROOT).replace('-', ' '));
    assertThat(claims(signedIn).getJsonArray("amr")).isEqualTo(JsonArray.of("pwd", "recovery"));
    assertThat(identity.mails(user.session().user().email())).contains("RECOVERY_CODE_USED");
    assertThat(completionRefusal(login(user, null), code).code())
        .isEqualTo(IdentityFailures.WRONG_CODE);
  }

  @Test
  void aChallengeEndsAfterFiveAttemptsAndFiveMinutes() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    Failure tried = login(user, null);
    for (int i = 0; i < 5; i++) {
      assertThat(completionRefusal(tried, "000000").code()).isEqualTo(IdentityFailures.WRONG_CODE);
    }
    assertThat(completionRefusal(tried, app.nextCode()).code())
        .isEqualTo(IdentityFailures.CHALLENGE_OVER);
    Failure late = login(user, null);
    identity.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(completionRefusal(late, app.code()).code())
        .isEqualTo(IdentityFailures.CHALLENGE_OVER);
  }

  @Test
  void simultaneousAttemptsAreNoMoreThanFive() {
    SignedIn user = identity.someone();
    AuthenticatorApp.of(user, identity);
    Failure tried = login(user, null);
    Map<FailureCode, Long> refusals =
        IntStream.range(0, 20)
            .parallel()
            .mapToObj(i -> completionRefusal(tried, "000000").code())
            .collect(Collectors.groupingBy(code -> code, Collectors.counting()));
    assertThat(refusals)
        .containsOnly(
            Map.entry(IdentityFailures.WRONG_CODE, 5L),
            Map.entry(IdentityFailures.CHALLENGE_OVER, 15L));
  }

  @Test
  void wrongCodesAreLimitedPerAccountAcrossNetworksButNotForItsDevice() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    identity.limiter.strict = true;
    for (int i = 0; i < LoginThrottle.SECOND_FACTOR.requests(); i++) {
      Caller stranger = from("198.51.100." + i);
      Failure asked = login(user, null, stranger);
      assertThat(
              identity
                  .refusal(SignInApi.COMPLETE_LOGIN, completion(asked, "000000", null), stranger)
                  .code())
          .isEqualTo(IdentityFailures.WRONG_CODE);
    }
    Caller stranger = from("203.0.113.9");
    assertThat(
            identity
                .refusal(
                    SignInApi.COMPLETE_LOGIN,
                    completion(login(user, null, stranger), app.nextCode(), null),
                    stranger)
                .code())
        .isEqualTo(CommonFailures.TOO_MANY_REQUESTS);
    String device = user.deviceToken();
    Failure asked = login(user, device);
    assertThat(identity.ask(SignInApi.COMPLETE_LOGIN, completion(asked, app.nextCode(), device)))
        .isNotNull();
  }

  @Test
  void aNewPasswordEndsChallenges() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    Failure asked = login(user, null);
    identity.ask(
        AccountApi.CHANGE_PASSWORD,
        new ChangePassword(PASSWORD, "copper teapot 5512"),
        identity.as(user.session().user()));
    assertThat(completionRefusal(asked, app.nextCode()).code())
        .isEqualTo(IdentityFailures.CHALLENGE_OVER);
  }

  @Test
  void aBlockedAccountIsNotSignedIn() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    Failure asked = login(user, null);
    identity.ask(
        UsersApi.BLOCK_USER,
        new UsersApi.BlockUser(user.session().user().id(), null, "Abuse of the staff"),
        identity.admin());
    assertThat(completionRefusal(asked, app.nextCode()).code()).isEqualTo(IdentityFailures.BLOCKED);
  }

  @Test
  void aLinkForANewPasswordDoesNotReplaceTheSecondFactor() {
    SignedIn user = identity.someone();
    AuthenticatorApp app = AuthenticatorApp.of(user, identity);
    String token =
        token(
            identity
                .ask(
                    UsersApi.RENEW_INVITATION,
                    new RenewInvitation(user.session().user().id()),
                    identity.admin())
                .link());
    Failure asked =
        identity.refusal(
            UsersApi.ACCEPT_INVITATION,
            new AcceptInvitation(token, "copper teapot 5512", null, null));
    assertThat(asked.code()).isEqualTo(IdentityFailures.SECOND_FACTOR);
    assertThat(login(user, null).code())
        .as("the old password")
        .isEqualTo(IdentityFailures.WRONG_CREDENTIALS);
    assertThat(complete(asked, app.nextCode()).session().user().id())
        .isEqualTo(user.session().user().id());
  }

  @Test
  void aSessionOfStaffWithoutAFactorHasNoRightsUntilOneIsAdded() {
    SignedIn staff = staff();
    assertThat(staff.session().secondFactorRequired()).isTrue();
    assertThat(staff.session().user().roles()).containsExactly(Role.RECEPTIONIST);
    assertThat(claims(staff).getJsonArray("roles")).isEmpty();
    assertThat(claims(identity.refresh(staff)).getJsonArray("roles")).isEmpty();
    AuthenticatorApp app = AuthenticatorApp.of(staff, identity);
    assertThat(app.added.session().secondFactorRequired()).isFalse();
    assertThat(claims(app.added.session().accessToken()).getJsonArray("roles"))
        .containsExactly("RECEPTIONIST");
    Failure asked = login(staff, null);
    SignedIn next = complete(asked, app.nextCode());
    assertThat(next.session().secondFactorRequired()).isFalse();
    assertThat(claims(next).getJsonArray("roles")).containsExactly("RECEPTIONIST");
  }

  @Test
  void patientsNeedNoSecondFactor() {
    SignedIn patient = identity.someone();
    assertThat(patient.session().secondFactorRequired()).isFalse();
    assertThat(claims(patient).getJsonArray("roles")).containsExactly("PATIENT");
  }

  @Test
  void staffKeepTheirLastFactor() {
    SignedIn staff = staff();
    AuthenticatorApp.of(staff, identity);
    var factors =
        identity.ask(FactorsApi.LIST_FACTORS, new FactorsApi.ListFactors(staff.refreshToken()));
    assertThat(factors.required()).isTrue();
    var removal = new FactorsApi.RemoveFactor(factors.factors().get(0).id(), staff.refreshToken());
    assertThat(identity.refusal(FactorsApi.REMOVE_FACTOR, removal).code())
        .isEqualTo(IdentityFailures.LAST_FACTOR);
  }

  @Test
  void anAdministratorRemovesLostFactorsAndTheirSessions() throws InterruptedException {
    SignedIn user = identity.someone();
    AuthenticatorApp.of(user, identity);
    identity.revoked.clear();
    var removal = new RemoveFactors(user.session().user().id());
    identity.ask(FactorsApi.REMOVE_FACTORS, removal, identity.admin());
    assertThat(identity.nextRevocation(user.session().user().id())).isNotNull();
    assertThat(identity.refreshRefusal(user).code()).isEqualTo(CommonFailures.UNAUTHENTICATED);
    assertThat(identity.login(user.session().user().email(), PASSWORD)).isNotNull();
    assertThat(identity.mails(user.session().user().email())).contains("FACTOR_REMOVED");
    assertThat(refusal(FactorsApi.REMOVE_FACTORS, removal, identity.admin()).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    Caller own = identity.as(user.session().user());
    assertThat(refusal(FactorsApi.REMOVE_FACTORS, removal, own).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private static <Q extends Record, R extends Record> Failure refusal(
      Operation<Q, R> operation, Q request, Caller caller) {
    return identity.refusal(operation, request, caller);
  }

  private static SignedIn staff() {
    var invite =
        new InviteUser(IdentityFixture.newEmail(), "Rosa", Set.of(Role.RECEPTIONIST), null);
    String link = identity.ask(UsersApi.INVITE_USER, invite, identity.admin()).link();
    return identity.ask(
        UsersApi.ACCEPT_INVITATION, new AcceptInvitation(token(link), PASSWORD, null, null));
  }

  private static String token(String link) {
    return link.substring(link.indexOf("#token=") + "#token=".length());
  }

  private static Failure login(SignedIn user, String device) {
    return login(user, device, identity.visitor);
  }

  private static Failure login(SignedIn user, String device, Caller caller) {
    var login = new Login(user.session().user().email(), PASSWORD, device, null);
    return identity.refusal(SignInApi.LOGIN, login, caller);
  }

  private static CompleteLogin completion(Failure asked, String code, String device) {
    return new CompleteLogin(
        (String) asked.extensions().get("challenge"), code, null, device, null);
  }

  private static SignedIn complete(Failure asked, String code) {
    return identity.ask(SignInApi.COMPLETE_LOGIN, completion(asked, code, null));
  }

  private static Failure completionRefusal(Failure asked, String code) {
    return identity.refusal(SignInApi.COMPLETE_LOGIN, completion(asked, code, null));
  }

  private static Caller from(String address) {
    return Caller.visitor("test", address, identity.visitor.deadline());
  }

  private static JsonObject claims(SignedIn signedIn) {
    return claims(signedIn.session().accessToken());
  }

  private static JsonObject claims(String token) {
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8));
  }
}
