package io.clinibus.platform.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256: without the key, nobody can compute which of all addresses has a given hash. The
 * key is that of the access tokens, which all nodes have, or derived from it; while it is being
 * replaced, nodes count apart.
 */
public final class KeyedHash {

  private static final String ALGORITHM = "HmacSHA256";

  private final ThreadLocal<Mac> macs;

  private KeyedHash(byte[] key) {
    this.macs = ThreadLocal.withInitial(() -> mac(key));
  }

  /**
   * A hash with the content of a file as key. Blocks.
   *
   * @throws UncheckedIOException if it cannot be read
   */
  public static KeyedHash of(Path file) {
    try {
      return new KeyedHash(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A hash with a key of high entropy. */
  public static KeyedHash with(byte[] key) {
    return new KeyedHash(key.clone());
  }

  public String of(String text) {
    byte[] hash = macs.get().doFinal(text.getBytes(StandardCharsets.UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA-256 unavailable", e);
    }
  }
}
