package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.node.Modules;
import io.clinibus.testing.ChildNode;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.LiveClient;
import io.clinibus.testing.LivePage;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node drains under load, behind a proxy that checks readiness and retries idempotent requests on
 * another node: no request fails, and no page misses a change.
 */
@Tag("cluster")
class DrainIT {

  private static final Logger LOG = LoggerFactory.getLogger(DrainIT.class);
  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUEST_SECONDS = 5;
  private static final int PEOPLE = 6;
  private static final int WEEKS = 8;
  private static final int TRIES = 3;
  private static final int SOME = 60;

  /** How often the proxy asks who is ready; a fraction of how long a node waits for it. */
  private static final Duration PROXY = Duration.ofMillis(200);

  private final Vertx vertx = Vertx.vertx();
  private final Map<URI, AtomicInteger> answered = new ConcurrentHashMap<>();
  private final Map<URI, URI> health = new ConcurrentHashMap<>();
  private final List<String> failed = new CopyOnWriteArrayList<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<String, String> booked = new ConcurrentHashMap<>();
  private TestCluster cluster;
  private ChildNode going;
  private RestFixture hospital;
  private RestClient reception;
  private List<String> doctors;
  private List<String> patients;
  private List<CompletableFuture<Void>> people;
  private volatile List<URI> ready;
  private volatile boolean stopped;

  @BeforeEach
  void open() {
    cluster = TestCluster.empty();
    TestNode first = cluster.node(Modules.ALL.roles());
    TestNode second = cluster.node(Modules.ALL.roles());
    going = cluster.child(Map.of("CLINIBUS_DRAIN_SECONDS", "5")); // As in production.
    hospital = RestFixture.on(first);
    reception = hospital.receptionist();
    doctors = all(i -> hospital.doctor(5, "08:00", "21:00"));
    patients = all(i -> hospital.patient());
    health.put(first.url(), first.management());
    health.put(second.url(), second.management());
    health.put(going.url(), going.management());
    ready = List.copyOf(health.keySet());
    TestCluster.awaitMembers(first, 3);
  }

  @AfterEach
  void close() {
    stopped = true;
    vertx.close();
    cluster.close();
  }

  @Test
  void noRequestFailsWhileANodeDrains() {
    List<LiveClient> clients = doctors.stream().map(this::watch).toList();
    watchReadiness();
    people = IntStream.range(0, PEOPLE).mapToObj(i -> use(i, 0)).toList();
    await().atMost(PATIENCE).until(() -> areWell() && countOf(going.url()) > SOME);
    int before = countOf(going.url());

    long began = System.nanoTime();
    going.signal("TERM");
    await().atMost(PATIENCE).until(() -> !ready.contains(going.url()));
    clients.forEach(client -> assertThat(client.awaitClosed()).isEqualTo(1012));
    List<LivePage> pages = goOnElsewhere(clients);
    assertThat(going.awaitExit()).isEqualTo(143);
    assertThat(going.lines()).last(STRING).contains("\"message\":\"stopped\"");
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    int then = booked.size();
    await().atMost(PATIENCE).until(() -> areWell() && booked.size() > then + SOME);
    stopped = true;
    people.forEach(CompletableFuture::join);

    LOG.info(
        "stopped within {} ms, {} answered meanwhile, {} asked again elsewhere, {} booked",
        took.toMillis(),
        countOf(going.url()) - before,
        repeated.get(),
        booked.size());
    assertThat(failed).isEmpty();
    assertThat(countOf(going.url())).as("it went on while it stopped").isGreaterThan(before);
    clients.forEach(DrainIT::assertNothingIsMissing);
    pages.forEach(this::isRight);
    assertThat(hospital.sql("SELECT FROM scheduling.appointment")).hasSize(booked.size());
  }

  // ---- pages

  private LiveClient watch(String doctor) {
    LiveClient client = LiveClient.visitor(vertx, going.url()).subscribe(topic(doctor));
    client.awaitPage(topic(doctor));
    return client;
  }

  /** With what they have, as soon as they have been sent away. */
  private List<LivePage> goOnElsewhere(List<LiveClient> clients) {
    List<URI> nodes = ready;
    List<LivePage> pages = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      LivePage page = clients.get(i).page(topic(doctors.get(i)));
      LiveClient.visitor(vertx, nodes.get(i % nodes.size())).resume(page);
      pages.add(page);
    }
    return pages;
  }

  /** Each frame begins where the one before ended, and the last says where to go. */
  private static void assertNothingIsMissing(LiveClient client) {
    long version = client.frames("snapshot").get(0).path("version").asLong();
    List<JsonNode> deltas = client.frames("delta");
    assertThat(client.frames("snapshot")).hasSize(1);
    assertThat(deltas).isNotEmpty();
    for (JsonNode delta : deltas) {
      assertThat(delta.path("from").asLong()).isEqualTo(version);
      version = delta.path("version").asLong();
    }
    JsonNode last = client.frames().get(client.frames().size() - 1);
    assertThat(last.path("type").asText()).isEqualTo("ended");
    assertThat(last.path("comeBackAfter").asInt()).isPositive();
  }

  private void isRight(LivePage page) {
    try (LiveClient fresh = LiveClient.visitor(vertx, hospital.url())) {
      LivePage now = fresh.subscribe(page.topic()).awaitPage(page.topic());
      await().atMost(PATIENCE).until(() -> page.data().equals(now.data()));
    }
  }

  private static String topic(String doctor) {
    return "slots/" + doctor + "/" + DAY;
  }

  // ---- people

  /** Whether they all go on and each got what was asked for. */
  private boolean areWell() {
    assertThat(failed).isEmpty();
    assertThat(people).noneMatch(CompletableFuture::isDone);
    return true;
  }

  /**
   * In sequence: reads, books with a key, and registers a patient without one. Every few bookings
   * are on the watched day; there are enough for a node that takes long to stop.
   */
  private CompletableFuture<Void> use(int person, int number) {
    if (stopped) {
      return CompletableFuture.completedFuture(null);
    }
    String doctor = doctors.get(person);
    String key = UUID.randomUUID().toString();
    LocalDate day = DAY.plusWeeks(number % WEEKS);
    String time = LocalTime.of(8, 0).plusMinutes(5L * (number / WEEKS)).toString();
    var wish =
        Map.of(
            "doctorId", doctor,
            "patientId", patients.get(person),
            "start", DaysAhead.at(day, time));
    String slots = "/api/appointments/doctor/" + doctor + "/available-slots?date=" + day;
    return send(200, TRIES, "GET", slots, null)
        .thenCompose(
            seen -> send(201, TRIES, "POST", "/api/appointments", wish, "Idempotency-Key", key))
        .thenAccept(
            answer -> {
              if (answer != null) {
                booked.put(key, answer.text("/id"));
              }
            })
        .thenCompose(
            done ->
                send(
                    201, 1, "POST", "/api/patients", Map.of("givenName", "Ada", "familyName", "B")))
        .thenCompose(done -> use(person, number + 1));
  }

  /** The answer, or null if there was none that was wanted. */
  private CompletableFuture<Answer> send(
      int wanted, int tries, String method, String path, Object body, String... headers) {
    List<URI> nodes = ready;
    URI node = nodes.get(Math.floorMod(turn.getAndIncrement(), nodes.size()));
    return reception
        .at(node)
        .sendAsync(method, path, body, headers)
        .orTimeout(REQUEST_SECONDS, TimeUnit.SECONDS)
        .handle((answer, lost) -> answer == null ? lost.toString() : answer)
        .thenCompose(
            result -> {
              if (result instanceof Answer answer && answer.status() == wanted) {
                answered.computeIfAbsent(node, first -> new AtomicInteger()).incrementAndGet();
                return CompletableFuture.completedFuture(answer);
              }
              boolean refused = !(result instanceof Answer answer) || answer.status() == 503;
              if (tries > 1 && refused) {
                repeated.incrementAndGet();
                return send(wanted, tries - 1, method, path, body, headers);
              }
              failed.add(method + ' ' + path + " on " + node + ": " + result);
              return CompletableFuture.completedFuture(null);
            });
  }

  // ---- the proxy

  /** When none is ready it goes on with those that were, as proxies do. */
  private void watchReadiness() {
    if (!stopped) {
      List<URI> now = health.keySet().stream().filter(this::isReady).toList();
      ready = now.isEmpty() ? ready : now;
      CompletableFuture.runAsync(this::watchReadiness, later());
    }
  }

  private boolean isReady(URI node) {
    return RestClient.visitor(health.get(node))
        .sendAsync("GET", "/health/ready", null)
        .handle((answer, lost) -> lost == null && answer.status() == 200)
        .join();
  }

  private static Executor later() {
    return CompletableFuture.delayedExecutor(PROXY.toMillis(), TimeUnit.MILLISECONDS);
  }

  private int countOf(URI node) {
    AtomicInteger count = answered.get(node);
    return count == null ? 0 : count.get();
  }

  private static List<String> all(java.util.function.IntFunction<String> one) {
    return IntStream.range(0, PEOPLE).mapToObj(one).toList();
  }
}
