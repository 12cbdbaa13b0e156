package io.clinibus.patients.family;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi.AddRelative;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.RepresentationsApi.AddRepresentation;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChangeKind;
import io.clinibus.patients.family.FamilyRulesRepository.Today;
import io.clinibus.patients.family.RepresentationStepWriter.Changed;
import io.clinibus.patients.family.RepresentationStepWriter.Evidence;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;

/** Adds representations: by patients for a new record, by the front desk between two records. */
public final class NewRepresentationWriter {

  private static final RepresentationStepWriter BY_PATIENT =
      new RepresentationStepWriter(RepresentationChangeKind.ADDED, Evidence.NONE, null, null);

  private final Pool pool;

  public NewRepresentationWriter(Pool pool) {
    this.pool = pool;
  }

  /**
   * Makes a record for a relative, and the representation.
   *
   * @return {@code RELATIVES_NOT_OFFERED}, {@code TOO_MANY_RELATIVES}, {@code NOT_FOUND} if the
   *     representative was removed, or as {@link RepresentationRule#check}
   */
  Future<Changed> add(AddRelative wanted, UUID patientId, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lock(connection, wanted.patientId(), Failure.notFound("patient"))
                .compose(locked -> FamilyRulesRepository.today(connection, now))
                .compose(
                    today -> {
                      RepresentationRule.check(
                          wanted.relation(), wanted.birthDate(), today.date(), today.rules());
                      boolean pending =
                          RepresentationRule.needsConfirmation(
                              wanted.relation(), wanted.birthDate(), today.date(), today.rules());
                      return checkNumber(
                              connection, wanted.patientId(), today.rules().maxRelatives(), now)
                          .compose(fits -> insert(connection, wanted, patientId))
                          .compose(inserted -> link(connection, wanted, patientId, pending, now));
                    })
                .compose(row -> BY_PATIENT.finishShowing(connection, row, now, caller)));
  }

  private static Future<?> lock(SqlConnection connection, UUID id, Failure removed) {
    return Sql.of(
            "SELECT FROM patients.patient WHERE id = ? AND deleted_at IS NULL FOR NO KEY UPDATE",
            id)
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> removed));
  }

  private static Future<?> checkNumber(
      SqlConnection connection, UUID representative, int most, Instant now) {
    if (most == 0) {
      throw Failure.of(PatientsFailures.RELATIVES_NOT_OFFERED);
    }
    return Sql.of(
            """
            SELECT count(*) >= ? FROM patients.representation
             WHERE representative_id = ? AND (ended_at IS NULL OR created_at > ?::timestamptz - interval '1 day')
            """,
            most,
            representative,
            Rows.utc(now))
        .execute(connection)
        .map(
            rows -> {
              if (Rows.isTrue(rows)) {
                throw Failure.of(PatientsFailures.TOO_MANY_RELATIVES);
              }
              return null;
            });
  }

  private static Future<?> insert(SqlConnection connection, AddRelative wanted, UUID id) {
    return Sql.of(
            """
            INSERT INTO patients.patient (id, given_name, family_name, birth_date, sex, phone)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            id,
            wanted.givenName(),
            wanted.familyName(),
            wanted.birthDate(),
            wanted.sex() == null ? null : wanted.sex().name(),
            wanted.phone())
        .execute(connection);
  }

  private static Future<Row> link(
      SqlConnection connection, AddRelative wanted, UUID patientId, boolean pending, Instant now) {
    return Sql.of(
            """
            INSERT INTO patients.representation
              (id, representative_id, patient_id, relation, created_at, in_force_since)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING *
            """,
            UuidV7.next(),
            wanted.patientId(),
            patientId,
            wanted.relation().name(),
            Rows.utc(now),
            pending ? null : Rows.utc(now))
        .execute(connection)
        .map(Rows::one);
  }

  /**
   * Staff who have seen a document add a representation of one patient by another, in force at
   * once.
   *
   * @return {@code NOT_FOUND} if the patient was removed, {@code ALREADY_REPRESENTED}, {@code
   *     TOO_MANY_REPRESENTATIONS}, {@code INVALID_REQUEST} if the representative was removed, or as
   *     {@link RepresentationRule#checkSeen} and {@link RepresentationRule#checkChild}
   */
  Future<Changed> addSeen(AddRepresentation wanted, Instant now, Caller caller) {
    var seen = new Evidence(wanted.document(), wanted.reference());
    var step =
        new RepresentationStepWriter(
            RepresentationChangeKind.ADDED,
            seen,
            RepresentationMailWriter.until(wanted.lastDay()),
            null);
    Failure removed =
        Failure.invalid(
            CommonFieldErrors.NOT_FOUND.at("/representativeId", "There is no such patient."));
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            lock(connection, wanted.representativeId(), removed)
                .compose(locked -> FamilyRulesRepository.today(connection, now))
                .compose(
                    today -> {
                      RepresentationRule.checkSeen(seen, wanted.lastDay(), today.date());
                      return checkPatient(connection, wanted, today)
                          .compose(fits -> linkSeen(connection, wanted, today, now, caller));
                    })
                .compose(row -> step.finishShowing(connection, row, now, caller)));
  }

  private static Future<?> checkPatient(
      SqlConnection connection, AddRepresentation wanted, Today today) {
    return Sql.of(
            """
            SELECT p.birth_date,
                   greatest(
                     (SELECT count(*) FROM patients.representation r
                       WHERE r.patient_id = p.id AND r.ended_at IS NULL),
                     (SELECT count(*) FROM patients.representation r
                       WHERE r.representative_id = ? AND r.ended_at IS NULL)) AS links
              FROM patients.patient p WHERE p.id = ? AND p.deleted_at IS NULL FOR KEY SHARE
            """,
            wanted.representativeId(),
            wanted.patientId())
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("patient")))
        .map(
            row -> {
              RepresentationRule.checkChild(
                  wanted.relation(), row.getLocalDate("birth_date"), today.date(), today.rules());
              if (row.getLong("links") >= RepresentationRepository.MOST) {
                throw Failure.of(PatientsFailures.TOO_MANY_REPRESENTATIONS);
              }
              return null;
            });
  }

  private static Future<Row> linkSeen(
      SqlConnection connection, AddRepresentation wanted, Today today, Instant now, Caller caller) {
    return Sql.of(
            """
            INSERT INTO patients.representation
              (id, representative_id, patient_id, relation, created_at, in_force_since, confirmed_at, confirmed_by,
               last_day, announced_end)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (representative_id, patient_id) WHERE ended_at IS NULL DO NOTHING
            RETURNING *
            """,
            UuidV7.next(),
            wanted.representativeId(),
            wanted.patientId(),
            wanted.relation().name(),
            Rows.utc(now),
            Rows.utc(now),
            Rows.utc(now),
            caller.userId(),
            wanted.lastDay(),
            RepresentationRule.announced(wanted.lastDay(), today.date()))
        .execute(connection)
        .map(
            rows ->
                Rows.first(rows)
                    .orElseThrow(() -> Failure.of(PatientsFailures.ALREADY_REPRESENTED)));
  }
}
