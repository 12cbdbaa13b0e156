package io.clinibus.notifications;

import io.clinibus.bus.Language;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** The SQL of mails to be sent. */
final class DeliveryRepository {

  /**
   * Turns requests of the outbox into deliveries, in one statement with the position up to which
   * the outbox was read. Does nothing while another node runs it.
   */
  private static final String RELAY =
      """
      WITH reader AS MATERIALIZED (
        SELECT platform.known_snapshot(read) AS read FROM platform.outbox_reader
         WHERE name = 'notifications' FOR UPDATE SKIP LOCKED),
      fresh AS MATERIALIZED (
        SELECT o.xid, o.id, o.payload
          FROM reader, platform.unread_events(reader.read, 'notifications.requested', $1) AS o),
      written AS (
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, email, kind, key, useful_until, urgent, payload, due_at,
           created_at, undoes)
        SELECT f.xid, f.id, p.id, f.payload ->> 'email', f.payload ->> 'template', f.payload ->> 'key',
               (f.payload ->> 'usefulUntil')::timestamptz, (f.payload ->> 'urgent')::boolean,
               f.payload -> 'params',
               $2 + make_interval(secs => coalesce((f.payload ->> 'delay')::integer, 0)), $2,
               coalesce((f.payload ->> 'undoes')::boolean, false)
          FROM fresh f
          LEFT JOIN patients.contact p ON p.id = (f.payload ->> 'patientId')::uuid
                                      AND p.email IS NOT NULL AND p.active
         WHERE p.id IS NOT NULL OR f.payload ->> 'email' IS NOT NULL
        ON CONFLICT DO NOTHING),
      batch AS (
        SELECT CASE WHEN count(*) >= $1 THEN max(xid::text::bigint)::text::xid8 END AS last FROM fresh)
      UPDATE platform.outbox_reader r SET read = platform.read_on(reader.read, batch.last)
        FROM reader, batch WHERE r.name = 'notifications'
      RETURNING r.read::text <> pg_current_snapshot()::text AS more
      """;

  private static final String CLAIM =
      """
      SELECT c.id, c.attempts, c.kind, c.useful_until,
             c.payload || jsonb_build_object('forName', coalesce(about.given_name, '')) AS params,
             coalesce(p.name, '') AS recipient,
             coalesce(c.email, CASE WHEN p.active THEN p.email END) AS email,
             y.name AS clinic_name, y.zone,
             coalesce(
               (SELECT l.language FROM identity.account_language l
                 WHERE l.patient_id = c.patient_id OR l.address = lower(c.email COLLATE "C") LIMIT 1),
               c.payload ->> 'language', y.mail_language) AS language
        FROM notifications.claim($1, $2, $3) AS c
        LEFT JOIN patients.contact p ON p.id = c.patient_id
        LEFT JOIN patients.contact about ON about.id = (c.payload ->> 'forPatient')::uuid
       CROSS JOIN scheduling.clinic y
      """;

  /** The latest mails to an address, this one included, unless their number is reached. */
  private static final String COUNT =
      """
      INSERT INTO notifications.recipient AS r (address_key, sent_at, last_at)
      VALUES (sha256(convert_to(lower($1), 'UTF8')), ARRAY[$2::timestamptz], $2)
      ON CONFLICT (address_key) DO UPDATE
        SET sent_at = (r.sent_at || excluded.sent_at)[cardinality(r.sent_at) + 2 - $3:], last_at = $2
      WHERE cardinality(r.sent_at) < $3 OR r.sent_at[1] <= $4
      """;

  /** Only the last claimant may conclude a delivery. */
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
   * Reads requests from the outbox.
   *
   * @param atOnce how many to read
   * @return whether there is more to read at once
   */
  Future<Boolean> relay(int atOnce, Instant now) {
    return database
        .preparedQuery(RELAY)
        .execute(Tuple.of(atOnce, Rows.utc(now)))
        .map(rows -> Rows.first(rows).map(row -> row.getBoolean("more")).orElse(false));
  }

  /**
   * Claims mails that are due: urgent ones first, then the oldest, and some of both. Of mails about
   * changes of the same thing it claims the last, and one at a time.
   *
   * @param lease until when no other node claims them
   */
  Future<List<Delivery>> claim(Instant now, Instant lease, int atOnce) {
    return database
        .preparedQuery(CLAIM)
        .execute(Tuple.of(Rows.utc(now), Rows.utc(lease), atOnce))
        .map(rows -> Rows.list(rows, DeliveryRepository::delivery));
  }

  /** Whether a mail that was requested before a moment is still to be sent. */
  Future<Boolean> isAnyDueSince(Instant moment) {
    return database
        .preparedQuery(
            """
            SELECT EXISTS (
              SELECT FROM notifications.delivery WHERE state = 'DUE' AND created_at < $1)
            """)
        .execute(Tuple.of(Rows.utc(moment)))
        .map(Rows::isTrue);
  }

  /**
   * Counts a mail to an address.
   *
   * @param most how many an address gets after {@code since}
   * @return false if it has got so many; the mail is then not counted
   */
  Future<Boolean> count(String email, Instant now, int most, Instant since) {
    return database
        .preparedQuery(COUNT)
        .execute(Tuple.of(email, Rows.utc(now), most, Rows.utc(since)))
        .map(counted -> counted.rowCount() > 0);
  }

  Future<Void> sent(Delivery delivery, Instant now) {
    return conclude(delivery, "SENT", null, now);
  }

  /** There is nothing to send any more. */
  Future<Void> cancel(Delivery delivery, Instant now) {
    return conclude(delivery, "VOID", null, now);
  }

  /** The address has got as many mails as it may. */
  Future<Void> skip(Delivery delivery, Instant now) {
    return conclude(delivery, "VOID", "LIMIT", now);
  }

  Future<Void> retry(Delivery delivery, String failure, Instant due) {
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
        row.getString("kind"),
        row.getJsonObject("params"),
        Rows.instant(row, "useful_until"),
        row.getString("recipient"),
        row.getString("email"),
        row.getString("clinic_name"),
        Rows.constant(row, "language", Language.class),
        ZoneId.of(row.getString("zone")));
  }
}
