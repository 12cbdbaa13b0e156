package io.clinibus.scheduling;

import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** Retention of the scheduling domain's expired rows. */
final class SchedulingRetention {

  /** How long a repeated booking request still returns its first result. */
  private static final Duration REPEATABLE = Duration.ofDays(30);

  private static final String BOOKING_REQUESTS =
      """
      DELETE FROM scheduling.booking_request WHERE (actor_id, key) IN (
        SELECT actor_id, key FROM scheduling.booking_request WHERE at < $1
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String UNUSED_HOLDS =
      """
      DELETE FROM scheduling.unused_hold WHERE hold_id IN (
        SELECT hold_id FROM scheduling.unused_hold WHERE expired_at < $1
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String TICKETS =
      """
      DELETE FROM scheduling.ticket WHERE appointment_id IN (
        SELECT appointment_id FROM scheduling.ticket WHERE day < ($1::timestamptz)::date
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String VISITOR_HOLDS =
      """
      DELETE FROM scheduling.visitor_hold WHERE hold_id IN (
        SELECT hold_id FROM scheduling.visitor_hold WHERE expires_at < $1
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  static final List<Rule> ALL =
      List.of(
          new Rule(BOOKING_REQUESTS, REPEATABLE),
          new Rule(UNUSED_HOLDS, Duration.ofHours(1)),
          new Rule(TICKETS, Duration.ofDays(2)),
          new Rule(VISITOR_HOLDS, Duration.ofHours(1)));

  private SchedulingRetention() {}
}
