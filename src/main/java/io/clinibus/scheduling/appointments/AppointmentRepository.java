package io.clinibus.scheduling.appointments;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedStatement;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.AppointmentLane;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeKind;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.stored.AnswersJson;
import io.clinibus.scheduling.stored.Fingerprint;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.Stored;
import io.clinibus.scheduling.stored.Stored.Seal;
import io.clinibus.scheduling.stored.Written;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/** Appointments in PostgreSQL. */
public final class AppointmentRepository {

  /** The outcome of a booking or a change. */
  public enum Outcome {
    BOOKED,
    REPEATED,
    CHANGED,
    KEY_REUSED,
    STALE_RULES,
    STALE_VERSION,
    SLOT_TAKEN,
    SLOT_HELD,
    PATIENT_BUSY,
    OFFER_GONE,
    TOO_MANY_APPOINTMENTS,
    NOT_REPRESENTED,
    SLOT_FREE,
    LANE_FULL
  }

  /**
   * @param events what to publish; none unless something changed
   * @param appointment the appointment afterwards; null if there is none to show
   */
  public record Result(Outcome outcome, CommittedEvents events, Stored<Appointment> appointment) {}

  /**
   * The target of a move.
   *
   * @param lane beside which other visits it is
   */
  public record Target(
      UUID doctorId,
      TimeRange visit,
      TimeRange occupied,
      long rulesVersion,
      AppointmentLane lane) {}

  /**
   * @param days all affected doctor-days, in order
   * @param status the new status, or null to keep it
   * @param target the target of a move, or null
   * @param at current time
   * @param stillOffered version of the rules that offer the vacated time to others; null if none is
   *     vacated or offered
   * @param mailDelay how long the mail waits
   */
  public record Change(
      UUID id,
      long version,
      UUID actorId,
      ChangeKind kind,
      Written<NoteText> note,
      Collection<DayKey> days,
      AppointmentStatus status,
      Target target,
      Instant at,
      Long stillOffered,
      Duration mailDelay) {}

  /** An appointment with the time it occupies, buffer included. */
  public record Found(Stored<Appointment> stored, TimeRange occupied) {

    /** Without what is sealed of it. */
    public Appointment appointment() {
      return stored.shown();
    }
  }

  private static final Set<String> DOCTOR_CONSTRAINTS =
      Set.of("doctor_never_double_booked", "doctor_never_overbooked_twice");

  private static final String BOOK_SQL =
      """
      SELECT outcome, told::text AS events, appointment::text AS appointment
        FROM scheduling.%s($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
               visit_type => $16, visit_answers => $17::text::jsonb, other_fingerprints => $18,
               visit_sealed => $19%s)
      """;

  private static final AuditedStatement BOOK =
      new AuditedStatement(BOOK_SQL.formatted("book", ""), 19, "outcome = 'BOOKED'");

  private static final AuditedStatement BOOK_OWN =
      new AuditedStatement(BOOK_SQL.formatted("book_own", ""), 19, "outcome = 'BOOKED'");

  private static final AuditedStatement BOOK_OVERBOOKED =
      new AuditedStatement(
          BOOK_SQL.formatted("book_overbooked", ", note_sealed => $20"), 20, "outcome = 'BOOKED'");

  private static final AuditedStatement CHANGE =
      new AuditedStatement(
          """
          SELECT outcome, told::text AS events, appointment::text AS appointment
            FROM scheduling.change($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
                                   $16, $17, $18, $19)
          """,
          19,
          "outcome = 'CHANGED'");

  private static final String BOOKED_BEFORE =
      """
      SELECT scheduling.as_booked(appointment_id)::text AS appointment
        FROM scheduling.booking_request
       WHERE actor_id = $1 AND key = $2 AND fingerprint = ANY ($3)
      """;

  private static final String TREATS =
      """
      SELECT EXISTS (SELECT FROM scheduling.doctor_patient WHERE doctor_id = $1 AND patient_id = $2)
      """;

  private static final String REPRESENTS =
      "SELECT EXISTS (SELECT FROM patients.represented($1, $2) WHERE patient_id = $3)";

  private static final String FIND =
      """
      SELECT document::text AS appointment, starts_at, free_again_at
        FROM scheduling.appointment_details WHERE id = $1
      """;

  private static final String HISTORY =
      """
      SELECT version, at, actor_id, kind, doctor_id, starts_at, ends_at, status, note, sealed, sealed_for
        FROM scheduling.appointment_change WHERE appointment_id = $1
       ORDER BY version LIMIT 1000
      """;

  private final Pool database;

  public AppointmentRepository(Pool database) {
    this.database = database;
  }

  /**
   * Books, in one transaction and one round trip.
   *
   * @return {@code INVALID_REQUEST} naming the patient if the patient does not exist
   */
  public Future<Result> book(NewAppointment wanted, Caller caller) {
    Tuple values =
        Tuple.of(
            wanted.id(),
            wanted.actorId(),
            wanted.patientId(),
            wanted.doctorId(),
            Rows.utc(wanted.visit().start()),
            Rows.utc(wanted.visit().end()));
    values.addValue(Rows.utc(wanted.occupied().end()));
    values.addValue(wanted.days().toArray(LocalDate[]::new));
    values.addValue(wanted.rulesVersion());
    values.addValue(wanted.text().clear().reason());
    values.addValue(wanted.key());
    values.addValue(wanted.fingerprint().stored());
    values.addValue(Rows.utc(wanted.at()));
    return statement(wanted, values)
        .execute(database, caller, values)
        .map(AppointmentRepository::result)
        .recover(cause -> refusedBooking(cause, wanted, caller));
  }

  /** The statement that books, after its last values are added. */
  private static AuditedStatement statement(NewAppointment wanted, Tuple values) {
    boolean isOverbooked = wanted.justification() != null;
    values.addValue(isOverbooked ? wanted.bookingDoctor() : wanted.accepted());
    values.addValue(isOverbooked ? wanted.justification().clear().note() : wanted.bookingDoctor());
    values.addValue(wanted.visitTypeId());
    values.addValue(AnswersJson.of(wanted.text().clear().answers()));
    values.addValue(wanted.fingerprint().others().toArray(String[]::new));
    values.addValue(wanted.text().sealed());
    if (isOverbooked) {
      values.addValue(wanted.justification().sealed());
    }
    return isOverbooked ? BOOK_OVERBOOKED : wanted.isOwn() ? BOOK_OWN : BOOK;
  }

  /** Whether the note of a visit is signed. */
  public Future<Boolean> isSigned(UUID id) {
    return Sql.of(
            "SELECT EXISTS (SELECT FROM records.signed_visit WHERE appointment_id = ?) AS signed",
            id)
        .execute(database)
        .map(rows -> Rows.one(rows).getBoolean("signed"));
  }

  /** Moves an appointment or changes its status, in one transaction and one round trip. */
  public Future<Result> change(Change change, Caller caller) {
    Target target = change.target();
    Tuple values =
        Tuple.of(
            change.id(),
            (int) change.version(),
            change.actorId(),
            change.kind().name(),
            change.note().clear().note(),
            change.days().stream().map(DayKey::doctorId).toArray(UUID[]::new));
    values.addValue(change.days().stream().map(DayKey::day).toArray(LocalDate[]::new));
    values.addValue(change.status() == null ? null : change.status().name());
    values.addValue(target == null ? null : target.doctorId());
    values.addValue(target == null ? null : Rows.utc(target.visit().start()));
    values.addValue(target == null ? null : Rows.utc(target.visit().end()));
    values.addValue(target == null ? null : Rows.utc(target.occupied().end()));
    values.addValue(target == null ? null : target.rulesVersion());
    values.addValue(Rows.utc(change.at()));
    values.addValue(change.stillOffered());
    values.addValue(target == null ? null : target.lane().name());
    values.addValue((int) change.mailDelay().toSeconds());
    values.addValue(change.note().sealed());
    values.addValue(change.note().sealedFor());
    return CHANGE
        .execute(database, caller, values)
        .map(AppointmentRepository::result)
        .recover(AppointmentRepository::refusedMove);
  }

  /** The result of an earlier booking request with this key and the same content. */
  public Future<Optional<Stored<Appointment>>> bookedBefore(
      UUID actorId, String key, Fingerprint fingerprint) {
    return database
        .preparedQuery(BOOKED_BEFORE)
        .execute(Tuple.of(actorId, key).addArrayOfString(fingerprint.all()))
        .map(rows -> Rows.first(rows).map(AppointmentRepository::appointment));
  }

  /** Whether the doctor treats the patient. */
  public Future<Boolean> treats(UUID doctorId, UUID patientId) {
    return database.preparedQuery(TREATS).execute(Tuple.of(doctorId, patientId)).map(Rows::isTrue);
  }

  /** Whether a patient represents another at an instant. */
  Future<Boolean> represents(UUID representative, UUID patientId, Instant at) {
    return database
        .preparedQuery(REPRESENTS)
        .execute(Tuple.of(representative, Rows.utc(at), patientId))
        .map(Rows::isTrue);
  }

  public Future<Optional<Found>> find(UUID id) {
    return database
        .preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows).map(AppointmentRepository::found));
  }

  /**
   * The changes of an appointment, oldest first.
   *
   * @param patientId whose it is now
   */
  public Future<List<Stored<AppointmentChange>>> history(
      UUID id, UUID patientId, ClinicRules clinic) {
    return database
        .preparedQuery(HISTORY)
        .execute(Tuple.of(id))
        .map(rows -> Rows.list(rows, row -> change(row, id, patientId, clinic)));
  }

  private Future<Result> refusedBooking(Throwable cause, NewAppointment wanted, Caller caller) {
    return switch (PostgresErrors.state(cause)) {
      // The key was used concurrently for another day: now its result can be read.
      case SqlStates.UNIQUE_VIOLATION -> book(wanted, caller);
      case SqlStates.FOREIGN_KEY_VIOLATION, SqlStates.NO_DATA_FOUND ->
          Future.failedFuture(noSuchPatient());
      default -> refusedMove(cause);
    };
  }

  /** The refusal of a patient who does not exist, or whose existence must not be disclosed. */
  public static Failure noSuchPatient() {
    return Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at("/patientId", "There is no such patient."));
  }

  /** As {@link #noSuchPatient()} if a key was asked for that was destroyed with the data. */
  public static <T> Future<T> unknownPatient(Throwable cause) {
    return Future.failedFuture(
        cause instanceof Failure failure && failure.is(CommonFailures.NOT_FOUND)
            ? noSuchPatient()
            : cause);
  }

  private static Future<Result> refusedMove(Throwable cause) {
    if (PostgresErrors.state(cause).equals(SqlStates.EXCLUSION_VIOLATION)) {
      boolean doctor = DOCTOR_CONSTRAINTS.contains(((PgException) cause).getConstraint());
      return Future.succeededFuture(
          new Result(
              doctor ? Outcome.SLOT_TAKEN : Outcome.PATIENT_BUSY, CommittedEvents.NOTHING, null));
    }
    return Future.failedFuture(cause);
  }

  private static Result result(RowSet<Row> rows) {
    Row row = Rows.one(rows);
    return new Result(
        Rows.constant(row, "outcome", Outcome.class),
        CommittedEvents.parse(row.getString("events"), SchedulingEvents.ALL),
        appointment(row));
  }

  private static Found found(Row row) {
    return new Found(
        appointment(row),
        new TimeRange(Rows.instant(row, "starts_at"), Rows.instant(row, "free_again_at")));
  }

  /** Null if there is none. */
  public static Stored<Appointment> appointment(Row row) {
    String document = row.getString("appointment");
    return document == null ? null : Stored.parse(document, Appointment.class);
  }

  private static Stored<AppointmentChange> change(
      Row row, UUID id, UUID patientId, ClinicRules clinic) {
    Function<String, OffsetDateTime> time = column -> clinic.local(Rows.instant(row, column));
    int version = row.getInteger("version");
    Buffer sealed = row.getBuffer("sealed");
    Seal seal =
        sealed == null ? null : new Seal(id, version, row.getUUID("sealed_for"), sealed.getBytes());
    return new Stored<>(
        patientId,
        seal,
        text ->
            new AppointmentChange(
                version,
                time.apply("at"),
                row.getUUID("actor_id"),
                Rows.constant(row, "kind", ChangeKind.class),
                row.getUUID("doctor_id"),
                time.apply("starts_at"),
                time.apply("ends_at"),
                Rows.constant(row, "status", AppointmentStatus.class),
                text.path("note").asText(row.getString("note")),
                stated(text, "noteUnavailable"),
                stated(text, "noteUnreadable")));
  }

  private static Boolean stated(ObjectNode text, String member) {
    return text.has(member) ? text.get(member).booleanValue() : null;
  }
}
