package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewResult;
import io.clinibus.patients.emergency.EmergencyReminderJob;
import io.clinibus.patients.emergency.EmergencyReviewRepository;
import io.clinibus.platform.db.Rows;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Reviews that wait for too long are reminded of, once a week, those who can do them. */
class EmergencyReminderIT {

  private static TestClock clock;
  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clock = new TestClock("2026-11-10T08:00:00Z"); // a Tuesday
    clinic = BusFixture.open(clock);
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, password_hash)
        VALUES (gen_random_uuid(), 'admin@example.org', 'Administrator', '{ADMIN}', 'x'),
               (gen_random_uuid(), 'desk@example.org', 'Desk', '{RECEPTIONIST}', 'x')
        """);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void onceAWeekWhileOneWaits() {
    UUID access = open(clinic.patient());
    clock.advance(Duration.ofDays(2));
    assertThat(run()).as("in time").isZero();
    clock.advance(Duration.ofDays(2));
    assertThat(run()).isOne();
    assertThat(run()).as("by another node, or again").isZero();
    assertThat(requested()).containsExactly("admin@example.org 2026W46");

    officer("first@example.org");
    officer("second@example.org");
    clock.advance(Duration.ofDays(3)); // Tuesday of the week after
    assertThat(run()).as("the officers instead of the administrators").isEqualTo(2);
    clock.advance(Duration.ofDays(1));
    run();
    assertThat(requested())
        .as("one mail a week to each")
        .containsExactly(
            "admin@example.org 2026W46", "first@example.org 2026W47", "second@example.org 2026W47");

    clinic.sql("UPDATE identity.account SET blocked_at = now() WHERE email LIKE 'second%'");
    clinic.sql("UPDATE identity.account SET blocked_at = now() WHERE email LIKE 'first%'");
    clinic.ask(
        EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS,
        new ReviewEmergencyAccess(access, ReviewResult.JUSTIFIED, "as the ward says"),
        clinic.admin());
    clock.advance(Duration.ofDays(7));
    assertThat(run()).as("nothing waits").isZero();
  }

  private static void officer(String email) {
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, password_hash)
        VALUES (gen_random_uuid(), $1, 'Officer', '{PRIVACY_OFFICER}', 'x')
        """,
        email);
  }

  private static UUID open(UUID patient) {
    return clinic
        .ask(
            EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
            new OpenEmergencyAccess(
                patient,
                null,
                null,
                null,
                null,
                EmergencyReason.OTHER,
                "unconscious, no relatives"),
            clinic.asDoctor(clinic.doctor()))
        .id();
  }

  private static int run() {
    var repository =
        new EmergencyReviewRepository(
            clinic.platform().database(), clinic.platform().patientKeys());
    return BusFixture.await(new EmergencyReminderJob(repository, clock).run());
  }

  /** A key is used once, however often it is requested. */
  private static List<String> requested() {
    return Rows.list(
        clinic.sql(
            """
            SELECT DISTINCT (payload ->> 'email') || ' ' || split_part(payload ->> 'key', ':', 3) AS mail
              FROM platform.outbox WHERE payload ->> 'template' = 'EMERGENCY_REMINDER' ORDER BY 1
            """),
        row -> row.getString("mail"));
  }
}
