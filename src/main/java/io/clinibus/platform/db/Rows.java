package io.clinibus.platform.db;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Reads the rows of a result and the values of a row. */
public final class Rows {

  private Rows() {}

  /**
   * The only row of a statement that always has one.
   *
   * @throws NoSuchElementException if there is none
   */
  public static Row one(RowSet<Row> rows) {
    return rows.iterator().next();
  }

  /** The only value of the only row. */
  public static boolean isTrue(RowSet<Row> rows) {
    return one(rows).getBoolean(0);
  }

  /** The first row, if there is any. */
  public static Optional<Row> first(RowSet<Row> rows) {
    Iterator<Row> row = rows.iterator();
    return row.hasNext() ? Optional.of(row.next()) : Optional.empty();
  }

  public static <T> List<T> list(RowSet<Row> rows, Function<Row, T> mapper) {
    List<T> list = new ArrayList<>(rows.size());
    rows.forEach(row -> list.add(mapper.apply(row)));
    return list;
  }

  /** The instant in a column of type timestamptz, or null. */
  public static Instant instant(Row row, String column) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.toInstant();
  }

  /** The constant whose name is in a column of type text, or null. */
  public static <E extends Enum<E>> E constant(Row row, String column, Class<E> type) {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }

  /** An instant as a parameter of type timestamptz; null for null. */
  public static OffsetDateTime utc(Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}
