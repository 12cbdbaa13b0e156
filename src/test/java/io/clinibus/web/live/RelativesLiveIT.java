package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.time.Clock;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to relatives is pushed to who represents them, until the link ends. */
class RelativesLiveIT {

  private static LiveFixture live;

  @BeforeAll
  static void open() {
    live = new LiveFixture(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    live.close();
  }

  @Test
  void visitsAndEntriesOfARelativeArePushedUntilTheLinkEnds() {
    RestClient desk = live.hospital.receptionist();
    String doctor = live.hospital.doctor(60, "09:00", "12:00");
    RestClient mother = RestClient.registered(live.url(), "maria@example.org", "Maria", "Lee");
    String own = "/api/patients/" + mother.patientId();
    try (LiveClient client = live.of(mother)) {
      LivePage page = client.subscribe("me").awaitPage("me");
      Answer added =
          mother.post(
              own + "/relatives",
              Map.of(
                  "relation", "CHILD",
                  "givenName", "Mia",
                  "familyName", "Lee",
                  "birthDate", "2019-03-04"));
      String child = added.text("/patientId");
      String visit =
          desk.post(
                  "/api/appointments",
                  Map.of(
                      "doctorId", doctor,
                      "patientId", child,
                      "start", DaysAhead.at(DaysAhead.tuesday(), "10:00")))
              .text("/id");
      Awaitility.await()
          .untilAsserted(
              () -> assertThat(page.item(visit).path("patientName").asText()).isEqualTo("Mia Lee"));
      assertThat(
              desk.post("/api/waitlist", Map.of("doctorId", doctor, "patientId", child)).status())
          .isEqualTo(201);
      Awaitility.await()
          .untilAsserted(() -> assertThat(page.data().at("/about/waitlist")).hasSize(1));
      assertThat(mother.delete(own + "/representations/" + added.text("/id")).status())
          .isEqualTo(204);
      Awaitility.await()
          .untilAsserted(
              () -> {
                assertThat(page.item(visit).isMissingNode()).isTrue();
                assertThat(page.data().at("/about/waitlist")).isEmpty();
              });
    }
  }
}
