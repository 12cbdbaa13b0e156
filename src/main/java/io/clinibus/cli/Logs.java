package io.clinibus.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** Ends logging while a process stops. */
final class Logs {

  private Logs() {}

  /**
   * Writes the queued lines; later ones are lost. This is the last step of a shutdown, not a hook
   * of its own: hooks run concurrently, and the log would end where the shutdown begins.
   */
  static void end() {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
  }
}
