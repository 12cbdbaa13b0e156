package io.clinibus.identity.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.identity.IdentityFixture;
import io.clinibus.identity.api.UsersApi.ListUsers;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Sql;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Lists of accounts stay fast when there are many: each finds an index and never reads them all.
 */
class AccountIndexIT {

  private static IdentityFixture identity;

  @BeforeAll
  static void start() {
    identity = new IdentityFixture();
    for (int batch = 0; batch < 10; batch++) {
      addAccounts(batch * 1_000 + 1, (batch + 1) * 1_000);
    }
    identity.sql("VACUUM ANALYZE identity.account", Tuple.tuple());
  }

  private static void addAccounts(int from, int to) {
    identity.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, blocked_at, created_at)
        SELECT gen_random_uuid(), 'user' || n || '@example.org', 'Name' || md5(n::text),
          ARRAY[CASE WHEN n % 1000 = 0 THEN 'DOCTOR' ELSE 'PATIENT' END],
          CASE WHEN n % 2000 = 0 THEN now() END, now() - n * interval '1 minute'
        FROM generate_series($1::int, $2::int) n
        """,
        Tuple.of(from, to));
  }

  @AfterAll
  static void stop() {
    identity.close();
  }

  @Test
  void everyListFindsAnIndex() {
    String next =
        Cursor.next(
            List.of(1, 2),
            1,
            row -> new Cursor("2026-01-01T00:00:00Z", UUID.fromString("0-0-0-0-1")));
    for (ListUsers asked :
        List.of(
            new ListUsers(null, null, null, null, null),
            new ListUsers(null, null, null, null, next),
            new ListUsers("4a5b6", null, null, null, null),
            new ListUsers("4a5b6", Role.PATIENT, false, null, next),
            new ListUsers(null, Role.DOCTOR, null, null, null),
            new ListUsers(null, Role.PATIENT, null, null, null),
            new ListUsers(null, null, true, null, null),
            new ListUsers(null, null, false, null, null))) {
      assertThat(plan(asked)).as(asked.toString()).doesNotContain("Seq Scan").contains("account_");
    }
  }

  private static String plan(ListUsers asked) {
    Sql statement = AccountSearch.statement(asked);
    var plan = new StringBuilder();
    identity
        .sql("EXPLAIN ANALYZE " + statement.text(), statement.values())
        .forEach(row -> plan.append(row.getString(0)).append('\n'));
    return plan.toString();
  }
}
