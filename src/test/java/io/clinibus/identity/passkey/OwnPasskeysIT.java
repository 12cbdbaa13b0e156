package io.clinibus.identity.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.Factor;
import io.clinibus.identity.api.FactorsApi.ListFactors;
import io.clinibus.identity.api.FactorsApi.RemoveFactor;
import io.clinibus.identity.api.FactorsApi.RenameFactor;
import io.clinibus.identity.api.FactorsApi.StepUp;
import io.clinibus.identity.api.PasskeysApi;
import io.clinibus.identity.api.PasskeysApi.ConfirmPasskey;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.PasskeysApi.PasskeyCreation;
import io.clinibus.identity.api.PasskeysApi.PasskeyRegistration;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.PasskeysApi.StartPasskey;
import io.clinibus.identity.api.PasskeysApi.StartPasskeyStepUp;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.EndOtherSessions;
import io.clinibus.identity.api.SignInApi.SignedIn;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Passkeys of a signed-in user: added, renamed, removed, and used for step-up. */
class OwnPasskeysIT {

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
  void aPasskeyRenewsTheSignIn() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    identity.clock.advance(Duration.ofMinutes(10));
    var end = new EndOtherSessions(user.refreshToken());
    assertThat(identity.refusal(SessionsApi.END_OTHER_SESSIONS, end).code())
        .isEqualTo(CommonFailures.STEP_UP_REQUIRED);
    PasskeyAssertion forSignIn = device.answer(browser.challenge());
    assertThat(identity.refusal(FactorsApi.STEP_UP, stepUp(user, forSignIn)).errors().get(0).code())
        .isEqualTo("passkey-refused");
    PasskeyRequest challenge = browser.stepUpChallenge(user);
    assertThat(challenge.allowCredentials()).hasSize(1);
    identity.ask(FactorsApi.STEP_UP, stepUp(user, device.answer(challenge)));
    identity.ask(SessionsApi.END_OTHER_SESSIONS, end);
  }

  @Test
  void aStepUpChallengeNeedsAPasskey() {
    var asked = new StartPasskeyStepUp(identity.someone().refreshToken());
    assertThat(identity.refusal(PasskeysApi.START_PASSKEY_STEP_UP, asked).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aPasskeyIsAddedOnceByARecentSignIn() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    PasskeyCreation creation = browser.creation(user);
    assertThat(creation.user().id()).isNotEqualTo(browser.creation(identity.someone()).user().id());
    PasskeyRegistration passkey = device.create(creation);
    browser.confirm(passkey, user);
    assertThat(browser.additionRefusal(passkey, user))
        .as("same challenge")
        .isEqualTo("passkey-refused");
    assertThat(browser.additionRefusal(device.create(browser.creation(user)), user))
        .as("known passkey")
        .isEqualTo("passkey-refused");
    assertThat(browser.creation(user).excludeCredentials()).hasSize(1);
    SignedIn other = identity.someone();
    assertThat(
            browser.additionRefusal(PasskeyClient.device().create(browser.creation(user)), other))
        .as("challenge of another user")
        .isEqualTo("passkey-refused");
    identity.clock.advance(Duration.ofMinutes(10));
    assertThat(
            List.of(
                identity.refusal(PasskeysApi.START_PASSKEY, new StartPasskey(user.refreshToken())),
                identity.refusal(
                    PasskeysApi.CONFIRM_PASSKEY,
                    new ConfirmPasskey("Key", passkey, user.refreshToken()))))
        .extracting(Failure::code)
        .containsOnly(CommonFailures.STEP_UP_REQUIRED);
  }

  @Test
  void aPasskeyIsRenamedAndRemovedByItsOwner() {
    SignedIn user = identity.someone();
    PasskeyDevice device = PasskeyClient.device();
    browser.add(device, user);
    UUID id = factor(user).id();
    SignedIn stranger = identity.someone();
    assertThat(
            identity
                .refusal(
                    FactorsApi.RENAME_FACTOR, new RenameFactor(id, "Mine", stranger.refreshToken()))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    identity.ask(FactorsApi.RENAME_FACTOR, new RenameFactor(id, " Laptop ", user.refreshToken()));
    assertThat(factor(user).name()).isEqualTo("Laptop");
    identity.ask(FactorsApi.REMOVE_FACTOR, new RemoveFactor(id, user.refreshToken()));
    assertThat(browser.refusal(device.answer(browser.challenge()))).isEqualTo("wrong-passkey");
    identity.login(user.session().user().email(), IdentityFixture.PASSWORD);
  }

  private static StepUp stepUp(SignedIn user, PasskeyAssertion passkey) {
    return new StepUp(null, null, passkey, user.refreshToken());
  }

  private static Factor factor(SignedIn user) {
    return identity
        .ask(FactorsApi.LIST_FACTORS, new ListFactors(user.refreshToken()))
        .factors()
        .get(0);
  }
}
