package io.clinibus.scheduling.appointments;

import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.stored.Stored;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Lists of appointments. Each requested combination of doctor and status is a range of an index in
 * the order of the list: a page is merged from the beginnings of these ranges, so that its cost
 * does not depend on the number of appointments or on the selectivity of a filter.
 */
public final class AppointmentSearch {

  /**
   * The appointments that the caller may see.
   *
   * @param doctorId only this doctor's, or null
   * @param patientId only this patient's and of those whom they represent, or null
   * @param at when they represent them
   */
  public record Scope(UUID doctorId, UUID patientId, Instant at) {

    public static final Scope ALL = new Scope(null, null, null);

    public static Scope ofDoctor(UUID doctorId) {
      return new Scope(doctorId, null, null);
    }

    public static Scope ofFamily(UUID patientId, Instant at) {
      return new Scope(null, patientId, at);
    }
  }

  /** A page of a list. */
  public record StoredPage(List<Stored<Appointment>> items, String next) {}

  private static final List<AppointmentStatus> ANY_STATUS = List.of(AppointmentStatus.values());

  private final Pool database;

  public AppointmentSearch(Pool database) {
    this.database = database;
  }

  /**
   * A page of appointments by start.
   *
   * @return {@code INVALID_REQUEST} for the cursor of another list
   */
  public Future<StoredPage> list(ListAppointments wanted, Scope scope) {
    int limit = Cursor.limit(wanted.limit());
    return statement(wanted, scope, Cursor.parse(wanted.cursor()), limit)
        .execute(database)
        .map(
            rows ->
                order(wanted)
                    .read(rows, limit, AppointmentRepository::appointment, StoredPage::new));
  }

  /** The first appointments in a scope that start at or after an instant, up to a limit. */
  public Future<List<Stored<Appointment>>> from(OffsetDateTime from, Scope scope, int most) {
    var all = new ListAppointments(from, null, null, null, null, null, null, null, null);
    return statement(all, scope, null, most - 1)
        .execute(database)
        .map(rows -> Rows.list(rows, AppointmentRepository::appointment));
  }

  /** Reads ids first, and only then the documents of the page. */
  public static Sql statement(ListAppointments wanted, Scope scope, Cursor after, int limit) {
    Keyset order = order(wanted);
    Sql sql =
        new Sql()
            .add("SELECT id, starts_at, document::text AS appointment FROM (")
            .add("SELECT found.id, found.starts_at FROM (SELECT) AS always");
    boolean ofPatient = wanted.patientId() != null || scope.patientId() != null;
    if (ofPatient) {
      stretch(sql, wanted);
      few(sql, wanted, scope);
    } else {
      boolean ofDoctors = restrictsDoctors(wanted, scope);
      if (ofDoctors) {
        sql.add(", (");
        doctors(sql, wanted, scope);
        sql.add(") AS doctor");
      }
      sql.add(", unnest(?::text[]) AS wanted (status)", (Object) names(wanted.status()));
      stretch(sql, wanted);
      sql.add("AND status = wanted.status");
      if (ofDoctors) {
        sql.add("AND doctor_id = doctor.id");
      }
    }
    order.page(sql, after, limit).add(") AS found WHERE true");
    order
        .page(sql, null, limit)
        .add(
            """
            ) AS page, LATERAL
              (SELECT document FROM scheduling.appointment_details AS d WHERE d.id = page.id) AS details
            WHERE true
            """);
    return order.page(sql, null, limit);
  }

  private static void stretch(Sql sql, ListAppointments wanted) {
    sql.add(", LATERAL (SELECT id, starts_at FROM scheduling.appointment WHERE true");
    if (wanted.from() != null) {
      sql.add("AND starts_at >= ?", wanted.from());
    }
    if (wanted.until() != null) {
      sql.add("AND starts_at < ?", wanted.until());
    }
  }

  /** A patient has few appointments, so they are filtered without an index. */
  private static void few(Sql sql, ListAppointments wanted, Scope scope) {
    equal(sql, "patient_id", wanted.patientId());
    if (scope.patientId() != null) {
      sql.add(
          "AND patient_id = ANY (ARRAY(SELECT patients.family_of(?, ?)))",
          scope.patientId(),
          Rows.utc(scope.at()));
    }
    if (restrictsDoctors(wanted, scope)) {
      sql.add("AND doctor_id IN (");
      doctors(sql, wanted, scope);
      sql.add(")");
    }
    sql.add("AND status = ANY (?)", (Object) names(wanted.status()));
  }

  private static boolean restrictsDoctors(ListAppointments wanted, Scope scope) {
    return wanted.doctorId() != null || wanted.departmentId() != null || scope.doctorId() != null;
  }

  private static void doctors(Sql sql, ListAppointments wanted, Scope scope) {
    sql.add("SELECT id FROM directory.doctor_profile WHERE true");
    equal(sql, "id", wanted.doctorId());
    equal(sql, "id", scope.doctorId());
    equal(sql, "department_id", wanted.departmentId());
  }

  private static void equal(Sql sql, String column, UUID value) {
    if (value != null) {
      sql.add("AND " + column + " = ?", value);
    }
  }

  private static String[] names(Collection<AppointmentStatus> asked) {
    return (asked == null ? ANY_STATUS : asked)
        .stream().distinct().map(Enum::name).toArray(String[]::new);
  }

  private static Keyset order(ListAppointments wanted) {
    return "-start".equals(wanted.sort()) ? Keyset.START_DESCENDING : Keyset.START;
  }
}
