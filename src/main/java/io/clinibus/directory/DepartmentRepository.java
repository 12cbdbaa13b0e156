package io.clinibus.directory;

import io.clinibus.bus.CommonFailures;
import io.clinibus.bus.Failure;
import io.clinibus.bus.field.CommonFieldErrors;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.DepartmentPage;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.UUID;

/** The SQL of departments. */
final class DepartmentRepository {

  private static final String DEFAULT_ICON = "hospital";

  /** Of a row named {@code department}; the count reads the index of active doctors only. */
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

  Future<Department> insert(UUID id, DepartmentDetails details) {
    return Sql.of(
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
            DEFAULT_ICON)
        .execute(pool)
        .map(DepartmentRepository::single)
        .recover(DepartmentRepository::nameTaken);
  }

  Future<Department> update(UUID id, long version, DepartmentDetails details) {
    return Sql.of(
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
            id)
        .execute(pool)
        .map(DepartmentRepository::current)
        .recover(DepartmentRepository::nameTaken);
  }

  Future<Void> remove(UUID id) {
    return pool.withTransaction(
        connection -> lock(connection, id).compose(locked -> removeIfEmpty(connection, id)));
  }

  /** Waits for doctors being added to the department: they hold a key lock on its row. */
  private static Future<Void> lock(SqlConnection connection, UUID id) {
    return Sql.of(
            "SELECT id FROM directory.department WHERE id = ? AND removed_at IS NULL FOR UPDATE",
            id)
        .execute(connection)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Failure.notFound("department");
              }
              return null;
            });
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
    if (rows.size() == 0) {
      throw Failure.notFound("department");
    }
    return department(rows.iterator().next());
  }

  private static Department current(RowSet<Row> rows) {
    if (rows.size() == 0) {
      throw Failure.notFound("department");
    }
    Row row = rows.iterator().next();
    if (row.getUUID("id") == null) {
      throw Failure.staleVersion();
    }
    return department(row);
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
