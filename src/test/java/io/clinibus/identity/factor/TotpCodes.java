package io.clinibus.identity.factor;

import java.time.Instant;
import org.bouncycastle.util.encoders.Base32;

/** Codes as an authenticator app computes them. */
public final class TotpCodes {

  private TotpCodes() {}

  /**
   * @param secret in Base32
   */
  public static String code(String secret, Instant at) {
    return Totp.code(Base32.decode(secret), at);
  }
}
