package io.clinibus.identity.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** Bearer tokens of 256 random bits, of which only the SHA-256 is stored. */
public final class OpaqueTokens {

  private static final int TOKEN_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private OpaqueTokens() {}

  /** A new token of 43 characters that are safe in a URL and a cookie. */
  public static String next() {
    return next(TOKEN_BYTES);
  }

  static String next(int bytes) {
    byte[] token = new byte[bytes];
    RANDOM.nextBytes(token);
    return base64Url(token);
  }

  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 unavailable", e);
    }
  }

  /** Base64url without padding, as JOSE requires (RFC 7515, section 2). */
  public static String base64Url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
