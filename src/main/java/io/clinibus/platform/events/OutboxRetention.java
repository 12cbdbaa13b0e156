package io.clinibus.platform.events;

import io.clinibus.platform.jobs.RetentionJob.Rule;
import java.time.Duration;
import java.util.List;

/** Retention of the outbox. */
public final class OutboxRetention {

  /** Nodes have received them long ago; what a shared reader has not read yet is kept. */
  private static final String EVENTS =
      """
      DELETE FROM platform.outbox WHERE (xid, id) IN (
        SELECT o.xid, o.id FROM platform.outbox o
         WHERE o.at < $1 AND NOT EXISTS (
           SELECT FROM platform.outbox_reader r WHERE NOT pg_visible_in_snapshot(o.xid, r.read))
         LIMIT $2 FOR UPDATE OF o SKIP LOCKED)
      """;

  public static final List<Rule> ALL = List.of(new Rule(EVENTS, Duration.ofDays(1)));

  private OutboxRetention() {}
}
