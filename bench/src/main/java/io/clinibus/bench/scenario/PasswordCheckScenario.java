package io.clinibus.bench.scenario;

import io.clinibus.identity.credential.PasswordHasher;
import java.lang.management.ManagementFactory;

/** What checking a password costs: nearly all of what signing in does. */
final class PasswordCheckScenario {

  private static final int TIMES = 20;

  private PasswordCheckScenario() {}

  /** CPU milliseconds, once compiled. */
  static double millis() {
    PasswordHasher hasher = new PasswordHasher();
    hash(hasher);
    return hash(hasher);
  }

  private static double hash(PasswordHasher hasher) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < TIMES; i++) {
      hasher.hash("a password of some length");
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e6 / TIMES;
  }
}
