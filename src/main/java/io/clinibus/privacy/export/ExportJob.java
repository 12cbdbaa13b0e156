package io.clinibus.privacy.export;

import io.clinibus.platform.jobs.Jobs;
import io.clinibus.privacy.export.ExportRepository.Claim;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/**
 * Writes copies that were asked for, one at a time on each node. A node that dies loses its claim
 * after the lease; another one begins again.
 */
public final class ExportJob {

  private static final Duration AT_REST = Duration.ofSeconds(2);
  private static final Duration AT_WORK = Duration.ofMillis(100);
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final int MOST_ATTEMPTS = 5;

  private final ExportRepository repository;
  private final ExportComposer composer;
  private final Clock clock;

  public ExportJob(ExportRepository repository, ExportComposer composer, Clock clock) {
    this.repository = repository;
    this.composer = composer;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "write-exports", this::run);
  }

  /**
   * Writes one copy.
   *
   * @return whether there was one
   */
  Future<Boolean> run() {
    return repository
        .claim(clock.instant(), clock.instant().plus(LEASE), MOST_ATTEMPTS)
        .compose(
            claim ->
                claim.isEmpty()
                    ? Future.succeededFuture(false)
                    : write(claim.get()).map(written -> true));
  }

  private Future<Void> write(Claim claim) {
    return composer
        .compose(
            claim,
            (number, content) ->
                repository.add(claim, number, content, clock.instant().plus(LEASE)))
        .compose(
            written ->
                repository.complete(claim, written.parts(), written.size(), clock.instant()));
  }
}
