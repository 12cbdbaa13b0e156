package io.clinibus.patients.family;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi.ConfirmRepresentation;
import io.clinibus.patients.api.FamilyApi.EndRepresentation;
import io.clinibus.patients.api.FamilyApi.RepresentationChanged;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChangeKind;
import io.clinibus.patients.api.RepresentationsApi.UpdateRepresentation;
import io.clinibus.patients.family.RepresentationStepWriter.Changed;
import io.clinibus.patients.family.RepresentationStepWriter.Evidence;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

/** Confirms, limits and ends representations, each time of one of the two. */
public final class RepresentationWriter {

  private final Pool pool;

  public RepresentationWriter(Pool pool) {
    this.pool = pool;
  }

  /**
   * Staff confirm a representation; a guest becomes a relative.
   *
   * @return {@code NOT_FOUND} if it has ended, or the patient is not one of the two
   */
  Future<Changed> confirm(ConfirmRepresentation wanted, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            open(connection, wanted.representationId(), wanted.patientId(), now)
                .compose(
                    before ->
                        isConfirmed(before)
                            ? RepresentationStepWriter.read(connection, before.getUUID("id"), now)
                                .map(stored -> new Changed(stored, null))
                            : confirm(
                                connection,
                                before,
                                before.getLocalDate("last_day"),
                                before.getLocalDate("announced_end"),
                                Evidence.NONE,
                                now,
                                caller)),
        changed -> changed.event() != null);
  }

  /**
   * Staff state what they have seen and the last day, and so confirm what was not confirmed.
   *
   * @return {@code STALE_VERSION}, or as {@link #confirm} and {@link RepresentationRule#checkSeen}
   */
  Future<Changed> update(UpdateRepresentation wanted, Instant now, Caller caller) {
    var seen = new Evidence(wanted.document(), wanted.reference());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            open(connection, wanted.representationId(), wanted.patientId(), now)
                .compose(
                    before -> {
                      if (before.getInteger("version") != wanted.version()) {
                        throw Failure.staleVersion();
                      }
                      return FamilyRulesRepository.today(connection, now)
                          .compose(
                              today -> {
                                RepresentationRule.checkSeen(seen, wanted.lastDay(), today.date());
                                return confirm(
                                    connection,
                                    before,
                                    wanted.lastDay(),
                                    RepresentationRule.announced(wanted.lastDay(), today.date()),
                                    seen,
                                    now,
                                    caller);
                              });
                    }));
  }

  /** One that has not ended, also not by itself, locked. */
  private static Future<Row> open(SqlConnection connection, UUID id, UUID patientId, Instant now) {
    return Sql.of(
            """
            SELECT r.* FROM patients.representation r JOIN patients.patient p ON p.id = r.patient_id
             WHERE r.id = ? AND r.ended_at IS NULL AND ? IN (r.representative_id, r.patient_id)
               AND patients.lasts(r, p.birth_date, ?)
               FOR UPDATE OF r
            """,
            id,
            patientId,
            Rows.utc(now))
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("representation")));
  }

  private static boolean isConfirmed(Row row) {
    return row.getOffsetDateTime("confirmed_at") != null;
  }

  private static boolean isInForce(Row row) {
    return row.getOffsetDateTime("in_force_since") != null;
  }

  private static Future<Changed> confirm(
      SqlConnection connection,
      Row before,
      LocalDate lastDay,
      LocalDate announced,
      Evidence seen,
      Instant now,
      Caller caller) {
    boolean unchanged =
        isInForce(before) && Objects.equals(before.getLocalDate("last_day"), lastDay);
    var step =
        new RepresentationStepWriter(
            isConfirmed(before)
                ? RepresentationChangeKind.LIMITED
                : RepresentationChangeKind.CONFIRMED,
            seen,
            unchanged ? null : RepresentationMailWriter.until(lastDay),
            null);
    return Sql.of(
            """
            UPDATE patients.representation
               SET in_force_since = coalesce(in_force_since, ?), confirmed_at = coalesce(confirmed_at, ?),
                   confirmed_by = CASE WHEN confirmed_at IS NULL THEN ?::uuid ELSE confirmed_by END,
                   relation = CASE relation WHEN 'GUEST' THEN 'OTHER' ELSE relation END,
                   last_day = ?, announced_end = ?, version = version + 1
             WHERE id = ? RETURNING *
            """,
            Rows.utc(now),
            Rows.utc(now),
            caller.userId(),
            lastDay,
            announced,
            before.getUUID("id"))
        .execute(connection)
        .compose(rows -> step.finishShowing(connection, Rows.one(rows), now, caller));
  }

  /**
   * Ends a representation.
   *
   * @param own the patient who does, or null for the front desk
   * @return as {@link #confirm} and {@link RepresentationRule#checkOfAge}
   */
  Future<RepresentationChanged> end(
      EndRepresentation wanted, UUID own, Instant now, Caller caller) {
    var seen = own == null ? new Evidence(wanted.document(), null) : Evidence.NONE;
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            open(connection, wanted.representationId(), wanted.patientId(), now)
                .compose(
                    before ->
                        before.getUUID("patient_id").equals(own)
                            ? checkOfAge(connection, own, now).map(before)
                            : Future.succeededFuture(before))
                .compose(
                    before -> {
                      var step =
                          new RepresentationStepWriter(
                              RepresentationChangeKind.ENDED,
                              seen,
                              isInForce(before) ? RepresentationMailWriter.STOPPED : null,
                              own);
                      return end(connection, before.getUUID("id"), own, now, caller)
                          .compose(row -> step.finish(connection, row, now, caller));
                    }));
  }

  private static Future<?> checkOfAge(SqlConnection connection, UUID patientId, Instant now) {
    return FamilyRulesRepository.today(connection, now)
        .compose(
            today ->
                Sql.of("SELECT birth_date FROM patients.patient WHERE id = ?", patientId)
                    .execute(connection)
                    .map(Rows::one)
                    .map(
                        person -> {
                          RepresentationRule.checkOfAge(
                              person.getLocalDate("birth_date"), today.date(), today.rules());
                          return null;
                        }));
  }

  private static Future<Row> end(
      SqlConnection connection, UUID id, UUID own, Instant now, Caller caller) {
    return Sql.of(
            """
            UPDATE patients.representation
               SET ended_at = ?, ended_by = ?, version = version + 1,
                   ended_because = CASE ?::uuid WHEN representative_id THEN 'REPRESENTATIVE'
                                                WHEN patient_id THEN 'PATIENT' ELSE 'CLINIC' END
             WHERE id = ? RETURNING *
            """,
            Rows.utc(now),
            caller.userId(),
            own,
            id)
        .execute(connection)
        .map(Rows::one);
  }
}
