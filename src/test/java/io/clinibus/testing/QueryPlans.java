package io.clinibus.testing;

import io.clinibus.platform.db.Sql;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;

/** How PostgreSQL would run a statement. */
public final class QueryPlans {

  private QueryPlans() {}

  /**
   * The steps of the plan made for the statement's values, and of the one PostgreSQL may keep for
   * any values once the statement has been run a few times, each as {@code type relation}.
   */
  public static List<String> steps(Pool database, Sql sql) {
    var steps = new ArrayList<String>();
    var custom =
        database.preparedQuery("EXPLAIN (FORMAT JSON) " + sql.text()).execute(sql.values());
    var generic = database.query("EXPLAIN (GENERIC_PLAN, FORMAT JSON) " + sql.text()).execute();
    for (var rows : List.of(DomainFixture.await(custom), DomainFixture.await(generic))) {
      JsonArray plans = (JsonArray) Json.decodeValue(rows.iterator().next().getValue(0).toString());
      collect(plans.getJsonObject(0).getJsonObject("Plan"), steps);
    }
    return steps;
  }

  /** How many rows of a table a statement reads, those it then leaves out included. */
  public static long rowsRead(Pool database, Sql sql, String table) {
    var rows =
        DomainFixture.await(
            database
                .preparedQuery("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.text())
                .execute(sql.values()));
    JsonArray plans = (JsonArray) Json.decodeValue(rows.iterator().next().getValue(0).toString());
    return rowsRead(plans.getJsonObject(0).getJsonObject("Plan"), table);
  }

  private static long rowsRead(JsonObject step, String table) {
    double read = 0;
    if (table.equals(step.getString("Relation Name"))) {
      double rows =
          step.getDouble("Actual Rows")
              + step.getDouble("Rows Removed by Filter", 0.0)
              + step.getDouble("Rows Removed by Index Recheck", 0.0);
      read = rows * step.getDouble("Actual Loops");
    }
    JsonArray below = step.getJsonArray("Plans", new JsonArray());
    for (int i = 0; i < below.size(); i++) {
      read += rowsRead(below.getJsonObject(i), table);
    }
    return Math.round(read);
  }

  private static void collect(JsonObject step, List<String> steps) {
    steps.add(step.getString("Node Type") + " " + step.getString("Relation Name", ""));
    JsonArray below = step.getJsonArray("Plans", new JsonArray());
    for (int i = 0; i < below.size(); i++) {
      collect(below.getJsonObject(i), steps);
    }
  }
}
