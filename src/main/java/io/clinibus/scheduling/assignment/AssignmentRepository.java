package io.clinibus.scheduling.assignment;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.appointments.AppointmentRepository;
import io.clinibus.scheduling.assignment.AssignmentRanking.Doctor;
import io.clinibus.scheduling.assignment.AssignmentThesaurus.Need;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.stored.Stored;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads candidate doctors and the patient's visits. */
public final class AssignmentRepository {

  private static final int MOST_DOCTORS = 60;

  private static final String BUSY =
      """
      SELECT starts_at, ends_at FROM scheduling.appointment
       WHERE patient_id = $1 AND starts_at > $2::timestamptz - interval '1 day' AND ends_at > $2
         AND scheduling.takes_doctor_time(status)
       ORDER BY starts_at LIMIT 200
      """;

  private static final String BOOKED_BEFORE =
      """
      SELECT scheduling.as_booked(appointment_id)::text AS appointment, fingerprint
        FROM scheduling.booking_request WHERE actor_id = $1 AND key = $2
      """;

  /** An appointment as it was booked, with the fingerprint of the request. */
  public record Booked(Stored<Appointment> appointment, String fingerprint) {}

  private final Pool database;

  public AssignmentRepository(Pool database) {
    this.database = database;
  }

  /**
   * Candidate doctors, best fit and known to the patient first. The order among equals depends on
   * the patient.
   *
   * @param departmentId only doctors of this department, whatever their specialization; or null
   * @param type only doctors who offer it, whatever their specialization; or null
   * @param history names of specializations for the patient's conditions
   */
  public Future<List<Doctor>> doctors(
      UUID patientId,
      UUID departmentId,
      VisitTypeRules type,
      Need need,
      Collection<String> history,
      ClinicRules clinic) {
    return statement(patientId, departmentId, type, need, history)
        .execute(database)
        .map(rows -> Rows.list(rows, row -> doctor(row, clinic)));
  }

  static Sql statement(
      UUID patientId,
      UUID departmentId,
      VisitTypeRules type,
      Need need,
      Collection<String> history) {
    List<Map.Entry<String, Double>> fit = List.copyOf(need.fit().entrySet());
    Sql sql =
        Sql.of(
            """
            WITH wanted AS MATERIALIZED (
              SELECT platform.fold(w.name) AS name, max(w.fit) AS fit
                FROM unnest(?::text[], ?::float8[]) AS w (name, fit) GROUP BY 1),
            """,
            fit.stream().map(Map.Entry::getKey).toArray(String[]::new),
            fit.stream().map(Map.Entry::getValue).toArray(Double[]::new));
    sql.add(
        """
        history AS MATERIALIZED (
          SELECT DISTINCT platform.fold(h.name) AS name FROM unnest(?::text[]) AS h (name)),
        known AS MATERIALIZED (
          SELECT doctor_id, count(*)::int AS visits, max(starts_at) AS last_visit
            FROM scheduling.appointment
           WHERE patient_id = ? AND status = 'COMPLETED' GROUP BY doctor_id)
        SELECT d.id, d.name,
               d.specialization, g.name AS department_name, d.languages, d.practising_since,
               coalesce(w.fit, 0) AS fit, coalesce(k.visits, 0) AS visits, k.last_visit,
               EXISTS (SELECT FROM history h WHERE h.name = platform.fold(d.specialization))
               AS fits_history
        """,
        history.toArray(String[]::new),
        patientId);
    if (departmentId == null && type == null) {
      sql.add(
          """
          FROM wanted w
          JOIN directory.doctor_profile d ON platform.fold(d.specialization) = w.name AND d.active
          """);
    } else {
      sql.add(
          """
          FROM directory.doctor_profile d
          LEFT JOIN wanted w ON w.name = platform.fold(d.specialization)
          """);
    }
    sql.add(
        """
        JOIN directory.department_profile g ON g.id = d.department_id
        JOIN scheduling.calendar c ON c.doctor_id = d.id AND NOT c.closed
        LEFT JOIN known k ON k.doctor_id = d.id
        WHERE d.active
        """);
    if (departmentId != null) {
      sql.add("AND d.department_id = ?", departmentId);
    }
    if (type != null) {
      sql.add("AND d.department_id = ANY (?)", ids(type.departments()));
    }
    if (type != null && !type.doctors().isEmpty()) {
      sql.add("AND d.id = ANY (?)", ids(type.doctors()));
    }
    return sql.add(
        "ORDER BY fit DESC, visits DESC, md5(d.id::text || ?::text), d.id LIMIT ?",
        patientId.toString(),
        MOST_DOCTORS);
  }

  /** One value, not several. */
  private static Object ids(Set<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  /** The times of a patient's appointments from an instant on. */
  public Future<List<TimeRange>> busy(UUID patientId, Instant from) {
    return database
        .preparedQuery(BUSY)
        .execute(Tuple.of(patientId, Rows.utc(from)))
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new TimeRange(
                            Rows.instant(row, "starts_at"), Rows.instant(row, "ends_at"))));
  }

  /** The booking made with an idempotency key. */
  public Future<Optional<Booked>> bookedBefore(UUID actorId, String key) {
    return database
        .preparedQuery(BOOKED_BEFORE)
        .execute(Tuple.of(actorId, key))
        .map(rows -> Rows.first(rows).map(AssignmentRepository::booked));
  }

  private static Booked booked(Row row) {
    return new Booked(AppointmentRepository.appointment(row), row.getString("fingerprint"));
  }

  private static Doctor doctor(Row row, ClinicRules clinic) {
    Instant lastVisit = Rows.instant(row, "last_visit");
    return new Doctor(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("specialization"),
        row.getString("department_name"),
        Stream.of(row.getArrayOfStrings("languages")).collect(Collectors.toUnmodifiableSet()),
        row.getInteger("practising_since"),
        row.getDouble("fit"),
        row.getBoolean("fits_history"),
        row.getInteger("visits"),
        lastVisit == null ? null : clinic.dayOf(lastVisit));
  }
}
