package io.clinibus.scheduling.booking;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedStatement;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Holds in PostgreSQL. */
public final class HoldRepository {

  /** The outcome of a request to hold a slot. */
  enum Outcome {
    HELD,
    STALE_RULES,
    SLOT_TAKEN,
    SLOT_HELD,
    PATIENT_BUSY,
    TOO_MANY_HOLDS,
    VISITORS_LIMITED
  }

  /**
   * @param events what to publish; none unless something changed
   * @param hold null unless the slot is held
   */
  public record Result(Outcome outcome, CommittedEvents events, Hold hold) {}

  /**
   * @param patientId the patient, or null
   * @param most the maximum number of holds of a user
   * @param isOwn whether the patient holds the slot: holds that expired unused then count
   */
  public record NewHold(
      UUID id,
      UUID holder,
      UUID patientId,
      SlotSelection.Offered offered,
      int most,
      Instant at,
      Instant until,
      boolean isOwn) {}

  /**
   * @param failed the number of expired holds whose release had failed before
   */
  public record Released(CommittedEvents events, long failed) {}

  private static final String HOLD_SQL =
      """
      SELECT h.outcome, h.told::text AS events, (h.hold).id, (h.hold).doctor_id, (h.hold).starts_at,
             (h.hold).ends_at, (h.hold).expires_at
        FROM scheduling.%s($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS h
      """;

  private static final AuditedStatement HOLD =
      new AuditedStatement(HOLD_SQL.formatted("hold"), 12, "outcome = 'HELD'");

  private static final AuditedStatement HOLD_OWN =
      new AuditedStatement(HOLD_SQL.formatted("hold_own"), 12, "outcome = 'HELD'");

  private static final String LIST =
      """
      SELECT id, doctor_id, starts_at, ends_at, expires_at FROM scheduling.appointment
       WHERE status = 'HELD' AND held_by = $1 AND expires_at > $2
       ORDER BY expires_at, id LIMIT 100
      """;

  private static final String KEEP =
      """
      UPDATE scheduling.appointment SET kept_by = $3
       WHERE id = $1 AND status = 'HELD' AND held_by = $2 AND expires_at > $4
      RETURNING id, doctor_id, starts_at, ends_at, expires_at
      """;

  private static final String FREE_EXPIRED =
      """
      SELECT scheduling.free_expired($1, $2)::text AS events,
             (SELECT count(*) FROM scheduling.failed_release) AS failed
      """;

  private static final String EXISTS =
      "SELECT EXISTS (SELECT FROM scheduling.appointment WHERE id = $1 AND status = 'HELD')";

  private final Pool database;

  public HoldRepository(Pool database) {
    this.database = database;
  }

  /**
   * Holds a slot, in one transaction and one round trip.
   *
   * @return {@code INVALID_REQUEST} naming the patient if the patient does not exist
   */
  public Future<Result> hold(NewHold wanted, ClinicRules clinic, Caller caller) {
    SlotSelection.Offered offered = wanted.offered();
    Tuple values =
        Tuple.of(
            wanted.id(),
            wanted.holder(),
            wanted.patientId(),
            offered.calendar().doctor().doctorId(),
            Rows.utc(offered.visit().start()),
            Rows.utc(offered.visit().end()));
    values.addValue(Rows.utc(offered.occupied().end()));
    values.addValue(offered.calendar().affectedDays(offered.occupied()).toArray(LocalDate[]::new));
    values.addValue(offered.calendar().version());
    values.addValue(wanted.most());
    values.addValue(Rows.utc(wanted.at()));
    values.addValue(Rows.utc(wanted.until()));
    return (wanted.isOwn() ? HOLD_OWN : HOLD)
        .execute(database, caller, values)
        .map(rows -> result(Rows.one(rows), clinic))
        .recover(HoldRepository::refused);
  }

  /** A user's holds by expiry. */
  public Future<List<Hold>> list(UUID holder, Instant now, ClinicRules clinic) {
    return database
        .preparedQuery(LIST)
        .execute(Tuple.of(holder, Rows.utc(now)))
        .map(rows -> Rows.list(rows, row -> hold(row, clinic)));
  }

  /** Binds a user's hold to a live socket; empty if the user has no such hold. */
  public Future<Optional<Hold>> keep(
      UUID id, UUID holder, UUID socketId, Instant now, ClinicRules clinic) {
    return database
        .preparedQuery(KEEP)
        .execute(Tuple.of(id, holder, socketId, Rows.utc(now)))
        .map(rows -> Rows.first(rows).map(row -> hold(row, clinic)));
  }

  /** Releases a user's hold; no events if the user has no such hold. */
  public Future<CommittedEvents> release(UUID id, UUID holder, Instant now) {
    return execute(
        "SELECT scheduling.free(ARRAY[$1::uuid], $2, NULL, NULL, $3)::text AS events",
        Tuple.of(id, holder, Rows.utc(now)));
  }

  /** Releases those of the given holds that are bound to a live socket. */
  public Future<CommittedEvents> abandon(Collection<UUID> ids, UUID socketId, Instant now) {
    return execute(
        "SELECT scheduling.free($1, NULL, $2, NULL, $3)::text AS events",
        Tuple.of(ids.toArray(UUID[]::new), socketId, Rows.utc(now)));
  }

  /**
   * Releases expired holds, up to a limit, unless another node is doing so. One whose release fails
   * keeps no others from theirs.
   */
  public Future<Released> freeExpired(Instant now, int most) {
    return database
        .preparedQuery(FREE_EXPIRED)
        .execute(Tuple.of(Rows.utc(now), most))
        .map(Rows::one)
        .map(row -> new Released(events(row), row.getLong("failed")));
  }

  /** Whether a hold exists, of any user. */
  public Future<Boolean> exists(UUID id) {
    return database.preparedQuery(EXISTS).execute(Tuple.of(id)).map(Rows::isTrue);
  }

  private Future<CommittedEvents> execute(String sql, Tuple values) {
    return database.preparedQuery(sql).execute(values).map(rows -> events(Rows.one(rows)));
  }

  static CommittedEvents events(Row row) {
    return CommittedEvents.parse(row.getString("events"), SchedulingEvents.ALL);
  }

  private static Future<Result> refused(Throwable cause) {
    return switch (PostgresErrors.state(cause)) {
      case SqlStates.FOREIGN_KEY_VIOLATION, SqlStates.NO_DATA_FOUND ->
          Future.failedFuture(
              Failure.invalid(
                  CommonFieldErrors.NOT_FOUND.at("/patientId", "There is no such patient.")));
      case SqlStates.EXCLUSION_VIOLATION ->
          Future.succeededFuture(new Result(Outcome.SLOT_TAKEN, CommittedEvents.NOTHING, null));
      default -> Future.failedFuture(cause);
    };
  }

  static Result result(Row row, ClinicRules clinic) {
    Outcome outcome = Rows.constant(row, "outcome", Outcome.class);
    return new Result(outcome, events(row), outcome == Outcome.HELD ? hold(row, clinic) : null);
  }

  static Hold hold(Row row, ClinicRules clinic) {
    return new Hold(
        row.getUUID("id"),
        row.getUUID("doctor_id"),
        clinic.local(Rows.instant(row, "starts_at")),
        clinic.local(Rows.instant(row, "ends_at")),
        clinic.local(Rows.instant(row, "expires_at")));
  }
}
