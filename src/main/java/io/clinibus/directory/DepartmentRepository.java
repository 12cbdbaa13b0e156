package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.DepartmentPage;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;
import java.util.function.Function;

/** Departments in PostgreSQL. */
final class DepartmentRepository {

  private static final String DEFAULT_ICON = "hospital";

  /**
   * Columns of a row named {@code department}; the count reads only the index of active doctors.
   */
  private static final String COLUMNS =
      """
      department.id, department.name, department.description, department.icon, department.version,
      department.sort_name,
      (SELECT count(*) FROM directory.doctor
       WHERE doctor.department_id = department.id AND doctor.active) AS doctors
      """;

  private final Pool pool;

  DepartmentRepository(Pool pool) {
    this.pool = pool;
  }

  Future<DepartmentPage> list(Cursor after, int limit) {
    Sql sql = Sql.of("SELECT " + COLUMNS + "FROM directory.department WHERE removed_at IS NULL");
    return Keyset.NAME
        .page(sql, after, limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.NAME.read(
                    rows, limit, DepartmentRepository::department, DepartmentPage::new));
  }

  Future<Department> get(UUID id) {
    return Sql.of(
            "SELECT "
                + COLUMNS
                + """
                FROM directory.department WHERE id = ? AND removed_at IS NULL
                """,
            id)
        .execute(pool)
        .map(DepartmentRepository::single);
  }

  Future<Department> insert(UUID id, DepartmentDetails details, Caller caller) {
    Sql sql =
        Sql.of(
            """
            INSERT INTO directory.department (id, name, description, icon)
            VALUES (?, ?, coalesce(?, ''), coalesce(?, ?))
            RETURNING\s\
            """
                + COLUMNS,
            id,
            details.name(),
            details.description(),
            details.icon(),
            DEFAULT_ICON);
    return changed(sql, DepartmentRepository::single, caller);
  }

  Future<Department> update(UUID id, long version, DepartmentDetails details, Caller caller) {
    Sql sql =
        Sql.of(
            """
            WITH changed AS (
              UPDATE directory.department
              SET name = ?, description = coalesce(?, ''), icon = coalesce(?, ?),
                  version = version + 1
              WHERE id = ? AND removed_at IS NULL AND version = ?::bigint
              RETURNING\s\
            """
                + COLUMNS
                + """
                )
                SELECT changed.*
                FROM directory.department AS found LEFT JOIN changed ON true
                WHERE found.id = ? AND found.removed_at IS NULL
                """,
            details.name(),
            details.description(),
            details.icon(),
            DEFAULT_ICON,
            id,
            version,
            id);
    return changed(sql, DepartmentRepository::current, caller);
  }

  private Future<Department> changed(
      Sql sql, Function<RowSet<Row>, Department> department, Caller caller) {
    return AuditedTransaction.run(
            pool, caller, connection -> sql.execute(connection).map(department))
        .recover(DepartmentRepository::nameTaken);
  }

  Future<Void> remove(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection -> lock(connection, id).compose(locked -> removeIfEmpty(connection, id)));
  }

  /** Locks the department; waits for transactions that add doctors, which hold a key lock on it. */
  private static Future<Void> lock(SqlConnection connection, UUID id) {
    return Sql.of(
            "SELECT id FROM directory.department WHERE id = ? AND removed_at IS NULL FOR UPDATE",
            id)
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(DepartmentRepository::notFound))
        .mapEmpty();
  }

  private static Future<Void> removeIfEmpty(SqlConnection connection, UUID id) {
    return Sql.of(
            """
            UPDATE directory.department SET removed_at = now(), version = version + 1
            WHERE id = ? AND NOT EXISTS (
              SELECT FROM directory.doctor WHERE doctor.department_id = department.id AND active)
            """,
            id)
        .execute(connection)
        .map(
            rows -> {
              if (rows.rowCount() == 0) {
                throw Failure.of(CommonFailures.IN_USE, "The department still has doctors.");
              }
              return null;
            });
  }

  private static Department single(RowSet<Row> rows) {
    return department(Rows.first(rows).orElseThrow(DepartmentRepository::notFound));
  }

  private static Department current(RowSet<Row> rows) {
    Row row = Rows.first(rows).orElseThrow(DepartmentRepository::notFound);
    if (row.getUUID("id") == null) {
      throw Failure.staleVersion();
    }
    return department(row);
  }

  private static Failure notFound() {
    return Failure.notFound("department");
  }

  private static Department department(Row row) {
    return new Department(
        row.getUUID("id"),
        row.getString("name"),
        row.getString("description"),
        row.getString("icon"),
        row.getInteger("doctors"),
        row.getLong("version"));
  }

  private static <T> Future<T> nameTaken(Throwable cause) {
    if (!PostgresErrors.isDuplicate(cause, "department_name")) {
      return Future.failedFuture(cause);
    }
    return Future.failedFuture(
        Failure.of(
            CommonFailures.ALREADY_EXISTS,
            "There is a department of this name.",
            CommonFieldErrors.TAKEN.at("/name", "Choose another name.")));
  }
}
