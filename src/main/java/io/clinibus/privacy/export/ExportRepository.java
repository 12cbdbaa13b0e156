package io.clinibus.privacy.export;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.privacy.api.ExportsApi.CreateExport;
import io.clinibus.privacy.api.ExportsApi.Export;
import io.clinibus.privacy.api.ExportsApi.ExportRequest;
import io.clinibus.privacy.api.ExportsApi.ExportRequestPage;
import io.clinibus.privacy.api.ExportsApi.ExportState;
import io.clinibus.privacy.api.ExportsApi.ListAllExports;
import io.clinibus.privacy.api.PrivacyFailures;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The SQL of copies and their files. */
public final class ExportRepository {

  /** How long a copy can be downloaded. */
  static final Duration LIFE = Duration.ofDays(7);

  private static final int MOST_LISTED = 20;

  private static final String SELECT =
      """
      SELECT e.id, e.patient_id, e.requested_by, e.state, e.created_at, e.ready_at, e.expires_at,
             e.size, e.parts, e.attempts, e.clinical, (SELECT zone FROM scheduling.clinic) AS zone
        FROM privacy.export e
      """;

  /** A copy that this node writes. */
  record Claim(UUID id, UUID patientId, int attempt, Language language, boolean clinical) {}

  /** A copy with who asked for it. */
  record Stored(Export export, UUID requestedBy, int attempt) {}

  private final Pool pool;
  private final PatientKeys keys;

  public ExportRepository(Pool pool, PatientKeys keys) {
    this.pool = pool;
    this.keys = keys;
  }

  /**
   * Stores a request for a copy.
   *
   * @return {@code NOT_FOUND} if there is no such patient, {@code EXPORT_PENDING} if a copy is
   *     being written
   */
  Future<UUID> insert(CreateExport request, boolean clinical, Instant now, Caller caller) {
    UUID id = UuidV7.next();
    Language language = Optional.ofNullable(request.language()).orElse(Language.en);
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                Sql.of(
                        """
                        INSERT INTO privacy.export
                          (id, patient_id, requested_by, language, clinical, created_at,
                           expires_at)
                        SELECT ?, p.id, ?, ?, ?, ?, ? FROM patients.contact p
                         WHERE p.id = ? AND p.erased_at IS NULL
                        """,
                        id,
                        caller.userId(),
                        language.name(),
                        clinical,
                        Rows.utc(now),
                        Rows.utc(now.plus(LIFE)),
                        request.patientId())
                    .execute(connection)
                    .map(
                        inserted -> {
                          if (inserted.rowCount() == 0) {
                            throw Failure.notFound("patient");
                          }
                          return id;
                        }))
        .recover(
            cause ->
                Future.failedFuture(
                    PostgresErrors.isDuplicate(cause, "export_pending")
                        ? Failure.of(PrivacyFailures.EXPORT_PENDING)
                        : cause));
  }

  /** Whether a doctor treats a patient. */
  Future<Boolean> isTreated(UUID doctorId, UUID patientId) {
    return Sql.of(
            "SELECT FROM scheduling.doctor_patient WHERE doctor_id = ? AND patient_id = ? LIMIT 1",
            doctorId,
            patientId)
        .execute(pool)
        .map(rows -> rows.size() > 0);
  }

  Future<Boolean> hasAccount(UUID patientId) {
    return Sql.of("SELECT FROM identity.patient_account WHERE patient_id = ?", patientId)
        .execute(pool)
        .map(rows -> rows.size() > 0);
  }

  /** The copies of a patient that have not expired, latest first. */
  Future<List<Stored>> list(UUID patientId, Instant now) {
    return Sql.of(SELECT + " WHERE e.patient_id = ? AND e.expires_at > ?", patientId, Rows.utc(now))
        .add("ORDER BY e.created_at DESC, e.id DESC LIMIT ?", MOST_LISTED)
        .execute(pool)
        .map(rows -> Rows.list(rows, ExportRepository::stored));
  }

  /** The copies of all patients that have not expired, latest first. */
  Future<ExportRequestPage> listAll(ListAllExports request, Instant now) {
    int limit = Cursor.limit(request.limit());
    Sql sql =
        Sql.of(
            """
            SELECT * FROM (
              SELECT e.id, e.patient_id, p.name AS patient_name, e.state, e.clinical, e.created_at,
                     e.expires_at, (SELECT zone FROM scheduling.clinic) AS zone,
                     (SELECT n.name FROM identity.account_name n WHERE n.id = e.requested_by) AS requested_by
                FROM privacy.export e JOIN patients.contact p ON p.id = e.patient_id
               WHERE e.expires_at > ?) AS e WHERE true
            """,
            Rows.utc(now));
    return Keyset.CREATED_DESCENDING
        .page(sql, Cursor.parse(request.cursor()), limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(
                    rows, limit, ExportRepository::request, ExportRequestPage::new));
  }

  private static ExportRequest request(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new ExportRequest(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        Rows.constant(row, "state", ExportState.class),
        row.getBoolean("clinical"),
        local(row, "created_at", zone),
        local(row, "expires_at", zone),
        row.getString("requested_by"));
  }

  /** {@code NOT_FOUND} if there is none that has not expired. */
  Future<Stored> find(UUID id, Instant now) {
    return Sql.of(SELECT + " WHERE e.id = ? AND e.expires_at > ?", id, Rows.utc(now))
        .execute(pool)
        .map(
            rows ->
                Rows.first(rows)
                    .map(ExportRepository::stored)
                    .orElseThrow(() -> Failure.notFound("copy")));
  }

  /** A section of a file; {@code NOT_FOUND} if it has not so many. */
  Future<byte[]> part(Stored stored, int number) {
    UUID id = stored.export().id();
    int attempt = stored.attempt();
    return Sql.of(
            """
            SELECT content FROM privacy.export_part
             WHERE export_id = ? AND attempt = ? AND number = ?
            """,
            id,
            attempt,
            number)
        .execute(pool)
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> row.getBuffer("content").getBytes())
                    .orElseThrow(() -> Failure.notFound("part")))
        .compose(
            bytes ->
                keys.of(stored.export().patientId())
                    .map(key -> key.open(place(id, attempt, number), bytes)));
  }

  /** A section is bound to its number, and to the attempt that wrote it. */
  private static SealedPlace place(UUID export, int attempt, int number) {
    return new SealedPlace("privacy.export_part.content/" + attempt, export, number);
  }

  /**
   * Claims the oldest copy that no node writes. One that has failed too often is given up.
   *
   * @param lease until when no other node claims it
   */
  Future<Optional<Claim>> claim(Instant now, Instant lease, int mostAttempts) {
    return Sql.of(
            """
            WITH given_up AS (
              UPDATE privacy.export SET state = 'FAILED'
               WHERE state = 'PENDING' AND attempts >= ? AND lease_until < ? RETURNING id),
            cleared AS (
              DELETE FROM privacy.export_part WHERE export_id IN (SELECT id FROM given_up))
            UPDATE privacy.export SET attempts = attempts + 1, lease_until = ?
             WHERE id = (SELECT id FROM privacy.export
                          WHERE state = 'PENDING' AND attempts < ?
                            AND (lease_until IS NULL OR lease_until < ?)
                          ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, patient_id, attempts, language, clinical
            """,
            mostAttempts,
            Rows.utc(now),
            Rows.utc(lease),
            mostAttempts,
            Rows.utc(now))
        .execute(pool)
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new Claim(
                                row.getUUID("id"),
                                row.getUUID("patient_id"),
                                row.getInteger("attempts"),
                                Rows.constant(row, "language", Language.class),
                                row.getBoolean("clinical"))));
  }

  /** Stores a section and extends the lease; fails if another node has claimed the copy since. */
  Future<Void> add(Claim claim, int number, Buffer content, Instant lease) {
    return keys.of(claim.patientId())
        .map(key -> key.seal(place(claim.id(), claim.attempt(), number), content.getBytes()))
        .compose(bytes -> insert(claim, number, Buffer.buffer(bytes), lease));
  }

  private Future<Void> insert(Claim claim, int number, Buffer content, Instant lease) {
    return pool.withTransaction(
        connection ->
            requireClaimed(connection, claim)
                .compose(
                    claimed ->
                        Sql.of(
                                "UPDATE privacy.export SET lease_until = ? WHERE id = ?",
                                Rows.utc(lease),
                                claim.id())
                            .execute(connection))
                .compose(
                    extended ->
                        Sql.of(
                                """
                                INSERT INTO privacy.export_part (export_id, attempt, number, content)
                                VALUES (?, ?, ?, ?)
                                """,
                                claim.id(),
                                claim.attempt(),
                                number,
                                content)
                            .execute(connection))
                .mapEmpty());
  }

  /** The copy can be downloaded: replaces earlier ones, and notifies the patient by mail. */
  Future<Void> complete(Claim claim, int parts, long size, Instant now) {
    return pool.withTransaction(
        connection ->
            requireClaimed(connection, claim)
                .compose(
                    claimed ->
                        Sql.of(
                                """
                                WITH earlier AS (
                                  DELETE FROM privacy.export
                                   WHERE patient_id = ? AND id <> ? AND state <> 'PENDING'),
                                abandoned AS (
                                  DELETE FROM privacy.export_part WHERE export_id = ? AND attempt <> ?)
                                UPDATE privacy.export
                                   SET state = 'READY', parts = ?, size = ?, ready_at = ?,
                                       expires_at = ?, lease_until = NULL
                                 WHERE id = ?
                                """,
                                claim.patientId(),
                                claim.id(),
                                claim.id(),
                                claim.attempt(),
                                parts,
                                size,
                                Rows.utc(now),
                                Rows.utc(now.plus(LIFE)),
                                claim.id())
                            .execute(connection))
                .compose(
                    ready ->
                        Sql.of(
                                """
                                SELECT notifications.request(
                                  'EXPORT_READY', ?::uuid, 'privacy/export:' || ?::text,
                                  ?::timestamptz, false, '{}')
                                """,
                                claim.patientId(),
                                claim.id().toString(),
                                Rows.utc(now.plus(LIFE)))
                            .execute(connection))
                .mapEmpty());
  }

  private static Future<Void> requireClaimed(SqlConnection connection, Claim claim) {
    return Sql.of(
            """
            SELECT FROM privacy.export
             WHERE id = ? AND attempts = ? AND state = 'PENDING' FOR UPDATE
            """,
            claim.id(),
            claim.attempt())
        .execute(connection)
        .compose(
            rows ->
                rows.size() == 1
                    ? Future.succeededFuture()
                    : Future.failedFuture("another node has claimed the copy"));
  }

  private static Stored stored(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    Export export =
        new Export(
            row.getUUID("id"),
            row.getUUID("patient_id"),
            Rows.constant(row, "state", ExportState.class),
            false,
            row.getBoolean("clinical"),
            local(row, "created_at", zone),
            local(row, "ready_at", zone),
            local(row, "expires_at", zone),
            row.getLong("size"),
            row.getInteger("parts"));
    return new Stored(export, row.getUUID("requested_by"), row.getInteger("attempts"));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.atZoneSameInstant(zone).toOffsetDateTime();
  }
}
