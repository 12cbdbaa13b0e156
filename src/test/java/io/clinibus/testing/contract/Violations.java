package io.clinibus.testing.contract;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What was received or sent against a contract. Clients report it from whatever thread they are on;
 * the test that was running, or its class, then fails.
 */
public final class Violations implements AfterEachCallback, AfterAllCallback {

  private static final Set<String> REPORTED = new ConcurrentSkipListSet<>();

  static void report(String violation) {
    REPORTED.add(violation);
  }

  /** Everything reported since the last call. */
  static Set<String> drain() {
    Set<String> found = new TreeSet<>(REPORTED);
    REPORTED.removeAll(found);
    return found;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    failIfAny();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    failIfAny();
  }

  private static void failIfAny() {
    Set<String> found = drain();
    if (!found.isEmpty()) {
      throw new AssertionError("against the contract:\n" + String.join("\n", found));
    }
  }
}
