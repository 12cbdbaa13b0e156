package io.clinibus.scheduling.queue;

import io.clinibus.bus.Caller;
import io.clinibus.platform.audit.AuditedStatement;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.QueueApi.QueueEntry;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Those who wait, in PostgreSQL. */
public final class QueueRepository {

  /** More than any clinic has waiting at a time. */
  private static final int MOST = 1000;

  private static final AuditedStatement CALL =
      new AuditedStatement(
          """
          SELECT outcome, told::text AS events FROM scheduling.call_ticket($1, $2, $3)
          """,
          3,
          "outcome = 'CALLED'");

  private final Pool database;

  public QueueRepository(Pool database) {
    this.database = database;
  }

  public Future<List<QueueEntry>> waiting(ClinicRules clinic, LocalDate day) {
    return waiting(day).execute(database).map(rows -> Rows.list(rows, row -> entry(row, clinic)));
  }

  private static Sql waiting(LocalDate day) {
    return Sql.of(
        """
        SELECT a.id, t.code, a.patient_id, p.name AS patient_name, p.listed_name, p.birth_date, a.doctor_id,
               d.name AS doctor_name, g.name AS department_name, d.room, a.starts_at, a.status_since,
               t.called_at, a.version
          FROM scheduling.ticket t
          JOIN scheduling.appointment a ON a.id = t.appointment_id
          JOIN patients.contact p ON p.id = a.patient_id
          JOIN directory.doctor_profile d ON d.id = a.doctor_id
          JOIN directory.department_profile g ON g.id = d.department_id
         WHERE t.day = ? AND a.status = 'CHECKED_IN'
         ORDER BY greatest(a.starts_at, a.status_since), t.number LIMIT ?
        """,
        day,
        MOST);
  }

  /** Calls a patient; empty if the patient does not wait. */
  Future<Optional<CommittedEvents>> call(UUID id, LocalDate day, Instant at, Caller caller) {
    Tuple values = Tuple.of(id, day, Rows.utc(at));
    return CALL.execute(database, caller, values)
        .map(Rows::one)
        .map(
            row ->
                row.getString("outcome").equals("CALLED")
                    ? Optional.of(
                        CommittedEvents.parse(row.getString("events"), SchedulingEvents.ALL))
                    : Optional.empty());
  }

  private static QueueEntry entry(Row row, ClinicRules clinic) {
    Instant calledAt = Rows.instant(row, "called_at");
    return new QueueEntry(
        row.getUUID("id"),
        row.getString("code"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        row.getString("listed_name"),
        row.getLocalDate("birth_date"),
        row.getUUID("doctor_id"),
        row.getString("doctor_name"),
        row.getString("department_name"),
        row.getString("room"),
        clinic.local(Rows.instant(row, "starts_at")),
        clinic.local(Rows.instant(row, "status_since")),
        calledAt == null ? null : clinic.local(calledAt),
        row.getInteger("version"));
  }
}
