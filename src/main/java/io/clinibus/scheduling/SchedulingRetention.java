package io.clinibus.scheduling;

import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** The scheduling domain's rows that time makes useless. */
final class SchedulingRetention {

  /** How long a booking request can be repeated and still gets its first answer. */
  private static final Duration REPEATABLE = Duration.ofDays(30);

  private static final String BOOKING_REQUESTS =
      """
      DELETE FROM scheduling.booking_request WHERE (actor_id, key) IN (
        SELECT actor_id, key FROM scheduling.booking_request WHERE at < $1
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  static final List<Rule> ALL = List.of(new Rule(BOOKING_REQUESTS, REPEATABLE));

  private SchedulingRetention() {}
}
