package io.clinibus.identity.credential;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Hashes and verifies passwords on a few worker threads with a short queue: a request that would
 * wait longer than a second or two is refused with {@code UNAVAILABLE} at once.
 */
public final class Passwords {

  private final PasswordHasher hasher;
  private final WorkerExecutor workers;
  private final int bound;
  private final String dummyHash;
  private final AtomicInteger waiting = new AtomicInteger();

  /**
   * @param bound the maximum number of requests in work or queued
   * @param dummyHash the hash of a random, discarded password under the current parameters
   */
  public Passwords(PasswordHasher hasher, WorkerExecutor workers, int bound, String dummyHash) {
    this.hasher = hasher;
    this.workers = workers;
    this.bound = bound;
    this.dummyHash = dummyHash;
  }

  public Future<String> hash(String password) {
    return work(() -> hasher.hash(password));
  }

  /**
   * Verifies a password, in the same time whether or not there is a hash.
   *
   * @param phc the stored hash, or null if there is none: never matches
   */
  public Future<Boolean> matches(String password, String phc) {
    String against = phc == null ? dummyHash : phc;
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
