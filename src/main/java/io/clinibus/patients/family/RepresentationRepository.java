package io.clinibus.patients.family;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.FamilyApi.AddRelative;
import io.clinibus.patients.api.FamilyApi.EndReason;
import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.FamilyApi.Representation;
import io.clinibus.patients.api.FamilyApi.RepresentationChanged;
import io.clinibus.patients.api.FamilyApi.RepresentationStatus;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Representations in PostgreSQL. */
public final class RepresentationRepository {

  private static final int MOST = 50;

  private static final String SELECT =
      """
      SELECT r.*, o.name AS representative_name, p.name AS patient_name, p.birth_date, c.zone,
             CASE r.relation WHEN 'CHILD' THEN (p.birth_date + make_interval(years => f.majority_age))::date END
               AS until,
             CASE WHEN r.ended_at IS NOT NULL THEN 'ENDED'
                  WHEN NOT patients.lasts(r.relation, r.patient_id, p.birth_date, r.created_at, ?) THEN 'ENDED'
                  WHEN r.in_force_since IS NULL THEN 'PENDING' ELSE 'IN_FORCE' END AS status,
             (SELECT n.name FROM identity.account_name n WHERE n.id = r.confirmed_by) AS confirmed_by_name
        FROM patients.representation r
        JOIN patients.contact o ON o.id = r.representative_id AND o.active
        JOIN patients.contact p ON p.id = r.patient_id AND p.active
       CROSS JOIN patients.family_rules f
       CROSS JOIN scheduling.clinic c
      """;

  /** The mails tell each of the two about the other, whose name is read when they are sent. */
  private static final String END_OVER =
      """
      WITH over AS (
        SELECT r.id FROM patients.representation r JOIN patients.patient p ON p.id = r.patient_id
         WHERE r.ended_at IS NULL AND r.relation IN ('CHILD', 'GUEST')
           AND NOT patients.lasts(r.relation, r.patient_id, p.birth_date, r.created_at, ?)
         ORDER BY r.created_at LIMIT ? FOR UPDATE OF r SKIP LOCKED),
      ended AS (
        UPDATE patients.representation r
           SET ended_at = ?, version = version + 1,
               ended_because = CASE relation WHEN 'CHILD' THEN 'MAJORITY' ELSE 'VISIT' END
         WHERE r.id IN (SELECT id FROM over)
        RETURNING r.*),
      told AS (
        SELECT count(notifications.request(
                 mail.template, mail.recipient, 'patients/' || lower(mail.template) || ':' || e.id,
                 e.ended_at + interval '7 days', false, jsonb_build_object('forPatient', mail.about))) AS mails
          FROM ended e,
               LATERAL (VALUES ('REPRESENTATION_ENDED', e.representative_id, e.patient_id),
                               ('OF_AGE', e.patient_id, e.representative_id))
                 AS mail (template, recipient, about)
         WHERE e.ended_because = 'MAJORITY' AND e.in_force_since IS NOT NULL),
      written AS (
        INSERT INTO platform.outbox (type, payload)
        SELECT 'patients.representation-changed', jsonb_build_object(
                 'representationId', id, 'representativeId', representative_id, 'patientId', patient_id,
                 'version', version, 'at', ended_at)
          FROM ended)
      SELECT e.*, told.mails FROM ended e, told
      """;

  /** A representation with the event of its change. */
  record Changed(Representation representation, RepresentationChanged event) {}

  /**
   * Who ends a representation.
   *
   * @param ownPatientId the patient who does, or null for the front desk
   */
  record Ender(UUID accountId, UUID ownPatientId) {}

  private final Pool pool;

  public RepresentationRepository(Pool pool) {
    this.pool = pool;
  }

  /** Whom a patient represents. */
  Future<List<Representation>> relatives(UUID patientId, boolean ended, Instant now) {
    return list("r.representative_id", patientId, ended, now);
  }

  /** Who represents a patient. */
  Future<List<Representation>> representatives(UUID patientId, boolean ended, Instant now) {
    return list("r.patient_id", patientId, ended, now);
  }

  private Future<List<Representation>> list(
      String column, UUID patientId, boolean ended, Instant now) {
    Sql sql = Sql.of(SELECT, Rows.utc(now)).add("WHERE " + column + " = ?", patientId);
    if (!ended) {
      sql.add("AND r.ended_at IS NULL");
      sql.add(
          "AND patients.lasts(r.relation, r.patient_id, p.birth_date, r.created_at, ?)",
          Rows.utc(now));
    }
    return sql.add("ORDER BY r.ended_at DESC NULLS FIRST, r.created_at, r.id LIMIT ?", MOST)
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> representation(row, ended)));
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
            lock(connection, wanted.patientId())
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
                          .compose(
                              inserted ->
                                  link(connection, wanted, patientId, pending, now, caller));
                    })
                .compose(link -> tell(connection, link, now)));
  }

  private static Future<?> lock(SqlConnection connection, UUID id) {
    return Sql.of(
            "SELECT FROM patients.patient WHERE id = ? AND deleted_at IS NULL FOR NO KEY UPDATE",
            id)
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("patient")));
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

  private static Future<UUID> link(
      SqlConnection connection,
      AddRelative wanted,
      UUID patientId,
      boolean pending,
      Instant now,
      Caller caller) {
    UUID id = UuidV7.next();
    return Sql.of(
            """
            INSERT INTO patients.representation
              (id, representative_id, patient_id, relation, created_at, in_force_since)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            id,
            wanted.patientId(),
            patientId,
            wanted.relation().name(),
            Rows.utc(now),
            pending ? null : Rows.utc(now))
        .execute(connection)
        .map(id);
  }

  /**
   * Staff confirm a representation of a patient; a guest becomes a relative.
   *
   * @return {@code NOT_FOUND} unless it is open and the patient is one of the two
   */
  Future<Changed> confirm(UUID id, UUID patientId, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.representation r
                       SET in_force_since = coalesce(in_force_since, ?), confirmed_at = coalesce(confirmed_at, ?),
                           confirmed_by = coalesce(confirmed_by, ?), version = version + 1,
                           relation = CASE relation WHEN 'GUEST' THEN 'OTHER' ELSE relation END
                     WHERE id = ? AND ended_at IS NULL AND ? IN (representative_id, patient_id)
                    RETURNING *
                    """,
                    Rows.utc(now),
                    Rows.utc(now),
                    caller.userId(),
                    id,
                    patientId)
                .execute(connection)
                .map(rows -> Rows.first(rows).orElseThrow(RepresentationRepository::notFound))
                .onSuccess(row -> concerns(row, caller))
                .compose(row -> tell(connection, id, now)));
  }

  /** As {@link #confirm}. */
  Future<RepresentationChanged> end(
      UUID id, UUID patientId, Ender ender, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.representation r
                       SET ended_at = ?, ended_by = ?, version = version + 1,
                           ended_because = CASE ?::uuid WHEN representative_id THEN 'REPRESENTATIVE'
                                                        WHEN patient_id THEN 'PATIENT' ELSE 'CLINIC' END
                     WHERE id = ? AND ended_at IS NULL AND ? IN (representative_id, patient_id)
                    RETURNING *
                    """,
                    Rows.utc(now),
                    ender.accountId(),
                    ender.ownPatientId(),
                    id,
                    patientId)
                .execute(connection)
                .map(rows -> Rows.first(rows).orElseThrow(RepresentationRepository::notFound))
                .onSuccess(row -> concerns(row, caller))
                .compose(row -> append(connection, event(row, now))));
  }

  /**
   * Ends representations that do not last any more, up to a limit, and requests the mails about
   * them.
   */
  Future<List<RepresentationChanged>> endOver(Instant now, int most) {
    return Sql.of(END_OVER, Rows.utc(now), most, Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> event(row, now)));
  }

  private static Future<Changed> tell(SqlConnection connection, UUID id, Instant now) {
    return Sql.of(SELECT, Rows.utc(now))
        .add("WHERE r.id = ?", id)
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(RepresentationRepository::notFound))
        .compose(
            row ->
                append(connection, event(row, now))
                    .map(event -> new Changed(representation(row, true), event)));
  }

  private static Future<RepresentationChanged> append(
      SqlClient connection, RepresentationChanged event) {
    return Outbox.append(connection, FamilyApi.REPRESENTATION_CHANGED, event).map(event);
  }

  private static void concerns(Row row, Caller caller) {
    caller.concerns(row.getUUID("representative_id"));
    caller.concerns(row.getUUID("patient_id"));
  }

  private static RepresentationChanged event(Row row, Instant now) {
    return new RepresentationChanged(
        row.getUUID("id"),
        row.getUUID("representative_id"),
        row.getUUID("patient_id"),
        row.getInteger("version"),
        now);
  }

  /**
   * @param ofStaff whether the names of staff are shown
   */
  private static Representation representation(Row row, boolean ofStaff) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new Representation(
        row.getUUID("id"),
        row.getUUID("representative_id"),
        row.getString("representative_name"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        row.getLocalDate("birth_date"),
        Rows.constant(row, "relation", Relation.class),
        Rows.constant(row, "status", RepresentationStatus.class),
        local(row, "created_at", zone),
        row.getLocalDate("until"),
        local(row, "confirmed_at", zone),
        ofStaff ? row.getString("confirmed_by_name") : null,
        local(row, "ended_at", zone),
        Rows.constant(row, "ended_because", EndReason.class));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.atZoneSameInstant(zone).toOffsetDateTime();
  }

  private static Failure notFound() {
    return Failure.notFound("representation");
  }
}
