package io.clinibus.testing;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * A failure that a test causes, and that is logged as it should be: until this is closed, the test
 * has the log messages of that text, and the output has all others.
 */
public final class ExpectedLogs implements AutoCloseable {

  private final Logger logger;
  private final String message;
  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          if (event.getMessage().equals(message)) {
            events.add(event);
          } else {
            root().callAppenders(event);
          }
        }
      };

  private ExpectedLogs(Logger logger, String message) {
    this.logger = logger;
    this.message = message;
  }

  /** Begins to expect a log message of a class. */
  public static ExpectedLogs of(Class<?> source, String message) {
    var logs = new ExpectedLogs((Logger) LoggerFactory.getLogger(source), message);
    logs.appender.start();
    logs.logger.addAppender(logs.appender);
    logs.logger.setAdditive(false);
    return logs;
  }

  /** What has been logged so far. */
  public List<ILoggingEvent> events() {
    return events;
  }

  @Override
  public void close() {
    logger.setAdditive(true);
    logger.detachAppender(appender);
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
