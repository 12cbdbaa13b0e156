package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A waitlist of more entries than one step of the matcher reads. */
class ManyWaitingIT {

  private static final OffsetDateTime EARLIER = OffsetDateTime.parse("2026-11-22T08:00:00+01:00");

  private static final int BATCHES = 4;

  /** Entries that no free time suits within the next years: 800, so that it does not time out. */
  private static final String IMPOSSIBLE =
      """
      WITH people AS (
        INSERT INTO patients.patient (id, given_name, family_name)
        SELECT gen_random_uuid(), 'Ada', 'B' FROM generate_series(1, 800) RETURNING id)
      INSERT INTO scheduling.waitlist_entry (id, patient_id, doctor_id, first_day, joined_at)
      SELECT gen_random_uuid(), id, $1, '2032-01-01', $2 FROM people
      """;

  private static final String POSSIBLE =
      """
      INSERT INTO scheduling.waitlist_entry (id, patient_id, doctor_id, joined_at)
      VALUES ($1, $2, $3, $4)
      """;

  /** Entries that wait until the 25th, for visits at night. */
  private static final String ENDING =
      IMPOSSIBLE
          .replace("first_day", "last_day, earliest")
          .replace("'2032-01-01'", "'2026-11-25', '23:00'");

  private TestClock clock;
  private BusFixture clinic;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void anEntryBehindThousandsThatNothingSuitsIsOfferedATimeWithinTwoRuns() {
    UUID doctor = clinic.doctor();
    UUID entry = UUID.randomUUID();
    for (int batch = 0; batch < BATCHES; batch++) {
      clinic.sql(IMPOSSIBLE, doctor, EARLIER);
    }
    clinic.sql(POSSIBLE, entry, clinic.patient(), doctor, EARLIER.plusHours(1));
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
    for (int batch = 0; batch < BATCHES; batch++) {
      clinic.sql(IMPOSSIBLE, doctor, EARLIER);
    }
    Awaitility.await().until(this::isVacuumed);

    // Reading the rows takes a page each; planning for the first time some hundreds.
    assertThat(pagesRead(doctor, "2026-12-01 09:00+01")).isBetween(1, BATCHES * 800 / 2);
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
    clinic.sql(ENDING, clinic.doctor(), EARLIER);
    for (int ended : new int[] {500, 800, 800}) {
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
                            clock.instant().atOffset(java.time.ZoneOffset.UTC))
                        .size()
                    == 1);
  }
}
