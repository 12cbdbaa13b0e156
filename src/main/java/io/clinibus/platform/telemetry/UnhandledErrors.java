package io.clinibus.platform.telemetry;

import io.vertx.core.Handler;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what handlers of Vert.x throw and nobody handles. */
public final class UnhandledErrors implements Handler<Throwable> {

  private static final Logger LOG = LoggerFactory.getLogger(UnhandledErrors.class);
  private static final String MAIL_CLIENT = "io.vertx.ext.mail.";

  private final Metrics metrics;

  public UnhandledErrors(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void handle(Throwable error) {
    boolean ofMailClient = isOfMailClient(error);
    metrics
        .counter("clinibus.unhandled.errors", "origin", ofMailClient ? "mail-client" : "other")
        .increment();
    if (ofMailClient) {
      LOG.atWarn().addKeyValue("error", error.getClass().getName()).log("mail client error");
    } else {
      LOG.error("unhandled error", error);
    }
  }

  /**
   * When a connection is closed before a mail is accepted, the mail client fails the mail, which is
   * retried, and throws besides, on a context of its own.
   */
  private static boolean isOfMailClient(Throwable error) {
    return Arrays.stream(error.getStackTrace())
        .limit(1)
        .anyMatch(frame -> frame.getClassName().startsWith(MAIL_CLIENT));
  }
}
