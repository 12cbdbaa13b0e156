package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.db.Rows;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a freed time reads of a full waitlist in a clinic of which PostgreSQL has no statistics. */
class WaitlistReadsIT {

  private static final OffsetDateTime STARTS = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");

  /**
   * All but the last are busy at the freed time; each has ten more visits. Half wait for a type of
   * visits. With a last day: the job that gives entries one locks those without.
   */
  private static final String FULL_WAITLIST =
      """
      WITH people AS (
        INSERT INTO patients.patient (id, given_name, family_name)
        SELECT gen_random_uuid(), 'Ada', 'B' FROM generate_series(1, 100) RETURNING id),
      numbered AS MATERIALIZED (SELECT id, row_number() OVER () AS n FROM people),
      type AS (
        INSERT INTO scheduling.visit_type (id, name, minutes, bookable, colour)
        VALUES (gen_random_uuid(), 'Check-up', 60, true, 'BLUE') RETURNING id),
      offered AS (
        INSERT INTO scheduling.visit_type_department
        SELECT t.id, d.department_id FROM type t, directory.doctor d WHERE d.id = $1),
      entries AS (
        INSERT INTO scheduling.waitlist_entry (id, patient_id, doctor_id, last_day, joined_at, visit_type_id)
        SELECT gen_random_uuid(), n.id, $1, '2027-01-31',
               $3::timestamptz - interval '1 day' + n.n * interval '1 s', CASE WHEN n.n % 2 = 0 THEN t.id END
          FROM numbered n, type t)
      INSERT INTO scheduling.appointment
        (id, doctor_id, patient_id, starts_at, ends_at, during, status)
      SELECT gen_random_uuid(), $2, p.id, t.at, t.at + interval '30 s',
             tstzrange(t.at, t.at + interval '30 s'), 'BOOKED'
        FROM numbered p, generate_series(0, 10) AS visit,
             LATERAL (SELECT $3::timestamptz + visit * interval '3 h' + p.n * interval '30 s'
                             - interval '30 s' AS at) AS t
       WHERE p.n < 100 OR visit > 0
      """;

  private static final String NEXT = "SELECT scheduling.next_in_line($1, tstzrange($2, $3), $4)";

  /**
   * Without the patients: a table of two pages is scanned where a larger one has its index read.
   */
  private static final String READ =
      """
      SELECT sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint
        FROM pg_stat_xact_user_tables WHERE schemaname = 'scheduling'
      """;

  private static BusFixture clinic;
  private static UUID doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
    clinic.sql("ALTER TABLE scheduling.appointment SET (autovacuum_enabled = false)");
    clinic.sql("ALTER TABLE patients.patient SET (autovacuum_enabled = false)");
    clinic.sql("ALTER TABLE scheduling.waitlist_entry SET (autovacuum_enabled = false)");
    doctor = clinic.doctor();
    UUID other = clinic.doctor();
    // So that the matcher offers nothing meanwhile.
    clinic.sql("UPDATE scheduling.calendar SET closed = true");
    clinic.sql(FULL_WAITLIST, doctor, other, STARTS);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "force_generic_plan"})
  void aFreedTimeReadsEachEntryAndTheVisitsOfItsPatientOnce(String plans) {
    long read =
        BusFixture.await(
            clinic.platform().database().withTransaction(connection -> read(connection, plans)));
    assertThat(read).isBetween(100L, 1_000L);
  }

  private static Future<Long> read(SqlConnection connection, String plans) {
    return connection
        .query("SET LOCAL plan_cache_mode = " + plans)
        .execute()
        .compose(set -> readSoFar(connection))
        .compose(
            before ->
                connection
                    .preparedQuery(NEXT)
                    .execute(Tuple.of(doctor, STARTS, STARTS.plusHours(1), STARTS.minusDays(1)))
                    .map(found -> assertThat(Rows.one(found).getUUID(0)).isNotNull())
                    .compose(found -> readSoFar(connection))
                    .map(after -> after - before));
  }

  /** Includes what the connection read before this transaction and has not reported yet. */
  private static Future<Long> readSoFar(SqlConnection connection) {
    return connection.query(READ).execute().map(rows -> Rows.one(rows).getLong(0));
  }
}
