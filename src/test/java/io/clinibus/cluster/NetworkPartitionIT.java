package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.node.Modules;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.Wire;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two nodes lose each other but not the database, and find each other again. */
@Tag("cluster")
class NetworkPartitionIT {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkPartitionIT.class);
  private static final int PATIENCE_SECONDS = 60;
  private static final int CONTESTS = 20;
  private static final LocalDate DAY = DaysAhead.tuesday();

  /** Served by the second node alone, under the types of an operation that exists. */
  private static final Operation<GetDepartment, Department> OF_THE_SECOND =
      Operation.query("directory.ofTheSecond", GetDepartment.class, Department.class)
          .notAudited("a test");

  @TempDir Path folder;
  private TestCluster cluster;
  private final List<Wire> wires = new ArrayList<>();
  private final List<TestNode> nodes = new ArrayList<>();

  @BeforeEach
  void twoNodes() {
    cluster = TestCluster.empty();
    List<Integer> ports = TestPorts.several(4);
    ports.forEach(port -> wires.add(Wire.to(port)));
    String members = "127.0.0.1:" + wires.get(0).port() + ",127.0.0.1:" + wires.get(2).port();
    for (int i = 0; i < 4; i += 2) {
      String name = "node-" + (i / 2 + 1);
      Path file = Wire.clusterFile(folder.resolve(name), wires.get(i), wires.get(i + 1));
      nodes.add(cluster.node(place(name, file, ports.get(i), ports.get(i + 1), members)));
    }
    nodes.forEach(node -> TestCluster.awaitMembers(node, 2));
  }

  @AfterEach
  void close() {
    wires.forEach(Wire::mend);
    cluster.close();
    wires.forEach(Wire::close);
  }

  @Test
  void bothSidesBookWithoutDoubleBookingAndRejoin() {
    RestFixture hospital = RestFixture.on(nodes.get(0));
    RestClient reception = hospital.receptionist();
    String doctor = hospital.doctor(10, "08:00", "20:00");
    List<String> patients =
        IntStream.range(0, 2 * CONTESTS).mapToObj(i -> hospital.patient()).toList();
    var received = List.of(revocations(nodes.get(0)), revocations(nodes.get(1)));
    serveOnTheSecond();
    List<String> topics = List.of(topic(doctor), topic(doctor), topic(doctor), topic(doctor));
    var urls = nodes.stream().map(TestNode::url).toList();
    try (Watchers pages = new Watchers(topics, urls)) {
      wires.forEach(Wire::cut);
      nodes.forEach(node -> TestCluster.awaitMembers(node, 1));

      for (int i = 0; i < CONTESTS; i++) {
        String time = LocalTime.of(8, 0).plusMinutes(10L * i).toString();
        var first = book(reception, nodes.get(0), doctor, patients.get(2 * i), time);
        var second = book(reception, nodes.get(1), doctor, patients.get(2 * i + 1), time);
        assertThat(List.of(first.join().status(), second.join().status()))
            .containsExactlyInAnyOrder(201, 409);
      }
      pages.awaitRight(nodes.get(0).url());
      pages.awaitRight(nodes.get(1).url());
      // The elder is the cluster; the other one says what happened, and works on.
      await()
          .until(
              () -> ready(nodes.get(1)),
              report ->
                  report.status() == 503
                      && report.text("/reasons/0").equals("cluster: cut off from node-1"));
      assertThat(ready(nodes.get(0)).status()).isEqualTo(200);

      wires.forEach(Wire::mend);
      Instant mended = Instant.now();
      nodes.forEach(node -> TestCluster.awaitMembers(node, 2));
      LOG.info("one cluster again after {}", Duration.between(mended, Instant.now()));
      nodes.forEach(node -> await().until(() -> ready(node).status() == 200));
      assertEventsReachBothNodes(received);
      await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(this::theFirstReachesTheSecond);
      LOG.info("all is well again after {}", Duration.between(mended, Instant.now()));
      assertThat(book(reception, nodes.get(1), doctor, hospital.patient(), "18:00").join().status())
          .isEqualTo(201);
      pages.awaitRight(nodes.get(0).url());
      assertThat(pages.lost()).isZero();
    }
    assertThat(hospital.sql("SELECT FROM scheduling.appointment")).hasSize(CONTESTS + 1);
  }

  private void serveOnTheSecond() {
    Bus second = nodes.get(1).node().platform().bus();
    second.serve(
        OF_THE_SECOND,
        (request, caller) -> Future.failedFuture(Failure.of(CommonFailures.NOT_FOUND)));
    await().until(this::theFirstReachesTheSecond);
  }

  private boolean theFirstReachesTheSecond() {
    var answer =
        nodes
            .get(0)
            .node()
            .platform()
            .bus()
            .request(
                OF_THE_SECOND,
                new GetDepartment(new UUID(0, 1)),
                Caller.visitor("test", "127.0.0.1", Instant.now().plusSeconds(5)));
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(answer::isComplete);
    return ((Failure) answer.cause()).code() == CommonFailures.NOT_FOUND;
  }

  /**
   * An event published on one node reaches the listeners of the other that were added before the
   * cut.
   */
  private void assertEventsReachBothNodes(List<List<SessionsRevoked>> received) {
    for (int from = 0; from < 2; from++) {
      int to = 1 - from;
      var news = new SessionsRevoked(UUID.randomUUID(), Instant.EPOCH);
      Bus bus = nodes.get(from).node().platform().bus();
      await()
          .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .until(
              () -> {
                bus.publish(SessionsApi.SESSIONS_REVOKED, news);
                return received.get(to).contains(news);
              });
    }
  }

  private static List<SessionsRevoked> revocations(TestNode node) {
    List<SessionsRevoked> received = new CopyOnWriteArrayList<>();
    node.node().platform().bus().subscribe(SessionsApi.SESSIONS_REVOKED, received::add);
    return received;
  }

  private static CompletableFuture<Answer> book(
      RestClient reception, TestNode node, String doctor, String patient, String time) {
    return reception
        .at(node.url())
        .sendAsync(
            "POST",
            "/api/appointments",
            Map.of(
                "doctorId", doctor,
                "patientId", patient,
                "start", DaysAhead.at(DAY, time)));
  }

  private static Answer ready(TestNode node) {
    return RestClient.visitor(node.management()).get("/health/ready");
  }

  private static String topic(String doctor) {
    return "slots/" + doctor + "/" + DAY;
  }

  private static Settings.Node place(
      String name, Path file, int port, int busPort, String members) {
    return new Settings.Node(
        name,
        Modules.ALL.roles(),
        Duration.ZERO,
        Optional.of(
            new Settings.Cluster(
                file,
                "127.0.0.1",
                port,
                busPort,
                members,
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }
}
