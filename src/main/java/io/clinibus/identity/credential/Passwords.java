package io.clinibus.identity.credential;

import io.clinibus.bus.CommonFailures;
import io.clinibus.bus.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes and compares passwords on a few worker threads. The queue before them is short: whoever
 * would wait longer than a second or two is refused with {@code UNAVAILABLE} at once.
 */
public final class Passwords {

  private final PasswordHasher hasher;
  private final WorkerExecutor workers;
  private final int bound;
  private final String nobodysHash;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param bound how many may be in work or wait at a time
   * @param nobodysHash the hash of a password that nobody knows, under the current parameters
   */
  public Passwords(PasswordHasher hasher, WorkerExecutor workers, int bound, String nobodysHash) {
    this.hasher = hasher;
    this.workers = workers;
    this.bound = bound;
    this.nobodysHash = nobodysHash;
  }

  public Future<String> hash(String password) {
    return work(() -> hasher.hash(password));
  }

  /**
   * Compares, in the same time whether or not there is anything to compare with.
   *
   * @param phc the stored hash, or null if there is none: never matches
   */
  public Future<Boolean> matches(String password, String phc) {
    String against = phc == null ? nobodysHash : phc;
    return work(() -> hasher.matches(password, against) && phc != null);
  }

  private <T> Future<T> work(Callable<T> task) {
    if (waiting.incrementAndGet() > bound) {
      waiting.decrementAndGet();
      return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    }
    return workers.executeBlocking(task, false).onComplete(finished -> waiting.decrementAndGet());
  }
}
