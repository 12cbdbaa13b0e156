package io.clinibus.notifications;

import io.clinibus.notifications.Delivery.Kind;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.RetentionJob;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The SQL of mails to be sent. */
final class DeliveryRepository {

  static final List<RetentionJob.Rule> EXPIRED =
      List.of(
          new RetentionJob.Rule(
              """
              DELETE FROM notifications.delivery WHERE id IN (
                SELECT id FROM notifications.delivery WHERE created_at < $1 AND state <> 'DUE'
                LIMIT $2 FOR UPDATE SKIP LOCKED)
              """,
              Duration.ofDays(60)));

  /**
   * One statement, so that what was read and how far go together. It begins at the oldest
   * transaction that was still running when the outbox was read before: nothing that commits late
   * is missed, and what is read twice is written once. Whoever comes while another node is at it
   * does nothing. A position that lies ahead of all transactions is from a database that was
   * restored elsewhere.
   */
  private static final String RELAY =
      """
      WITH horizon AS MATERIALIZED (
        SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xid),
      relay AS MATERIALIZED (SELECT * FROM notifications.relay FOR UPDATE SKIP LOCKED),
      fresh AS MATERIALIZED (
        SELECT o.xid, o.id, o.payload,
               CASE o.type WHEN 'scheduling.waitlist-offered' THEN 'WAITLIST_OFFER'
                           ELSE o.payload ->> 'kind' END AS kind
          FROM platform.outbox o
         WHERE o.xid >= (SELECT least(relay.position, horizon.xid)::text::xid8 FROM relay, horizon)
           AND o.type IN ('scheduling.appointment-changed', 'scheduling.waitlist-offered')
         ORDER BY o.xid FETCH FIRST $1 ROWS WITH TIES),
      written AS (
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, kind, payload, due_at, created_at)
        SELECT f.xid, f.id, p.id, f.kind, f.payload, $2, $2
          FROM fresh f JOIN patients.contact p ON p.id = (f.payload ->> 'patientId')::uuid
         WHERE f.kind IN ('BOOKED', 'RESCHEDULED', 'CANCELLED', 'WAITLIST_OFFER')
           AND p.email IS NOT NULL AND p.active
        ON CONFLICT DO NOTHING)
      UPDATE notifications.relay r
         SET position = CASE WHEN read.events < $1 THEN horizon.xid
                             ELSE least(horizon.xid, read.last + 1) END
        FROM relay, horizon,
             (SELECT count(*) AS events, max(xid::text::bigint) AS last FROM fresh) AS read
      RETURNING read.events >= $1 AND read.last < horizon.xid AS more
      """;

  private static final String CLAIM =
      """
      WITH claimed AS (
        UPDATE notifications.delivery SET attempts = attempts + 1, due_at = $2
         WHERE id IN (SELECT id FROM notifications.delivery WHERE state = 'DUE' AND due_at <= $1
                       ORDER BY kind <> 'WAITLIST_OFFER', due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
        RETURNING *)
      SELECT c.id, c.attempts, c.kind,
             coalesce(c.payload ->> 'appointmentId', c.payload ->> 'entryId')::uuid AS subject_id,
             coalesce((c.payload ->> 'version')::bigint, 0) AS version,
             (c.payload ->> 'start')::timestamptz AS starts_at,
             (c.payload ->> 'end')::timestamptz AS ends_at,
             (c.payload ->> 'expiresAt')::timestamptz AS expires_at,
             d.name AS doctor_name, d.room,
             p.name AS patient_name,
             CASE WHEN p.active THEN p.email END AS email,
             y.name AS clinic_name, y.zone
        FROM claimed c
        JOIN patients.contact p ON p.id = c.patient_id
        JOIN directory.doctor_profile d ON d.id = (c.payload ->> 'doctorId')::uuid
       CROSS JOIN scheduling.clinic y
      """;

  /** Only whoever claimed it last may say what became of it. */
  private static final String CONCLUDE =
      """
      UPDATE notifications.delivery SET state = $3, failure = $4, due_at = $5
       WHERE id = $1 AND attempts = $2 AND state = 'DUE'
      """;

  private final Pool database;

  DeliveryRepository(Pool database) {
    this.database = database;
  }

  /**
   * Reads on in the outbox and notes the mails that follow from it.
   *
   * @param atOnce how many events to read
   * @return whether there is more to read at once
   */
  Future<Boolean> relay(int atOnce, Instant now) {
    return database
        .preparedQuery(RELAY)
        .execute(Tuple.of(atOnce, Rows.utc(now)))
        .map(rows -> Rows.first(rows).map(row -> row.getBoolean("more")).orElse(false));
  }

  /**
   * Takes on mails that are due: offers of the waitlist first, as they expire, then the oldest.
   *
   * @param lease when others may take them on if nothing has been heard of them
   */
  Future<List<Delivery>> claim(Instant now, Instant lease, int atOnce) {
    return database
        .preparedQuery(CLAIM)
        .execute(Tuple.of(Rows.utc(now), Rows.utc(lease), atOnce))
        .map(rows -> Rows.list(rows, DeliveryRepository::delivery));
  }

  Future<Void> sent(Delivery delivery, Instant now) {
    return conclude(delivery, "SENT", null, now);
  }

  /** There is nothing to send any more. */
  Future<Void> cancel(Delivery delivery, Instant now) {
    return conclude(delivery, "VOID", null, now);
  }

  Future<Void> again(Delivery delivery, String failure, Instant due) {
    return conclude(delivery, "DUE", failure, due);
  }

  Future<Void> giveUp(Delivery delivery, String failure, Instant now) {
    return conclude(delivery, "DEAD", failure, now);
  }

  private Future<Void> conclude(Delivery delivery, String state, String failure, Instant due) {
    return database
        .preparedQuery(CONCLUDE)
        .execute(Tuple.of(delivery.id(), delivery.attempt(), state, failure, Rows.utc(due)))
        .mapEmpty();
  }

  private static Delivery delivery(Row row) {
    return new Delivery(
        row.getUUID("id"),
        row.getInteger("attempts"),
        Rows.constant(row, "kind", Kind.class),
        row.getUUID("subject_id"),
        row.getLong("version"),
        Rows.instant(row, "starts_at"),
        Rows.instant(row, "ends_at"),
        Rows.instant(row, "expires_at"),
        row.getString("doctor_name"),
        row.getString("room"),
        row.getString("patient_name"),
        row.getString("email"),
        row.getString("clinic_name"),
        ZoneId.of(row.getString("zone")));
  }
}
