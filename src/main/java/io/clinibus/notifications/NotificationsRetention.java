package io.clinibus.notifications;

import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** Retention of the deliveries that are concluded. */
final class NotificationsRetention {

  private static final String DELIVERIES =
      """
      DELETE FROM notifications.delivery WHERE id IN (
        SELECT id FROM notifications.delivery WHERE created_at < $1 AND state <> 'DUE'
        LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  static final List<Rule> ALL = List.of(new Rule(DELIVERIES, Duration.ofDays(60)));

  private NotificationsRetention() {}
}
