package io.clinibus.platform.telemetry;

import io.vertx.core.Handler;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs and counts what handlers of Vert.x throw and nobody handles. */
public final class UnhandledErrors implements Handler<Throwable> {

  private static final Logger LOG = LoggerFactory.getLogger(UnhandledErrors.class);

  /** What is known to be thrown by libraries after all is done, and what is a defect. */
  public enum Origin {
    /**
     * When a connection is closed before a mail is accepted, the mail client fails the mail, which
     * is retried, and throws besides, on a context of its own.
     */
    MAIL_CLIENT("mail-client", "io.vertx.ext.mail.", 0),

    /**
     * When a request gets a connection in the moment in which it would have waited too long, the
     * pool also tries to fail it (eclipse-vertx/vert.x issue 6169). The request goes on.
     */
    SQL_POOL("sql-pool", "io.vertx.sqlclient.impl.pool.SqlConnectionPool$1PoolRequest", 1),

    OTHER("other", "", 0);

    private final String tag;
    private final String thrower;
    private final int depth;

    Origin(String tag, String thrower, int depth) {
      this.tag = tag;
      this.thrower = thrower;
      this.depth = depth;
    }

    /** By the class that threw it, below those that it called. */
    public static Origin of(Throwable error) {
      return Arrays.stream(values())
          .filter(origin -> origin.hasThrown(error))
          .findFirst()
          .orElse(OTHER);
    }

    private boolean hasThrown(Throwable error) {
      StackTraceElement[] stack = error.getStackTrace();
      return stack.length > depth && stack[depth].getClassName().startsWith(thrower);
    }
  }

  private final Metrics metrics;

  public UnhandledErrors(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void handle(Throwable error) {
    Origin origin = Origin.of(error);
    metrics.counter("clinibus.unhandled.errors", "origin", origin.tag).increment();
    if (origin == Origin.OTHER) {
      LOG.error("unhandled error", error);
    } else {
      LOG.atWarn()
          .addKeyValue("origin", origin.tag)
          .addKeyValue("error", error.getClass().getName())
          .log("library error");
    }
  }
}
