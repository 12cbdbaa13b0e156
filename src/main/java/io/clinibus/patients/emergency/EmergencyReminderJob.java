package io.clinibus.patients.emergency;

import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reminds those who review emergency accesses of what waits for too long, once a week. */
public final class EmergencyReminderJob {

  /** How long a review may take before it is reminded of. */
  private static final Duration IN_TIME = Duration.ofDays(3);

  private static final Duration PAUSE = Duration.ofMinutes(15);

  private final EmergencyReviewRepository repository;
  private final Clock clock;

  public EmergencyReminderJob(EmergencyReviewRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(PAUSE, "remind-of-reviews", this::run);
  }

  /**
   * @return how many mails were requested
   */
  public Future<Integer> run() {
    Instant now = clock.instant();
    return repository.remind(now.minus(IN_TIME), now);
  }
}
