package io.clinibus.notifications;

import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Retention of the deliveries that are concluded and of the counters of their recipients. */
final class NotificationsRetention {

  /** How long a mail counts against the limit of its recipient. */
  static final Duration RECIPIENT_COUNTS = Duration.ofHours(1);

  private static final String DELIVERIES =
      """
      DELETE FROM notifications.delivery WHERE id IN (
        SELECT id FROM notifications.delivery WHERE created_at < $1 AND state <> 'DUE'
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  private static final String RECIPIENTS =
      """
      DELETE FROM notifications.recipient WHERE address_key IN (
        SELECT address_key FROM notifications.recipient WHERE last_at < $1
        ORDER BY last_at LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  static final List<Rule> ALL =
      List.of(
          new Rule(DELIVERIES, Duration.ofDays(90), Optional.of("MAIL")),
          new Rule(RECIPIENTS, RECIPIENT_COUNTS));

  private NotificationsRetention() {}
}
