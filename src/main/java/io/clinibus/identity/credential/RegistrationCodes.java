package io.clinibus.identity.credential;

import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of six digits that confirm the address of a registration (RFC 4226). The key of a code is
 * the message authentication code of the registration's random id; it is computed when the mail is
 * written and when the code is entered, so that no table, backup or outbox holds a code.
 */
public final class RegistrationCodes {

  private static final String HMAC = "HmacSHA256";
  private static final int DIGITS = 6;
  private static final HmacOneTimePasswordGenerator CODES =
      new HmacOneTimePasswordGenerator(DIGITS);

  private final List<SecretKeySpec> keys;

  private RegistrationCodes(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /** The first key writes codes, all verify them. */
  public static RegistrationCodes of(List<SigningKeyPair> pairs) {
    return new RegistrationCodes(
        pairs.stream()
            .map(pair -> new SecretKeySpec(pair.derive("registration codes"), HMAC))
            .toList());
  }

  /** Those of the signing keys in a file. Blocks. */
  public static RegistrationCodes read(Path signingKeys) {
    return of(SigningKeyPair.read(signingKeys));
  }

  public String code(UUID registration) {
    return code(keys.get(0), registration);
  }

  /**
   * Whether a code was written for a registration, in a time that does not depend on its digits.
   */
  public boolean matches(UUID registration, String code) {
    byte[] given = code.getBytes(StandardCharsets.UTF_8);
    boolean matches = false;
    for (SecretKeySpec key : keys) {
      byte[] expected = code(key, registration).getBytes(StandardCharsets.UTF_8);
      matches |= MessageDigest.isEqual(expected, given);
    }
    return matches;
  }

  private static String code(SecretKeySpec key, UUID registration) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      byte[] secret = mac.doFinal(registration.toString().getBytes(StandardCharsets.UTF_8));
      return CODES.generateOneTimePasswordString(
          new SecretKeySpec(secret, CODES.getAlgorithm()), 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }
}
