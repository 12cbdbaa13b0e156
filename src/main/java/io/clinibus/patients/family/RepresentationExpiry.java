package io.clinibus.patients.family;

import io.clinibus.bus.Bus;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/**
 * Writes down which representations have ended by themselves, and requests the mails to the two,
 * also before the end. They give no access any more before it runs: {@code patients.represented}.
 */
public final class RepresentationExpiry {

  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration AT_WORK = Duration.ofSeconds(1);
  private static final int BATCH = 200;

  private final RepresentationExpiryRepository repository;
  private final Bus bus;
  private final Clock clock;

  public RepresentationExpiry(RepresentationExpiryRepository repository, Bus bus, Clock clock) {
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(INTERVAL, AT_WORK, "end-representations", this::run);
  }

  /**
   * Ends up to a limit of them, and announces as many ends.
   *
   * @return whether there may be more
   */
  public Future<Boolean> run() {
    return repository
        .endOver(clock.instant(), BATCH)
        .compose(
            events -> {
              events.forEach(event -> bus.publish(FamilyApi.REPRESENTATION_CHANGED, event));
              return repository
                  .announceEnds(clock.instant(), BATCH)
                  .map(announced -> events.size() == BATCH || announced == BATCH);
            });
  }
}
