package io.clinibus.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords for servers that only this node talks to. */
final class ServicePasswords {

  private static final int BYTES = 24;

  private ServicePasswords() {}

  /** 192 bits, in characters that need no quoting anywhere. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
