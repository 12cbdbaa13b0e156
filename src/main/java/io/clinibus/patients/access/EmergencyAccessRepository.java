package io.clinibus.patients.access;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccessOpened;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;

/** Emergency access in PostgreSQL. */
public final class EmergencyAccessRepository {

  private final Pool pool;

  public EmergencyAccessRepository(Pool pool) {
    this.pool = pool;
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

  /** Stores an access and its event in one transaction. */
  Future<EmergencyAccess> insert(EmergencyAccessOpened opened, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    INSERT INTO patients.emergency_access
                      (id, doctor_id, patient_id, actor_id, reason, opened_at, expires_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?)
                    RETURNING id, patient_id, opened_at, expires_at,
                              (SELECT zone FROM scheduling.clinic) AS zone
                    """,
                    opened.accessId(),
                    opened.doctorId(),
                    opened.patientId(),
                    opened.actorId(),
                    opened.reason(),
                    Rows.utc(opened.openedAt()),
                    Rows.utc(opened.expiresAt()))
                .execute(connection)
                .map(rows -> access(Rows.one(rows)))
                .compose(
                    access ->
                        Outbox.append(
                                connection, EmergencyAccessApi.EMERGENCY_ACCESS_OPENED, opened)
                            .map(access)));
  }

  private static EmergencyAccess access(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new EmergencyAccess(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        local(row, "opened_at", zone),
        local(row, "expires_at", zone));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    return Rows.instant(row, column).atZone(zone).toOffsetDateTime();
  }
}
