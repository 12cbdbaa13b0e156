package io.clinibus.audit;

import io.clinibus.audit.PreparedRequests.Asked;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.PasskeysApi;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.factor.TotpCodes;
import io.clinibus.identity.passkey.PasskeyDevice;
import io.clinibus.testing.BusFixture;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** Requests about second factors, each by a patient who has registered. */
final class FactorRequests {

  private final BusFixture clinic;
  private final Supplier<SignedIn> registered;
  private final Supplier<Caller> visitor;
  private final String password;

  FactorRequests(
      BusFixture clinic, Supplier<SignedIn> registered, Supplier<Caller> visitor, String password) {
    this.password = password;
    this.clinic = clinic;
    this.registered = registered;
    this.visitor = visitor;
  }

  void putInto(Map<Operation<?, ?>, Supplier<Asked>> requests) {
    requests.put(
        FactorsApi.START_TOTP,
        () -> asked(new FactorsApi.StartTotp(registered.get().refreshToken())));
    requests.put(
        FactorsApi.CONFIRM_TOTP,
        () -> {
          SignedIn own = registered.get();
          return asked(confirmation(own, started(own)));
        });
    requests.put(
        FactorsApi.RENAME_FACTOR,
        () -> {
          SignedIn own = withFactor();
          return asked(new FactorsApi.RenameFactor(factor(own), "Tablet", own.refreshToken()));
        });
    requests.put(PasskeysApi.CONFIRM_PASSKEY, () -> asked(newPasskey(registered.get(), device())));
    requests.put(PasskeysApi.LOGIN_WITH_PASSKEY, this::loginWithPasskey);
    requests.put(SignInApi.COMPLETE_LOGIN, this::completion);
    requests.put(FactorsApi.STEP_UP, this::stepUp);
    requests.put(FactorsApi.REMOVE_FACTORS, this::removal);
    requests.put(
        FactorsApi.REMOVE_FACTOR,
        () -> {
          SignedIn own = withFactor();
          return asked(new FactorsApi.RemoveFactor(factor(own), own.refreshToken()));
        });
    requests.put(
        FactorsApi.REPLACE_RECOVERY_CODES,
        () -> asked(new FactorsApi.ReplaceRecoveryCodes(withFactor().refreshToken())));
  }

  private Asked completion() {
    SignedIn own = registered.get();
    String secret = enrol(own);
    var login = new SignInApi.Login(own.session().user().email(), password, null, null);
    Failure asked = clinic.refused(SignInApi.LOGIN, login, visitor.get());
    String challenge = (String) asked.extensions().get("challenge");
    return asked(new SignInApi.CompleteLogin(challenge, nextCode(secret), null, null, null));
  }

  private Asked loginWithPasskey() {
    PasskeyDevice device = device();
    clinic.ask(PasskeysApi.CONFIRM_PASSKEY, newPasskey(registered.get(), device), visitor.get());
    var challenge =
        clinic.ask(
            PasskeysApi.START_PASSKEY_SIGN_IN, new PasskeysApi.StartPasskeySignIn(), visitor.get());
    return asked(new PasskeysApi.LoginWithPasskey(device.answer(challenge), null, null));
  }

  private PasskeysApi.ConfirmPasskey newPasskey(SignedIn own, PasskeyDevice device) {
    var creation =
        clinic.ask(
            PasskeysApi.START_PASSKEY,
            new PasskeysApi.StartPasskey(own.refreshToken()),
            visitor.get());
    return new PasskeysApi.ConfirmPasskey("Key", device.create(creation), own.refreshToken());
  }

  private PasskeyDevice device() {
    return PasskeyDevice.of(clinic.platform().settings().http().publicUrl());
  }

  private Asked stepUp() {
    SignedIn own = registered.get();
    return asked(new FactorsApi.StepUp(password, null, null, own.refreshToken()));
  }

  private Asked removal() {
    UUID user = withFactor().session().user().id();
    return new Asked(new FactorsApi.RemoveFactors(user), clinic.admin(), null);
  }

  private Asked asked(Record request) {
    return new Asked(request, visitor.get(), null);
  }

  private FactorsApi.ConfirmTotp confirmation(SignedIn own, String secret) {
    String code = TotpCodes.code(secret, now());
    return new FactorsApi.ConfirmTotp(code, "Phone", own.refreshToken());
  }

  private String started(SignedIn own) {
    return clinic
        .ask(FactorsApi.START_TOTP, new FactorsApi.StartTotp(own.refreshToken()), visitor.get())
        .secret();
  }

  private String enrol(SignedIn own) {
    String secret = started(own);
    clinic.ask(FactorsApi.CONFIRM_TOTP, confirmation(own, secret), visitor.get());
    return secret;
  }

  private SignedIn withFactor() {
    SignedIn own = registered.get();
    enrol(own);
    return own;
  }

  /** That of the next period: the one of this period was used. */
  private String nextCode(String secret) {
    return TotpCodes.code(secret, now().plusSeconds(30));
  }

  private UUID factor(SignedIn own) {
    return clinic
        .ask(FactorsApi.LIST_FACTORS, new FactorsApi.ListFactors(own.refreshToken()), visitor.get())
        .factors()
        .get(0)
        .id();
  }

  private Instant now() {
    return clinic.platform().clock().instant();
  }
}
