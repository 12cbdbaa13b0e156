package io.clinibus.testing.contract;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What was received or sent against a contract. Clients report it from whatever thread they are on;
 * the test that was running, or its class, then fails.
 */
public final class Violations implements AfterEachCallback, AfterAllCallback {

  private static final Map<String, String> REPORTED = new ConcurrentSkipListMap<>();

  /**
   * @param violation what is wrong; the same is reported once only
   * @param example where it was seen
   */
  static void report(String violation, String example) {
    REPORTED.putIfAbsent(violation, example);
  }

  /** Everything reported since the last call. */
  private static Map<String, String> drain() {
    Map<String, String> found = new TreeMap<>(REPORTED);
    REPORTED.keySet().removeAll(found.keySet());
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
    Map<String, String> found = drain();
    if (!found.isEmpty()) {
      throw new AssertionError(
          found.entrySet().stream()
              .map(violation -> violation.getKey() + "\n    in " + violation.getValue())
              .collect(Collectors.joining("\n", "against the contract:\n", "")));
    }
  }
}
