package io.clinibus.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

/** Log lines are written to the standard output by a thread of its own. */
class AsyncConsoleAppenderTest {

  private static final int MANY = 20_000;

  private final LoggerContext context = new LoggerContext();
  private final Output output = new Output();
  private final AsyncConsoleAppender console = new AsyncConsoleAppender(output);

  AsyncConsoleAppenderTest() {
    context.setMDCAdapter(new LogbackMDCAdapter());
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg%kvp{NONE}%n");
    encoder.start();
    console.setContext(context);
    console.setEncoder(encoder);
    console.start();
  }

  @AfterEach
  void stopConsole() {
    output.open.countDown();
    console.stop();
  }

  @Test
  void linesAreWrittenInOrderAndInBatches() {
    IntStream.range(0, 1_000).forEach(i -> log(Level.INFO, "line " + i));
    output.open.countDown();
    await().until(() -> output.lines().size() == 1_000);
    assertThat(output.lines().get(999)).isEqualTo("line 999");
    assertThat(output.writes.get()).isLessThan(20);
  }

  @Test
  void aStopWritesTheLastLines() {
    output.open.countDown();
    log(Level.INFO, "the end");
    console.stop();
    assertThat(output.lines()).containsExactly("the end");
  }

  @Test
  void aStalledOutputBlocksNoLoggerAndLosesNoWarnings() {
    IntStream.range(0, MANY).forEach(i -> log(Level.INFO, "line " + i));
    IntStream.range(0, 1_000).forEach(i -> log(Level.WARN, "warning " + i));
    output.open.countDown();
    await()
        .untilAsserted(
            () -> assertThat(output.lines()).contains("line 0", "warning 0", "warning 999"));
    assertThat(output.lines()).hasSizeLessThan(MANY);
  }

  @Test
  void onlyTheLineThatCannotBeEncodedIsLost() {
    output.open.countDown();
    log(Level.INFO, "before");
    LoggingEvent broken = event(Level.INFO, "broken");
    broken.addKeyValuePair(new KeyValuePair("value", new Unprintable()));
    console.doAppend(broken);
    log(Level.INFO, "after");
    console.stop();
    assertThat(output.lines()).containsExactly("before", "after");
  }

  private record Unprintable() {
    @Override
    public String toString() {
      throw new IllegalStateException("cannot be encoded");
    }
  }

  private void log(Level level, String message) {
    console.doAppend(event(level, message));
  }

  private LoggingEvent event(Level level, String message) {
    return new LoggingEvent(null, context.getLogger("test"), level, message, null, null);
  }

  /** Takes nothing until it is open. */
  private static final class Output extends OutputStream {

    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger writes = new AtomicInteger();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
      throw new AssertionError("one byte at a time");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        open.await();
      } catch (InterruptedException e) {
        open.countDown();
      }
      writes.incrementAndGet();
      written.write(bytes, offset, length);
    }

    private synchronized List<String> lines() {
      return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
  }
}
