package io.clinibus.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords for the embedded servers. */
final class ServicePasswords {

  private static final int BYTES = 24;

  private ServicePasswords() {}

  /** 192 bits, in characters that never need quoting. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
