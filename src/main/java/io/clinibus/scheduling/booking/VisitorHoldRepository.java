package io.clinibus.scheduling.booking;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.booking.HoldRepository.Result;
import io.clinibus.scheduling.booking.SlotSelection.Offered;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** Holds of visitors in PostgreSQL. */
public final class VisitorHoldRepository {

  /**
   * @param unused the maximum number of holds of a visitor that expire unused
   * @param network the maximum number of holds from a network
   * @param day the maximum number of holds on a doctor's day
   * @param clinic the maximum number of holds
   */
  record Bounds(int unused, int network, int day, int clinic) {}

  record NewVisitorHold(
      UUID id, UUID visitorId, String network, Offered offered, Instant at, Bounds bounds) {}

  private static final String HOLD =
      """
      SELECT h.outcome, h.told::text AS events, (h.hold).id, (h.hold).doctor_id, (h.hold).starts_at,
             (h.hold).ends_at, (h.hold).expires_at
        FROM scheduling.hold_as_visitor($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) AS h
      """;

  private static final String EXTEND =
      """
      SELECT id, doctor_id, starts_at, ends_at, expires_at FROM scheduling.extend_visitor_hold($1, $2, $3)
      """;

  private final Pool database;

  public VisitorHoldRepository(Pool database) {
    this.database = database;
  }

  /** Holds a slot, in one transaction and one round trip. */
  Future<Result> hold(NewVisitorHold wanted) {
    Offered offered = wanted.offered();
    ClinicRules clinic = offered.calendar().clinic();
    Tuple values =
        Tuple.of(
            wanted.id(),
            wanted.visitorId(),
            wanted.network(),
            offered.calendar().doctor().doctorId(),
            Rows.utc(offered.visit().start()),
            Rows.utc(offered.visit().end()));
    values.addValue(Rows.utc(offered.occupied().end()));
    values.addValue(offered.calendar().affectedDays(offered.occupied()).toArray(LocalDate[]::new));
    values.addValue(offered.calendar().version());
    values.addValue(Rows.utc(wanted.at()));
    values.addValue(Rows.utc(wanted.at().plus(clinic.hold())));
    values.addValue(clinic.dayOf(offered.visit().start()));
    values.addValue(wanted.bounds().unused());
    values.addValue(wanted.bounds().network());
    values.addValue(wanted.bounds().day());
    values.addValue(wanted.bounds().clinic());
    return database
        .preparedQuery(HOLD)
        .execute(values)
        .map(rows -> HoldRepository.result(Rows.one(rows), clinic));
  }

  /** Makes a visitor's hold last until an instant; empty unless it can be extended. */
  Future<Optional<Hold>> extend(UUID visitorId, Instant now, Instant until, ClinicRules clinic) {
    return database
        .preparedQuery(EXTEND)
        .execute(Tuple.of(visitorId, Rows.utc(now), Rows.utc(until)))
        .map(rows -> Rows.first(rows).map(row -> HoldRepository.hold(row, clinic)));
  }

  /** Releases a visitor's holds of other slots than this one. */
  Future<CommittedEvents> releaseOthers(UUID visitorId, UUID doctorId, Instant start, Instant now) {
    return events(
        "SELECT scheduling.free_others($1, $2, $3, $4)::text AS events",
        Tuple.of(visitorId, doctorId, Rows.utc(start), Rows.utc(now)));
  }

  /**
   * Passes a visitor's hold of a slot to a patient.
   *
   * @param most the maximum number of holds of the patient
   */
  Future<CommittedEvents> pass(
      UUID visitorId,
      UUID doctorId,
      Instant start,
      UUID holder,
      UUID patientId,
      int most,
      Instant now,
      Instant until) {
    Tuple values =
        Tuple.of(visitorId, doctorId, Rows.utc(start), holder, patientId, most)
            .addValue(Rows.utc(now))
            .addValue(Rows.utc(until));
    return events(
        "SELECT scheduling.pass_hold($1, $2, $3, $4, $5, $6, $7, $8)::text AS events", values);
  }

  private Future<CommittedEvents> events(String sql, Tuple values) {
    return database
        .preparedQuery(sql)
        .execute(values)
        .map(rows -> HoldRepository.events(Rows.one(rows)));
  }
}
