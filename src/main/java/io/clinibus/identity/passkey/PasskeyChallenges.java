package io.clinibus.identity.passkey;

import io.clinibus.identity.credential.SigningKeyPair;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Challenges that passkeys answer: 122 random bits and the time at which they expire, with a
 * message authentication code. A challenge that waits for its answer is stored nowhere, so that
 * nobody fills a table by asking for challenges; one that was answered is stored until it expires,
 * and is not accepted again.
 */
public final class PasskeyChallenges {

  static final Duration LIFE = Duration.ofMinutes(5);

  private static final String HMAC = "HmacSHA256";
  private static final int CONTENT_BYTES = 3 * Long.BYTES;
  private static final int BYTES = CONTENT_BYTES + 32;

  /** A challenge that was issued here and has not expired. */
  record Issued(UUID id, Instant expiresAt) {}

  private final List<SecretKeySpec> keys;

  private PasskeyChallenges(List<SecretKeySpec> keys) {
    this.keys = keys;
  }

  /** The first key writes challenges, all verify them. */
  public static PasskeyChallenges of(List<SigningKeyPair> pairs) {
    return new PasskeyChallenges(
        pairs.stream()
            .map(pair -> new SecretKeySpec(pair.derive("passkey challenges"), HMAC))
            .toList());
  }

  /**
   * A new challenge.
   *
   * @param purpose what its answer is for, and whose: it is valid for nothing else
   */
  byte[] next(String purpose, Instant now) {
    UUID id = UUID.randomUUID();
    byte[] content =
        ByteBuffer.allocate(CONTENT_BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .putLong(now.plus(LIFE).toEpochMilli())
            .array();
    return ByteBuffer.allocate(BYTES).put(content).put(code(keys.get(0), purpose, content)).array();
  }

  /** Empty unless the challenge was issued here for this purpose and has not expired. */
  Optional<Issued> issued(String purpose, byte[] challenge, Instant now) {
    if (challenge.length != BYTES) {
      return Optional.empty();
    }
    byte[] content = Arrays.copyOf(challenge, CONTENT_BYTES);
    byte[] given = Arrays.copyOfRange(challenge, CONTENT_BYTES, BYTES);
    ByteBuffer fields = ByteBuffer.wrap(content);
    var id = new UUID(fields.getLong(), fields.getLong());
    Instant expiresAt = Instant.ofEpochMilli(fields.getLong());
    boolean genuine =
        keys.stream().anyMatch(key -> MessageDigest.isEqual(code(key, purpose, content), given));
    return genuine && now.isBefore(expiresAt)
        ? Optional.of(new Issued(id, expiresAt))
        : Optional.empty();
  }

  private static byte[] code(SecretKeySpec key, String purpose, byte[] content) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(content);
      return mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(HMAC + " unavailable", e);
    }
  }
}
