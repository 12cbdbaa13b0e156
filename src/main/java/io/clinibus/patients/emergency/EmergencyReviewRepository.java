package io.clinibus.patients.emergency;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccessChanged;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReview;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReviewPage;
import io.clinibus.patients.api.EmergencyAccessApi.ListEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewResult;
import io.clinibus.patients.api.EmergencyAccessApi.WrittenKind;
import io.clinibus.patients.api.EmergencyAccessApi.WrittenNote;
import io.clinibus.patients.api.EmergencyAccessApi.WrittenStatus;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Reviews of emergency access in PostgreSQL. */
public final class EmergencyReviewRepository {

  /** Of an hour. */
  private static final int MOST_NOTES = 50;

  private static final String SELECT =
      """
      SELECT e.id, e.patient_id, p.given_name || ' ' || p.family_name AS patient_name, e.doctor_id,
             d.name AS doctor_name, e.actor_id, e.opened_at AS created_at, e.opened_at, e.expires_at,
             e.ended_at, e.reason_code, e.reason, e.sealed, e.version, e.reviewed_at,
             coalesce(e.sealed_for, patients.made_for('emergency_access', e.id, e.patient_id)) AS made_for,
             (SELECT n.name FROM identity.account_name n WHERE n.id = e.reviewed_by) AS reviewed_by,
             e.review_result, patients.is_reviewed_by_officer(e.actor_id) AS by_officer, c.zone
        FROM patients.emergency_access e
        JOIN patients.patient p ON p.id = e.patient_id
        JOIN directory.doctor_profile d ON d.id = e.doctor_id
       CROSS JOIN scheduling.clinic c
      """;

  /** An access with what is needed to seal its texts again. */
  record Stored(EmergencyReview review, EmergencyTexts texts, PatientKey key, long version) {}

  private final Pool pool;
  private final PatientKeys keys;

  public EmergencyReviewRepository(Pool pool, PatientKeys keys) {
    this.pool = pool;
    this.keys = keys;
  }

  Future<EmergencyReviewPage> list(ListEmergencyAccess request, YearMonth month, Caller caller) {
    int limit = Cursor.limit(request.limit());
    Sql sql = new Sql().add("SELECT * FROM (" + SELECT);
    sql.add("WHERE true");
    if (request.reviewed() != null) {
      sql.add(request.reviewed() ? "AND e.reviewed_at IS NOT NULL" : "AND e.reviewed_at IS NULL");
    }
    if (month != null) {
      sql.add("AND e.opened_at >= ?::timestamp AT TIME ZONE c.zone", month.atDay(1).atStartOfDay());
      sql.add(
          "AND e.opened_at < ?::timestamp AT TIME ZONE c.zone",
          month.plusMonths(1).atDay(1).atStartOfDay());
    }
    sql.add(") AS e WHERE true");
    return Keyset.CREATED_DESCENDING
        .page(sql, Cursor.parse(request.cursor()), limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(
                    rows, limit, row -> review(row, null, null, caller), EmergencyReviewPage::new));
  }

  /**
   * An access, with what was written unless that is for a privacy officer and the caller is none;
   * {@code NOT_FOUND} if there is none.
   */
  Future<EmergencyReview> get(UUID id, Caller caller) {
    return row(id)
        .compose(
            row ->
                isRead(row, caller)
                    ? opened(row, caller).map(Stored::review)
                    : Future.succeededFuture(review(row, null, null, caller)));
  }

  /** An access with what was written; {@code NOT_FOUND} if there is none. */
  Future<Stored> find(UUID id, Caller caller) {
    return row(id).compose(row -> opened(row, caller));
  }

  private Future<Row> row(UUID id) {
    return Sql.of(SELECT + " WHERE e.id = ?", id)
        .execute(pool)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("access")));
  }

  private static boolean isRead(Row row, Caller caller) {
    return !row.getBoolean("by_officer") || caller.has(Role.PRIVACY_OFFICER) || isOwn(row, caller);
  }

  private Future<Stored> opened(Row row, Caller caller) {
    return keys.ofRecord(row.getUUID("patient_id"), row.getUUID("made_for"))
        .compose(
            key ->
                written(row)
                    .map(
                        notes -> {
                          EmergencyTexts texts = texts(row, key);
                          return new Stored(
                              review(row, texts, notes, caller),
                              texts,
                              key,
                              row.getLong("version"));
                        }));
  }

  /** The notes without a visit that the doctor of an access began while the record was open. */
  private Future<List<WrittenNote>> written(Row access) {
    ZoneId zone = ZoneId.of(access.getString("zone"));
    return Sql.of(
            """
            SELECT kind, starts_at, status FROM records.patient_encounter
             WHERE patient_id = ? AND doctor_id = ? AND appointment_id IS NULL
               AND starts_at >= ? AND starts_at <= ?
             ORDER BY starts_at, id LIMIT ?
            """,
            access.getUUID("patient_id"),
            access.getUUID("doctor_id"),
            access.getOffsetDateTime("opened_at"),
            access.getOffsetDateTime("expires_at"),
            MOST_NOTES)
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> written(row, zone)));
  }

  private static WrittenNote written(Row row, ZoneId zone) {
    return new WrittenNote(
        Rows.constant(row, "kind", WrittenKind.class),
        local(row, "starts_at", zone),
        Rows.constant(row, "status", WrittenStatus.class));
  }

  private static EmergencyTexts texts(Row row, PatientKey key) {
    Buffer sealed = row.getBuffer("sealed");
    return sealed == null // of a former release
        ? EmergencyTexts.of(row.getString("reason"))
        : EmergencyTexts.open(key, row.getUUID("id"), row.getLong("version"), sealed.getBytes());
  }

  /** Fails with {@code ALREADY_REVIEWED}. */
  Future<EmergencyAccessChanged> review(
      Stored stored, ReviewEmergencyAccess request, Instant now, Caller caller) {
    EmergencyReview access = stored.review();
    if (access.reviewedAt() != null) {
      throw Failure.of(PatientsFailures.ALREADY_REVIEWED);
    }
    long version = stored.version() + 1;
    byte[] bytes = stored.texts().with(request.note()).seal(stored.key(), access.id(), version);
    var changed =
        new EmergencyAccessChanged(
            access.id(), access.doctorId(), access.patientId(), version, now);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.emergency_access
                       SET reviewed_at = ?, reviewed_by = ?, review_result = ?, sealed = ?, sealed_for = ?,
                           reason = NULL, version = ?
                     WHERE id = ? AND version = ? AND reviewed_at IS NULL
                    """,
                    Rows.utc(now),
                    caller.userId(),
                    request.result().name(),
                    Buffer.buffer(bytes),
                    stored.key().patientId(),
                    version,
                    access.id(),
                    stored.version())
                .execute(connection)
                .compose(
                    rows ->
                        rows.rowCount() == 1
                            ? Outbox.append(
                                connection, EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED, changed)
                            : Future.failedFuture(Failure.of(PatientsFailures.ALREADY_REVIEWED)))
                .map(changed));
  }

  private static EmergencyReview review(
      Row row, EmergencyTexts texts, List<WrittenNote> written, Caller caller) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new EmergencyReview(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        row.getUUID("doctor_id"),
        row.getString("doctor_name"),
        local(row, "opened_at", zone),
        local(row, "expires_at", zone),
        local(row, "ended_at", zone),
        Rows.constant(row, "reason_code", EmergencyReason.class),
        isOwn(row, caller),
        row.getBoolean("by_officer") ? true : null,
        texts == null ? null : texts.reason(),
        local(row, "reviewed_at", zone),
        row.getString("reviewed_by"),
        Rows.constant(row, "review_result", ReviewResult.class),
        texts == null ? null : texts.note(),
        written);
  }

  private static boolean isOwn(Row row, Caller caller) {
    return row.getUUID("actor_id").equals(caller.userId())
        || row.getUUID("doctor_id").equals(caller.doctorId());
  }

  /**
   * Requests mails to those who review accesses that wait for too long, at most one a week to each.
   * Does nothing if a node has done it today.
   *
   * @param before when the accesses were begun
   * @return how many were requested
   */
  Future<Integer> remind(Instant before, Instant now) {
    return Sql.of(
            """
            WITH turn AS MATERIALIZED (
              SELECT platform.take_turn('patients.emergency-reminder', ?, interval '1 day') AS mine),
            opener AS (
              SELECT DISTINCT e.actor_id FROM patients.emergency_access e, turn
               WHERE turn.mine AND e.reviewed_at IS NULL AND e.opened_at < ?),
            reviewer AS (
              SELECT DISTINCT v.account_id, v.email
                FROM opener o CROSS JOIN LATERAL patients.emergency_reviewers(o.actor_id) AS v),
            requested AS MATERIALIZED (
              SELECT notifications.request_to(
                       'EMERGENCY_REMINDER', v.email,
                       'patients/emergency-reminder:' || v.account_id || ':'
                         || to_char(?::timestamptz AT TIME ZONE 'UTC', 'IYYY"W"IW'),
                       ?::timestamptz + interval '7 days', '{}')
                FROM reviewer v)
            SELECT count(*)::int AS mails FROM requested
            """,
            Rows.utc(now),
            Rows.utc(before),
            Rows.utc(now),
            Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.one(rows).getInteger("mails"));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    Instant time = Rows.instant(row, column);
    return time == null ? null : time.atZone(zone).toOffsetDateTime();
  }
}
