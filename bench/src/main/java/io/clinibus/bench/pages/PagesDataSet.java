package io.clinibus.bench.pages;

import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.records.RecordsDataSet;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.settings.Services;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The quick data set with one record of 500 entries, and what of it is looked at. */
final class PagesDataSet {

  private static final int COLUMNS = 40;
  private static final int VISITS = 192;

  /** A patient whom the doctor of the demo account treats. */
  private static final String TREATED =
      """
      SELECT a.patient_id FROM scheduling.appointment a JOIN identity.account d USING (doctor_id)
       WHERE d.email = '%s' AND a.status = 'COMPLETED' ORDER BY a.starts_at DESC LIMIT 1
      """
          .formatted(DemoAccounts.DOCTOR);

  /** Days near today, each with what the day list and the board show of it. */
  private static final String DAYS =
      """
      SELECT day FROM (
        SELECT (starts_at AT TIME ZONE (SELECT zone FROM scheduling.policy))::date AS day,
               count(*) AS visits,
               count(DISTINCT doctor_id) FILTER (WHERE status = 'BOOKED') AS doctors
          FROM scheduling.appointment WHERE status <> 'HELD' GROUP BY 1) days
       WHERE %s ORDER BY %s, abs(day - current_date), day LIMIT 1
      """;

  private static final String VISITS_OF_DAY =
      """
      SELECT count(*) FROM scheduling.appointment
       WHERE status <> 'HELD' AND (starts_at AT TIME ZONE (SELECT zone FROM scheduling.policy))::date = '%s'
      """;

  private static final String DOCTORS_OF_DAY =
      """
      SELECT doctor_id FROM scheduling.appointment
       WHERE status = 'BOOKED' AND (starts_at AT TIME ZONE (SELECT zone FROM scheduling.policy))::date = '%s'
       GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT %d
      """;

  private PagesDataSet() {}

  static BenchServices open(Vertx vertx) throws Exception {
    return BenchServices.open(vertx, "pages", BenchServices.size(false), PagesDataSet::fill);
  }

  private static void fill(Connection connection, Services services) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      UUID patient;
      try (ResultSet rows = statement.executeQuery(TREATED)) {
        rows.next();
        patient = rows.getObject(1, UUID.class);
      }
      RecordsDataSet.fillManyEntries(connection, services, patient);
      // A node would compare them with each other, meanwhile.
      statement.execute("TRUNCATE patients.uncompared");
    }
  }

  /** What the measurement opens: a day with forty columns, a day's list, and a record. */
  static Map<String, Object> places(BenchServices clinic) throws SQLException {
    String columnsDay = one(clinic, DAYS.formatted("doctors >= " + COLUMNS + " AND day > current_date", "doctors"));
    String listDay = one(clinic, DAYS.formatted("visits >= " + VISITS, "visits"));
    List<String> doctors = clinic.column(DOCTORS_OF_DAY.formatted(columnsDay, COLUMNS));
    int visits = Integer.parseInt(one(clinic, VISITS_OF_DAY.formatted(listDay)));
    return Map.of(
        "board", Map.of("day", columnsDay, "doctors", doctors),
        "list", Map.of("day", listDay, "visits", visits),
        "timeline", Map.of("patient", one(clinic, "SELECT DISTINCT patient_id FROM records.entry")));
  }

  private static String one(BenchServices clinic, String sql) throws SQLException {
    return clinic.column(sql).get(0);
  }
}
