package io.clinibus.platform.db;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Keyset pagination: the order of a list and the condition for rows after a cursor. The id breaks
 * ties, so that pages neither lose nor repeat a row while others are inserted and deleted.
 */
public final class Keyset {

  private static final String SEPARATOR = "\n";
  private static final int LAST_YEAR = 9999;

  private record Column(
      String name, Function<String, Object> parse, BiFunction<Row, String, Object> value) {}

  private static final Column SORT_NAME = new Column("sort_name", text -> text, Row::getString);
  private static final Column RANKING = new Column("rank", Integer::valueOf, Row::getInteger);
  private static final Column CREATED_AT =
      new Column("created_at", Keyset::time, Row::getOffsetDateTime);

  private static final Column STARTS_AT =
      new Column("starts_at", Keyset::time, Row::getOffsetDateTime);

  /** By {@code sort_name}. */
  public static final Keyset NAME = new Keyset(false, SORT_NAME);

  /** By {@code sort_name}, last first. */
  public static final Keyset NAME_DESCENDING = new Keyset(true, SORT_NAME);

  /** By {@code created_at}. */
  public static final Keyset CREATED = new Keyset(false, CREATED_AT);

  /** By {@code created_at}, newest first. */
  public static final Keyset CREATED_DESCENDING = new Keyset(true, CREATED_AT);

  /** By {@code starts_at}. */
  public static final Keyset START = new Keyset(false, STARTS_AT);

  /** By {@code starts_at}, latest first. */
  public static final Keyset START_DESCENDING = new Keyset(true, STARTS_AT);

  /** By the integer {@code rank}, smallest first. */
  public static final Keyset RANK = new Keyset(false, RANKING);

  /** By the integer {@code rank}, smallest first, then {@code sort_name}. */
  public static final Keyset RANKED = new Keyset(false, RANKING, SORT_NAME);

  private final List<Column> columns;
  private final String comparison;
  private final String order;

  private Keyset(boolean descending, Column... columns) {
    this.columns = List.of(columns);
    String names = Arrays.stream(columns).map(Column::name).collect(Collectors.joining(", "));
    String places = "?, ".repeat(columns.length) + "?";
    comparison = "(%s, id) %s (%s)".formatted(names, descending ? "<" : ">", places);
    order =
        Arrays.stream(columns)
            .map(column -> column.name() + (descending ? " DESC, " : ", "))
            .collect(Collectors.joining("", "ORDER BY ", descending ? "id DESC" : "id"));
  }

  /**
   * Adds the condition for the cursor, the order, and a limit of one row more than the page, to see
   * whether another page follows.
   *
   * @param sql a statement that ends within its WHERE clause
   * @param after the cursor of the preceding page, or null for the first page
   * @throws Failure {@code INVALID_REQUEST} if the cursor belongs to another order
   */
  public Sql page(Sql sql, Cursor after, int limit) {
    if (after != null) {
      sql.add("AND " + comparison, bounds(after));
    }
    return sql.add(order + " LIMIT ?", limit + 1);
  }

  /**
   * Builds the page.
   *
   * @param rows the rows of a statement built by {@link #page}, each with this order's columns and
   *     an {@code id}
   * @param reply builds the page from its items and the cursor of the next page, or null
   */
  public <T, P> P read(
      Iterable<Row> rows, int limit, Function<Row, T> item, BiFunction<List<T>, String, P> reply) {
    List<Row> read = StreamSupport.stream(rows.spliterator(), false).toList();
    List<T> items = Cursor.page(read, limit).stream().map(item).toList();
    return reply.apply(items, Cursor.next(read, limit, this::position));
  }

  /** Parses a time within PostgreSQL's range. */
  private static OffsetDateTime time(String text) {
    OffsetDateTime time = OffsetDateTime.parse(text);
    if (time.getYear() < 0 || time.getYear() > LAST_YEAR) {
      throw new IllegalArgumentException("time out of range");
    }
    return time;
  }

  private Object[] bounds(Cursor after) {
    List<Object> bounds = new ArrayList<>();
    Iterator<String> parts =
        Arrays.asList(after.value().split(SEPARATOR, columns.size())).iterator();
    try {
      for (Column column : columns) {
        bounds.add(column.parse().apply(parts.next()));
      }
    } catch (IllegalArgumentException | DateTimeParseException | NoSuchElementException e) {
      throw Failure.invalid(
          CommonFieldErrors.INVALID.at("cursor", "It belongs to a list in another order."));
    }
    bounds.add(after.id());
    return bounds.toArray();
  }

  private Cursor position(Row row) {
    String value =
        columns.stream()
            .map(column -> column.value().apply(row, column.name()).toString())
            .collect(Collectors.joining(SEPARATOR));
    return new Cursor(value, row.getUUID("id"));
  }
}
