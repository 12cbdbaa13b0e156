package io.clinibus.settings;

import java.util.Locale;

/** Whether a host name denotes this machine, without a DNS lookup. */
public final class Loopback {

  private Loopback() {}

  public static boolean is(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || name.matches("127\\.\\d+\\.\\d+\\.\\d+")
        || name.equals("::1")
        || name.equals("[::1]");
  }
}
