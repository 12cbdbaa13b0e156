package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.db.Rows;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that offer times at once: none waits for another one's entries or patients. */
class WaitlistLocksIT {

  /** After the doctors' hours, so that the matcher offers nothing. */
  private static final OffsetDateTime THREE = OffsetDateTime.parse("2026-11-24T15:00:00+01:00");

  private static final OffsetDateTime JOINED = THREE.minusDays(2);

  private static final String OFFER =
      """
      SELECT scheduling.offer_free(
        ARRAY[$1::uuid], ARRAY[$2::timestamptz], ARRAY[$2 + interval '1 hour'],
        ARRAY[$2 + interval '1 hour'], ARRAY[scheduling.rules_version($1)], $3)::text
      """;

  private BusFixture clinic;
  private UUID doctor;

  @BeforeEach
  void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
    doctor = clinic.doctor();
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void anOfferThatIsNotCommittedDelaysNoOfferOfAnotherDoctor() {
    UUID first = join(doctor, clinic.patient(), 1);
    UUID other = clinic.doctor();
    UUID second = join(other, clinic.patient(), 2);
    assertThat(offeredBeside(doctor, THREE, other, THREE)).containsExactly(first, second);
  }

  @Test
  void anOfferThatIsNotCommittedLeavesTheNextEntryToAnotherDay() {
    UUID first = join(doctor, clinic.patient(), 1);
    UUID second = join(doctor, clinic.patient(), 2);
    assertThat(offeredBeside(doctor, THREE, doctor, THREE.plusDays(1)))
        .containsExactly(first, second);
  }

  @Test
  void aPatientWithTwoEntriesIsNotOfferedTwoDoctorsAtOneTime() {
    UUID patient = clinic.patient();
    UUID other = clinic.doctor();
    UUID first = join(doctor, patient, 1);
    join(other, patient, 2);
    UUID third = join(other, clinic.patient(), 3);
    assertThat(offeredBeside(doctor, THREE, other, THREE)).containsExactly(first, third);
  }

  /** The entries that get an offer: of one transaction, and of one beside it that has to wait. */
  private List<UUID> offeredBeside(
      UUID doctor, OffsetDateTime start, UUID other, OffsetDateTime otherStart) {
    List<UUID> entries = new ArrayList<>();
    BusFixture.await(
        clinic
            .platform()
            .database()
            .withTransaction(
                open ->
                    offer(open, doctor, start)
                        .onSuccess(entries::addAll)
                        .compose(
                            done ->
                                clinic
                                    .platform()
                                    .database()
                                    .withTransaction(beside -> offer(beside, other, otherStart)))
                        .onSuccess(entries::addAll)));
    return entries;
  }

  private static Future<List<UUID>> offer(
      SqlConnection connection, UUID doctor, OffsetDateTime start) {
    return connection
        .query("SET LOCAL lock_timeout = '1s'")
        .execute()
        .compose(
            set ->
                connection
                    .preparedQuery(OFFER)
                    .execute(Tuple.of(doctor, start, JOINED.plusDays(1))))
        .compose(
            offered ->
                connection
                    .preparedQuery(
                        """
                        SELECT entry_id FROM scheduling.waitlist_offer
                         WHERE doctor_id = $1 AND starts_at = $2 AND answer = 'OPEN'
                        """)
                    .execute(Tuple.of(doctor, start)))
        .map(rows -> Rows.list(rows, row -> row.getUUID("entry_id")));
  }

  /** With a last day: the job that gives entries one locks those without. */
  private UUID join(UUID with, UUID patient, int place) {
    UUID id = UUID.randomUUID();
    clinic.sql(
        """
        INSERT INTO scheduling.waitlist_entry (id, patient_id, doctor_id, earliest, last_day, joined_at)
        VALUES ($1, $2, $3, '14:00', '2027-01-31', $4)
        """,
        id,
        patient,
        with,
        JOINED.plusMinutes(place));
    return id;
  }
}
