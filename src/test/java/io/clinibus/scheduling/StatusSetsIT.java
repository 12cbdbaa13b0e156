package io.clinibus.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.testing.DomainFixture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The sets of statuses that Java, the database's functions and its constraints know are the same.
 */
class StatusSetsIT {

  private static final String HELD = "HELD";

  private static DomainFixture domain;

  @BeforeAll
  static void start() {
    domain = DomainFixture.start(SchedulingVerticle::new);
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  @Test
  void allStatuses() {
    assertThat(column("SELECT unnest(scheduling.appointment_statuses())"))
        .containsExactlyElementsOf(java(status -> true));
    assertThat(allowed("scheduling.appointment"))
        .containsExactlyInAnyOrderElementsOf(withHeld(java(status -> true)));
  }

  @Test
  void uncancelledStatuses() {
    assertThat(column("SELECT unnest(scheduling.uncancelled_statuses())"))
        .containsExactlyElementsOf(java(status -> status != AppointmentStatus.CANCELLED));
  }

  @Test
  void attendedStatuses() {
    assertThat(column("SELECT unnest(scheduling.attended_statuses())"))
        .containsExactly("CHECKED_IN", "IN_CONSULTATION", "COMPLETED");
  }

  @Test
  void openStatuses() {
    assertThat(
            column(
                "SELECT s FROM unnest($1::text[]) AS s WHERE scheduling.is_open(s)",
                (Object) allowed("scheduling.appointment").toArray(String[]::new)))
        .containsExactlyInAnyOrderElementsOf(java(AppointmentStatus::isOpen));
  }

  /** A partial index is used only if the planner sees its very condition. */
  @ParameterizedTest
  @CsvSource({
    "scheduling.appointment, doctor_never_double_booked, takes_doctor_time",
    "scheduling.appointment, patient_never_double_booked, takes_patient_time",
    "scheduling.waitlist_entry, waitlist_entry_open, is_open_entry",
    "scheduling.waitlist_entry, waitlist_entry_patient, is_open_entry",
    "scheduling.waitlist_entry, waitlist_entry_doctor, is_open_entry",
    "scheduling.waitlist_entry, waitlist_entry_department, is_open_entry"
  })
  void thePlannerSeesTheConditionOfTheIndex(String table, String index, String function) {
    String condition =
        column(
                """
                SELECT pg_get_expr(indpred, indrelid) FROM pg_index
                 WHERE indexrelid = $1::text::regclass
                """,
                "scheduling." + index)
            .get(0);
    String called = "scheduling." + function + "(status)";
    String byFunction =
        condition.replaceFirst("\\(status .{1,3}(ALL|ANY) \\(ARRAY.*?]\\)\\)", called);
    assertThat(byFunction).contains(called);
    assertThat(plan(table, byFunction))
        .isEqualTo(plan(table, condition))
        .noneMatch(line -> line.contains(function))
        .anyMatch(line -> line.contains("(status "));
  }

  private static List<String> plan(String table, String condition) {
    return column("EXPLAIN (COSTS false) SELECT FROM " + table + " WHERE " + condition);
  }

  /** The statuses that the table's CHECK allows. */
  private static List<String> allowed(String table) {
    String check =
        column(
                """
                SELECT pg_get_constraintdef(oid) FROM pg_constraint
                 WHERE conrelid = $1::text::regclass AND conname ~ '_status_check$'
                """,
                table)
            .get(0);
    return Pattern.compile("'([A-Z_]+)'")
        .matcher(check)
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static List<String> java(Predicate<AppointmentStatus> wanted) {
    return Arrays.stream(AppointmentStatus.values()).filter(wanted).map(Enum::name).toList();
  }

  private static List<String> withHeld(List<String> statuses) {
    return Stream.concat(Stream.of(HELD), statuses.stream()).toList();
  }

  private static List<String> column(String sql, Object... values) {
    var rows = domain.sql(sql, values);
    return new ArrayList<>(
        StreamSupport.stream(rows.spliterator(), false).map(row -> row.getString(0)).toList());
  }
}
