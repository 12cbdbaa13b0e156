package io.clinibus.records.entries;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.records.api.RestrictionsApi.Restriction;
import io.clinibus.records.api.RestrictionsApi.RestrictionChanged;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** What patients restrict, in PostgreSQL. */
public final class RestrictionRepository {

  /** The number of restrictions in force that are read at most. */
  private static final int MOST = 500;

  private static final String COLUMNS =
      """
      id, patient_id, part, subject, created_at, (SELECT zone FROM scheduling.clinic) AS zone
      """;

  private final Pool pool;

  public RestrictionRepository(Pool pool) {
    this.pool = pool;
  }

  /** Whether a doctor has opened a patient's record in an emergency. */
  Future<Boolean> hasOpened(UUID doctorId, UUID patientId, Instant now) {
    return Sql.of("SELECT patients.has_opened(?, ?, ?)", doctorId, patientId, Rows.utc(now))
        .execute(pool)
        .map(Rows::isTrue);
  }

  Future<List<Restriction>> list(UUID patientId) {
    return Sql.of("SELECT " + COLUMNS + " FROM records.restriction WHERE patient_id = ?", patientId)
        .add("AND lifted_at IS NULL ORDER BY created_at DESC, id DESC LIMIT ?", MOST)
        .execute(pool)
        .map(rows -> Rows.list(rows, RestrictionRepository::restriction));
  }

  /**
   * Stores a restriction and its event; the one that is in force answers if there is one.
   *
   * @return {@code NOT_FOUND} if the patient has no such encounter or entry
   */
  Future<Restriction> add(UUID id, RestrictPart request, Instant now, Caller caller) {
    boolean isOfDocuments = request.part() == RestrictedPart.DOCUMENTS;
    String subject = isOfDocuments ? request.documentKind() : request.subjectId().toString();
    Sql insert =
        Sql.of(
            """
            INSERT INTO records.restriction AS r (id, patient_id, part, subject, created_at, created_by)
            SELECT ?, ?, ?, ?, ?, ?
             WHERE ? OR EXISTS (SELECT FROM records.entry e
                                 WHERE ? = 'ENTRY' AND e.id = ? AND e.patient_id = ?)
                   OR EXISTS (SELECT FROM records.encounter c
                               WHERE ? = 'ENCOUNTER' AND c.id = ? AND c.patient_id = ?
                                 AND c.released_at <= ?)
            ON CONFLICT (patient_id, part, subject) WHERE lifted_at IS NULL
              DO UPDATE SET subject = r.subject
            RETURNING
            """,
            id,
            request.patientId(),
            request.part().name(),
            subject,
            Rows.utc(now),
            caller.userId(),
            isOfDocuments,
            request.part().name(),
            request.subjectId(),
            request.patientId(),
            request.part().name(),
            request.subjectId(),
            request.patientId(),
            Rows.utc(now));
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            insert
                .add(COLUMNS)
                .execute(connection)
                .map(
                    rows ->
                        Rows.first(rows)
                            .map(RestrictionRepository::restriction)
                            .orElseThrow(() -> Failure.notFound("part of the record")))
                .compose(
                    stored ->
                        Outbox.append(
                                connection, RestrictionsApi.RESTRICTION_CHANGED, added(stored, now))
                            .map(stored)));
  }

  static RestrictionChanged added(Restriction stored, Instant now) {
    return new RestrictionChanged(stored.id(), stored.patientId(), 1, now);
  }

  static RestrictionChanged lifted(UUID id, UUID patientId, Instant now) {
    return new RestrictionChanged(id, patientId, 2, now);
  }

  /** Lifts a restriction; {@code NOT_FOUND} if it is not in force. */
  Future<Void> lift(UUID patientId, UUID id, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE records.restriction SET lifted_at = ?, lifted_by = ?
                     WHERE id = ? AND patient_id = ? AND lifted_at IS NULL RETURNING id
                    """,
                    Rows.utc(now),
                    caller.userId(),
                    id,
                    patientId)
                .execute(connection)
                .compose(
                    rows -> {
                      if (rows.size() == 0) {
                        throw Failure.notFound("restriction");
                      }
                      return Outbox.append(
                          connection,
                          RestrictionsApi.RESTRICTION_CHANGED,
                          lifted(id, patientId, now));
                    }));
  }

  private static Restriction restriction(Row row) {
    RestrictedPart part = Rows.constant(row, "part", RestrictedPart.class);
    String subject = row.getString("subject");
    boolean isOfDocuments = part == RestrictedPart.DOCUMENTS;
    return new Restriction(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        part,
        isOfDocuments ? null : UUID.fromString(subject),
        isOfDocuments ? subject : null,
        Rows.instant(row, "created_at")
            .atZone(ZoneId.of(row.getString("zone")))
            .toOffsetDateTime());
  }
}
