package io.clinibus.privacy.records;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Executes statements with named placeholders such as {@code :patient}. */
final class NamedStatements {

  /** Not a cast, such as {@code ::text}. */
  private static final Pattern PLACEHOLDER = Pattern.compile("(?<!:):([a-z]+)\\b");

  private NamedStatements() {}

  /**
   * @param values by name; null values are allowed
   * @throws IllegalArgumentException if the statement names something else
   */
  static Future<RowSet<Row>> execute(
      SqlClient client, String statement, Map<String, Object> values) {
    List<String> named = new ArrayList<>();
    Tuple bound = Tuple.tuple();
    String text =
        PLACEHOLDER
            .matcher(statement)
            .replaceAll(
                place -> {
                  String name = place.group(1);
                  if (!values.containsKey(name)) {
                    throw new IllegalArgumentException("unknown placeholder :" + name);
                  }
                  if (!named.contains(name)) {
                    named.add(name);
                    bound.addValue(values.get(name));
                  }
                  return "\\$" + (named.indexOf(name) + 1);
                });
    return client.preparedQuery(text).execute(bound);
  }
}
