package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What happens to relatives is pushed to who represents them, until the link ends; so is what
 * happens to the link, to both.
 */
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

  @Test
  void whatTheFrontDeskDoesWithARepresentationIsPushedToTheTwoAndToNobodyElse() {
    RestClient desk = live.hospital.receptionist();
    RestClient felix = RestClient.registered(live.url(), "felix@example.org", "Felix", "Roth");
    RestClient greta = RestClient.registered(live.url(), "greta@example.org", "Greta", "Lang");
    RestClient other = RestClient.registered(live.url(), "otto@example.org", "Otto", "Kern");
    try (LiveClient ofFelix = live.of(felix);
        LiveClient ofGreta = live.of(greta);
        LiveClient ofOther = live.of(other)) {
      List<LivePage> pages = Stream.of(ofFelix, ofGreta).map(RelativesLiveIT::family).toList();
      LivePage others = family(ofOther);
      assertThat(pages.get(0).data().at("/about/rules/majorityAge").asInt()).isEqualTo(18);
      assertThat(pages.get(0).data().at("/items")).isEmpty();
      String path = "/api/patients/" + greta.patientId() + "/representations";
      Answer added =
          desk.post(
              path,
              Map.of(
                  "representativeId", felix.patientId(),
                  "relation", "PARTNER",
                  "document", "IDENTITY_CARD"));
      assertThat(added.status()).as(added.body().toString()).isEqualTo(201);
      String id = added.text("/id");
      awaitEach(pages, id, "status", "IN_FORCE");
      assertThat(pages.get(1).item(id).path("representativeName").asText()).isEqualTo("Felix Roth");
      assertThat(pages.get(1).item(id).has("document")).isFalse();
      assertThat(pages.get(1).item(id).has("confirmedBy")).isFalse();
      String lastDay = LocalDate.now(ZoneOffset.UTC).plusDays(90).toString();
      Answer limited =
          desk.put(
              path + "/" + id,
              Map.of("document", "COURT_DECISION", "lastDay", lastDay),
              "If-Match",
              added.etag());
      assertThat(limited.status()).as(limited.body().toString()).isEqualTo(200);
      awaitEach(pages, id, "lastDay", lastDay);
      assertThat(desk.delete(path + "/" + id).status()).isEqualTo(204);
      Awaitility.await()
          .until(() -> pages.stream().allMatch(page -> page.data().at("/items").isEmpty()));
      assertThat(others.data().at("/items")).isEmpty();
      assertThat(ofOther.frames().toString()).doesNotContain("Felix Roth");
    }
  }

  @Test
  void aRepresentationThatTheFrontDeskConfirmsIsPushedToWhoAskedForIt() {
    RestClient nora = RestClient.registered(live.url(), "nora@example.org", "Nora", "Beck");
    try (LiveClient client = live.of(nora)) {
      LivePage page = family(client);
      Answer added =
          nora.post(
              "/api/patients/" + nora.patientId() + "/relatives",
              Map.of(
                  "relation", "PARENT",
                  "givenName", "Ida",
                  "familyName", "Beck",
                  "birthDate", "1950-03-04"));
      awaitEach(List.of(page), added.text("/id"), "status", "PENDING");
      String path = "/api/patients/" + added.text("/patientId") + "/representations/";
      Answer confirmed =
          live.hospital.receptionist().post(path + added.text("/id") + "/confirmation", null);
      assertThat(confirmed.status()).isEqualTo(200);
      awaitEach(List.of(page), added.text("/id"), "status", "IN_FORCE");
    }
  }

  private static LivePage family(LiveClient client) {
    return client.subscribe("family").awaitPage("family");
  }

  private static void awaitEach(List<LivePage> pages, String id, String name, String value) {
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(pages)
                    .allSatisfy(
                        page -> assertThat(page.item(id).path(name).asText()).isEqualTo(value)));
  }
}
