package io.clinibus.scheduling.waitlist;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The entry to which a freed time is offered, compared with the rule as one statement. */
class WaitlistOrderIT {

  private static final long SEED = 50_000;
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-23T07:00:00Z");

  /**
   * The oldest waiting entry that matches, of a patient who is free and has not refused, with a
   * visit for which the time is long enough and that the doctor offers.
   */
  private static final String RULE =
      """
      SELECT e.id
        FROM scheduling.policy p
        JOIN directory.doctor d ON d.id = $1 AND d.active
       CROSS JOIN LATERAL (SELECT $2::timestamptz AS starts, $2::timestamptz AT TIME ZONE p.zone AS local) AS t
        JOIN scheduling.waitlist_entry e
          ON e.status = 'WAITING' AND (e.doctor_id = d.id OR e.department_id = d.department_id)
        JOIN patients.patient who ON who.id = e.patient_id AND who.deleted_at IS NULL
        LEFT JOIN scheduling.visit_type v ON v.id = e.visit_type_id
       CROSS JOIN LATERAL (SELECT $2::timestamptz + make_interval(mins => coalesce(v.minutes, 60)) AS ends) AS visit
       WHERE visit.ends <= $3::timestamptz
         AND (v.id IS NULL
              OR v.active
                 AND d.department_id IN (SELECT department_id FROM scheduling.visit_type_department
                                          WHERE visit_type_id = v.id)
                 AND (d.id IN (SELECT doctor_id FROM scheduling.visit_type_doctor WHERE visit_type_id = v.id)
                      OR 0 = (SELECT count(*) FROM scheduling.visit_type_doctor WHERE visit_type_id = v.id)))
         AND t.starts > $4::timestamptz + make_interval(mins => p.minimum_notice_min)
         AND (e.first_day IS NULL OR t.local::date >= e.first_day)
         AND (e.last_day IS NULL OR t.local::date <= e.last_day)
         AND (e.weekdays IS NULL OR extract(isodow FROM t.local) = ANY (e.weekdays))
         AND (e.earliest IS NULL OR t.local::time >= e.earliest)
         AND (e.latest IS NULL OR t.local::time <= e.latest)
         AND NOT EXISTS (SELECT FROM scheduling.appointment a
                          WHERE a.patient_id = e.patient_id AND a.held_by IS NULL
                            AND a.status NOT IN ('CANCELLED', 'NO_SHOW')
                            AND a.starts_at < visit.ends AND a.ends_at > $2)
         AND NOT EXISTS (SELECT FROM scheduling.waitlist_offer o
                          WHERE o.patient_id = e.patient_id AND o.doctor_id = d.id
                            AND o.starts_at = $2 AND o.answer IN ('PASSED', 'EXPIRED'))
         AND NOT EXISTS (SELECT FROM scheduling.appointment a
                           JOIN scheduling.appointment_change c ON c.appointment_id = a.id
                          WHERE a.patient_id = e.patient_id AND a.status <> 'HELD'
                            AND c.doctor_id = d.id AND c.starts_at = $2)
       ORDER BY e.joined_at, e.id LIMIT 1
      """;

  private static final String NEXT = "SELECT scheduling.next_in_line($1, tstzrange($2, $3), $4)";

  private static final String ENTRY =
      """
      INSERT INTO scheduling.waitlist_entry
        (id, patient_id, doctor_id, department_id, first_day, last_day, weekdays, earliest, latest,
         status, joined_at, visit_type_id)
      SELECT gen_random_uuid(), $1, CASE WHEN $3 THEN d.id END,
             CASE WHEN NOT $3 THEN d.department_id END,
             '2026-11-23'::date + $4::integer, '2026-11-23'::date + $5::integer,
             $6::smallint[], $7::text::time, $8::text::time, $9, $10, $11
        FROM directory.doctor d WHERE d.id = $2
      """;

  /** Of all departments; by the first doctor alone, if so stated. */
  private static final String TYPE =
      """
      WITH type AS (
        INSERT INTO scheduling.visit_type (id, name, minutes, bookable, colour, active)
        VALUES (gen_random_uuid(), 'Visit', $1, true, 'BLUE', $2) RETURNING id),
      offered AS (
        INSERT INTO scheduling.visit_type_department
        SELECT t.id, g.id FROM type t, directory.department g WHERE g.name = ANY ($3)),
      restricted AS (
        INSERT INTO scheduling.visit_type_doctor SELECT t.id, d FROM type t, unnest($4::uuid[]) AS d)
      SELECT id FROM type
      """;

  private static final String VISIT =
      """
      WITH visit AS (
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        VALUES (gen_random_uuid(), $1, $2, $3::timestamptz, $3::timestamptz + interval '1 hour',
                tstzrange($3, $3::timestamptz + interval '1 hour'), $4)
        ON CONFLICT DO NOTHING RETURNING *)
      INSERT INTO scheduling.appointment_change
        (appointment_id, version, kind, doctor_id, starts_at, ends_at, status)
      SELECT id, 1, 'BOOKED', doctor_id, starts_at, ends_at, status FROM visit
      """;

  private static final String OFFER =
      """
      INSERT INTO scheduling.waitlist_offer
      SELECT gen_random_uuid(), e.id, e.patient_id, $1, $2::timestamptz,
             $2::timestamptz + interval '1 hour', $4::timestamptz, $4, $3
        FROM scheduling.waitlist_entry e ORDER BY md5(e.id::text || $5::text) LIMIT 1
      """;

  private static BusFixture clinic;
  private static List<UUID> doctors;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock(NOW.toInstant().toString()));
    doctors = IntStream.range(0, 3).mapToObj(i -> clinic.doctor()).toList();
    clinic.sql(
        """
        WITH other AS (INSERT INTO directory.department (id, name)
                       VALUES (gen_random_uuid(), 'Neurology') RETURNING id)
        UPDATE directory.doctor SET department_id = (SELECT id FROM other) WHERE id = $1
        """,
        doctors.get(2));
    // So that the matcher offers nothing meanwhile, and locks no entries to give them a last day.
    clinic.sql("UPDATE scheduling.calendar SET closed = true");
    clinic.sql("SELECT platform.take_turn('scheduling.waitlist', $1, interval '1 day')", NOW);
    fill(new Random(SEED));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void theFirstEntryOfTheRuleIsNext() {
    Random random = new Random(SEED);
    List<UUID> chosen = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      UUID doctor = any(doctors, random);
      OffsetDateTime start = anyTime(random);
      OffsetDateTime end = start.plusMinutes(30L * (1 + random.nextInt(4)));
      UUID next = id(NEXT, doctor, start, end, NOW);
      assertThat(next)
          .as("%s from %s to %s", doctor, start, end)
          .isEqualTo(id(RULE, doctor, start, end, NOW));
      chosen.add(next);
      if (next != null && i % 3 == 0) {
        clinic.sql("UPDATE scheduling.waitlist_entry SET status = 'OFFERED' WHERE id = $1", next);
      }
    }
    assertThat(chosen).containsNull();
    assertThat(chosen.stream().distinct().count()).isGreaterThan(60);
  }

  private static void fill(Random random) {
    List<UUID> patients = IntStream.range(0, 60).mapToObj(i -> clinic.patient()).toList();
    clinic.sql("UPDATE patients.patient SET deleted_at = now() WHERE id = $1", patients.get(0));
    List<UUID> types = types();
    for (int i = 0; i < 240; i++) {
      clinic.sql(
          ENTRY,
          any(patients, random),
          any(doctors, random),
          random.nextBoolean(),
          random.nextInt(3) == 0 ? random.nextInt(4) : null,
          random.nextInt(3) == 0 ? random.nextInt(5) : null,
          random.nextInt(3) == 0
              ? new Short[] {(short) (1 + random.nextInt(5)), (short) (1 + random.nextInt(5))}
              : null,
          random.nextInt(4) == 0 ? "1" + random.nextInt(3) + ":00" : null,
          random.nextInt(4) == 0 ? "1" + random.nextInt(3) + ":00" : null,
          random.nextInt(6) == 0 ? "LEFT" : "WAITING",
          NOW.minusHours(random.nextInt(200)),
          random.nextInt(3) > 0 ? any(types, random) : null);
    }
    for (int i = 0; i < 300; i++) {
      String status = random.nextInt(3) == 0 ? "CANCELLED" : "BOOKED";
      clinic.sql(VISIT, any(doctors, random), any(patients, random), anyTime(random), status);
      String answer = random.nextBoolean() ? "PASSED" : "EXPIRED";
      clinic.sql(OFFER, any(doctors, random), anyTime(random), answer, NOW, Integer.toString(i));
    }
  }

  private static List<UUID> types() {
    String[] both = {"Cardiology", "Neurology"};
    String[] one = {"Neurology"};
    UUID[] all = {};
    UUID[] first = {doctors.get(0)};
    return List.of(
        id(TYPE, 30, true, both, all),
        id(TYPE, 60, true, both, first),
        id(TYPE, 60, true, one, all),
        id(TYPE, 90, true, both, all),
        id(TYPE, 120, true, one, first),
        id(TYPE, 30, false, both, all));
  }

  /** Hours of a working week, the first of which have passed. */
  private static OffsetDateTime anyTime(Random random) {
    return NOW.plusDays(random.nextInt(5)).plusHours(random.nextInt(8) - 1L);
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }

  private static UUID id(String sql, Object... values) {
    for (Row row : clinic.sql(sql, values)) {
      return row.getUUID(0);
    }
    return null;
  }
}
