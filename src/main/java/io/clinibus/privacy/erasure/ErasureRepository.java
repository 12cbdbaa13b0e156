package io.clinibus.privacy.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.privacy.api.ErasuresApi.Erasure;
import io.clinibus.privacy.api.ErasuresApi.ErasurePage;
import io.clinibus.privacy.api.ErasuresApi.ErasurePlan;
import io.clinibus.privacy.api.ErasuresApi.ErasureState;
import io.clinibus.privacy.api.ErasuresApi.ListErasures;
import io.clinibus.privacy.api.PrivacyFailures;
import io.clinibus.privacy.erasure.ErasureWriter.Planned;
import io.clinibus.privacy.records.PersonalDataRepository;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** The SQL of requests for erasure. */
public final class ErasureRepository {

  private static final String SELECT =
      """
      SELECT e.id, e.patient_id, e.state, e.plan, e.closed_at, e.created_at,
             CASE WHEN p.erased_at IS NULL THEN p.name END AS patient_name,
             (SELECT zone FROM scheduling.clinic) AS zone
        FROM privacy.erasure e JOIN patients.contact p ON p.id = e.patient_id
      """;

  /** A patient whose retention may have ended. */
  record Candidate(UUID patientId, OffsetDateTime registeredAt, boolean due) {}

  /** A finished erasure; its events are to be published. */
  record Erased(Erasure erasure, CommittedEvents events) {}

  private final Pool pool;
  private final PersonalDataRepository data;
  private final ErasureWriter writer;

  public ErasureRepository(Pool pool, PersonalDataRepository data, ErasureWriter writer) {
    this.pool = pool;
    this.data = data;
    this.writer = writer;
  }

  /** Stores a request; {@code ERASURE_REQUESTED} if there is an open one for the patient. */
  Future<UUID> insert(UUID patientId, Instant now, Caller caller) {
    UUID id = UuidV7.next();
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                data.subject(connection, patientId, now)
                    .compose(
                        subject ->
                            Sql.of(
                                    """
                                    INSERT INTO privacy.erasure
                                      (id, patient_id, requested_by, created_at) VALUES (?, ?, ?, ?)
                                    """,
                                    id,
                                    patientId,
                                    caller.userId(),
                                    Rows.utc(now))
                                .execute(connection)))
        .map(id)
        .recover(
            cause ->
                Future.failedFuture(
                    PostgresErrors.isDuplicate(cause, "erasure_requested")
                        ? Failure.of(PrivacyFailures.ERASURE_REQUESTED)
                        : cause));
  }

  Future<ErasurePage> list(ListErasures request) {
    int limit = Cursor.limit(request.limit());
    Sql sql = new Sql().add("SELECT * FROM (" + SELECT + ") AS e WHERE true");
    if (request.patientId() != null) {
      sql.add("AND patient_id = ?", request.patientId());
    }
    if (request.state() != null) {
      sql.add("AND state = ?", request.state().name());
    }
    return Keyset.CREATED_DESCENDING
        .page(sql, Cursor.parse(request.cursor()), limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(
                    rows, limit, row -> erasure(row, null), ErasurePage::new));
  }

  /** Without the plan of an open request. */
  Future<Erasure> find(UUID id) {
    return find(pool, id);
  }

  private static Future<Erasure> find(SqlClient client, UUID id) {
    return Sql.of(SELECT + " WHERE e.id = ?", id)
        .execute(client)
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> erasure(row, plan(row.getJsonObject("plan"))))
                    .orElseThrow(() -> Failure.notFound("request")));
  }

  /** What an erasure would do as things are. */
  Future<ErasurePlan> plan(UUID patientId, Instant now) {
    return data.subject(pool, patientId, now)
        .compose(subject -> writer.plan(pool, subject))
        .map(Planned::plan);
  }

  /** Closes an open request without an erasure; {@code ERASURE_CLOSED} if it is not open. */
  Future<Erasure> withdraw(UUID id, Instant now, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            requireOpen(connection, id)
                .compose(
                    patient ->
                        Sql.of(
                                """
                                UPDATE privacy.erasure
                                   SET state = 'WITHDRAWN', closed_by = ?, closed_at = ? WHERE id = ?
                                """,
                                caller.userId(),
                                Rows.utc(now),
                                id)
                            .execute(connection))
                .compose(closed -> find(connection, id)));
  }

  /**
   * Carries out a request, unless the check of the plan, which is made again while the patient's
   * data is locked, fails.
   */
  Future<Erased> carryOut(UUID id, Instant now, Consumer<ErasurePlan> check, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            requireOpen(connection, id)
                .compose(patient -> erase(connection, patient, now, check))
                .compose(
                    erased ->
                        close(connection, erased, now, caller.userId())
                            .compose(closed -> find(connection, id))
                            .map(erasure -> new Erased(erasure, erased.events()))));
  }

  /** Erases a patient whose retention has ended, without a request. */
  Future<CommittedEvents> eraseUnasked(UUID patientId, Instant now, Consumer<ErasurePlan> check) {
    return pool.withTransaction(
        connection ->
            erase(connection, patientId, now, check)
                .compose(
                    erased ->
                        Sql.of(
                                """
                                INSERT INTO privacy.erasure (id, patient_id, created_at)
                                VALUES (?, ?, ?) ON CONFLICT DO NOTHING
                                """,
                                UuidV7.next(),
                                patientId,
                                Rows.utc(now))
                            .execute(connection)
                            .compose(kept -> close(connection, erased, now, null))
                            .map(erased.events())));
  }

  /** Patients by time of registration, after a position, with whether nothing is recent. */
  Future<List<Candidate>> candidates(Candidate after, Instant before, int limit) {
    return Sql.of(
            """
            SELECT k.patient_id, k.registered_at,
                   NOT EXISTS (SELECT FROM scheduling.appointment_summary a
                                WHERE a.patient_id = ANY (k.records) AND a.ends_at >= ?)
                   AND NOT EXISTS (SELECT FROM identity.patient_account u
                                    WHERE u.patient_id = ANY (k.records) AND u.signed_in) AS due
              FROM (SELECT patient_id, registered_at, patients.records_of_person(patient_id) AS records
                      FROM patients.kept_record
                     WHERE (registered_at, patient_id) > (?, ?) AND registered_at < ?
                     ORDER BY registered_at, patient_id LIMIT ?) AS k
             ORDER BY k.registered_at, k.patient_id
            """,
            Rows.utc(before),
            after.registeredAt(),
            after.patientId(),
            Rows.utc(before),
            limit)
        .execute(pool)
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new Candidate(
                            row.getUUID("patient_id"),
                            row.getOffsetDateTime("registered_at"),
                            row.getBoolean("due"))));
  }

  private record ErasedData(Planned planned, CommittedEvents events) {}

  private Future<ErasedData> erase(
      SqlConnection connection, UUID patientId, Instant now, Consumer<ErasurePlan> check) {
    return data.lockedSubject(connection, patientId, now)
        .compose(subject -> writer.plan(connection, subject))
        .compose(
            planned -> {
              check.accept(planned.plan());
              return writer
                  .erase(connection, planned)
                  .map(events -> new ErasedData(planned, events));
            });
  }

  /** Locks an open request and returns its patient. */
  private static Future<UUID> requireOpen(SqlConnection connection, UUID id) {
    return Sql.of("SELECT patient_id, state FROM privacy.erasure WHERE id = ? FOR UPDATE", id)
        .execute(connection)
        .map(
            rows -> {
              Row row = Rows.first(rows).orElseThrow(() -> Failure.notFound("request"));
              if (Rows.constant(row, "state", ErasureState.class) != ErasureState.REQUESTED) {
                throw Failure.of(PrivacyFailures.ERASURE_CLOSED);
              }
              return row.getUUID("patient_id");
            });
  }

  /** Closes the open requests for all records of a patient. */
  private static Future<Void> close(
      SqlConnection connection, ErasedData erased, Instant now, UUID by) {
    return Sql.of(
            """
            UPDATE privacy.erasure SET state = 'DONE', plan = ?, closed_by = ?, closed_at = ?
             WHERE patient_id = ANY (?) AND state = 'REQUESTED'
            """,
            new JsonObject(Json.MAPPER.valueToTree(erased.planned().plan()).toString()),
            by,
            Rows.utc(now),
            erased.planned().subject().records().toArray(UUID[]::new))
        .execute(connection)
        .mapEmpty();
  }

  private static ErasurePlan plan(JsonObject stored) {
    try {
      return stored == null ? null : Json.MAPPER.readValue(stored.encode(), ErasurePlan.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored plan unreadable", e);
    }
  }

  private static Erasure erasure(Row row, ErasurePlan plan) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new Erasure(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        Rows.constant(row, "state", ErasureState.class),
        local(row, "created_at", zone),
        local(row, "closed_at", zone),
        plan);
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.atZoneSameInstant(zone).toOffsetDateTime();
  }
}
