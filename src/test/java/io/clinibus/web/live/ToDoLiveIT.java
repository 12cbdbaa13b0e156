package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What waits for staff, live. */
class ToDoLiveIT {

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
  void aNewProposalIsPushedToTheFrontDeskAtOnceAndItsDecisionToo() {
    RestClient desk = live.hospital.receptionist();
    RestClient ada = RestClient.registered(live.url(), "ada@example.org", "Ada", "Lovelace");
    String proposals = "/api/patients/" + ada.patientId() + "/proposals";
    try (LiveClient client = live.of(desk)) {
      LivePage page = client.subscribe("to-do").awaitPage("to-do");
      assertThat(count(page, "PROPOSALS")).isZero();

      Map<String, Object> change = Map.of("insurance", Map.of("provider", "AOK"));
      RestClient.Answer proposal = ada.post(proposals, change);
      assertThat(proposal.status()).isEqualTo(201);
      LiveFixture.until(() -> count(page, "PROPOSALS") == 1);

      String decision = proposals + "/" + proposal.text("/id") + "/decision";
      RestClient.Answer decided =
          desk.post(decision, Map.of("accepted", false), "If-Match", proposal.etag());
      assertThat(decided.status()).isEqualTo(200);
      LiveFixture.until(() -> count(page, "PROPOSALS") == 0);
    }
  }

  @Test
  void aRequestedErasureIsPushedToAdministratorsOnly() {
    RestClient eve = RestClient.registered(live.url(), "eve@example.org", "Eve", "Byron");
    try (LiveClient admin = live.of(live.hospital.admin());
        LiveClient desk = live.of(live.hospital.receptionist())) {
      LivePage seen = admin.subscribe("to-do").awaitPage("to-do");
      LivePage other = desk.subscribe("to-do").awaitPage("to-do");
      assertThat(count(seen, "ERASURES")).isZero();

      assertThat(eve.post("/api/privacy/erasures", Map.of("patientId", eve.patientId())).status())
          .isEqualTo(201);
      LiveFixture.until(() -> count(seen, "ERASURES") == 1);
      assertThat(count(other, "ERASURES")).isZero();
    }
  }

  @Test
  void aMailThatIsGivenUpIsPushedToAdministrators() {
    try (LiveClient client = live.of(live.hospital.admin())) {
      LivePage page = client.subscribe("to-do").awaitPage("to-do");
      live.hospital.sql(
          """
          INSERT INTO notifications.delivery
            (key, event_xid, event_id, email, kind, payload, state, due_at, created_at)
          VALUES ('test', '1', 1, 'x@example.org', 'BOOKED', '{}', 'VOID', now(), now())
          """);
      assertThat(count(page, "UNDELIVERED_MAILS")).isZero();
      live.hospital.sql("UPDATE notifications.delivery SET state = 'DEAD' WHERE event_xid = '1'");
      LiveFixture.until(() -> count(page, "UNDELIVERED_MAILS") == 1);
    }
  }

  private static int count(LivePage page, String kind) {
    for (JsonNode task : page.data().at("/about/items")) {
      if (task.path("kind").asText().equals(kind)) {
        return task.path("count").asInt();
      }
    }
    return 0;
  }
}
