package io.clinibus.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.clinibus.demo.clinic.InventedClinic;
import io.clinibus.demo.people.Patients;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.demo.profile.Size;
import io.clinibus.identity.credential.PasswordHasher;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.family.DemoRelative;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.platform.DemoRows;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("slow")
class DemoDataIT {

  /** A Tuesday morning in Berlin: every kind of appointment is about. */
  private static final KeyWrapper CLINIC_KEYS =
      ClinicKeys.of(List.of("a key of the clinic of this test alone"));

  private static final Instant NOW = Instant.parse("2026-11-24T09:20:00Z");

  private static final long SEED = 1;
  private static final String LOCAL = "AT TIME ZONE (SELECT zone FROM scheduling.policy)";
  private static final String CHECKSUM =
      """
      SELECT md5(string_agg(h, '' ORDER BY h)) FROM (
        SELECT md5(t::text) h FROM directory.doctor t
        UNION ALL SELECT md5((to_jsonb(t) - 'history')::text) FROM patients.patient t
        UNION ALL SELECT md5((id, email, name, roles, patient_id, doctor_id)::text) FROM identity.account
        UNION ALL SELECT md5(t::text) FROM scheduling.weekly_window t
        UNION ALL SELECT md5(t::text) FROM scheduling.availability_exception t
        UNION ALL SELECT md5(t::text) FROM scheduling.holiday t
        UNION ALL SELECT md5((to_jsonb(t) - 'sealed')::text) FROM scheduling.appointment t
        UNION ALL SELECT md5((to_jsonb(t) - 'sealed')::text) FROM scheduling.appointment_change t
        UNION ALL SELECT md5(t::text) FROM scheduling.doctor_day t) all_rows
      """;

  private URI database;

  @BeforeAll
  void load() throws SQLException {
    database = TestServers.newDatabase();
    load(database, SEED);
  }

  @Test
  void everyTextOfTheClinicIsTranslated() throws SQLException {
    assertThat(count("directory.translatable_text WHERE rank = 6")).isEqualTo(3);
    assertThat(
            text(
                """
                SELECT string_agg(t.text || ' in ' || l.language, ', ')
                  FROM directory.translatable_text t CROSS JOIN (VALUES ('de'), ('es')) AS l (language)
                 WHERE NOT directory.translations_of(t.text) ? l.language
                """))
        .isNull();
  }

  @Test
  void everyPhoneNumberCanBeSavedUnchanged() throws SQLException, IOException {
    Path contract = Path.of("src/main/resources/openapi/common.yaml");
    String pattern =
        YAMLMapper.builder()
            .build()
            .readTree(contract.toFile())
            .at("/components/schemas/Phone/pattern")
            .asText();
    assertThat(count("patients.patient WHERE phone IS NOT NULL")).isPositive();
    assertThat(count("patients.patient WHERE phone !~ '" + pattern + "'")).isZero();
    assertThat(count("directory.doctor WHERE phone !~ '" + pattern + "'")).isZero();
  }

  @Test
  void theClinicHasTheExpectedSize() throws SQLException {
    assertThat(count("directory.department")).isEqualTo(8);
    assertThat(count("directory.doctor")).isEqualTo(40);
    assertThat(count("patients.patient")).isEqualTo(2_000);
    assertThat(count("scheduling.appointment")).isEqualTo(10_000);
    assertThat(count("identity.account")).isEqualTo(45);
    assertThat(count("scheduling.holiday")).isEqualTo(4);
    assertThat(count("scheduling.availability_exception")).isBetween(4, 20);
    assertThat(text("SELECT string_agg(DISTINCT visit_min::text, ',') FROM scheduling.calendar"))
        .isEqualTo("15,20,30,45,60");
    assertThat(zero("SELECT count(*) FROM directory.doctor WHERE length(biography) < 80")).isTrue();
  }

  @Test
  void domainsContributeRowsAfterTheAppointments() throws SQLException {
    assertThat(
            text("SELECT payload ->> 'appointments' FROM platform.outbox WHERE type LIKE 'test.%'"))
        .isEqualTo("10000");
  }

  @Test
  void thePatientWithAnAccountHasAChildWithAnAppointment() throws SQLException {
    assertThat(
            text(
                """
                SELECT count(DISTINCT r.patient_id) FROM identity.patient_account a
                  JOIN patients.representation r ON r.representative_id = a.patient_id
                  JOIN patients.represented(a.patient_id, timestamptz '%1$s') AS f ON f.patient_id = r.patient_id
                  JOIN scheduling.open_appointment v ON v.patient_id = r.patient_id AND v.starts_at > '%1$s'
                 WHERE f.relation = 'CHILD'
                """
                    .formatted(NOW)))
        .isEqualTo("1");
  }

  @Test
  void statusesMatchTheTimesOfAppointments() throws SQLException {
    assertThat(text("SELECT count(DISTINCT status) FROM scheduling.appointment")).isEqualTo("6");
    assertThat(
            zero(
                """
                SELECT count(*) FROM scheduling.appointment
                WHERE ends_at < timestamptz '%1$s' - interval '2 hours'
                      AND status NOT IN ('COMPLETED', 'CANCELLED', 'NO_SHOW')
                   OR starts_at > timestamptz '%1$s' + interval '2 hours'
                      AND status NOT IN ('BOOKED', 'CANCELLED')
                """
                    .formatted(NOW)))
        .isTrue();
    assertThat(share("ends_at < '" + NOW + "'", "status = 'COMPLETED'")).isBetween(80, 95);
    assertThat(share("starts_at > '" + NOW + "'", "status = 'BOOKED'")).isBetween(85, 98);
    assertThat(
            number("SELECT count(*) FROM scheduling.appointment WHERE starts_at > '" + NOW + "'"))
        .isBetween(1_500, 6_000);
  }

  @Test
  void noTwoAppointmentsOfAPersonOverlapEvenIfCancelled() throws SQLException {
    for (String who : new String[] {"doctor_id", "patient_id"}) {
      assertThat(
              zero(
                  """
                  SELECT count(*) FROM (
                    SELECT starts_at < lag(upper(during)) OVER (PARTITION BY %s ORDER BY starts_at)
                      AS taken_before
                    FROM scheduling.appointment) x
                  WHERE taken_before
                  """
                      .formatted(who)))
          .as(who)
          .isTrue();
    }
  }

  @Test
  void everyAppointmentIsASlotOfItsDoctor() throws SQLException {
    assertThat(
            zero(
                """
                SELECT count(*)
                FROM scheduling.appointment a JOIN scheduling.calendar c USING (doctor_id)
                WHERE a.ends_at - a.starts_at <> make_interval(mins => c.visit_min)
                   OR a.during <> tstzrange(a.starts_at, a.ends_at + make_interval(mins => c.buffer_min))
                   OR NOT EXISTS (
                        SELECT FROM scheduling.weekly_window w
                        WHERE w.doctor_id = a.doctor_id
                          AND w.weekday = extract(isodow FROM a.starts_at %1$s)
                          AND w.opens <= (a.starts_at %1$s)::time
                          AND (a.starts_at %1$s)::time - w.opens
                              + make_interval(mins => c.visit_min) <= w.closes - w.opens
                          AND extract(epoch FROM (a.starts_at %1$s)::time - w.opens)::int
                              %% ((c.visit_min + c.buffer_min) * 60) = 0)
                """
                    .formatted(LOCAL)))
        .isTrue();
  }

  @Test
  void everyDepartmentHasTranslatedTypesOfVisitsAndAppointmentsAreOfTheirLength()
      throws SQLException {
    assertThat(
            count(
                """
                directory.department g
                 WHERE (SELECT count(*) FROM scheduling.visit_type_department v
                         WHERE v.department_id = g.id) < 2
                """))
        .isZero();
    assertThat(
            count(
                """
                scheduling.visit_type_text t
                 WHERE (SELECT count(*) FROM directory.translation o WHERE o.text = t.text) <> 2
                """))
        .isZero();
    assertThat(count("scheduling.appointment WHERE visit_type_id IS NOT NULL")).isPositive();
    assertThat(
            count(
                """
                scheduling.appointment a
                  JOIN scheduling.visit_type v ON v.id = a.visit_type_id
                 WHERE a.ends_at - a.starts_at <> make_interval(mins => v.minutes)
                """))
        .isZero();
  }

  @Test
  void noAppointmentIsDuringLeaveOrHolidays() throws SQLException {
    assertThat(
            zero(
                """
                SELECT count(*) FROM scheduling.appointment a
                WHERE EXISTS (SELECT FROM scheduling.availability_exception e
                              WHERE e.doctor_id = a.doctor_id
                                AND e.during && tstzrange(a.starts_at, a.ends_at))
                   OR EXISTS (SELECT FROM scheduling.holiday h
                              WHERE h.day = (a.starts_at %s)::date)
                """
                    .formatted(LOCAL)))
        .isTrue();
  }

  @Test
  void everyHistoryEndsWithTheCurrentStatus() throws SQLException {
    assertThat(
            zero(
                """
                SELECT count(*) FROM scheduling.appointment a
                JOIN scheduling.appointment_change c
                  ON c.appointment_id = a.id AND c.version = a.version
                WHERE (c.status, c.starts_at, c.ends_at, c.doctor_id)
                      <> (a.status, a.starts_at, a.ends_at, a.doctor_id)
                """))
        .isTrue();
    assertThat(
            zero(
                """
                SELECT count(*) FROM scheduling.appointment a
                WHERE version <> (SELECT count(*) FROM scheduling.appointment_change c
                                  WHERE c.appointment_id = a.id)
                """))
        .isTrue();
    assertThat(
            zero(
                """
                SELECT count(*) FROM (
                  SELECT at, version, kind,
                         lag(at) OVER (PARTITION BY appointment_id ORDER BY version) AS before
                  FROM scheduling.appointment_change) x
                WHERE at > '%s' OR at <= before OR (version = 1) <> (kind = 'BOOKED')
                """
                    .formatted(NOW)))
        .isTrue();
    assertThat(text("SELECT string_agg(DISTINCT kind, ',') FROM scheduling.appointment_change"))
        .isEqualTo("BOOKED,CANCELLED,RESCHEDULED,STATUS_CHANGED");
  }

  @Test
  void everyDayWithAppointmentsHasItsVersion() throws SQLException {
    assertThat(
            zero(
                """
                SELECT count(*) FROM scheduling.appointment a
                WHERE NOT EXISTS (SELECT FROM scheduling.doctor_day d
                                  WHERE d.doctor_id = a.doctor_id AND d.version > 0
                                    AND d.day = (a.starts_at %s)::date)
                """
                    .formatted(LOCAL)))
        .isTrue();
  }

  @Test
  void theDemoPatientHasPastAndUpcomingVisits() throws SQLException {
    String own =
        """
        FROM scheduling.appointment a JOIN identity.account u USING (patient_id)
        WHERE u.email = 'patient@clinibus.example' AND a.starts_at
        """;
    assertThat(number("SELECT count(*) " + own + "< '" + NOW + "'")).isGreaterThanOrEqualTo(3);
    assertThat(number("SELECT count(*) " + own + "> '" + NOW + "' AND status = 'BOOKED'"))
        .isGreaterThanOrEqualTo(2);
    String hash = text("SELECT min(password_hash) FROM identity.account");
    assertThat(new PasswordHasher().matches(DemoAccounts.PASSWORD, hash)).isTrue();
  }

  @Test
  void theSameSeedAndTimeGenerateTheSameData() throws SQLException {
    URI same = TestServers.newDatabase();
    load(same, SEED);
    URI other = TestServers.newDatabase();
    load(other, SEED + 1);

    assertThat(text(same, CHECKSUM)).isEqualTo(text(CHECKSUM));
    assertThat(text(other, CHECKSUM)).isNotEqualTo(text(CHECKSUM));
    // Sealed with other keys each time, so not part of the checksum.
    assertThat(patients()).isEqualTo(patients());
  }

  private static List<Patients.Patient> patients() {
    return InventedClinic.of(SEED, Size.DEMO, NOW, ZoneId.of("Europe/Berlin")).patients();
  }

  @Test
  void textsOfVisitsAreSealed() throws SQLException {
    assertThat(number("SELECT count(*) FROM scheduling.appointment WHERE sealed IS NOT NULL"))
        .isGreaterThan(1000);
    assertThat(
            number("SELECT count(*) FROM scheduling.appointment_change WHERE sealed IS NOT NULL"))
        .isPositive();
    assertThat(
            number(
                """
                SELECT (SELECT count(*) FROM scheduling.appointment WHERE reason <> '' OR answers <> '[]')
                     + (SELECT count(*) FROM scheduling.appointment_change WHERE note <> '')
                     + (SELECT count(*) FROM scheduling.visit_in_clear)
                """))
        .isZero();
  }

  @Test
  void medicalHistoriesAreSealed() throws SQLException {
    assertThat(number("SELECT count(*) FROM patients.patient WHERE medical_history <> '{}'"))
        .isZero();
    Vertx vertx = Vertx.vertx();
    Pool pool = Database.pool(vertx, new Settings.Database(database, 1));
    var keys = new PatientKeys(vertx, pool, CLINIC_KEYS);
    try {
      for (Patients.Patient patient : patients().subList(0, 20)) {
        Row row =
            BusFixture.await(
                    pool.preparedQuery("SELECT * FROM patients.patient WHERE id = $1")
                        .execute(Tuple.of(patient.id())))
                .iterator()
                .next();
        MedicalHistory history = HistoryRows.open(row, BusFixture.await(keys.of(patient.id())));
        assertThat(history.conditions()).isEqualTo(patient.medicalHistory().get("conditions"));
        assertThat(history.allergies()).isEqualTo(patient.medicalHistory().get("allergies"));
      }
    } finally {
      BusFixture.await(vertx.close());
    }
  }

  @Test
  void aFailedLoadIsRolledBack() throws SQLException {
    URI url = TestServers.newDatabase();
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE scheduling.doctor_day ADD CHECK (version < 3)");
    }

    assertThatThrownBy(() -> load(url, SEED)).isInstanceOf(SQLException.class);

    try (Connection connection = connect(url)) {
      assertThat(DemoData.isEmpty(connection)).isTrue();
    }
  }

  @Test
  void aFailedContributionIsRolledBack() throws SQLException {
    URI url = TestServers.newDatabase();
    DemoRows failing =
        (connection, now, keys) -> {
          throw new SQLException("refused");
        };
    try (Connection connection = connect(url)) {
      assertThatThrownBy(
              () -> DemoData.load(connection, SEED, Size.DEMO, NOW, List.of(failing), CLINIC_KEYS))
          .hasMessage("refused");
    }
    try (Connection connection = connect(url)) {
      assertThat(DemoData.isEmpty(connection)).isTrue();
    }
  }

  private static void load(URI url, long seed) throws SQLException {
    try (Connection connection = connect(url)) {
      DemoData.load(
          connection,
          seed,
          Size.DEMO,
          NOW,
          List.of(
              DemoDataIT::contributed, (written, now, keys) -> DemoRelative.write(written, now)),
          CLINIC_KEYS);
    }
  }

  /** Rows of a domain: how many appointments there are when they are written. */
  private static void contributed(Connection connection, Instant now, Map<UUID, PatientKey> keys)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO platform.outbox (type, payload)
          SELECT 'test.contributed', jsonb_build_object('appointments', count(*))
            FROM scheduling.appointment
          """);
    }
  }

  private int share(String among, String wanted) throws SQLException {
    return number(
        "SELECT 100 * count(*) FILTER (WHERE %s) / count(*) FROM scheduling.appointment WHERE %s"
            .formatted(wanted, among));
  }

  private int count(String table) throws SQLException {
    return number("SELECT count(*) FROM " + table);
  }

  private boolean zero(String counting) throws SQLException {
    return number(counting) == 0;
  }

  private int number(String sql) throws SQLException {
    return Integer.parseInt(text(sql));
  }

  private String text(String sql) throws SQLException {
    return text(database, sql);
  }

  private static String text(URI url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static Connection connect(URI url) throws SQLException {
    return Database.connect(new Settings.Database(url, 1));
  }
}
