package io.clinibus.identity.factor;

import io.clinibus.identity.credential.OpaqueTokens;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bouncycastle.util.encoders.Base32;

/** Codes that replace a lost second factor, each once: 120 random bits, as six groups of four. */
public final class RecoveryCodes {

  private static final int COUNT = 10;
  private static final int BYTES = 15;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RecoveryCodes() {}

  public static List<String> next() {
    return Stream.generate(RecoveryCodes::code).limit(COUNT).toList();
  }

  /** Compared without case, spaces and dashes. */
  public static byte[] hash(String code) {
    return OpaqueTokens.sha256(code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT));
  }

  private static String code() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    String text = Base32.toBase32String(random).toLowerCase(Locale.ROOT);
    return String.join("-", text.split("(?<=\\G.{4})"));
  }
}
