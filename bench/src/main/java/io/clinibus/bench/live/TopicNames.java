package io.clinibus.bench.live;

import io.clinibus.bench.process.BenchServices;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;

/** Topics of the live protocol. */
public final class TopicNames {

  private TopicNames() {}

  /** Working days of doctors, from a Monday on. */
  public static List<String> days(BenchServices clinic, int doctors, int days, int weeksAhead)
      throws SQLException {
    LocalDate monday =
        LocalDate.now().with(TemporalAdjusters.next(DayOfWeek.MONDAY)).plusWeeks(weeksAhead);
    List<String> topics = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      LocalDate date = monday.plusDays(day / 5 * 7L + day % 5);
      for (String doctor :
          clinic.column(
              "SELECT doctor_id FROM scheduling.calendar WHERE NOT closed ORDER BY 1 LIMIT "
                  + doctors)) {
        topics.add("slots/" + doctor + "/" + date);
      }
    }
    return topics;
  }
}
