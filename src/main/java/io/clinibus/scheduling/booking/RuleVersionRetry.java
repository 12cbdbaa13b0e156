package io.clinibus.scheduling.booking;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Repeats a use case with fresh rules if the rules it was computed from turn out to be stale. */
final class RuleVersionRetry {

  private final int attempts;
  private final Consumer<UUID> invalidation;

  /**
   * @param attempts how often a use case runs at most
   * @param invalidation drops what is cached of a doctor's rules and the clinic's
   */
  RuleVersionRetry(int attempts, Consumer<UUID> invalidation) {
    this.attempts = attempts;
    this.invalidation = invalidation;
  }

  /** One run of a use case. */
  interface Attempt<T> {

    /**
     * The result of a run that found its rules stale: that of the next run.
     *
     * @param doctorId whose rules they are; null for those of the clinic
     * @param exhausted the result if this is the last run
     */
    Future<T> repeat(UUID doctorId, Supplier<Future<T>> exhausted);
  }

  /** The usual result if rules keep changing during every attempt. */
  static <T> Future<T> unavailable() {
    return Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
  }

  <T> Future<T> run(Function<Attempt<T>, Future<T>> useCase) {
    return run(useCase, attempts);
  }

  private <T> Future<T> run(Function<Attempt<T>, Future<T>> useCase, int left) {
    return useCase.apply(
        (doctorId, exhausted) -> {
          if (left == 1) {
            return exhausted.get();
          }
          invalidation.accept(doctorId);
          return run(useCase, left - 1);
        });
  }
}
