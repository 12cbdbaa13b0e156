package io.clinibus.platform.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps what is away from holding up those who can do without it: after a failure one in a while
 * asks whether it is back, and nobody else waits for the answer. Safe to use from every thread.
 */
public final class CircuitBreaker {

  private final long rest;
  private final AtomicLong askAgainAt = new AtomicLong();
  private volatile boolean away;

  /**
   * @param rest how long after a failure nobody asks
   */
  public CircuitBreaker(Duration rest) {
    this.rest = rest.toNanos();
  }

  /** Whether to ask. While it is away, at most once in each rest. */
  public boolean tryAcquire() {
    if (!away) {
      return true;
    }
    long now = System.nanoTime();
    long due = askAgainAt.get();
    return now - due >= 0 && askAgainAt.compareAndSet(due, now + rest);
  }

  /**
   * It did not answer, or too late.
   *
   * @return whether that is news
   */
  public boolean failed() {
    askAgainAt.set(System.nanoTime() + rest);
    boolean news = !away;
    away = true;
    return news;
  }

  /**
   * It answered.
   *
   * @return whether that is news
   */
  public boolean answered() {
    boolean news = away;
    away = false;
    return news;
  }
}
