package io.clinibus.web.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.settings.Settings;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestAuthority;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shared bytes are encrypted for each socket, together with its other frames. */
@Tag("slow")
class LiveTlsIT {

  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int DOCTORS = 8;
  private static final int PAGES = 40;
  private static final int ROUNDS = 3;

  @TempDir Path folder;

  @Test
  void pagesOverTlsShowTheSameAsPagesWithoutTls() {
    Settings plain = TestNode.settings(TestServers.newDatabase());
    Vertx vertx = Vertx.vertx();
    try (RestFixture hospital = RestFixture.open(plain, Clock.systemUTC());
        TestNode secure = TestNode.start(encrypted(plain), Clock.systemUTC())) {
      List<String> doctors =
          IntStream.range(0, DOCTORS).mapToObj(i -> hospital.doctor(30, "06:00", "22:00")).toList();
      List<String> topics = doctors.stream().map(id -> "slots/" + id + "/" + DAY).toList();
      URI address = URI.create("https://127.0.0.1:" + secure.url().getPort());
      List<LiveClient> pages =
          IntStream.range(0, PAGES).mapToObj(i -> watching(vertx, address, topics)).toList();
      LiveClient other = watching(vertx, hospital.url(), topics);
      RestClient reception = hospital.receptionist();
      for (int round = 0; round < ROUNDS; round++) {
        String time = LocalTime.of(6, 0).plusMinutes(30L * round).toString();
        Map<String, Long> before =
            topics.stream().collect(Collectors.toMap(topic -> topic, t -> other.page(t).version()));
        doctors.forEach(doctor -> book(reception, hospital.patient(), doctor, time));
        before.forEach((topic, version) -> awaitSame(pages, other, topic, version));
      }
      assertThat(pages).noneMatch(LiveClient::isClosed);
      pages.forEach(
          page -> assertThat(page.frames("snapshot")).as("nothing was lost").hasSize(DOCTORS));
    }
    vertx.close();
  }

  private static LiveClient watching(Vertx vertx, URI server, List<String> topics) {
    LiveClient page = LiveClient.visitor(vertx, server);
    topics.forEach(page::subscribe);
    topics.forEach(page::awaitPage);
    return page;
  }

  private static void book(RestClient reception, String patient, String doctor, String time) {
    Map<String, String> visit =
        Map.of("doctorId", doctor, "patientId", patient, "start", DaysAhead.at(DAY, time));
    assertThat(reception.post("/api/appointments", visit).status()).isEqualTo(201);
  }

  private static void awaitSame(
      List<LiveClient> pages, LiveClient other, String topic, long before) {
    LivePage shown = other.page(topic);
    await().atMost(PATIENCE).until(() -> shown.version() > before);
    await()
        .atMost(PATIENCE)
        .until(() -> pages.stream().allMatch(page -> page.page(topic).data().equals(shown.data())));
  }

  private Settings encrypted(Settings plain) {
    Settings.BusTls made = TestAuthority.in(folder);
    Settings.Http http = plain.http();
    return SettingsParts.with(
        new Settings.Http(
            http.endpoint(),
            http.publicUrl(),
            Optional.of(new Settings.Tls(made.certificate(), made.key())),
            http.behindProxy(),
            http.requestsPerMinute()),
        plain);
  }
}
