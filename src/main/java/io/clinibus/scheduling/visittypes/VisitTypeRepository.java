package io.clinibus.scheduling.visittypes;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.events.Outbox;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.ClinicRulesChanged;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.VisitTypesApi.ListVisitTypes;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypePage;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Types of visits in PostgreSQL. They are rules of the clinic: a change excludes bookings and
 * increments the version of the rules.
 */
public final class VisitTypeRepository {

  /** All of them are in the cached rules of each node. */
  static final int MOST = 500;

  /** A type after a change, and the event of the rules that changed with it. */
  record Changed(VisitType type, ClinicRulesChanged rules) {}

  private static final String INSERT =
      """
      INSERT INTO scheduling.visit_type
        (name, minutes, price_amount, price_currency, bookable, discreet, colour, instruction,
         questions, active, id)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?::text::jsonb, ?, ?
       WHERE (SELECT count(*) FROM scheduling.visit_type) < ?
      """;

  private static final String UPDATE =
      """
      UPDATE scheduling.visit_type
         SET name = ?, minutes = ?, price_amount = ?, price_currency = ?, bookable = ?,
             discreet = ?, colour = ?, instruction = ?, questions = ?::text::jsonb, active = ?,
             version = version + 1
       WHERE id = ? AND version = ?::bigint
      """;

  private final Pool database;

  public VisitTypeRepository(Pool database) {
    this.database = database;
  }

  /**
   * A page of types by name.
   *
   * @param bookable only those that patients can book
   */
  Future<VisitTypePage> list(ListVisitTypes wanted, boolean bookable, Cursor after, int limit) {
    Sql sql =
        Sql.of(
            """
            SELECT v.id, v.sort_name, v.document::text AS document
              FROM scheduling.visit_type_details v WHERE true
            """);
    if (!Boolean.TRUE.equals(wanted.inactive())) {
      sql.add("AND v.active");
    }
    if (bookable) {
      sql.add("AND v.bookable");
    }
    if (wanted.departmentId() != null) {
      sql.add(
          """
          AND EXISTS (SELECT FROM scheduling.visit_type_department g
                       WHERE g.visit_type_id = v.id AND g.department_id = ?)
          """,
          wanted.departmentId());
    }
    if (wanted.doctorId() != null) {
      sql.add(
          """
          AND EXISTS (SELECT FROM scheduling.visit_type_department g
                        JOIN directory.doctor_profile p ON p.department_id = g.department_id
                       WHERE g.visit_type_id = v.id AND p.id = ?)
          AND (NOT EXISTS (SELECT FROM scheduling.visit_type_doctor d WHERE d.visit_type_id = v.id)
               OR EXISTS (SELECT FROM scheduling.visit_type_doctor d
                           WHERE d.visit_type_id = v.id AND d.doctor_id = ?))
          """,
          wanted.doctorId(),
          wanted.doctorId());
    }
    return Keyset.NAME
        .page(sql, after, limit)
        .execute(database)
        .map(rows -> Keyset.NAME.read(rows, limit, VisitTypeRepository::type, VisitTypePage::new));
  }

  Future<Optional<VisitType>> find(UUID id) {
    return document(id)
        .execute(database)
        .map(rows -> Rows.first(rows).map(VisitTypeRepository::type));
  }

  /** Adds a type; {@code TOO_MANY_VISIT_TYPES}, or {@code INVALID_REQUEST} for unknown ids. */
  Future<Changed> insert(UUID id, VisitTypeDetails details, Instant at, Caller caller) {
    return change(
        id,
        details,
        at,
        caller,
        new Sql().add(INSERT, values(details, id, MOST)),
        () -> Failure.of(SchedulingFailures.TOO_MANY_VISIT_TYPES));
  }

  /** Changes a type; {@code STALE_VERSION}, or {@code INVALID_REQUEST} for unknown ids. */
  Future<Changed> update(
      UUID id, long version, VisitTypeDetails details, Instant at, Caller caller) {
    return change(
        id,
        details,
        at,
        caller,
        new Sql().add(UPDATE, values(details, id, version)),
        Failure::staleVersion);
  }

  private static Object[] values(VisitTypeDetails details, UUID id, Object last) {
    return new Object[] {
      details.name(),
      details.minutes(),
      details.price() == null ? null : details.price().amount(),
      details.price() == null ? null : details.price().currency(),
      details.bookableByPatients(),
      details.discreet(),
      details.colour().name(),
      details.instruction(),
      json(details.questions()),
      details.active(),
      id,
      last
    };
  }

  /**
   * @param written writes one row, or none in case of the refusal
   */
  private Future<Changed> change(
      UUID id,
      VisitTypeDetails details,
      Instant at,
      Caller caller,
      Sql written,
      Supplier<Failure> refusal) {
    return AuditedTransaction.run(
            database,
            caller,
            connection ->
                Sql.of("SELECT pg_advisory_xact_lock(scheduling.lock_key('clinic'))")
                    .execute(connection)
                    .compose(locked -> written.execute(connection))
                    .compose(
                        rows ->
                            rows.rowCount() == 0
                                ? Future.failedFuture(refusal.get())
                                : concludeWith(connection, id, details, at)))
        .recover(VisitTypeRepository::unknownIds);
  }

  private static Future<Changed> concludeWith(
      SqlConnection connection, UUID id, VisitTypeDetails details, Instant at) {
    return replace(connection, "department", id, details.departmentIds())
        .compose(done -> replace(connection, "doctor", id, details.doctorIds()))
        .compose(
            done ->
                Sql.of("UPDATE scheduling.policy SET version = version + 1 RETURNING version")
                    .execute(connection))
        .map(rows -> new ClinicRulesChanged(Rows.one(rows).getLong("version"), at))
        .compose(
            rules ->
                Outbox.append(connection, SchedulingEvents.CLINIC_RULES_CHANGED, rules)
                    .compose(appended -> document(id).execute(connection))
                    .map(rows -> new Changed(type(Rows.one(rows)), rules)));
  }

  /** Replaces the departments or the doctors of a type. */
  private static Future<?> replace(
      SqlConnection connection, String what, UUID id, List<UUID> others) {
    return Sql.of("DELETE FROM scheduling.visit_type_" + what + " WHERE visit_type_id = ?", id)
        .execute(connection)
        .compose(
            emptied ->
                Sql.of(
                        "INSERT INTO scheduling.visit_type_"
                            + what
                            + " SELECT ?, o.id FROM unnest(?::uuid[]) AS o (id)",
                        id,
                        others.toArray(UUID[]::new))
                    .execute(connection));
  }

  private static <T> Future<T> unknownIds(Throwable cause) {
    if (!PostgresErrors.state(cause).equals(SqlStates.FOREIGN_KEY_VIOLATION)) {
      return Future.failedFuture(cause);
    }
    String constraint = String.valueOf(((PgException) cause).getConstraint());
    return Future.failedFuture(
        Failure.invalid(
            constraint.contains("doctor_id")
                ? CommonFieldErrors.NOT_FOUND.at("/doctorIds", "There is no such doctor.")
                : CommonFieldErrors.NOT_FOUND.at(
                    "/departmentIds", "There is no such department.")));
  }

  private static Sql document(UUID id) {
    return Sql.of(
        "SELECT v.document::text AS document FROM scheduling.visit_type_details v WHERE v.id = ?",
        id);
  }

  private static VisitType type(Row row) {
    try {
      return Json.MAPPER.readValue(row.getString("document"), VisitType.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unexpected shape of a type of visits", e);
    }
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("questions cannot be written", e);
    }
  }
}
