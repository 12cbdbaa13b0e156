package io.clinibus.scheduling.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reads rules while they change. */
class RulesRepositoryIT {

  private static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");

  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  /** Else a node would take old hours for current ones until something else changes. */
  @Test
  void aRuleVersionIsNeverReadWithOlderHours() {
    UUID doctor = clinic.doctor();
    long before = read(doctor).version();
    SqlConnection other = BusFixture.await(clinic.platform().database().getConnection());
    Transaction change = BusFixture.await(other.begin());
    run(other, "LOCK TABLE directory.doctor IN ACCESS EXCLUSIVE MODE");

    Future<Map<UUID, DoctorRules>> reading =
        new RulesRepository(clinic.platform().database(), CLOCK).doctors(List.of(doctor));
    awaitTheReader();
    run(other, "UPDATE scheduling.weekly_window SET opens = '07:00'");
    run(other, "UPDATE scheduling.calendar SET version = version + 1");
    BusFixture.await(change.commit());
    BusFixture.await(other.close());

    DoctorRules read = BusFixture.await(reading).get(doctor);
    assertThat(read.version()).isEqualTo(before + 1);
    assertThat(read.windows())
        .extracting(DoctorRules.Window::opens)
        .containsOnly(LocalTime.of(7, 0));
  }

  private static DoctorRules read(UUID doctor) {
    return BusFixture.await(
            new RulesRepository(clinic.platform().database(), CLOCK).doctors(List.of(doctor)))
        .get(doctor);
  }

  /** Until the read of doctors waits for the lock, and nothing else of it is in flight. */
  private static void awaitTheReader() {
    Awaitility.await()
        .until(
            () -> {
              var row =
                  clinic
                      .sql(
                          """
                          SELECT count(*) FILTER (WHERE wait_event_type = 'Lock') AS waiting,
                                 count(*) FILTER (WHERE wait_event_type IS DISTINCT FROM 'Lock')
                                   AS running
                            FROM pg_stat_activity
                           WHERE datname = current_database() AND state = 'active'
                             AND pid <> pg_backend_pid()
                          """)
                      .iterator()
                      .next();
              return row.getLong("waiting") > 0 && row.getLong("running") == 0;
            });
  }

  private static void run(SqlConnection connection, String sql) {
    BusFixture.await(connection.query(sql).execute());
  }
}
