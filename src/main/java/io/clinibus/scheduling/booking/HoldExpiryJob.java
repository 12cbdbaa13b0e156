package io.clinibus.scheduling.booking;

import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/**
 * Releases expired holds. Every node polls once a second; a lock in PostgreSQL lets one node at a
 * time do the work.
 */
public final class HoldExpiryJob {

  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int BATCH = 200;

  private final HoldRepository repository;
  private final ChangePublisher changed;
  private final Clock clock;
  private volatile long failed;

  public HoldExpiryJob(
      HoldRepository repository, ChangePublisher changed, Clock clock, Metrics metrics) {
    this.repository = repository;
    this.changed = changed;
    this.clock = clock;
    metrics.gauge("clinibus.holds.unreleased", () -> failed);
  }

  public void start(Jobs jobs) {
    jobs.every(INTERVAL, "expire-holds", this::run);
  }

  private Future<?> run() {
    return repository
        .freeExpired(clock.instant(), BATCH)
        .onSuccess(
            released -> {
              failed = released.failed();
              changed.publish(released.events());
            });
  }
}
