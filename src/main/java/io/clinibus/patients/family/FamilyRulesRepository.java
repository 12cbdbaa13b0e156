package io.clinibus.patients.family;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi.FamilyRuleDetails;
import io.clinibus.patients.api.FamilyApi.FamilyRules;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.LocalDate;

/** The clinic's rule for relatives in PostgreSQL. */
public final class FamilyRulesRepository {

  /** The rule, and the date at the clinic. */
  record Today(FamilyRules rules, LocalDate date) {}

  private final Pool pool;

  public FamilyRulesRepository(Pool pool) {
    this.pool = pool;
  }

  Future<FamilyRules> get() {
    return Sql.of("SELECT * FROM patients.family_rules")
        .execute(pool)
        .map(rows -> rules(Rows.one(rows)));
  }

  static Future<Today> today(SqlClient client, Instant now) {
    return Sql.of(
            """
            SELECT f.*, (?::timestamptz AT TIME ZONE c.zone)::date AS today
              FROM patients.family_rules f, scheduling.clinic c
            """,
            Rows.utc(now))
        .execute(client)
        .map(Rows::one)
        .map(row -> new Today(rules(row), row.getLocalDate("today")));
  }

  /** Fails with {@code STALE_VERSION} unless the version is the current one. */
  Future<FamilyRules> set(FamilyRuleDetails wanted, long version, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.family_rules
                       SET max_relatives = ?, child_until_age = ?, majority_age = ?,
                           adults_need_confirmation = ?, max_open_appointments = ?, version = version + 1
                     WHERE version = ? RETURNING *
                    """,
                    wanted.maxRelatives(),
                    wanted.childUntilAge(),
                    wanted.majorityAge(),
                    wanted.adultsNeedConfirmation(),
                    wanted.maxOpenAppointments(),
                    version)
                .execute(connection)
                .map(rows -> rules(Rows.first(rows).orElseThrow(Failure::staleVersion))));
  }

  private static FamilyRules rules(Row row) {
    return new FamilyRules(
        row.getInteger("max_relatives"),
        row.getInteger("child_until_age"),
        row.getInteger("majority_age"),
        row.getBoolean("adults_need_confirmation"),
        row.getInteger("max_open_appointments"),
        row.getLong("version"));
  }
}
