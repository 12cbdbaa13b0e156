package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.hazelcast.map.IMap;
import io.clinibus.bus.Bus;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.node.Modules;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.spi.cluster.hazelcast.impl.HazelcastNodeInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event bus between two nodes is cut, while Hazelcast and PostgreSQL are not. */
@Tag("cluster")
class BusPartitionIT {

  private static final Logger LOG = LoggerFactory.getLogger(BusPartitionIT.class);
  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Two tries of a query; a command is tried once. */
  private static final Duration QUERY = Duration.ofSeconds(9);

  private static final Duration COMMAND = Duration.ofSeconds(7);

  /** What the bus has lost is in the outbox, which is read once a second. */
  private static final Duration STALE = Duration.ofSeconds(5);

  private final Vertx vertx = Vertx.vertx();
  private final List<Wire> wires = new ArrayList<>();
  private final List<TestNode> nodes = new ArrayList<>();
  private TestCluster cluster;
  private RestFixture hospital;
  private RestClient admin;

  @BeforeEach
  void twoNodesOfWhichOneNeedsTheOther() {
    cluster = TestCluster.empty();
    Set<String> roles = Modules.ALL.roles();
    roles.remove("directory");
    nodes.add(cluster.node(roles));
    putWireBefore(nodes.get(0));
    nodes.add(cluster.node(Modules.ALL.roles()));
    putWireBefore(nodes.get(1));
    nodes.forEach(node -> TestCluster.awaitMembers(node, 2));
    hospital = RestFixture.on(nodes.get(1));
    admin = hospital.admin().at(nodes.get(0).url());
  }

  @AfterEach
  void close() {
    wires.forEach(Wire::mend);
    vertx.close();
    cluster.close();
    wires.forEach(Wire::close);
  }

  @Test
  void requestsToTheOtherNodeFailFastAndPagesStayCurrentUntilThePartitionHeals() {
    String doctor = hospital.doctor(10, "08:00", "12:00");
    String topic = "slots/" + doctor + "/" + DAY;
    var received = List.of(revocations(nodes.get(0)), revocations(nodes.get(1)));
    assertThat(admin.get("/api/departments").status()).isEqualTo(200);
    try (LiveClient one = LiveClient.visitor(vertx, nodes.get(0).url());
        LiveClient other = LiveClient.visitor(vertx, nodes.get(1).url())) {
      List<LivePage> pages =
          List.of(one.subscribe(topic).awaitPage(topic), other.subscribe(topic).awaitPage(topic));
      wires.forEach(Wire::cut);

      refused("GET", null, QUERY);
      refused("POST", Map.of("name", "Neurology"), COMMAND);
      book(doctor, nodes.get(0), "08:00");
      awaitTaken(pages, "08:00");
      book(doctor, nodes.get(1), "09:00");
      awaitTaken(pages, "09:00");
      nodes.forEach(node -> assertThat(ready(node).status()).isEqualTo(200));

      wires.forEach(Wire::mend);
      Instant mended = Instant.now();
      await().atMost(PATIENCE).until(() -> admin.get("/api/departments").status() == 200);
      assertEventsReachBothNodes(received);
      LOG.info("all is well again after {}", Duration.between(mended, Instant.now()));
      assertThat(admin.get("/api/departments").body().findValuesAsText("name"))
          .as("its request had already failed when it arrived")
          .doesNotContain("Neurology");
      book(doctor, nodes.get(0), "10:00");
      awaitTaken(pages, "10:00");
      assertThat(one.isClosed() || other.isClosed()).isFalse();
    }
  }

  private void refused(String method, Object body, Duration within) {
    long began = System.nanoTime();
    Answer answer = admin.send(method, "/api/departments", body);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    LOG.info("{} was refused after {}", method, took);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.http().headers().firstValue("Retry-After")).isPresent();
    assertThat(took).isLessThan(within);
  }

  private void book(String doctor, TestNode node, String time) {
    Answer booked =
        admin
            .at(node.url())
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", doctor,
                    "patientId", hospital.patient(),
                    "start", DaysAhead.at(DAY, time)));
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
  }

  private static void awaitTaken(List<LivePage> pages, String time) {
    String start = DaysAhead.at(DAY, time);
    for (LivePage page : pages) {
      await().atMost(STALE).until(() -> page.item(start).path("state").asText().equals("TAKEN"));
    }
  }

  /**
   * An event published on one node reaches the listeners of the other that were added before the
   * cut.
   */
  private void assertEventsReachBothNodes(List<Set<SessionsRevoked>> received) {
    for (int from = 0; from < 2; from++) {
      int to = 1 - from;
      var news = new SessionsRevoked(UUID.randomUUID(), Instant.EPOCH);
      Bus bus = nodes.get(from).node().platform().bus();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                bus.publish(SessionsApi.SESSIONS_REVOKED, news);
                return received.get(to).contains(news);
              });
    }
  }

  private static Set<SessionsRevoked> revocations(TestNode node) {
    Set<SessionsRevoked> received = java.util.concurrent.ConcurrentHashMap.newKeySet();
    node.node().platform().bus().subscribe(SessionsApi.SESSIONS_REVOKED, received::add);
    return received;
  }

  private static Answer ready(TestNode node) {
    return RestClient.visitor(node.management()).get("/health/ready");
  }

  /** Has the others know the wire's port instead of the node's own; to be done before they talk. */
  private void putWireBefore(TestNode node) {
    Member member = node.node().member().orElseThrow();
    IMap<String, HazelcastNodeInfo> known =
        member.getHazelcastInstance().getMap("__vertx.nodeInfo");
    NodeInfo own = known.get(member.id().toString()).unwrap();
    Wire wire = Wire.to(own.port());
    wires.add(wire);
    known.put(
        member.id().toString(),
        new HazelcastNodeInfo(new NodeInfo(own.host(), wire.port(), own.metadata())));
  }
}
