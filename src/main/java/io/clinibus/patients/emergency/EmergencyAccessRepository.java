package io.clinibus.patients.emergency;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccessChanged;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Emergency access in PostgreSQL. */
public final class EmergencyAccessRepository {

  private static final String RECORDS =
      """
      SELECT e.id, e.patient_id, p.given_name || ' ' || p.family_name AS patient_name, e.opened_at,
             e.expires_at, (SELECT zone FROM scheduling.clinic) AS zone
        FROM %s AS e JOIN patients.patient p ON p.id = e.patient_id
      """;

  private final Pool pool;
  private final PatientKeys keys;

  public EmergencyAccessRepository(Pool pool, PatientKeys keys) {
    this.pool = pool;
    this.keys = keys;
  }

  /**
   * The patient whom a request states.
   *
   * @return {@code NOT_FOUND} unless there is exactly one
   */
  Future<UUID> find(OpenEmergencyAccess request) {
    Sql sql = Sql.of("SELECT id FROM patients.patient WHERE deleted_at IS NULL AND");
    if (request.patientId() != null) {
      sql.add("id = ?", request.patientId());
    } else if (request.identifier() != null) {
      sql.add("identifier_key = patients.identifier_key(?)", request.identifier());
    } else {
      sql.add(
          "birth_date = ? AND sort_name = platform.fold(?)",
          request.birthDate(),
          request.familyName() + " " + request.givenName());
    }
    return sql.add("LIMIT 2")
        .execute(pool)
        .map(
            rows -> {
              if (rows.size() != 1) {
                throw Failure.notFound("patient");
              }
              return Rows.one(rows).getUUID("id");
            });
  }

  /** Stores an access, its event and the mails about it in one transaction. */
  Future<EmergencyAccess> insert(
      UUID id,
      UUID patientId,
      OpenEmergencyAccess request,
      Instant now,
      Instant expiry,
      Caller caller) {
    var changed = new EmergencyAccessChanged(id, caller.doctorId(), patientId, 1, now);
    return keys.of(patientId)
        .map(key -> EmergencyTexts.of(request.reason()).seal(key, id, 1))
        .compose(
            bytes ->
                AuditedTransaction.run(
                    pool,
                    caller,
                    connection ->
                        insert(connection, changed, request, bytes, expiry, caller)
                            .compose(
                                access ->
                                    Outbox.append(
                                            connection,
                                            EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED,
                                            changed)
                                        .compose(
                                            appended ->
                                                requestMails(connection, changed, caller.userId()))
                                        .map(access))));
  }

  private static Future<EmergencyAccess> insert(
      SqlConnection connection,
      EmergencyAccessChanged access,
      OpenEmergencyAccess request,
      byte[] bytes,
      Instant expiry,
      Caller caller) {
    return Sql.of(
            """
            WITH opened AS (
              INSERT INTO patients.emergency_access
                (id, doctor_id, patient_id, actor_id, reason_code, sealed, sealed_for, opened_at, expires_at)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *)
            """,
            access.accessId(),
            access.doctorId(),
            access.patientId(),
            caller.userId(),
            request.reasonCode().name(),
            Buffer.buffer(bytes),
            access.patientId(),
            Rows.utc(access.at()),
            Rows.utc(expiry))
        .add(RECORDS.formatted("opened"))
        .execute(connection)
        .map(rows -> access(Rows.one(rows)));
  }

  /**
   * The patient, those who review the access, and the clinic's address for the privacy officer
   * learn that a record was opened, and nothing else.
   */
  private static Future<Void> requestMails(
      SqlConnection connection, EmergencyAccessChanged opened, UUID opener) {
    return Sql.of(
            """
            WITH reviewer AS MATERIALIZED (SELECT * FROM patients.emergency_reviewers(?))
            SELECT notifications.request(
                     'RECORD_OPENED', ?::uuid, 'patients/emergency:' || ?::text,
                     ?::timestamptz + interval '7 days', true, '{}')
             UNION ALL
            SELECT notifications.request_to(
                     'EMERGENCY_REVIEW', v.email, 'patients/emergency:' || ?::text || ':' || v.account_id,
                     ?::timestamptz + interval '7 days', '{}')
              FROM reviewer v
             UNION ALL
            SELECT notifications.request_to(
                     'EMERGENCY_REVIEW', r.officer_email, 'patients/emergency:' || ?::text || ':officer',
                     ?::timestamptz + interval '7 days', '{}')
              FROM patients.record_rules r
             WHERE r.officer_email IS NOT NULL
               AND NOT EXISTS (SELECT FROM reviewer v WHERE lower(v.email) = lower(r.officer_email))
            """,
            opener,
            opened.patientId(),
            opened.accessId().toString(),
            Rows.utc(opened.at()),
            opened.accessId().toString(),
            Rows.utc(opened.at()),
            opened.accessId().toString(),
            Rows.utc(opened.at()))
        .execute(connection)
        .mapEmpty();
  }

  /** The records that a doctor has opened and that are open. */
  Future<List<EmergencyAccess>> open(UUID doctorId, Instant now) {
    return Sql.of(
            RECORDS.formatted("patients.emergency_access")
                + "WHERE e.doctor_id = ? AND e.expires_at > ? ORDER BY e.expires_at, e.id LIMIT 50",
            doctorId,
            Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.list(rows, EmergencyAccessRepository::access));
  }

  /**
   * Closes a record.
   *
   * @return empty if it was closed; {@code NOT_FOUND} if it is another doctor's
   */
  Future<Optional<EmergencyAccessChanged>> end(UUID id, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    SELECT patient_id, version, expires_at > ? AS open FROM patients.emergency_access
                     WHERE id = ? AND doctor_id = ? FOR UPDATE
                    """,
                    Rows.utc(now),
                    id,
                    caller.doctorId())
                .execute(connection)
                .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("access")))
                .compose(row -> end(connection, id, row, now, caller)),
        Optional::isPresent);
  }

  /** The version stays: it is that of what is sealed. */
  private static Future<Optional<EmergencyAccessChanged>> end(
      SqlConnection connection, UUID id, Row row, Instant now, Caller caller) {
    caller.concerns(row.getUUID("patient_id"));
    if (!row.getBoolean("open")) {
      return Future.succeededFuture(Optional.empty());
    }
    var changed =
        new EmergencyAccessChanged(
            id, caller.doctorId(), row.getUUID("patient_id"), row.getLong("version"), now);
    return Sql.of(
            "UPDATE patients.emergency_access SET ended_at = ?, expires_at = ? WHERE id = ?",
            Rows.utc(now),
            Rows.utc(now),
            id)
        .execute(connection)
        .compose(
            ended ->
                Outbox.append(connection, EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED, changed))
        .map(Optional.of(changed));
  }

  private static EmergencyAccess access(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new EmergencyAccess(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        local(row, "opened_at", zone),
        local(row, "expires_at", zone));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    return Rows.instant(row, column).atZone(zone).toOffsetDateTime();
  }
}
