package io.clinibus.scheduling.booking;

import io.clinibus.bus.Failure;
import io.clinibus.bus.field.CommonFieldErrors;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.CommittedEvents;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of holds. */
public final class HoldRepository {

  /** What came of wanting to hold a slot. */
  enum Outcome {
    HELD,
    STALE_RULES,
    SLOT_TAKEN,
    SLOT_HELD,
    PATIENT_BUSY,
    TOO_MANY_HOLDS
  }

  /**
   * @param told what to publish; nothing unless something changed
   * @param hold null unless the slot is held
   */
  public record Result(Outcome outcome, CommittedEvents told, Hold hold) {}

  /**
   * @param patientId for whom, or null
   * @param most how many slots the holder may hold
   */
  public record NewHold(
      UUID id,
      UUID holder,
      UUID patientId,
      SlotSelection.Offered offered,
      int most,
      Instant at,
      Instant until) {}

  private static final String HOLD =
      """
      SELECT h.outcome, h.told::text AS told, (h.hold).id, (h.hold).doctor_id, (h.hold).starts_at,
             (h.hold).ends_at, (h.hold).expires_at
        FROM scheduling.hold($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) AS h
      """;

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

  private static final String EXISTS =
      "SELECT EXISTS (SELECT FROM scheduling.appointment WHERE id = $1 AND status = 'HELD')";

  private final Pool database;

  public HoldRepository(Pool database) {
    this.database = database;
  }

  /**
   * Holds a slot, in one transaction and one round trip.
   *
   * @return {@code INVALID_REQUEST} naming the patient if there is no such patient
   */
  public Future<Result> hold(NewHold wanted, ClinicRules clinic) {
    SlotSelection.Offered offered = wanted.offered();
    Tuple values =
        Tuple.of(
            wanted.id(),
            wanted.holder(),
            wanted.patientId(),
            offered.calendar().doctor().doctorId(),
            utc(offered.visit().start()),
            utc(offered.visit().end()));
    values.addValue(utc(offered.occupied().end()));
    values.addValue(offered.calendar().affectedDays(offered.occupied()).toArray(LocalDate[]::new));
    values.addValue(offered.calendar().version());
    values.addValue(wanted.most());
    values.addValue(utc(wanted.at()));
    values.addValue(utc(wanted.until()));
    return database
        .preparedQuery(HOLD)
        .execute(values)
        .map(rows -> result(rows.iterator().next(), clinic))
        .recover(HoldRepository::refused);
  }

  /** A user's holds by expiry. */
  public Future<List<Hold>> list(UUID holder, Instant now, ClinicRules clinic) {
    return database
        .preparedQuery(LIST)
        .execute(Tuple.of(holder, utc(now)))
        .map(
            rows -> {
              List<Hold> holds = new ArrayList<>(rows.size());
              rows.forEach(row -> holds.add(hold(row, clinic)));
              return holds;
            });
  }

  /** Ties a user's hold to a live socket; empty if the user has no such hold. */
  public Future<Optional<Hold>> keep(
      UUID id, UUID holder, UUID socketId, Instant now, ClinicRules clinic) {
    return database
        .preparedQuery(KEEP)
        .execute(Tuple.of(id, holder, socketId, utc(now)))
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(hold(rows.iterator().next(), clinic)));
  }

  /** Frees a user's hold; nothing is told if the user has no such hold. */
  public Future<CommittedEvents> release(UUID id, UUID holder, Instant now) {
    return told(
        "SELECT scheduling.free(ARRAY[$1::uuid], $2, NULL, NULL, $3)::text AS told",
        Tuple.of(id, holder, utc(now)));
  }

  /** Frees those of some holds that a live socket keeps. */
  public Future<CommittedEvents> abandon(Collection<UUID> ids, UUID socketId, Instant now) {
    return told(
        "SELECT scheduling.free($1, NULL, $2, NULL, $3)::text AS told",
        Tuple.of(ids.toArray(UUID[]::new), socketId, utc(now)));
  }

  /** Frees at most so many expired holds, unless another node is about to. */
  public Future<CommittedEvents> freeExpired(Instant now, int most) {
    return told("SELECT scheduling.free_expired($1, $2)::text AS told", Tuple.of(utc(now), most));
  }

  /** Whether there is such a hold, of anybody. */
  public Future<Boolean> exists(UUID id) {
    return database
        .preparedQuery(EXISTS)
        .execute(Tuple.of(id))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  private Future<CommittedEvents> told(String sql, Tuple values) {
    return database
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> CommittedEvents.parse(rows.iterator().next().getString("told")));
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

  private static Result result(Row row, ClinicRules clinic) {
    Outcome outcome = Outcome.valueOf(row.getString("outcome"));
    return new Result(
        outcome,
        CommittedEvents.parse(row.getString("told")),
        outcome == Outcome.HELD ? hold(row, clinic) : null);
  }

  private static Hold hold(Row row, ClinicRules clinic) {
    return new Hold(
        row.getUUID("id"),
        row.getUUID("doctor_id"),
        clinic.local(row.getOffsetDateTime("starts_at").toInstant()),
        clinic.local(row.getOffsetDateTime("ends_at").toInstant()),
        clinic.local(row.getOffsetDateTime("expires_at").toInstant()));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
