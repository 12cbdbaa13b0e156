package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionChanged;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionVersion;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** Prescriptions in PostgreSQL. */
public final class PrescriptionRepository {

  /** Of one patient, for the live topic. */
  private static final int MOST_VERSIONS = 500;

  /**
   * The columns of a draft that change with it.
   *
   * @param version the version of the row for which the content is sealed
   */
  record Draft(
      UUID id, UUID encounterId, byte[] content, long version, int repeats, LocalDate validUntil) {}

  private final Pool pool;

  public PrescriptionRepository(Pool pool) {
    this.pool = pool;
  }

  /** The day on which it is now in the clinic. */
  Future<LocalDate> today(Instant now) {
    return Sql.of(
            "SELECT (?::timestamptz AT TIME ZONE zone)::date AS today FROM scheduling.clinic",
            Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.one(rows).getLocalDate("today"));
  }

  /** Whether a doctor is writing an encounter of a patient. */
  Future<Boolean> isInProgress(UUID encounterId, UUID patientId, UUID doctorId) {
    return Sql.of(
            """
            SELECT EXISTS (SELECT FROM records.encounter_in_progress
                            WHERE id = ? AND patient_id = ? AND doctor_id = ?)
            """,
            encounterId,
            patientId,
            doctorId)
        .execute(pool)
        .map(Rows::isTrue);
  }

  /** How often a patient's record has changed. */
  Future<Long> changes(UUID patientId, Instant now) {
    return Sql.of("SELECT records.changes(?, ?) AS changes", patientId, Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.one(rows).getLong("changes"));
  }

  /** Whether a doctor has opened a patient's record in an emergency. */
  Future<Boolean> hasOpened(UUID doctorId, UUID patientId, Instant now) {
    return Sql.of("SELECT patients.has_opened(?, ?, ?)", doctorId, patientId, Rows.utc(now))
        .execute(pool)
        .map(Rows::isTrue);
  }

  Future<Optional<StoredPrescription>> find(UUID id) {
    return Sql.of(PrescriptionRows.SELECT + " WHERE p.id = ?", id)
        .execute(pool)
        .map(rows -> Rows.first(rows).map(PrescriptionRows::prescription));
  }

  /**
   * A patient's prescriptions, the latest first.
   *
   * @param reader who sees them
   */
  <P> Future<P> list(
      ListPrescriptions wanted,
      PrescriptionReader reader,
      BiFunction<List<StoredPrescription>, String, P> page) {
    int limit = Cursor.limit(wanted.limit());
    return listing(wanted, reader, limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(rows, limit, PrescriptionRows::prescription, page));
  }

  Sql listing(ListPrescriptions wanted, PrescriptionReader reader, int limit) {
    Sql sql =
        Sql.of("SELECT listed.* FROM (" + PrescriptionRows.SELECT)
            .add("WHERE p.patient_id = ?", wanted.patientId())
            .add("AND (p.status <> 'DRAFT' OR p.doctor_id = ?)", reader.doctorId());
    if (!reader.seesRestricted()) {
      sql.add(
          "AND (p.doctor_id = ? OR NOT " + PrescriptionRows.RESTRICTED + ")", reader.doctorId());
    }
    if (wanted.encounterId() != null) {
      sql.add("AND p.encounter_id = ?", wanted.encounterId());
    }
    if (wanted.status() != null) {
      sql.add("AND p.status = ?", wanted.status().name());
    }
    return Keyset.CREATED_DESCENDING.page(
        sql.add(") AS listed WHERE true"), Cursor.parse(wanted.cursor()), limit);
  }

  Future<List<PrescriptionVersion>> versions(UUID patientId) {
    return Sql.of(
            """
            SELECT id, status, version FROM prescriptions.prescription
             WHERE patient_id = ? AND status <> 'DRAFT' ORDER BY created_at DESC, id DESC LIMIT ?
            """,
            patientId,
            MOST_VERSIONS)
        .execute(pool)
        .map(rows -> Rows.list(rows, PrescriptionRows::version));
  }

  Future<?> insert(
      Draft draft, UUID patientId, UUID doctorId, UUID renews, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    INSERT INTO prescriptions.prescription
                      (id, patient_id, sealed_for, doctor_id, encounter_id, status, content,
                       content_version, repeats, valid_until, renews, created_at, version)
                    VALUES (?, ?, ?, ?, ?, 'DRAFT', ?, ?, ?, ?, ?, ?, ?)
                    """,
                    draft.id(),
                    patientId,
                    patientId,
                    doctorId,
                    draft.encounterId(),
                    Buffer.buffer(draft.content()),
                    draft.version(),
                    draft.repeats(),
                    draft.validUntil(),
                    renews,
                    Rows.utc(at),
                    draft.version())
                .execute(connection));
  }

  /** {@code STALE_VERSION} unless the row is a draft of the version before. */
  Future<?> update(Draft draft, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE prescriptions.prescription
                       SET encounter_id = ?, content = ?, content_version = ?, repeats = ?,
                           valid_until = ?, version = version + 1
                     WHERE id = ? AND status = 'DRAFT' AND version + 1 = ?
                    """,
                    draft.encounterId(),
                    Buffer.buffer(draft.content()),
                    draft.version(),
                    draft.repeats(),
                    draft.validUntil(),
                    draft.id(),
                    draft.version())
                .execute(connection)
                .map(PrescriptionRepository::notStale));
  }

  /** {@code STALE_VERSION} if it was signed meanwhile. */
  Future<?> delete(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of("DELETE FROM prescriptions.prescription WHERE id = ? AND status = 'DRAFT'", id)
                .execute(connection)
                .map(PrescriptionRepository::notStale));
  }

  /**
   * Signs a draft.
   *
   * @return {@code STALE_VERSION}, or {@code PRESCRIPTION_INCOMPLETE} naming what is missing
   */
  Future<PrescriptionChanged> sign(UUID id, long version, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    SELECT prescriptions.missing_content(p.patient_id, p.doctor_id) AS missing
                      FROM prescriptions.prescription p
                     WHERE p.id = ? AND p.version = ? AND p.status = 'DRAFT' FOR UPDATE
                    """,
                    id,
                    version)
                .execute(connection)
                .compose(rows -> activate(connection, id, rows, at, caller)));
  }

  private static Future<PrescriptionChanged> activate(
      SqlConnection connection, UUID id, RowSet<Row> drafts, Instant at, Caller caller) {
    Row draft = Rows.first(drafts).orElseThrow(Failure::staleVersion);
    RequiredContent.check(Arrays.asList(draft.getArrayOfStrings("missing")));
    return Sql.of(
            "SELECT payload::text AS payload FROM prescriptions.activate(ARRAY[?::uuid], ?, ?)",
            id,
            caller.userId(),
            Rows.utc(at))
        .execute(connection)
        .map(rows -> changed(Rows.one(rows)));
  }

  /** What the drafts of an encounter lack. */
  Future<List<String>> missing(UUID encounterId) {
    return Sql.of(
            """
            SELECT DISTINCT lacking.what
              FROM prescriptions.prescription p,
                   unnest(prescriptions.missing_content(p.patient_id, p.doctor_id)) AS lacking (what)
             WHERE p.encounter_id = ? AND p.status = 'DRAFT' ORDER BY 1
            """,
            encounterId)
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> row.getString("what")));
  }

  Future<List<StoredPrescription>> drafts(UUID encounterId) {
    return Sql.of(
            PrescriptionRows.SELECT + " WHERE p.encounter_id = ? AND p.status = 'DRAFT'",
            encounterId)
        .execute(pool)
        .map(rows -> Rows.list(rows, PrescriptionRows::prescription));
  }

  /**
   * Ends a signed prescription.
   *
   * @param reason sealed for the next version
   * @return {@code STALE_VERSION} unless it has this version
   */
  Future<PrescriptionChanged> end(
      UUID id, long version, PrescriptionStatus status, byte[] reason, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    WITH ended AS (
                      UPDATE prescriptions.prescription
                         SET status = ?, end_reason = ?, end_version = version + 1,
                             ended_at = coalesce(ended_at, ?), version = version + 1
                       WHERE id = ? AND version = ? AND status <> 'DRAFT'
                      RETURNING *)
                    INSERT INTO platform.outbox (type, payload)
                    SELECT 'prescriptions.prescription-changed', prescriptions.changed(e)
                      FROM (SELECT * FROM ended) AS e
                    RETURNING payload::text AS payload
                    """,
                    status.name(),
                    Buffer.buffer(reason),
                    Rows.utc(at),
                    id,
                    version)
                .execute(connection)
                .map(
                    rows ->
                        Rows.first(rows)
                            .map(PrescriptionRepository::changed)
                            .orElseThrow(Failure::staleVersion)));
  }

  /** Completes prescriptions whose validity has ended. */
  Future<List<PrescriptionChanged>> completeExpired(LocalDate today, Instant at, int atMost) {
    return Sql.of(
            """
            WITH ended AS (
              UPDATE prescriptions.prescription
                 SET status = 'COMPLETED', ended_at = ?, version = version + 1
               WHERE id IN (SELECT id FROM prescriptions.prescription
                             WHERE status = 'ACTIVE' AND valid_until < ?
                             ORDER BY valid_until, id LIMIT ? FOR UPDATE SKIP LOCKED)
              RETURNING *)
            INSERT INTO platform.outbox (type, payload)
            SELECT 'prescriptions.prescription-changed', prescriptions.changed(e)
              FROM (SELECT * FROM ended) AS e
            RETURNING payload::text AS payload
            """,
            Rows.utc(at),
            today,
            atMost)
        .execute(pool)
        .map(rows -> Rows.list(rows, PrescriptionRepository::changed));
  }

  Future<PrescriptionRows.Printed> printed(StoredPrescription stored) {
    return Sql.of(
            """
            SELECT p.given_name AS patient_given, p.family_name AS patient_family, p.birth_date,
                   d.title, d.given_name AS doctor_given, d.family_name AS doctor_family,
                   d.specialization, d.qualifications, d.email,
                   coalesce(nullif(d.phone, ''), c.phone) AS doctor_phone,
                   c.name AS clinic_name, c.address, c.phone AS clinic_phone
              FROM patients.person p, directory.prescriber d, scheduling.clinic_contact c
             WHERE p.id = ? AND d.id = ?
            """,
            stored.patientId(),
            stored.doctorId())
        .execute(pool)
        .map(rows -> PrescriptionRows.printed(Rows.one(rows)));
  }

  private static PrescriptionChanged changed(Row row) {
    try {
      return Json.MAPPER.readValue(row.getString("payload"), PrescriptionChanged.class);
    } catch (IOException e) {
      throw new IllegalStateException("unexpected shape of an event", e);
    }
  }

  private static Void notStale(RowSet<Row> rows) {
    if (rows.rowCount() == 0) {
      throw Failure.staleVersion();
    }
    return null;
  }
}
