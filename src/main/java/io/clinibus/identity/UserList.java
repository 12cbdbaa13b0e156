package io.clinibus.identity;

import io.clinibus.bus.Failure;
import io.clinibus.identity.IdentityApi.ListUsers;
import io.clinibus.identity.IdentityApi.User;
import io.clinibus.identity.IdentityApi.UserPage;
import io.clinibus.platform.Cursor;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/** Finds accounts, oldest first. */
final class UserList {

  /** What is sent to PostgreSQL. */
  record Statement(String sql, Tuple parameters) {}

  private record Entry(User user, OffsetDateTime createdAt) {

    Cursor position() {
      return new Cursor(createdAt.toString(), user.id());
    }
  }

  private final Pool pool;

  UserList(Pool pool) {
    this.pool = pool;
  }

  /**
   * One page.
   *
   * @return fails with {@code INVALID_REQUEST} if the cursor is not one of ours
   */
  Future<UserPage> page(ListUsers asked) {
    Statement statement = statement(asked);
    return pool.preparedQuery(statement.sql())
        .execute(statement.parameters())
        .map(rows -> page(rows, Cursor.limit(asked.limit())))
        .recover(AccountRepository::refused);
  }

  /** Asks for one row more than the page holds. */
  static Statement statement(ListUsers asked) {
    var sql = new StringBuilder("SELECT %s, a.created_at".formatted(AccountRows.COLUMNS));
    sql.append(" FROM identity.account a WHERE true");
    Tuple parameters = Tuple.tuple();
    filter(asked, sql, parameters);
    after(Cursor.parse(asked.cursor()), sql, parameters);
    sql.append(" ORDER BY a.created_at, a.id LIMIT $");
    sql.append(parameters.addInteger(Cursor.limit(asked.limit()) + 1).size());
    return new Statement(sql.toString(), parameters);
  }

  /** Only conditions that were asked for are in the statement, so that each finds its index. */
  private static void filter(ListUsers asked, StringBuilder sql, Tuple parameters) {
    if (asked.q() != null) {
      sql.append(
          """
           AND platform.fold(a.name || ' ' || a.email) LIKE
             '%%' || regexp_replace(platform.fold($%d), '([\\\\%%_])', '\\\\\\1', 'g') || '%%'
          """
              .formatted(parameters.addString(asked.q().strip()).size()));
    }
    if (asked.role() != null) {
      sql.append(
          " AND a.roles @> ARRAY[$%d]".formatted(parameters.addString(asked.role().name()).size()));
    }
    if (asked.blocked() != null) {
      sql.append(asked.blocked() ? " AND a.blocked_at IS NOT NULL" : " AND a.blocked_at IS NULL");
    }
  }

  private static void after(Cursor cursor, StringBuilder sql, Tuple parameters) {
    if (cursor == null) {
      return;
    }
    int createdAt = parameters.addOffsetDateTime(instantOf(cursor)).size();
    int id = parameters.addUUID(cursor.id()).size();
    sql.append(" AND (a.created_at, a.id) > ($%d, $%d)".formatted(createdAt, id));
  }

  private static OffsetDateTime instantOf(Cursor cursor) {
    try {
      return OffsetDateTime.parse(cursor.value());
    } catch (DateTimeParseException e) {
      throw Failure.invalid("cursor", "Pass the `next` of the page before, unchanged.");
    }
  }

  private static UserPage page(Iterable<Row> rows, int limit) {
    List<Entry> entries = new ArrayList<>();
    rows.forEach(
        row -> entries.add(new Entry(AccountRows.user(row), row.getOffsetDateTime("created_at"))));
    return new UserPage(
        Cursor.page(entries, limit).stream().map(Entry::user).toList(),
        Cursor.next(entries, limit, Entry::position));
  }
}
