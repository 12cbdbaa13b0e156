package io.clinibus.identity.passkey;

import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.PasskeysApi;
import io.clinibus.identity.api.PasskeysApi.ConfirmPasskey;
import io.clinibus.identity.api.PasskeysApi.LoginWithPasskey;
import io.clinibus.identity.api.PasskeysApi.PasskeyAssertion;
import io.clinibus.identity.api.PasskeysApi.PasskeyCreation;
import io.clinibus.identity.api.PasskeysApi.PasskeyRegistration;
import io.clinibus.identity.api.PasskeysApi.PasskeyRequest;
import io.clinibus.identity.api.PasskeysApi.StartPasskey;
import io.clinibus.identity.api.PasskeysApi.StartPasskeySignIn;
import io.clinibus.identity.api.PasskeysApi.StartPasskeyStepUp;
import io.clinibus.identity.api.SignInApi.SignedIn;

/** Asks the identity domain as a browser with passkeys does. */
record PasskeyClient(IdentityFixture identity) {

  static final String ORIGIN = "http://localhost:8080";

  static PasskeyDevice device() {
    return new PasskeyDevice(ORIGIN, "localhost");
  }

  PasskeyCreation creation(SignedIn user) {
    return identity.ask(PasskeysApi.START_PASSKEY, new StartPasskey(user.refreshToken()));
  }

  FactorAdded add(PasskeyDevice device, SignedIn user) {
    return confirm(device.create(creation(user)), user);
  }

  FactorAdded confirm(PasskeyRegistration passkey, SignedIn user) {
    return identity.ask(
        PasskeysApi.CONFIRM_PASSKEY, new ConfirmPasskey("Key", passkey, user.refreshToken()));
  }

  String additionRefusal(PasskeyRegistration passkey, SignedIn user) {
    return identity
        .refusal(
            PasskeysApi.CONFIRM_PASSKEY, new ConfirmPasskey("Key", passkey, user.refreshToken()))
        .errors()
        .get(0)
        .code();
  }

  PasskeyRequest challenge() {
    return identity.ask(PasskeysApi.START_PASSKEY_SIGN_IN, new StartPasskeySignIn());
  }

  PasskeyRequest stepUpChallenge(SignedIn user) {
    return identity.ask(
        PasskeysApi.START_PASSKEY_STEP_UP, new StartPasskeyStepUp(user.refreshToken()));
  }

  SignedIn login(PasskeyAssertion passkey) {
    return identity.ask(PasskeysApi.LOGIN_WITH_PASSKEY, new LoginWithPasskey(passkey, null, null));
  }

  String refusal(PasskeyAssertion passkey) {
    return identity
        .refusal(PasskeysApi.LOGIN_WITH_PASSKEY, new LoginWithPasskey(passkey, null, null))
        .code()
        .slug();
  }
}
