package io.clinibus.platform.events;

import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** Retention of the outbox. */
public final class OutboxRetention {

  /** Every node has received them long ago. */
  private static final String EVENTS =
      """
      DELETE FROM platform.outbox WHERE (xid, id) IN (
        SELECT xid, id FROM platform.outbox WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
      """;

  public static final List<Rule> ALL = List.of(new Rule(EVENTS, Duration.ofDays(1)));

  private OutboxRetention() {}
}
