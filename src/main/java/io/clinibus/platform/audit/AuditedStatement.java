package io.clinibus.platform.audit;

import io.clinibus.bus.Caller;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * A statement that changes something in a transaction of its own, and writes the audit entry of the
 * caller's request in the same: one round trip, no further write to disk.
 */
public final class AuditedStatement {

  private static final String WRITTEN = "audit_entry_written";
  private static final String COVERED = "audit_entry_covered";

  private final String plain;
  private final String audited;

  /**
   * @param sql calls a function or has RETURNING, and does not begin with WITH
   * @param values how many values it has
   * @param changed a condition on the columns of its result: whether it has changed something
   */
  public AuditedStatement(String sql, int values, String changed) {
    this(sql, values, changed, "false");
  }

  /**
   * @param covered a condition as well: whether an entry of a moment ago stands for this change too
   */
  public AuditedStatement(String sql, int values, String changed, String covered) {
    this.plain = sql;
    this.audited =
        """
        WITH answer AS (%s),
             entry AS (INSERT INTO audit.new_entry %s
                       SELECT %s FROM answer WHERE %s AND NOT %s LIMIT 1 RETURNING 1)
        SELECT answer.*, EXISTS (SELECT FROM entry) AS %s, %s AS %s FROM answer
        """
            .formatted(
                sql,
                AuditStatement.COLUMNS,
                AuditStatement.places(values),
                changed,
                covered,
                WRITTEN,
                covered,
                COVERED);
  }

  public Future<RowSet<Row>> execute(SqlClient client, Caller caller, Tuple values) {
    if (caller.audit() == null) {
      return client.preparedQuery(plain).execute(values);
    }
    AuditEntry entry = caller.audit().entry();
    return client
        .preparedQuery(audited)
        .execute(AuditStatement.add(values, entry))
        .onSuccess(
            rows -> {
              if (is(WRITTEN, rows)) {
                caller.audit().committed(entry);
              } else if (is(COVERED, rows)) {
                caller.audit().covered(entry);
              }
            });
  }

  private static boolean is(String column, RowSet<Row> rows) {
    return Rows.first(rows).map(row -> row.getBoolean(column)).orElse(false);
  }
}
