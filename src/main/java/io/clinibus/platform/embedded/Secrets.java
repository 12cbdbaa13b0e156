package io.clinibus.platform.embedded;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random passwords for servers that only this node talks to. */
final class Secrets {

  private static final int BYTES = 24;

  private Secrets() {}

  /** 192 bits, in characters that need no quoting anywhere. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
