package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Bus;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Completes prescriptions after the last day on which they are valid. */
public final class PrescriptionExpiry {

  private static final Duration INTERVAL = Duration.ofMinutes(10);
  private static final Duration AT_WORK = Duration.ofSeconds(1);
  private static final int BATCH = 200;

  private final PrescriptionRepository repository;
  private final Bus bus;
  private final Clock clock;

  public PrescriptionExpiry(PrescriptionRepository repository, Bus bus, Clock clock) {
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(INTERVAL, AT_WORK, "complete-prescriptions", this::run);
  }

  /**
   * Completes up to a limit of them.
   *
   * @return whether there may be more
   */
  public Future<Boolean> run() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return repository
        .today(now)
        .compose(today -> repository.completeExpired(today, now, BATCH))
        .map(
            events -> {
              events.forEach(event -> bus.publish(PrescriptionsApi.PRESCRIPTION_CHANGED, event));
              return events.size() == BATCH;
            });
  }
}
