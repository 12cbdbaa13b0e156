package io.clinibus.identity.factor;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/** Codes of authenticator apps (RFC 6238): HMAC-SHA-1, 6 digits, 30 seconds. */
public final class Totp {

  static final int DIGITS = 6;
  private static final Duration PERIOD = Duration.ofSeconds(30);
  private static final int SECRET_BYTES = 20;

  /** Periods before and after the current one whose codes are accepted: clocks differ. */
  private static final int TOLERANCE = 1;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final TimeBasedOneTimePasswordGenerator CODES =
      new TimeBasedOneTimePasswordGenerator(PERIOD, DIGITS);

  private Totp() {}

  public static byte[] newSecret() {
    byte[] secret = new byte[SECRET_BYTES];
    RANDOM.nextBytes(secret);
    return secret;
  }

  /** The secret as it is typed into an app. */
  public static String base32(byte[] secret) {
    return Base32.toBase32String(secret);
  }

  /** The address that the QR code shows to an app. */
  public static String uri(byte[] secret, String clinic, String account) {
    return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
        .formatted(
            encoded(clinic),
            encoded(account),
            base32(secret),
            encoded(clinic),
            DIGITS,
            PERIOD.toSeconds());
  }

  /**
   * The period in which a code is valid, later than the latest one that was used.
   *
   * @param after the period of the latest code that was accepted
   */
  public static OptionalLong step(byte[] secret, String code, Instant now, long after) {
    long current = now.getEpochSecond() / PERIOD.toSeconds();
    return LongStream.rangeClosed(current - TOLERANCE, current + TOLERANCE)
        .filter(step -> step > after && isCode(secret, step, code))
        .findFirst();
  }

  static String code(byte[] secret, Instant at) {
    try {
      return CODES.generateOneTimePasswordString(
          new SecretKeySpec(secret, CODES.getAlgorithm()), at);
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("secret of an authenticator app unusable", e);
    }
  }

  private static boolean isCode(byte[] secret, long step, String code) {
    String expected = code(secret, Instant.ofEpochSecond(step * PERIOD.toSeconds()));
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), code.getBytes(StandardCharsets.UTF_8));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
