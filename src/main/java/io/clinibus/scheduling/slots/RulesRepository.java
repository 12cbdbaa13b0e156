package io.clinibus.scheduling.slots;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.bus.Language;
import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.calendar.WeeklyHours;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Reads the rules from which slots are computed. */
public final class RulesRepository {

  /** How long after their end exceptions still show in schedules. */
  private static final Duration PAST_EXCEPTIONS = Duration.ofDays(62);

  private static final String CLINIC =
      """
      SELECT clinic_name, zone, minimum_notice_min, horizon_days, change_cutoff_min, hold_seconds,
             offer_min, max_open_appointments, max_overbooked_a_day, waitlist_days,
             emergency_number, mail_language, address, phone, opening_hours, imprint, imprint_url, privacy_url, version,
             ARRAY(SELECT day FROM scheduling.holiday ORDER BY day) AS holidays,
             ARRAY(SELECT name FROM scheduling.holiday ORDER BY day) AS holiday_names
        FROM scheduling.policy
      """;

  private static final String VISIT_TYPES =
      """
      SELECT v.id, v.minutes, v.bookable, v.active, v.questions::text AS questions,
             ARRAY(SELECT department_id FROM scheduling.visit_type_department
                    WHERE visit_type_id = v.id) AS departments,
             ARRAY(SELECT doctor_id FROM scheduling.visit_type_doctor
                    WHERE visit_type_id = v.id) AS doctors
        FROM scheduling.visit_type v
      """;

  private static final String DOCTORS =
      """
      SELECT k.id AS doctor_id, d.department_id, c.visit_min, c.buffer_min, c.closed, c.version
        FROM unnest($1::uuid[]) AS k (id)
        JOIN directory.doctor_profile d ON d.id = k.id
        LEFT JOIN scheduling.calendar c ON c.doctor_id = k.id
      """;

  private static final String WINDOWS =
      """
      SELECT doctor_id, weekday, to_char(opens, 'HH24:MI') AS opens,
             to_char(closes, 'HH24:MI') AS closes,
             nullif(valid_from, '-infinity') AS valid_from,
             nullif(valid_until, 'infinity') AS valid_until
        FROM scheduling.weekly_window
       WHERE doctor_id = ANY($1::uuid[])
       ORDER BY weekday, opens
      """;

  private static final String EXCEPTIONS =
      """
      SELECT doctor_id, kind, lower(during) AS starts_at, upper(during) AS ends_at
        FROM scheduling.availability_exception
       WHERE doctor_id = ANY($1::uuid[])
         AND during && tstzrange($2, NULL)
       ORDER BY lower(during)
      """;

  private final Pool database;
  private final Clock clock;

  public RulesRepository(Pool database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The clinic's rules. Their version is read first, as in {@link #doctors}. */
  Future<ClinicRules> clinic() {
    return database
        .preparedQuery(CLINIC)
        .execute()
        .compose(
            policy ->
                database
                    .preparedQuery(VISIT_TYPES)
                    .execute()
                    .map(types -> clinic(Rows.one(policy), visitTypes(types))));
  }

  /**
   * The rules of those of the doctors that exist; empty rules for a doctor without a calendar.
   * Versions are read first, so that the rules are never older than their version: newer hours
   * cause a retry of a booking, older ones would pass as current.
   */
  Future<Map<UUID, DoctorRules>> doctors(Collection<UUID> doctorIds) {
    Tuple ids = Tuple.of(doctorIds.toArray(UUID[]::new));
    Tuple recent = Tuple.of(ids.getValue(0), Rows.utc(clock.instant().minus(PAST_EXCEPTIONS)));
    return database
        .preparedQuery(DOCTORS)
        .execute(ids)
        .compose(
            versions ->
                Future.all(
                        database.preparedQuery(WINDOWS).execute(ids),
                        database.preparedQuery(EXCEPTIONS).execute(recent))
                    .map(both -> assemble(versions, both.resultAt(0), both.resultAt(1))));
  }

  private static Map<UUID, VisitTypeRules> visitTypes(RowSet<Row> rows) {
    Map<UUID, VisitTypeRules> types = new HashMap<>();
    for (Row row : rows) {
      types.put(
          row.getUUID("id"),
          new VisitTypeRules(
              row.getUUID("id"),
              Duration.ofMinutes(row.getInteger("minutes")),
              row.getBoolean("bookable"),
              row.getBoolean("active"),
              Set.of(row.getArrayOfUUIDs("departments")),
              Set.of(row.getArrayOfUUIDs("doctors")),
              questions(row.getString("questions"))));
    }
    return Map.copyOf(types);
  }

  private static List<VisitQuestion> questions(String json) {
    try {
      return List.of(Json.MAPPER.readValue(json, VisitQuestion[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unexpected shape of questions", e);
    }
  }

  private static ClinicRules clinic(Row row, Map<UUID, VisitTypeRules> visitTypes) {
    LocalDate[] days = row.getArrayOfLocalDates("holidays");
    String[] names = row.getArrayOfStrings("holiday_names");
    Map<LocalDate, String> holidays = new HashMap<>();
    for (int i = 0; i < days.length; i++) {
      holidays.put(days[i], names[i]);
    }
    return new ClinicRules(
        row.getString("clinic_name"),
        ZoneId.of(row.getString("zone")),
        Duration.ofMinutes(row.getInteger("minimum_notice_min")),
        row.getInteger("horizon_days"),
        Duration.ofMinutes(row.getInteger("change_cutoff_min")),
        Duration.ofSeconds(row.getInteger("hold_seconds")),
        Duration.ofMinutes(row.getInteger("offer_min")),
        row.getInteger("max_open_appointments"),
        row.getInteger("max_overbooked_a_day"),
        row.getInteger("waitlist_days"),
        row.getString("emergency_number"),
        Rows.constant(row, "mail_language", Language.class),
        new ClinicContact(
            row.getString("address"),
            row.getString("phone"),
            row.getString("opening_hours"),
            row.getString("imprint"),
            row.getString("imprint_url"),
            row.getString("privacy_url")),
        Map.copyOf(holidays),
        visitTypes,
        row.getLong("version"));
  }

  private static Map<UUID, DoctorRules> assemble(
      RowSet<Row> doctors, RowSet<Row> windows, RowSet<Row> exceptions) {
    Map<UUID, List<DoctorRules.Window>> windowsOf = grouped(windows, RulesRepository::window);
    Map<UUID, List<DoctorRules.Exception>> exceptionsOf =
        grouped(exceptions, RulesRepository::exception);
    Map<UUID, DoctorRules> rules = new HashMap<>();
    for (Row row : doctors) {
      UUID id = row.getUUID("doctor_id");
      rules.put(
          id,
          row.getLong("version") == null
              ? DoctorRules.none(id)
              : new DoctorRules(
                  id,
                  row.getUUID("department_id"),
                  Duration.ofMinutes(row.getInteger("visit_min")),
                  Duration.ofMinutes(row.getInteger("buffer_min")),
                  windowsOf.getOrDefault(id, List.of()),
                  exceptionsOf.getOrDefault(id, List.of()),
                  row.getBoolean("closed"),
                  row.getLong("version")));
    }
    return rules;
  }

  private static DoctorRules.Window window(Row row) {
    return new DoctorRules.Window(
        DayOfWeek.of(row.getInteger("weekday")),
        LocalTime.parse(row.getString("opens")),
        WeeklyHours.closing(row.getString("closes")),
        row.getLocalDate("valid_from"),
        row.getLocalDate("valid_until"));
  }

  public static DoctorRules.Exception exception(Row row) {
    return new DoctorRules.Exception(
        Rows.constant(row, "kind", ExceptionKind.class),
        new TimeRange(Rows.instant(row, "starts_at"), Rows.instant(row, "ends_at")));
  }

  private static <T> Map<UUID, List<T>> grouped(RowSet<Row> rows, Function<Row, T> mapper) {
    Map<UUID, List<T>> groups = new HashMap<>();
    for (Row row : rows) {
      groups
          .computeIfAbsent(row.getUUID("doctor_id"), id -> new ArrayList<>())
          .add(mapper.apply(row));
    }
    return groups;
  }
}
