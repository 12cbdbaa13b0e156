package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.platform.UuidV7;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails that were given up, as administrators see them. */
class UndeliveredMailsIT {

  private static final String PATH = "/api/undelivered-mails";
  private static RestFixture hospital;
  private static UUID ada;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(Clock.systemUTC());
    RestClient registered =
        RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    ada = UUID.fromString(registered.patientId());
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void none() {
    hospital.sql("DELETE FROM notifications.delivery");
  }

  @Test
  void administratorsSeeWhomTheyAreForAndWhyButNotWhatTheySay() {
    UUID older = givenUp(ada, "", 1, 3);
    UUID newer = givenUp(null, "new@example.org", 1, 1);

    RestClient.Answer first = hospital.admin().get(PATH + "?limit=1");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.body().path("items")).hasSize(1);
    assertThat(first.text("/items/0/id")).isEqualTo(newer.toString());
    assertThat(first.text("/items/0/address")).isEqualTo("new@example.org");
    assertThat(first.body().at("/items/0/recipient").isMissingNode()).isTrue();

    JsonNode rest = hospital.admin().get(PATH + "?cursor=" + first.text("/next")).body();
    assertThat(rest.path("items")).hasSize(1);
    assertThat(rest.at("/items/0/id").asText()).isEqualTo(older.toString());
    assertThat(rest.at("/items/0/recipient").asText()).isEqualTo("Lovelace, Ada");
    assertThat(rest.at("/items/0/reason").asText()).isEqualTo("SMTP 550");
    assertThat(rest.at("/items/0/attempts").asInt()).isEqualTo(10);
    assertThat(rest.toString()).doesNotContain("chest pain", "BOOKED");
    assertThat(hospital.receptionist().get(PATH).status()).isEqualTo(403);
  }

  @Test
  void oneThatIsOfUseIsSentAgainAndAnotherIsDismissed() {
    UUID useful = givenUp(ada, "", 1, 2);
    UUID late = givenUp(ada, "", -1, 1);
    assertThat(undelivered()).isEqualTo(1);

    RestClient.Answer refused = hospital.admin().post(path(late, "send-again"), null);
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/type")).endsWith("/mail-too-late");
    assertThat(hospital.admin().post(path(useful, "send-again"), null).status()).isEqualTo(204);
    assertThat(state(useful)).isNotEqualTo("DEAD");
    assertThat(undelivered()).isZero();
    assertThat(hospital.admin().post(path(useful, "dismiss"), null).status()).isEqualTo(404);

    assertThat(hospital.receptionist().post(path(late, "dismiss"), null).status()).isEqualTo(403);
    assertThat(hospital.admin().post(path(late, "dismiss"), null).status()).isEqualTo(204);
    assertThat(state(late)).isEqualTo("VOID");
    assertThat(hospital.admin().post(path(late, "send-again"), null).status()).isEqualTo(404);
    assertThat(hospital.admin().get(PATH).body().path("items")).isEmpty();
  }

  private static String path(UUID mail, String action) {
    return PATH + "/" + mail + "/" + action;
  }

  /** The number in the bell of administrators. */
  private static int undelivered() {
    for (JsonNode task : hospital.admin().get("/api/to-do").body().path("items")) {
      if (task.path("kind").asText().equals("UNDELIVERED_MAILS")) {
        return task.path("count").asInt();
      }
    }
    return 0;
  }

  private static String state(UUID mail) {
    return hospital
        .sql("SELECT state FROM notifications.delivery WHERE id = $1", mail)
        .iterator()
        .next()
        .getString(0);
  }

  /**
   * @param patient whom it is for, or else
   * @param email the address
   * @param usefulDays until how many days from now it is of use
   */
  private static UUID givenUp(UUID patient, String email, int usefulDays, int daysAgo) {
    UUID id = UuidV7.next();
    hospital.sql(
        """
        INSERT INTO notifications.delivery
          (id, key, event_xid, event_id, patient_id, email, kind, payload, state, attempts, failure, useful_until,
           due_at, created_at)
        SELECT $1::text::uuid, $1, '1', $5::int, nullif($2, '')::uuid, nullif($3, ''), 'BOOKED',
               '{"reason": "chest pain"}', 'DEAD', 10, 'SMTP 550', now() + make_interval(days => $4),
               now() - make_interval(days => $5), now() - make_interval(days => $5)
        """,
        id.toString(),
        patient == null ? "" : patient.toString(),
        email,
        usefulDays,
        daysAgo);
    return id;
  }
}
