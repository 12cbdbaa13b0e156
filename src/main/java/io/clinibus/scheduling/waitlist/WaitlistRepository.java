package io.clinibus.scheduling.waitlist;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedStatement;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistOffer;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.stored.AnswersJson;
import io.clinibus.scheduling.stored.EntryText;
import io.clinibus.scheduling.stored.Stored;
import io.clinibus.scheduling.stored.Written;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Waitlist entries in PostgreSQL. */
public final class WaitlistRepository {

  /** The outcome of a request. */
  enum Outcome {
    JOINED,
    TOO_MANY_ENTRIES,
    DONE,
    OFFER_GONE,
    AGAIN
  }

  public record Result(Outcome outcome, CommittedEvents events) {}

  /**
   * @param offerId the open offer, which is also the hold's id, or null
   * @param appointmentId the booked appointment, or null
   */
  public record Found(Stored<WaitlistEntry> stored, UUID offerId, UUID appointmentId) {

    /** Without what is sealed of it. */
    WaitlistEntry entry() {
      return stored.shown();
    }
  }

  /** A page of a list. */
  public record StoredPage(List<Stored<WaitlistEntry>> items, String next) {}

  private static final int MOST_OPEN = 200;

  private static final String FIND =
      """
      SELECT document::text AS entry, offer_id, appointment_id
        FROM scheduling.waitlist_details WHERE id = $1
      """;

  private static final String OPEN_OF =
      """
      SELECT document::text AS entry FROM scheduling.waitlist_details
       WHERE patient_id = ANY (ARRAY(SELECT patients.family_of($1, $2))) AND scheduling.is_open_entry(status)
       ORDER BY joined_at, id LIMIT $3
      """;

  private static final AuditedStatement JOIN =
      new AuditedStatement(
          """
          SELECT outcome, told::text AS events
            FROM scheduling.join_waitlist(
                   $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17::text::jsonb)
          """,
          17,
          "outcome = 'JOINED'");

  private static final AuditedStatement DECLINE =
      new AuditedStatement(
          "SELECT outcome, told::text AS events FROM scheduling.decline($1, $2, $3)",
          3,
          "outcome = 'DONE'");

  private final Pool database;

  public WaitlistRepository(Pool database) {
    this.database = database;
  }

  public Future<Optional<Found>> find(UUID id, ClinicRules clinic) {
    return database
        .preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new Found(
                                entry(row, clinic),
                                row.getUUID("offer_id"),
                                row.getUUID("appointment_id"))));
  }

  /** The doctors with whom a patient who joins would have a visit. */
  public Future<Set<UUID>> doctors(JoinWaitlist wish) {
    return database
        .preparedQuery(
            """
            SELECT d.id FROM directory.doctor_profile d
             WHERE d.active AND (d.id = $1 OR d.department_id = $2) LIMIT 500
            """)
        .execute(Tuple.of(wish.doctorId(), wish.departmentId()))
        .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getUUID("id"))));
  }

  /**
   * The open entries of a patient and of those whom the patient represents at an instant, in the
   * order of joining.
   */
  public Future<List<Stored<WaitlistEntry>>> openOf(
      UUID patientId, Instant at, ClinicRules clinic) {
    return database
        .preparedQuery(OPEN_OF)
        .execute(Tuple.of(patientId, Rows.utc(at), MOST_OPEN))
        .map(rows -> Rows.list(rows, row -> entry(row, clinic)));
  }

  /** A page of open entries in the order of joining. */
  public Future<StoredPage> list(ListWaitlist wanted, UUID patientId, ClinicRules clinic) {
    int limit = Cursor.limit(wanted.limit());
    Sql sql =
        new Sql()
            .add("SELECT * FROM (")
            .add("SELECT id, joined_at AS created_at, document::text AS entry")
            .add("FROM scheduling.waitlist_details WHERE scheduling.is_open_entry(status)");
    if (patientId != null) {
      sql.add("AND patient_id = ?", patientId);
    }
    if (wanted.doctorId() != null) {
      sql.add("AND doctor_id = ?", wanted.doctorId());
    }
    if (wanted.departmentId() != null) {
      sql.add(
          """
          AND (department_id = ? OR doctor_id IN (
            SELECT d.id FROM directory.doctor_profile d WHERE d.department_id = ?))
          """,
          wanted.departmentId(),
          wanted.departmentId());
    }
    return Keyset.CREATED
        .page(sql.add(") AS e WHERE true"), Cursor.parse(wanted.cursor()), limit)
        .execute(database)
        .map(rows -> Keyset.CREATED.read(rows, limit, row -> entry(row, clinic), StoredPage::new));
  }

  /**
   * Adds an entry, unless the patient has too many open ones.
   *
   * @param text of the wish, as it is written
   * @param known what is free at this time, and is not to be offered later
   * @return {@code INVALID_REQUEST} if the patient, doctor or department does not exist
   */
  public Future<Result> join(
      UUID id,
      JoinWaitlist wish,
      UUID patientId,
      Written<EntryText> text,
      KnownTimes known,
      int most,
      Instant now,
      Caller caller) {
    PreferredTimes preferred = wish.preferred() == null ? PreferredTimes.ANY : wish.preferred();
    Tuple values =
        Tuple.of(
            id,
            patientId,
            wish.doctorId(),
            wish.departmentId(),
            preferred.from(),
            preferred.until());
    values.addValue(
        preferred.weekdays() == null || preferred.weekdays().isEmpty()
            ? null
            : preferred.weekdays().stream()
                .distinct()
                .map(DayOfWeek::getValue)
                .map(Integer::shortValue)
                .toArray(Short[]::new));
    values.addValue(time(preferred.earliest()));
    values.addValue(time(preferred.latest()));
    values.addValue(text.clear().reason());
    values.addValue(most);
    values.addValue(Rows.utc(now));
    values.addValue(known.doctorIds());
    values.addValue(known.multiranges());
    values.addValue(text.sealed());
    values.addValue(wish.visitTypeId());
    values.addValue(AnswersJson.of(text.clear().answers()));
    return JOIN.execute(database, caller, values)
        .map(rows -> result(Rows.one(rows)))
        .recover(cause -> Future.failedFuture(unknown(cause, wish)));
  }

  /** Passes an open offer on, or ends the entry. */
  public Future<Result> decline(UUID entryId, boolean leaving, Instant now, Caller caller) {
    return DECLINE
        .execute(database, caller, Tuple.of(entryId, leaving, Rows.utc(now)))
        .map(rows -> result(Rows.one(rows)));
  }

  private static Throwable unknown(Throwable cause, JoinWaitlist wish) {
    if (!PostgresErrors.state(cause).equals(SqlStates.FOREIGN_KEY_VIOLATION)) {
      return cause;
    }
    if (cause.getMessage().contains("waitlist_entry_patient_id_fkey")) {
      return Failure.invalid(
          CommonFieldErrors.NOT_FOUND.at("/patientId", "There is no such patient."));
    }
    return wish.doctorId() != null
        ? Failure.invalid(CommonFieldErrors.NOT_FOUND.at("/doctorId", "There is no such doctor."))
        : Failure.invalid(
            CommonFieldErrors.NOT_FOUND.at("/departmentId", "There is no such department."));
  }

  private static LocalTime time(String text) {
    return text == null ? null : LocalTime.parse(text);
  }

  private static Result result(Row row) {
    return new Result(
        Rows.constant(row, "outcome", Outcome.class),
        CommittedEvents.parse(row.getString("events"), SchedulingEvents.ALL));
  }

  private static Stored<WaitlistEntry> entry(Row row, ClinicRules clinic) {
    return Stored.parse(row.getString("entry"), WaitlistEntry.class)
        .shownAs(entry -> localized(entry, clinic));
  }

  private static WaitlistEntry localized(WaitlistEntry e, ClinicRules clinic) {
    WaitlistOffer offer = e.offer();
    return new WaitlistEntry(
        e.id(),
        e.patientId(),
        e.patientName(),
        e.patientListedName(),
        e.doctorId(),
        e.doctorName(),
        e.departmentId(),
        e.departmentName(),
        e.preferred(),
        e.reason(),
        e.status(),
        clinic.local(e.joinedAt().toInstant()),
        offer == null
            ? null
            : new WaitlistOffer(
                offer.doctorId(),
                offer.doctorName(),
                clinic.local(offer.start().toInstant()),
                clinic.local(offer.end().toInstant()),
                clinic.local(offer.expiresAt().toInstant())),
        e.visitType(),
        e.answers(),
        e.reasonUnavailable(),
        e.reasonUnreadable());
  }
}
