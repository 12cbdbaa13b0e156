package io.clinibus.platform.db;

import io.clinibus.bus.Failure;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.temporal.Temporal;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The end of a page of a sorted list: the last row's sort value and id. Opaque to clients, and
 * stable while rows are inserted and deleted.
 */
public record Cursor(String value, UUID id) {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 200;
  private static final Pattern YEAR_TO_9999 = Pattern.compile("[0-9]{4}-");

  /** The effective page size: 50 by default, at most 200. */
  public static int limit(Integer asked) {
    return asked == null ? DEFAULT_LIMIT : Math.max(1, Math.min(asked, MAX_LIMIT));
  }

  /**
   * Parses a cursor sent by a client.
   *
   * @return null for null
   * @throws Failure {@code INVALID_REQUEST} if it is malformed
   */
  public static Cursor parse(String text) {
    if (text == null) {
      return null;
    }
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int split = plain.lastIndexOf('\n');
      return new Cursor(plain.substring(0, split), UUID.fromString(plain.substring(split + 1)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw invalid();
    }
  }

  /**
   * Parses a cursor of a list sorted by a day or an instant of the years 0 to 9999.
   *
   * @param reader parses the sort value, as {@code Instant::parse} does
   * @return null for null
   * @throws Failure {@code INVALID_REQUEST} if it is malformed or belongs to another list
   */
  public static Cursor parse(String text, Function<String, ? extends Temporal> reader) {
    Cursor cursor = parse(text);
    if (cursor != null) {
      if (!YEAR_TO_9999.matcher(cursor.value()).lookingAt()) {
        throw invalid();
      }
      try {
        reader.apply(cursor.value());
      } catch (DateTimeException e) {
        throw invalid();
      }
    }
    return cursor;
  }

  /**
   * The cursor of the next page, or null if this page is the last.
   *
   * @param rows the rows of a query for {@code limit + 1} rows
   * @param position the sort value and id of a row
   */
  public static <T> String next(List<T> rows, int limit, Function<T, Cursor> position) {
    return rows.size() > limit ? position.apply(rows.get(limit - 1)).format() : null;
  }

  /** The rows of the page, without the additional one. */
  public static <T> List<T> page(List<T> rows, int limit) {
    return rows.size() > limit ? List.copyOf(rows.subList(0, limit)) : rows;
  }

  private static Failure invalid() {
    return Failure.invalid("cursor", "Pass the `next` of the page before, unchanged.");
  }

  private String format() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((value + "\n" + id).getBytes(StandardCharsets.UTF_8));
  }
}
