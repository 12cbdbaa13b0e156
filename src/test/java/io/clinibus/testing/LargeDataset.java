package io.clinibus.testing;

import io.clinibus.patients.PatientsVerticle;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.UUID;

/** Fills a test's database with a large clinic, the same each time. */
public final class LargeDataset {

  /** The instant that the appointments' statuses belong to. */
  public static final Instant NOW = Instant.parse("2026-11-24T10:30:00Z");

  private static final String TEXT_INDEXES =
      """
      SELECT indexname AS name, indexdef AS definition FROM pg_indexes
      WHERE schemaname = 'patients' AND tablename = 'patient' AND indexdef LIKE '% USING gin %'
      """;

  private static final String DOCTORS =
      """
      WITH department AS (
        INSERT INTO directory.department (id, name)
        SELECT md5('department ' || i)::uuid, 'Department ' || i FROM generate_series(1, 10) AS i
        RETURNING id),
      doctor AS (
        INSERT INTO directory.doctor
          (id, department_id, given_name, family_name, specialization, languages, fee_amount)
        SELECT md5('doctor ' || i)::uuid, md5('department ' || 1 + i %% 10)::uuid, %s, %s,
          (ARRAY['Kardiologie', 'Neurologie', 'Dermatologie', 'Chirurgie'])[1 + i %% 4],
          ARRAY['de'], i %% 300
        FROM generate_series(1, $1::int) AS i, (SELECT id FROM department LIMIT 1) AS first
        RETURNING id)
      SELECT count(*) FROM doctor
      """
          .formatted(givenName("i"), familyName("i"));

  private static final String PATIENTS =
      """
      INSERT INTO patients.patient
        (id, given_name, family_name, birth_date, identifier, phone, created_at)
      SELECT md5('patient ' || i)::uuid, %s, %s, date '1930-01-01' + i %% 30000,
        lpad(i::text, 7, '0'), '+49 ' || 30 + i %% 60 || ' ' || 1000000 + i * 61 %% 8999999,
        timestamptz '2020-01-01 00:00Z' + i * interval '10 minutes'
      FROM generate_series(1, $1::int) AS i
      """
          .formatted(givenName("i"), familyName("i"));

  /**
   * Ten visits begin each hour, from June 2026 on; a tenth are with the first doctor. What lies
   * before {@link #NOW} is over, but for a few patients who are in the house.
   */
  private static final String APPOINTMENTS =
      """
      INSERT INTO scheduling.appointment
        (id, doctor_id, patient_id, starts_at, ends_at, during, status)
      SELECT lpad(to_hex(i), 32, '0')::uuid,
        md5('doctor ' || CASE WHEN i %% 10 = 0 THEN 1 ELSE 2 + i %% 499 END)::uuid,
        md5('patient ' || 1 + i::bigint * 7919 %% 100000)::uuid,
        start, start + interval '1 hour', tstzrange(start, start + interval '1 hour'),
        CASE WHEN i %% 13 = 0 THEN 'CANCELLED' WHEN start > '%1$s' THEN 'BOOKED'
          WHEN start > timestamptz '%1$s' - interval '2 hours' THEN
            CASE WHEN i %% 2 = 0 THEN 'CHECKED_IN' ELSE 'IN_CONSULTATION' END
          WHEN i %% 29 = 0 THEN 'NO_SHOW' ELSE 'COMPLETED' END
      FROM generate_series(1, $1::int) AS i,
        LATERAL (SELECT timestamptz '2026-06-01 00:00Z' + i / 10 * interval '1 hour' AS start)
      """
          .formatted(NOW);

  private static final String CHANGES =
      """
      INSERT INTO scheduling.appointment_change
        (appointment_id, version, kind, doctor_id, starts_at, ends_at, status)
      SELECT id, 1, 'BOOKED', doctor_id, starts_at, ends_at, 'BOOKED' FROM scheduling.appointment
      """;

  private static final String BOOKING_REQUESTS =
      """
      INSERT INTO scheduling.booking_request (actor_id, key, fingerprint, appointment_id)
      SELECT patient_id, id::text, '', id FROM scheduling.appointment
      """;

  private static final String DOCTOR_DAYS =
      """
      INSERT INTO scheduling.doctor_day (doctor_id, day, version)
      SELECT doctor_id, starts_at::date, count(*) FROM scheduling.appointment GROUP BY 1, 2
      """;

  private static final String EVENTS =
      """
      INSERT INTO platform.outbox (xid, at, type, payload)
      SELECT (i / 200)::text::xid8, now() - ($1::int - i) * interval '1 minute', 'none', '{}'
      FROM generate_series(1, $1::int) AS i
      """;

  private static DomainFixture clinic;

  private LargeDataset() {}

  /**
   * A clinic with 500 doctors, 100,000 patients and 50,000 appointments, made once in a test run:
   * for reading, as tests share it.
   */
  public static synchronized DomainFixture clinic() {
    if (clinic == null) {
      clinic = DomainFixture.start(PatientsVerticle::new);
      clinic.stopJobs(); // One of them would begin to compare the patients, and lock the table.
      doctors(clinic, 500);
      patients(clinic, 100_000);
      appointments(clinic, 50_000);
    }
    return clinic;
  }

  public static void doctors(DomainFixture domain, int count) {
    domain.fill(DOCTORS, count);
    domain.fill("VACUUM ANALYZE directory.doctor, directory.department, directory.search_word");
  }

  /**
   * Rebuilds the text indexes after the load, as bulk loads do, instead of updating them row by
   * row.
   */
  private static void patients(DomainFixture domain, int count) {
    var indexes = new ArrayList<String>();
    for (Row row : domain.sql(TEXT_INDEXES)) {
      indexes.add(row.getString("definition"));
      domain.fill("DROP INDEX patients." + row.getString("name"));
    }
    domain.fill(PATIENTS, count);
    domain.fill("TRUNCATE patients.uncompared"); // otherwise they would be compared for minutes
    indexes.forEach(definition -> domain.fill(definition));
    domain.fill("VACUUM ANALYZE patients.patient, patients.search_word");
  }

  /** With all that comes with them. Needs 500 doctors and 100,000 patients. */
  private static void appointments(DomainFixture domain, int count) {
    domain.fill("INSERT INTO scheduling.calendar (doctor_id) SELECT id FROM directory.doctor");
    domain.fill(APPOINTMENTS, count);
    domain.fill(CHANGES);
    domain.fill(BOOKING_REQUESTS);
    domain.fill(DOCTOR_DAYS);
    domain.fill(EVENTS, count);
    domain.fill(
        "VACUUM ANALYZE scheduling.appointment, scheduling.appointment_change,"
            + " scheduling.booking_request, scheduling.doctor_day, scheduling.calendar,"
            + " platform.outbox");
  }

  /** The doctor with a tenth of all appointments. */
  public static UUID busyDoctor(DomainFixture domain) {
    return domain.sql("SELECT md5('doctor 1')::uuid").iterator().next().getUUID(0);
  }

  private static String givenName(String number) {
    return pick(
        number,
        23,
        "Anna Ben Clara David Emma Felix Greta Hans Ida Jonas Katharina Lukas Maria Noah Olga Paul"
            + " Rosa Sophie Thomas Ursula Viktor Wilhelm Yusuf Zoë Ольга Дмитрий محمد فاطمة 芳 伟"
            + " José François Łukasz Siân Björn Jürgen Günther Annemarie");
  }

  /** Three in five have a frequent name, the others one of some ten thousand. */
  private static String familyName(String number) {
    return "CASE WHEN "
        + number
        + " % 5 < 3 THEN "
        + pick(
            number,
            5,
            "Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer"
                + " Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann Braun Krüger"
                + " Hofmann Hartmann Lange Schmitt Werner Krause Meier Lehmann O''Neill Nguyễn"
                + " Yılmaz Иванова Петров محمد حسن 王 李 张 García Øster")
        + " ELSE initcap("
        + pick(number, 7, "b br d dr f g gr h k kr l m n p r s sch st t w z")
        + " || "
        + pick(number, 11, "a e i o u ei au ö ü")
        + " || "
        + pick(number, 13, "ck l ll m n nn r rt s ss t tt x ng")
        + " || "
        + pick(number, 17, "a e i o u")
        + " || "
        + pick(number, 19, "ck l m n r s t tz hoff mann berg er ski sen")
        + ") END";
  }

  private static String pick(String number, int seed, String choices) {
    int count = choices.split(" ").length;
    return "(string_to_array('%s', ' '))[1 + (hashint4(%s * %d) & 2147483647) %% %d]"
        .formatted(choices, number, seed, count);
  }
}
