package io.clinibus.platform.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Circuit breaker for optional dependencies: after a failure, allows one probe per interval and
 * fails fast otherwise. Thread-safe.
 */
public final class CircuitBreaker {

  private final long rest;
  private final AtomicLong askAgainAt = new AtomicLong();
  private volatile boolean away;

  /**
   * @param rest the interval between probes after a failure
   */
  public CircuitBreaker(Duration rest) {
    this.rest = rest.toNanos();
  }

  /** Whether to call the dependency. While it is down, true at most once per interval. */
  public boolean tryAcquire() {
    if (!away) {
      return true;
    }
    long now = System.nanoTime();
    long due = askAgainAt.get();
    return now - due >= 0 && askAgainAt.compareAndSet(due, now + rest);
  }

  /**
   * Records a failure or timeout.
   *
   * @return whether the dependency was up before
   */
  public boolean failed() {
    askAgainAt.set(System.nanoTime() + rest);
    boolean news = !away;
    away = true;
    return news;
  }

  /**
   * Records a success.
   *
   * @return whether the dependency was down before
   */
  public boolean answered() {
    boolean news = away;
    away = false;
    return news;
  }
}
