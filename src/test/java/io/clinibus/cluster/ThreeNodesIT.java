package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes that all run everything, as one clinic. */
@Tag("cluster")
class ThreeNodesIT {

  private static final int CLIENTS = 200;
  private static final int ROUNDS = 20;
  private static final Pattern METRIC = Pattern.compile("\\b(clinibus|vertx|jvm)_[a-z_]+");
  private static final LocalDate DAY = DaysAhead.tuesday();

  private static Vertx vertx;
  private static TestCluster cluster;
  private static List<TestNode> nodes;
  private static RestFixture hospital;
  private static RestClient reception;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    cluster = TestCluster.empty();
    nodes = TestCluster.nodes(cluster, 3);
    hospital = RestFixture.on(nodes.get(0));
    reception = hospital.receptionist();
  }

  @AfterAll
  static void close() {
    cluster.close();
    vertx.close();
  }

  @Test
  void oneOfConcurrentBookingsOnThreeNodesGetsTheSlot() {
    List<String> patients = IntStream.range(0, CLIENTS).mapToObj(i -> hospital.patient()).toList();
    for (int round = 0; round < ROUNDS; round++) {
      String doctor = hospital.doctor(60, "09:00", "17:00");
      // A day of its own for each round, so that a winner is not busy in the next.
      LocalDate day = DAY.plusWeeks(1 + round / 4).plusDays(round % 4);
      List<CompletableFuture<Answer>> sent =
          IntStream.range(0, CLIENTS)
              .mapToObj(i -> book(nodes.get(i % 3), doctor, patients.get(i), day, "10:00"))
              .toList();
      List<Integer> statuses = sent.stream().map(answer -> answer.join().status()).toList();
      assertThat(statuses).hasSize(CLIENTS).containsOnly(201, 409).containsOnlyOnce(201);
    }
    assertThat(
            hospital
                .sql("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
                .iterator()
                .next()
                .getLong(0))
        .isZero();
  }

  @Test
  void aBookingOnOneNodeIsShownByTheOthersAtOnce() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    List<LiveClient> pages =
        nodes.stream().map(node -> LiveClient.visitor(vertx, node.url()).subscribe(topic)).toList();
    pages.forEach(page -> page.awaitPage(topic));
    nodes.forEach(node -> assertThat(free(node, doctor)).contains("09:00", "10:00", "11:00"));

    book(nodes.get(0), doctor, hospital.patient(), DAY, "10:00").join();
    book(nodes.get(1), doctor, hospital.patient(), DAY, "11:00").join();
    assertThat(free(nodes.get(1), doctor)).doesNotContain("11:00");
    for (TestNode node : nodes) {
      await().atMost(Duration.ofSeconds(2)).until(() -> !free(node, doctor).contains("10:00"));
      await().atMost(Duration.ofSeconds(2)).until(() -> !free(node, doctor).contains("11:00"));
    }
    for (LiveClient page : pages) {
      await()
          .until(
              () ->
                  state(page, topic, "09:00").equals("FREE")
                      && state(page, topic, "10:00").equals("TAKEN")
                      && state(page, topic, "11:00").equals("TAKEN"));
      page.close();
    }
  }

  @Test
  void aUserBlockedOnOneNodeIsRefusedByAllWithinASecond() {
    RestClient blocked = hospital.invited("RECEPTIONIST");
    List<LiveClient> sockets =
        nodes.stream().map(node -> LiveClient.of(vertx, node.url(), blocked.token())).toList();
    sockets.forEach(socket -> socket.await("welcome", frame -> frame.has("userId")));
    nodes.forEach(node -> assertThat(me(node, blocked)).isEqualTo(200));

    String path = "/api/users/" + blocked.userId() + "/block";
    Answer done = hospital.admin().at(nodes.get(2).url()).post(path, Map.of("reason", "Abuse"));
    assertThat(done.status()).as(done.body().toString()).isEqualTo(200);

    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(1))
        .until(
            () ->
                sockets.stream().allMatch(LiveClient::isClosed)
                    && nodes.stream().allMatch(node -> me(node, blocked) == 401));
    sockets.forEach(socket -> assertThat(socket.awaitClosed()).isEqualTo(4401));
  }

  @Test
  void everyNodeExportsItsMetrics() {
    TestNode node = nodes.get(1);
    String doctor = hospital.doctor(60, "09:00", "12:00");
    free(node, doctor);
    free(node, doctor);
    LiveClient page =
        LiveClient.visitor(vertx, node.url()).subscribe("slots/" + doctor + "/" + DAY);
    page.awaitPage("slots/" + doctor + "/" + DAY);
    book(node, doctor, hospital.patient(), DAY, "09:00").join();
    book(node, doctor, hospital.patient(), DAY, "09:00").join();
    await().until(() -> state(page, "slots/" + doctor + "/" + DAY, "09:00").equals("TAKEN"));

    String metrics = node.metrics();
    assertThat(metrics)
        .contains(
            "clinibus_operation_seconds_count{operation=\"scheduling.bookAppointment\",outcome=\"OK\"}",
            "clinibus_operation_seconds_count{operation=\"scheduling.bookAppointment\","
                + "outcome=\"SLOT_TAKEN\"}",
            "clinibus_http_request_seconds_bucket{method=\"POST\",route=\"/api/appointments\","
                + "status=\"409\"",
            "clinibus_day_reads_total{from=\"memory\"}",
            "clinibus_day_reads_total{from=\"postgresql\"}",
            "clinibus_live_push_seconds_count",
            "clinibus_live_topics",
            "clinibus_live_sockets_behind",
            "clinibus_bus_request_seconds_count{where=\"here\"}",
            "clinibus_bus_messages_refused_total",
            "clinibus_bus_retries_total",
            "clinibus_event_loop_lag_seconds_count",
            "clinibus_feed_age_seconds",
            "clinibus_job_run_seconds_count{outcome=\"OK\",task=\"watch-nodes\"}",
            "clinibus_outbox_rows",
            "clinibus_outbox_oldest_seconds",
            "clinibus_cluster_nodes 3.0",
            "clinibus_cluster_cut_off 0.0",
            "vertx_pool_queue_time_seconds",
            "jvm_memory_used_bytes");
    assertThat(metrics).doesNotContain(doctor);
    assertThat(namedIn("deploy/grafana/clinibus.json", "deploy/prometheus/alerts.yaml"))
        .hasSizeGreaterThan(15)
        .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "[ {]"));
    assertThat(metrics).containsPattern("vertx_pool_queue_pending\\{[^}]*pool_type=\"sql\"");
    page.close();
  }

  /** What dashboards and alerts ask for. */
  private static Set<String> namedIn(String... files) {
    return Arrays.stream(files)
        .map(ThreeNodesIT::read)
        .flatMap(text -> METRIC.matcher(text).results())
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int me(TestNode node, RestClient who) {
    return who.at(node.url()).get("/api/auth/me").status();
  }

  private static String state(LiveClient page, String topic, String time) {
    return page.page(topic).item(DaysAhead.at(DAY, time)).path("state").asText();
  }

  private static CompletableFuture<Answer> book(
      TestNode node, String doctor, String patient, LocalDate day, String time) {
    return reception
        .at(node.url())
        .sendAsync(
            "POST",
            "/api/appointments",
            Map.of("doctorId", doctor, "patientId", patient, "start", DaysAhead.at(day, time)));
  }

  private static List<String> free(TestNode node, String doctor) {
    Answer slots =
        reception
            .at(node.url())
            .get("/api/appointments/doctor/" + doctor + "/available-slots?date=" + DAY);
    return slots.body().findValuesAsText("start").stream().map(at -> at.substring(11, 16)).toList();
  }
}
