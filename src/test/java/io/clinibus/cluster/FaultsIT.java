package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.platform.embedded.TestPostgres;
import io.clinibus.settings.NodeRole;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestHospital;
import io.clinibus.testing.TestNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three nodes under steady booking, watched by live pages, while one of them or PostgreSQL fails:
 * nothing acknowledged is lost, nothing is booked twice, and every page is right again soon after.
 */
class FaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(FaultsIT.class);
  private static final int PATIENCE_SECONDS = 60;
  private static final int SOME_BOOKINGS = 60;

  @TempDir static Path folder;
  private static TestPostgres postgres;
  private static TestCluster cluster;
  private static TestNode first;
  private static TestHospital hospital;
  private static List<ChildNode> others;
  private BookingLoad load;
  private Watchers pages;

  @BeforeAll
  static void open() {
    postgres = TestPostgres.start(folder.resolve("data"));
    cluster = TestCluster.on(postgres.url());
    first = cluster.node(NodeRole.all());
    hospital = TestHospital.on(first);
    others = new ArrayList<>();
  }

  @AfterAll
  static void close() {
    cluster.close();
    postgres.close();
  }

  @BeforeEach
  void begin() {
    while (others.size() < 2) {
      others.add(cluster.child(Map.of("CLINIBUS_DRAIN_SECONDS", "2")));
    }
    others.forEach(ChildNode::url);
    TestCluster.awaitMembers(first, 3);
    load = new BookingLoad(hospital);
    pages = new Watchers(topics(load), urls());
    load.on(urls());
    awaitBookings(SOME_BOOKINGS);
    load.longestWait();
  }

  @AfterEach
  void nothingIsLostOrDoubledAndEveryPageIsRight() {
    load.stopAndCheck();
    Duration settled = pages.awaitRight(first.url());
    LOG.info("{} bookings in {} tries, pages right after {}", load.booked(), load.tries(), settled);
    pages.close();
  }

  @Test
  void aNodeIsKilled() {
    ChildNode killed = others.remove(0);
    killed.kill();
    TestCluster.awaitMembers(first, 2);
    await().until(() -> pages.lost() > 0);
    pages.reconnect(urls());
    load.on(urls());
    awaitBookings(SOME_BOOKINGS);
    LOG.info("killed: the longest wait for a booking was {}", load.longestWait());
  }

  @Test
  void aNodeIsFrozenAndGoesOnLater() {
    ChildNode frozen = others.get(0);
    URI its = frozen.url();
    frozen.signal("STOP");
    try {
      TestCluster.awaitMembers(first, 2);
      assertThat(ready(first.management()).status()).isEqualTo(200);
      awaitBookings(SOME_BOOKINGS);
      LOG.info("frozen: the longest wait for a booking was {}", load.longestWait());
    } finally {
      frozen.signal("CONT");
    }
    TestCluster.awaitMembers(first, 3);
    RestClient visitor = RestClient.visitor(its);
    await().until(() -> visitor.get("/api/departments").status() == 200);
    load.on(List.of(its));
    awaitBookings(SOME_BOOKINGS);
    load.on(urls());
    pages.reconnect(urls());
  }

  @Test
  void postgresqlIsRestarted() {
    postgres.restart(
        () -> {
          await().until(() -> ready(first.management()).status() == 503);
          assertThat(ready(first.management()).body().path("reasons").toString())
              .contains("postgresql");
        });
    awaitBookings(SOME_BOOKINGS);
    LOG.info("PostgreSQL restarted: the longest wait for a booking was {}", load.longestWait());
    await().until(() -> ready(first.management()).status() == 200);
    assertThat(pages.lost()).isZero();
  }

  /** Whoever asks only nodes that are ready is never refused, and no page misses anything. */
  @Test
  void aNodeIsDrained() {
    ChildNode going = others.remove(0);
    try (Watchers its = new Watchers(topics(load), List.of(going.url()))) {
      int refused = load.refused();
      going.signal("TERM");
      await()
          .pollInterval(Duration.ofMillis(50))
          .until(() -> ready(going.management()).status() == 503);
      assertThat(ready(going.management()).text("/reasons/0")).isEqualTo("serving: is stopping");
      load.on(urls());
      going.awaitExit();
      awaitBookings(SOME_BOOKINGS);
      assertThat(load.refused()).isEqualTo(refused);
      assertThat(its.lost()).isEqualTo(topics(load).size());
      its.reconnect(urls());
      pages.reconnect(urls());
      load.stopAndCheck();
      its.awaitRight(first.url());
    }
    TestCluster.awaitMembers(first, 2);
  }

  private void awaitBookings(int more) {
    int wanted = load.booked() + more;
    await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(() -> load.booked() >= wanted);
  }

  /** Two pages for each doctor who is being booked. */
  private static List<String> topics(BookingLoad load) {
    return load.doctors().stream()
        .map(doctor -> "range/" + doctor + "/" + BookingLoad.DAY + "/3")
        .flatMap(topic -> Stream.of(topic, topic))
        .toList();
  }

  private static Answer ready(URI management) {
    return RestClient.visitor(management).get("/health/ready");
  }

  private static List<URI> urls() {
    List<URI> urls = new ArrayList<>(List.of(first.url()));
    others.forEach(node -> urls.add(node.url()));
    return urls;
  }
}
