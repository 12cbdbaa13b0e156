package io.clinibus.privacy.retention;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.privacy.api.RetentionApi.RetentionKind;
import io.clinibus.privacy.api.RetentionApi.RetentionPeriod;
import io.clinibus.privacy.api.RetentionApi.SetRetention;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** The SQL of retention periods. */
public final class RetentionRepository {

  private static final String PERIODS =
      "SELECT kind, days, source, automatic, version FROM privacy.retention";

  private final Pool pool;

  public RetentionRepository(Pool pool) {
    this.pool = pool;
  }

  public Future<List<RetentionPeriod>> list() {
    return pool.query(PERIODS + " ORDER BY kind")
        .execute()
        .map(rows -> Rows.list(rows, RetentionRepository::period));
  }

  public Future<RetentionPeriod> get(RetentionKind kind) {
    return get(pool, kind);
  }

  public Future<RetentionPeriod> get(SqlClient client, RetentionKind kind) {
    return client
        .preparedQuery(PERIODS + " WHERE kind = $1")
        .execute(Tuple.of(kind.name()))
        .map(rows -> period(Rows.one(rows)));
  }

  /** Replaces a period; {@code STALE_VERSION} unless the version is the current one. */
  Future<RetentionPeriod> set(SetRetention wanted, Caller caller) {
    Sql sql =
        Sql.of(
            """
            UPDATE privacy.retention SET days = ?, source = ?, automatic = ?, version = version + 1
             WHERE kind = ? AND version = ? RETURNING kind, days, source, automatic, version
            """,
            wanted.details().days(),
            wanted.details().source(),
            wanted.details().automatic(),
            wanted.kind().name(),
            wanted.version());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            sql.execute(connection)
                .map(
                    rows ->
                        Rows.first(rows)
                            .map(RetentionRepository::period)
                            .orElseThrow(Failure::staleVersion)));
  }

  private static RetentionPeriod period(Row row) {
    return new RetentionPeriod(
        Rows.constant(row, "kind", RetentionKind.class),
        row.getInteger("days"),
        row.getString("source"),
        row.getBoolean("automatic"),
        row.getInteger("version"));
  }
}
