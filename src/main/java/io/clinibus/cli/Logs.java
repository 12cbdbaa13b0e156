package io.clinibus.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** What is logged while a process stops. */
final class Logs {

  private Logs() {}

  /**
   * Writes the lines that are still waiting; nothing is logged any more. The last step of a stop,
   * not a hook of its own: those run side by side, and the log would end where the stop begins.
   */
  static void end() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }
}
