package io.clinibus.identity.account;

import io.clinibus.identity.api.UsersApi.ListUsers;
import io.clinibus.identity.api.UsersApi.UserPage;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Lists accounts, oldest first. */
public final class AccountSearch {

  private static final Keyset ORDER = Keyset.CREATED;

  private final Pool pool;

  public AccountSearch(Pool pool) {
    this.pool = pool;
  }

  /**
   * Reads a page.
   *
   * @return fails with {@code INVALID_REQUEST} if the cursor is malformed
   */
  public Future<UserPage> page(ListUsers asked) {
    return statement(asked)
        .execute(pool)
        .map(
            rows ->
                ORDER.read(rows, Cursor.limit(asked.limit()), AccountRows::user, UserPage::new));
  }

  /** Why some accounts are blocked, sealed, by their ids; those with a reason only. */
  public Future<Map<UUID, StoredText>> sealedBlockReasons(Collection<UUID> ids) {
    return Sql.of(
            """
            SELECT a.id, a.block_reason, a.sealed_block_reason FROM identity.account a
             WHERE a.id = ANY (?) AND a.sealed_block_reason IS NOT NULL
            """,
            (Object) ids.toArray(UUID[]::new))
        .execute(pool)
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .collect(
                        Collectors.toMap(
                            row -> row.getUUID("id"),
                            row -> StoredText.of(row, "block_reason", "sealed_block_reason"))));
  }

  /** Contains only the requested conditions, so that PostgreSQL can use the index of each. */
  static Sql statement(ListUsers asked) {
    Sql sql =
        Sql.of("SELECT " + AccountRows.COLUMNS + ", created_at FROM identity.account a WHERE true");
    if (asked.q() != null) {
      sql.add(
          """
          AND platform.fold(name || ' ' || email) LIKE
            '%' || regexp_replace(platform.fold(?), '([\\\\%_])', '\\\\\\1', 'g') || '%'
          """,
          asked.q().strip());
    }
    if (asked.role() != null) {
      sql.add("AND roles @> ARRAY[?]", asked.role().name());
    }
    if (asked.blocked() != null) {
      sql.add(asked.blocked() ? "AND blocked_at IS NOT NULL" : "AND blocked_at IS NULL");
    }
    return ORDER.page(sql, Cursor.parse(asked.cursor()), Cursor.limit(asked.limit()));
  }
}
