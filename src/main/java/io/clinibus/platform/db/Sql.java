package io.clinibus.platform.db;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;

/** Builder for statements whose filters and order vary: literal fragments, every value bound. */
public final class Sql {

  private static final String UNSTORABLE =
      "The text holds a character that cannot be stored: U+0000 or half of a surrogate pair.";

  private final StringBuilder text = new StringBuilder();
  private final Tuple values = Tuple.tuple();

  /**
   * Appends a fragment and a space.
   *
   * @param fragment SQL in which each {@code ?} stands for the next of the values
   * @throws Failure {@code MALFORMED_REQUEST} if a value is text that PostgreSQL cannot store
   */
  public Sql add(String fragment, Object... bound) {
    int next = 0;
    int copied = 0;
    for (int at = fragment.indexOf('?'); at >= 0; at = fragment.indexOf('?', copied)) {
      values.addValue(storable(bound[next++]));
      text.append(fragment, copied, at).append('$').append(values.size());
      copied = at + 1;
    }
    text.append(fragment, copied, fragment.length());
    if (next != bound.length) {
      throw new IllegalArgumentException("more values than placeholders: " + fragment);
    }
    text.append(' ');
    return this;
  }

  public String text() {
    return text.toString();
  }

  public Tuple values() {
    return values;
  }

  public Future<RowSet<Row>> execute(SqlClient client) {
    return client.preparedQuery(text()).execute(values);
  }

  /** A statement of one fragment. */
  public static Sql of(String fragment, Object... bound) {
    return new Sql().add(fragment, bound);
  }

  private static Object storable(Object value) {
    if (value instanceof String text && !isStorable(text)) {
      throw Failure.of(CommonFailures.MALFORMED_REQUEST, UNSTORABLE);
    } else if (value instanceof String[] texts) {
      Arrays.stream(texts).forEach(Sql::storable);
    } else if (value instanceof JsonObject json) {
      json.forEach(member -> storable(member.getValue()));
    } else if (value instanceof JsonArray json) {
      json.forEach(Sql::storable);
    }
    return value;
  }

  private static boolean isStorable(String text) {
    return text.codePoints()
        .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
  }
}
