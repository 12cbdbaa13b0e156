package io.clinibus.platform.telemetry;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes log lines to the standard output on its own thread, in batches of a few milliseconds: a
 * busy node writes thousands of lines a second, and a thread wake-up and a system call for each
 * would cost more than the line itself. Callers never wait: while the output is stalled, lines
 * below {@code WARN} are dropped when the queue is nearly full, and all lines when it is full.
 */
public final class AsyncConsoleAppender extends UnsynchronizedAppenderBase<ILoggingEvent> {

  private static final int QUEUE = 8192;
  private static final int KEPT_FOR_WARNINGS = QUEUE / 5;
  private static final int BUFFER_BYTES = 64 * 1024;
  private static final long PAUSE_MILLIS = 20;
  private static final long LAST_LINES_MILLIS = 1_000;

  private final BlockingQueue<ILoggingEvent> queue = new ArrayBlockingQueue<>(QUEUE);
  private final OutputStream console;
  private final Thread writer = new Thread(this::writeUntilStopped, "log-writer");
  private Encoder<ILoggingEvent> encoder;

  public AsyncConsoleAppender() {
    this(System.out);
  }

  AsyncConsoleAppender(OutputStream output) {
    this.console = new BufferedOutputStream(output, BUFFER_BYTES);
  }

  public void setEncoder(Encoder<ILoggingEvent> encoder) {
    this.encoder = encoder;
  }

  @Override
  public void start() {
    super.start();
    writer.setDaemon(true);
    writer.start();
  }

  /** Writes the queued lines. */
  @Override
  public void stop() {
    super.stop();
    writer.interrupt();
    try {
      writer.join(LAST_LINES_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (queue.remainingCapacity() > KEPT_FOR_WARNINGS
        || event.getLevel().isGreaterOrEqual(Level.WARN)) {
      event.prepareForDeferredProcessing();
      queue.offer(event);
    }
  }

  private void writeUntilStopped() {
    List<ILoggingEvent> lines = new ArrayList<>();
    try {
      while (true) {
        lines.add(queue.take());
        Thread.sleep(PAUSE_MILLIS);
        write(lines);
      }
    } catch (InterruptedException e) {
      write(lines);
    }
  }

  private void write(List<ILoggingEvent> lines) {
    queue.drainTo(lines);
    lines.forEach(this::write);
    lines.clear();
    try {
      console.flush();
    } catch (IOException e) {
      addError("lines could not be written", e); // The next batch may succeed.
    }
  }

  private void write(ILoggingEvent line) {
    try {
      console.write(encoder.encode(line));
    } catch (IOException | RuntimeException e) {
      addError("a line could not be written", e);
    }
  }
}
