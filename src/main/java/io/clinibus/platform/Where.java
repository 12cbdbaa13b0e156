package io.clinibus.platform;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * The WHERE clause of a query whose filters are optional. Conditions are constant SQL in which
 * {@code ?} stands for a value; values only ever travel as bound parameters.
 */
public final class Where {

  private final List<String> conditions = new ArrayList<>();
  private final Tuple values = Tuple.tuple();

  /** Adds a condition without a value. */
  public Where and(String condition) {
    conditions.add(condition);
    return this;
  }

  /** Adds a condition on one value, unless the value is null. */
  public Where andIf(String condition, Object value) {
    return value == null ? this : and(condition.replace("?", bind(value)));
  }

  /** Binds a value and returns its placeholder. */
  public String bind(Object value) {
    values.addValue(value);
    return "$" + values.size();
  }

  /** {@code WHERE …}, or nothing. */
  public String sql() {
    return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
  }

  public Tuple values() {
    return values;
  }
}
