package io.clinibus.scheduling.waitlist;

import static io.clinibus.scheduling.waitlist.StoredWaitlist.JOINED;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.waitlist.StoredWaitlist.Wish;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A waitlist of more entries than one step of the matcher reads. */
class ManyWaitingIT {

  private static final int BATCHES = 4;

  /** What is inserted at once, so that it does not time out. */
  private static final int BATCH = 800;

  /** No free time suits within the next years. */
  private static final Wish IMPOSSIBLE =
      new Wish(LocalDate.parse("2032-01-01"), LocalDate.parse("2032-12-31"), null);

  /** Until the 25th, for visits at night. */
  private static final Wish ENDING =
      new Wish(null, LocalDate.parse("2026-11-25"), LocalTime.parse("23:00"));

  private TestClock clock;
  private BusFixture clinic;
  private StoredWaitlist waitlist;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    waitlist = new StoredWaitlist(clinic);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void anEntryBehindThousandsThatNothingSuitsIsOfferedATimeWithinTwoRuns() {
    UUID doctor = clinic.doctor();
    for (int batch = 0; batch < BATCHES; batch++) {
      waitlist.add(doctor, BATCH, JOINED, IMPOSSIBLE);
    }
    UUID entry = waitlist.add(doctor, 1, JOINED.plusHours(1), Wish.ANY).get(0);
    for (int runs = 0; runs < 2; runs++) {
      clock.advance(Duration.ofSeconds(31));
      awaitRun();
    }
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        clinic
                            .sql(
                                "SELECT status FROM scheduling.waitlist_entry WHERE id = $1", entry)
                            .iterator()
                            .next()
                            .getString(0))
                    .isEqualTo("OFFERED"));
  }

  @Test
  void aTimeThatSuitsNobodyIsFoundSoWithoutReadingRows() {
    UUID doctor = clinic.doctor();
    UUID another = clinic.doctor(); // or the index of all entries would serve as well
    for (int batch = 0; batch < BATCHES; batch++) {
      waitlist.add(doctor, BATCH, JOINED, IMPOSSIBLE);
      waitlist.add(another, BATCH, JOINED, IMPOSSIBLE);
    }
    Awaitility.await().until(this::isVacuumed);

    // Reading the rows takes a page each; planning for the first time some hundreds.
    assertThat(pagesRead(doctor, "2026-12-01 09:00+01")).isBetween(1, BATCHES * BATCH / 2);
  }

  /** Vacuums the waitlist. An open transaction, as of a job, can keep rows from being done. */
  private boolean isVacuumed() {
    clinic.sql("VACUUM ANALYZE scheduling.waitlist_entry");
    return clinic
        .sql(
            """
            SELECT relallvisible = relpages FROM pg_class
             WHERE oid = 'scheduling.waitlist_entry'::regclass
            """)
        .iterator()
        .next()
        .getBoolean(0);
  }

  /** How many pages are read to find out whom a doctor's freed time is offered to. */
  private int pagesRead(UUID doctor, String start) {
    JsonObject plan =
        new JsonArray(
                clinic
                    .sql(
                        """
                        EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
                        SELECT * FROM scheduling.next_in_line(
                          '%1$s', tstzrange('%3$s', timestamptz '%3$s' + interval '1 hour'), true, '%2$s')
                        """
                            .formatted(doctor, clock.instant(), start))
                    .iterator()
                    .next()
                    .getJsonArray(0)
                    .encode())
            .getJsonObject(0)
            .getJsonObject("Plan");
    return plan.getInteger("Shared Hit Blocks") + plan.getInteger("Shared Read Blocks");
  }

  @Test
  void manyEntriesEndInSlices() {
    waitlist.add(clinic.doctor(), BATCH, JOINED, ENDING);
    for (int ended : new int[] {500, BATCH, BATCH}) {
      clinic.sql("SELECT scheduling.end_waiting('2026-11-26')");
      assertThat(count("status = 'OVER'")).isEqualTo(ended);
    }
  }

  private int count(String which) {
    return clinic
        .sql("SELECT count(*) FROM scheduling.waitlist_entry WHERE " + which)
        .iterator()
        .next()
        .getInteger(0);
  }

  /** Waits until the matcher has taken the turn that is due. */
  private void awaitRun() {
    Awaitility.await()
        .until(
            () ->
                clinic
                        .sql(
                            """
                            SELECT FROM platform.turn WHERE name = 'scheduling.waitlist' AND due > $1
                            """,
                            clock.instant().atOffset(ZoneOffset.UTC))
                        .size()
                    == 1);
  }
}
