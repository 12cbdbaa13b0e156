package io.clinibus.patients.access;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.RecordRulesApi.GetRecordRules;
import io.clinibus.patients.api.RecordRulesApi.RecordRuleDetails;
import io.clinibus.patients.api.RecordRulesApi.RecordRules;
import io.clinibus.patients.api.RecordRulesApi.SetRecordRules;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;

/** The clinic's rules for records in PostgreSQL. */
public final class RecordRulesRepository {

  private final Pool pool;

  public RecordRulesRepository(Pool pool) {
    this.pool = pool;
  }

  public Future<RecordRules> get(GetRecordRules request, Caller caller) {
    return Sql.of("SELECT * FROM patients.record_rules")
        .execute(pool)
        .map(rows -> rules(Rows.one(rows)));
  }

  /** Fails with {@code STALE_VERSION} unless the version is the current one. */
  public Future<RecordRules> set(SetRecordRules request, Caller caller) {
    RecordRuleDetails wanted = request.details();
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.record_rules
                       SET colleagues_read = ?, release_days = ?, officer_email = ?, version = version + 1
                     WHERE version = ? RETURNING *
                    """,
                    wanted.colleaguesRead(),
                    wanted.releaseDays(),
                    wanted.officerEmail(),
                    request.version())
                .execute(connection)
                .map(rows -> rules(Rows.first(rows).orElseThrow(Failure::staleVersion))));
  }

  private static RecordRules rules(Row row) {
    return new RecordRules(
        row.getBoolean("colleagues_read"),
        row.getInteger("release_days"),
        row.getString("officer_email"),
        row.getLong("version"));
  }
}
