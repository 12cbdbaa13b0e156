package io.clinibus.identity.enrolment;

import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.FactorsApi;
import io.clinibus.identity.api.FactorsApi.ConfirmTotp;
import io.clinibus.identity.api.FactorsApi.FactorAdded;
import io.clinibus.identity.api.FactorsApi.StartTotp;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.factor.TotpCodes;
import java.time.Duration;

/** An authenticator app that a user has added. */
public final class AuthenticatorApp {

  private static final Duration PERIOD = Duration.ofSeconds(30);

  private final IdentityFixture identity;
  private final String secret;

  /** The code that has confirmed it. */
  public final String firstCode;

  public final FactorAdded added;

  private AuthenticatorApp(
      IdentityFixture identity, String secret, String firstCode, FactorAdded added) {
    this.identity = identity;
    this.secret = secret;
    this.firstCode = firstCode;
    this.added = added;
  }

  public static AuthenticatorApp of(SignedIn user, IdentityFixture identity) {
    String token = user.refreshToken();
    String secret = identity.ask(FactorsApi.START_TOTP, new StartTotp(token)).secret();
    String code = TotpCodes.code(secret, identity.clock.instant());
    return new AuthenticatorApp(
        identity,
        secret,
        code,
        identity.ask(FactorsApi.CONFIRM_TOTP, new ConfirmTotp(code, "Phone", token)));
  }

  /** A code that was not used yet: time passes. */
  public String nextCode() {
    identity.clock.advance(PERIOD.plus(PERIOD));
    return code();
  }

  public String code() {
    return TotpCodes.code(secret, identity.clock.instant());
  }
}
