package io.clinibus.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.Factor;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.FactorsApi.FactorKind;
import io.clinibus.identity.api.FactorsApi.ListFactors;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.PasskeysApi;
import io.clinibus.identity.api.PasskeysApi.LoginWithPasskey;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.CompleteLogin;
import io.clinibus.identity.api.SignInApi.Login;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys as the only sign-in and as second factor. */
class PasskeySignInIT {

  private static IdentityFixture identity;
  private static PasskeyClient browser;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
    browser = new PasskeyClient(identity);
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @Test
  void aPasskeyAloneSignsInWithTwoFactors() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    FactorAdded added = browser.add(device, user);
    assertThat(added.recoveryCodes()).hasSize(10);
    SignedIn signedIn = browser.login(device.answer(browser.challenge()));
    assertThat(signedIn.session().user()).isEqualTo(user.session().user());
    assertThat(methods(signedIn)).containsExactly("pop");
    assertThat(factor(user).lastUsedAt()).isNotNull();
    assertThat(identity.mails(user.session().user().email())).contains("FACTOR_ADDED");
  }

  @Test
  void aPasskeyIsTheSecondFactorOfASignInWithThePassword() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    Failure asked = askedForFactor(user);
    assertThat(asked.extensions()).containsEntry("factors", List.of(FactorKind.PASSKEY));
    PasskeyAssertion answer = device.answer(browser.challenge());
    SignedIn signedIn = identity.ask(SignInApi.COMPLETE_LOGIN, completion(asked, null, answer));
    assertThat(methods(signedIn)).containsExactly("pwd", "pop");
  }

  @Test
  void thePasskeyOfAnotherUserIsNoSecondFactor() {
    SignedIn user = identity.someone();
    browser.add(PasskeyClient.device(), user);
    PasskeyDevice other = PasskeyClient.device();
    browser.add(other, identity.someone());
    Failure asked = askedForFactor(user);
    assertThat(
            identity
                .refusal(
                    SignInApi.COMPLETE_LOGIN,
                    completion(asked, null, other.answer(browser.challenge())))
                .code())
        .isEqualTo(IdentityFailures.WRONG_PASSKEY);
  }

  @Test
  void aSecondStepStatesExactlyOneFactor() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    Failure asked = askedForFactor(user);
    PasskeyAssertion answer = device.answer(browser.challenge());
    assertThat(
            List.of(
                identity.refusal(SignInApi.COMPLETE_LOGIN, completion(asked, null, null)),
                identity.refusal(SignInApi.COMPLETE_LOGIN, completion(asked, "123456", answer))))
        .allSatisfy(
            refused -> assertThat(refused.errors().get(0).code()).isEqualTo("exactly-one-of"));
  }

  @Test
  void aChallengeIsAnsweredOnceWithinFiveMinutes() {
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, identity.someone());
    PasskeyRequest challenge = browser.challenge();
    browser.login(device.answer(challenge));
    device.signCount++;
    assertThat(browser.refusal(device.answer(challenge))).isEqualTo("wrong-passkey");
    PasskeyRequest expired = browser.challenge();
    identity.clock.advance(Duration.ofMinutes(5));
    assertThat(browser.refusal(device.answer(expired))).isEqualTo("wrong-passkey");
    browser.login(device.answer(browser.challenge()));
  }

  @Test
  void concurrentAnswersToAChallengeOpenOneSession() {
    PasskeyDevice device = PasskeyClient.device();
    SignedIn user = identity.someone();
    browser.add(device, user);
    var asked = new LoginWithPasskey(device.answer(browser.challenge()), null, null);
    var first =
        identity.platform.bus().request(PasskeysApi.LOGIN_WITH_PASSKEY, asked, identity.visitor);
    var second =
        identity.platform.bus().request(PasskeysApi.LOGIN_WITH_PASSKEY, asked, identity.visitor);
    IdentityFixture.await(Future.join(first, second).otherwiseEmpty());
    assertThat(List.of(first.succeeded(), second.succeeded()))
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void answersOfOtherPagesPurposesAndUsersAreRefused() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    device.origin = "https://localhost:8080";
    assertThat(browser.refusal(device.answer(browser.challenge())))
        .as("origin")
        .isEqualTo("wrong-passkey");
    device.origin = PasskeyClient.ORIGIN;
    device.relyingParty = "example.org";
    assertThat(browser.refusal(device.answer(browser.challenge())))
        .as("party")
        .isEqualTo("wrong-passkey");
    device.relyingParty = "localhost";
    assertThat(browser.refusal(device.answer(browser.stepUpChallenge(user))))
        .as("purpose")
        .isEqualTo("wrong-passkey");
    String handle = device.userHandle;
    device.userHandle = null;
    assertThat(browser.refusal(device.answer(browser.challenge())))
        .as("no user")
        .isEqualTo("wrong-passkey");
    device.userHandle = "AAAAAAAAAAAAAAAAAAAAAA";
    assertThat(browser.refusal(device.answer(browser.challenge())))
        .as("other user")
        .isEqualTo("wrong-passkey");
    device.userHandle = handle;
    browser.login(device.answer(browser.challenge()));
  }

  @Test
  void theUserMustBePresentAndVerified() {
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, identity.someone());
    device.flags = PasskeyDevice.USER_PRESENT | PasskeyDevice.BACKUP_ELIGIBLE;
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("wrong-passkey");
    device.flags = PasskeyDevice.USER_VERIFIED | PasskeyDevice.BACKUP_ELIGIBLE;
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("wrong-passkey");
    SignedIn user = identity.someone();
    PasskeyDevice unverified = PasskeyClient.device();
    unverified.flags = PasskeyDevice.USER_PRESENT;
    assertThat(browser.additionRefusal(unverified.create(browser.creation(user)), user))
        .isEqualTo("passkey-refused");
  }

  @Test
  void signaturesOfOtherKeysAndUnreadableAnswersAreRefused() {
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, identity.someone());
    PasskeyDevice other = PasskeyClient.device();
    browser.add(other, identity.someone());
    PasskeyRequest challenge = browser.challenge();
    PasskeyAssertion own = device.answer(challenge);
    PasskeyAssertion foreign = other.answer(challenge);
    assertThat(browser.refusal(withSignature(own, foreign.signature()))).isEqualTo("wrong-passkey");
    assertThat(browser.refusal(withSignature(own, "A"))).isEqualTo("wrong-passkey");
    assertThat(browser.refusal(new PasskeyAssertion("AA", "AA", "AA", "AA", "AA")))
        .isEqualTo("wrong-passkey");
    assertThat(browser.refusal(PasskeyClient.device().answer(challenge)))
        .as("unknown")
        .isEqualTo("wrong-passkey");
  }

  @Test
  void aCounterThatGoesBackIsRefused() {
    PasskeyDevice device = PasskeyClient.device();
    device.signCount = 5;
    browser.add(device, identity.someone());
    device.signCount = 6;
    browser.login(device.answer(browser.challenge()));
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("wrong-passkey");
    device.signCount = 5;
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("wrong-passkey");
    device.signCount = 7;
    browser.login(device.answer(browser.challenge()));
  }

  @Test
  void backupFlagsAreKeptAndCompared() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    assertThat(isBackedUp(user)).isFalse();
    device.flags |= PasskeyDevice.BACKED_UP;
    browser.login(device.answer(browser.challenge()));
    assertThat(isBackedUp(user)).isTrue();
    device.flags = PasskeyDevice.USER_PRESENT | PasskeyDevice.USER_VERIFIED;
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("wrong-passkey");
  }

  @Test
  void aBlockedUserDoesNotSignIn() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    UUID id = user.session().user().id();
    identity.ask(
        UsersApi.BLOCK_USER,
        new UsersApi.BlockUser(id, null, "Abuse of the staff"),
        identity.admin());
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("blocked");
  }

  @Test
  void failuresFromANetworkAreLimited() {
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, identity.someone());
    identity.limiter.counts.clear();
    identity.limiter.strict = true;
    try {
      device.origin = "http://localhost";
      for (int i = 0; i < 300; i++) {
        browser.refusal(device.answer(browser.challenge()));
      }
      device.origin = PasskeyClient.ORIGIN;
      assertThat(browser.refusal(device.answer(browser.challenge())))
          .isEqualTo("too-many-requests");
    } finally {
      identity.limiter.strict = false;
      identity.limiter.counts.clear();
    }
  }

  private static PasskeyAssertion withSignature(PasskeyAssertion passkey, String signature) {
    return new PasskeyAssertion(
        passkey.credentialId(),
        passkey.clientDataJson(),
        passkey.authenticatorData(),
        signature,
        passkey.userHandle());
  }

  private static Failure askedForFactor(SignedIn user) {
    String email = user.session().user().email();
    return identity.refusal(
        SignInApi.LOGIN, new Login(email, IdentityFixture.PASSWORD, null, null));
  }

  private static CompleteLogin completion(Failure asked, String code, PasskeyAssertion passkey) {
    return new CompleteLogin(
        (String) asked.extensions().get("challenge"), code, passkey, null, null);
  }

  private static Factor factor(SignedIn user) {
    return identity
        .ask(FactorsApi.LIST_FACTORS, new ListFactors(user.refreshToken()))
        .factors()
        .get(0);
  }

  private static boolean isBackedUp(SignedIn user) {
    return identity
        .sql(
            "SELECT backed_up FROM identity.passkey WHERE account_id = $1",
            Tuple.of(user.session().user().id()))
        .iterator()
        .next()
        .getBoolean("backed_up");
  }

  private static List<Object> methods(SignedIn user) {
    String claims = user.session().accessToken().split("\\.")[1];
    return new JsonObject(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
        .getJsonArray("amr").stream().toList();
  }
}
