package io.clinibus.identity.credential;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes passwords with Argon2id (RFC 9106). A hash is stored as a PHC string, which contains its
 * parameters: they can be raised later and old hashes still match. Every call blocks for about 50
 * ms and uses 19 MiB; never call it on an event loop.
 */
public class PasswordHasher {

  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int PARALLELISM = 1;
  private static final int SALT_BYTES = 16;
  private static final int TAG_BYTES = 32;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,172})");

  private final SecureRandom random = new SecureRandom();
  private final int memoryKib;
  private final int iterations;

  public PasswordHasher() {
    this(MEMORY_KIB, ITERATIONS);
  }

  /** With another cost per hash. */
  protected PasswordHasher(int memoryKib, int iterations) {
    this.memoryKib = memoryKib;
    this.iterations = iterations;
  }

  /**
   * The hash to store for a new password. Salted: the same password gives a different hash each
   * time.
   */
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    byte[] tag = tag(password, salt, memoryKib, iterations, PARALLELISM, TAG_BYTES);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            memoryKib,
            iterations,
            PARALLELISM,
            base64.encodeToString(salt),
            base64.encodeToString(tag));
  }

  /**
   * Verifies a password against a hash, in constant time.
   *
   * @param phc a result of {@link #hash}, under current or earlier parameters
   * @throws IllegalArgumentException if the stored hash is not an Argon2id PHC string
   */
  public boolean matches(String password, String phc) {
    Matcher parts = PHC.matcher(phc);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not an Argon2id hash");
    }
    byte[] salt = Base64.getDecoder().decode(parts.group(4));
    byte[] expected = Base64.getDecoder().decode(parts.group(5));
    int memory = Integer.parseInt(parts.group(1));
    int iterations = Integer.parseInt(parts.group(2));
    int parallelism = Integer.parseInt(parts.group(3));
    byte[] actual = tag(password, salt, memory, iterations, parallelism, expected.length);
    return MessageDigest.isEqual(expected, actual);
  }

  private static byte[] tag(
      String password, byte[] salt, int memory, int iterations, int parallelism, int length) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    byte[] tag = new byte[length];
    byte[] secret = bytes(password);
    try {
      generator.generateBytes(secret, tag);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
    return tag;
  }

  /**
   * Normalised to NFC: the same characters typed on two systems may arrive as different code
   * points.
   */
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }
}
