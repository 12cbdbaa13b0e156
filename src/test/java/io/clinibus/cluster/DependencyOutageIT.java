package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.OffsetClock;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.SmtpServer;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.TestRedis;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two nodes serve requests without Redis, and without a mail server that accepts mails. */
@Tag("cluster")
class DependencyOutageIT {

  private static final Logger LOG = LoggerFactory.getLogger(DependencyOutageIT.class);
  private static final LocalDate DAY = DaysAhead.tuesday();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String FROM_REDIS = "clinibus_day_reads_total{from=\"redis\"}";
  private static final int READS = 150;

  /** If each read waited for Redis, they would take fifteen. */
  private static final Duration ALL_READS = Duration.ofSeconds(6);

  /** Mails that each node has in flight. */
  private static final int AT_ONCE = 4;

  private static final int FIRST_MAILS = 12;
  private static final int MAILS = 17;
  private static final Duration AFTER_ONE_FAILURE = Duration.ofSeconds(31);
  private static final Duration AFTER_TWO_FAILURES = Duration.ofSeconds(61);

  private static final OffsetClock CLOCK = new OffsetClock();
  private static final List<NetSocket> waiting = new CopyOnWriteArrayList<>();
  private static volatile boolean busy;
  private static Vertx vertx;
  private static TestRedis redis;
  private static int smtpPort;
  private static TestCluster cluster;
  private static List<TestNode> nodes;
  private static RestFixture hospital;
  private static RestClient reception;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    redis = TestRedis.start();
    smtpPort = TestPorts.one();
    cluster = TestCluster.empty();
    nodes =
        List.of(
            cluster.node(DependencyOutageIT::itsOwn, CLOCK),
            cluster.node(DependencyOutageIT::itsOwn, CLOCK));
    nodes.forEach(node -> TestCluster.awaitMembers(node, 2));
    hospital = RestFixture.on(nodes.get(0));
    reception = hospital.receptionist();
  }

  @AfterAll
  static void close() {
    cluster.close();
    redis.stop();
    vertx.close();
  }

  @Test
  void withoutRedisRequestsAreServedAndNothingStaleIsShownAfterwards() {
    String doctor = hospital.doctor(10, "08:00", "20:00");
    String other = hospital.doctor(10, "08:00", "20:00");
    assertThat(free(nodes.get(0), other, DAY)).contains("10:00");
    String old = await().until(() -> kept(other), java.util.Objects::nonNull);

    redis.kill();
    nodes.forEach(node -> awaitStatus(node, "degraded"));
    await().until(() -> ready(nodes.get(0)).text("/reasons/0").startsWith("redis: "));
    assertThat(ready(nodes.get(0)).status()).isEqualTo(200);
    List<String> topics = IntStream.range(0, 4).mapToObj(i -> topic(doctor)).toList();
    try (Watchers pages = new Watchers(topics, nodes.stream().map(TestNode::url).toList())) {
      for (int i = 0; i < 20; i++) {
        TestNode node = nodes.get(i % 2);
        String time = LocalTime.of(8, 0).plusMinutes(10L * i).toString();
        assertThat(book(node, doctor, hospital.patient(), time).status()).isEqualTo(201);
        assertThat(free(node, doctor, DAY)).doesNotContain(time);
      }
      nodes.forEach(node -> pages.awaitRight(node.url()));
      assertThat(pages.lost()).isZero();
    }
    nodes.forEach(node -> assertThat(reception.at(node.url()).again().token()).isNotEmpty());
    guessingIsLimitedOnEachNode();
    assertThat(book(nodes.get(0), other, hospital.patient(), "10:00").status()).isEqualTo(201);

    redis.startAgain();
    nodes.forEach(node -> awaitStatus(node, "up"));
    awaitUseOfRedis();
    // As if an old state had come back with Redis: from its disk, or a node that woke up.
    send(Request.cmd(Command.SET).arg(name(other)).arg(old).arg("PX").arg(60_000));
    assertThat(free(nodes.get(1), other, DAY)).contains("09:50").doesNotContain("10:00");
    assertThat(free(nodes.get(0), other, DAY)).contains("09:50").doesNotContain("10:00");
  }

  @Test
  void anUnresponsiveRedisDelaysFewRequests() {
    List<String> doctors =
        IntStream.range(0, 10).mapToObj(i -> hospital.doctor(60, "08:00", "12:00")).toList();
    redis.signal("STOP");
    try {
      nodes.forEach(node -> awaitStatus(node, "degraded"));
      await()
          .until(
              () -> ready(nodes.get(1)).text("/reasons/0").equals("redis: no answer within 1 s"));
      long began = System.nanoTime();
      for (int i = 0; i < READS; i++) { // Days that are not cached.
        LocalDate day = DAY.plusWeeks(i / 30).plusDays(i / 10 % 3);
        assertThat(free(nodes.get(i % 2), doctors.get(i % 10), day)).contains("08:00");
      }
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      LOG.info("{} reads beside a Redis that hangs took {}", READS, took);
      assertThat(took).isLessThan(ALL_READS);
    } finally {
      redis.signal("CONT");
    }
    nodes.forEach(node -> awaitStatus(node, "up"));
    awaitUseOfRedis();
  }

  @Test
  void mailsAreRetriedUntilTheServerIsUpAndDeliveredOnce() throws Exception {
    String doctor = hospital.doctor(10, "08:00", "20:00");
    List<String> addresses = new ArrayList<>();
    NetServer server = hanging();
    bookAndTell(doctor, addresses, FIRST_MAILS);
    await().until(() -> waiting.size() >= 2);
    assertThat(bookAndTell(doctor, addresses, MAILS)).isLessThan(Duration.ofSeconds(5));
    assertThat(waiting)
        .as("no more than there are connections")
        .hasSizeLessThanOrEqualTo(2 * AT_ONCE);
    assertThat(mails("failure IS NOT NULL")).as("what hangs has held nothing up").isZero();

    busy = true;
    waiting.forEach(DependencyOutageIT::refuse);
    await().atMost(PATIENCE).until(() -> mails("failure = 'SMTP 421'") == MAILS);
    BusFixture.await(server.close());

    CLOCK.advance(AFTER_ONE_FAILURE);
    await()
        .atMost(PATIENCE)
        .until(() -> mails("attempts = 2 AND failure NOT LIKE 'SMTP%'") == MAILS);
    assertThat(mails("state = 'DUE'")).isEqualTo(MAILS);

    GreenMail works = SmtpServer.start(smtpPort);
    try {
      CLOCK.advance(AFTER_TWO_FAILURES);
      await().atMost(PATIENCE).until(() -> mails("state = 'SENT'") == MAILS);
      assertThat(Arrays.stream(works.getReceivedMessages()).map(DependencyOutageIT::recipient))
          .containsExactlyInAnyOrderElementsOf(addresses);
    } finally {
      works.stop();
    }
  }

  // ---- Redis

  private static void awaitUseOfRedis() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              String fresh = hospital.doctor(60, "08:00", "12:00");
              double before = nodes.get(1).metric(FROM_REDIS);
              free(nodes.get(0), fresh, DAY);
              free(nodes.get(1), fresh, DAY);
              return nodes.get(1).metric(FROM_REDIS) > before;
            });
  }

  private static String kept(String doctor) {
    Response value = send(Request.cmd(Command.GET).arg(name(doctor)));
    return value == null ? null : value.toString();
  }

  private static String name(String doctor) {
    return "clinibus:day:Europe/Berlin:" + doctor + ":" + DAY;
  }

  private static Response send(Request request) {
    return BusFixture.await(nodes.get(0).node().platform().redis().send(request));
  }

  /** Ten guesses of a password, and no more; without Redis nodes do not know of each other's. */
  private static void guessingIsLimitedOnEachNode() {
    String email = hospital.invited("RECEPTIONIST").email();
    for (TestNode node : nodes) {
      RestClient visitor = RestClient.visitor(node.url());
      List<Integer> answers = IntStream.range(0, 11).mapToObj(i -> guess(visitor, email)).toList();
      assertThat(answers).containsOnly(401, 429).endsWith(429);
      assertThat(answers.stream().filter(status -> status == 401).count())
          .isBetween(9L, 10L); // One was counted when they signed in, on the first node.
    }
  }

  private static int guess(RestClient visitor, String email) {
    return visitor
        .post("/api/auth/login", Map.of("email", email, "password", "is not this"))
        .status();
  }

  // ---- mails

  /** Books until enough changes are queued; returns the duration of the slowest booking. */
  private static Duration bookAndTell(String doctor, List<String> addresses, int until) {
    Duration slowest = Duration.ZERO;
    while (addresses.size() < until) {
      int number = addresses.size();
      String email = "patient" + number + "@example.org";
      String patient =
          hospital
              .admin()
              .post(
                  "/api/patients",
                  Map.of("givenName", "Ada", "familyName", "Byron", "email", email))
              .text("/id");
      String time = LocalTime.of(8, 0).plusMinutes(10L * number).toString();
      long began = System.nanoTime();
      assertThat(book(nodes.get(number % 2), doctor, patient, time).status()).isEqualTo(201);
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      slowest = took.compareTo(slowest) > 0 ? took : slowest;
      addresses.add(email);
    }
    return slowest;
  }

  private static int mails(String condition) {
    return hospital.sql("SELECT FROM notifications.delivery WHERE " + condition).size();
  }

  /** A mail server that says nothing at first, and later that it is too busy. */
  private static NetServer hanging() {
    return BusFixture.await(
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  waiting.add(socket); // First, so that none is overlooked that connects just now.
                  if (busy) {
                    refuse(socket);
                  }
                })
            .listen(smtpPort, "127.0.0.1"));
  }

  private static void refuse(NetSocket socket) {
    socket.write("421 too busy\r\n").onComplete(said -> socket.close());
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  // ---- the clinic

  private static Settings itsOwn(Settings usual) {
    return SettingsParts.with(
        new Settings.Redis(redis.url(), Optional.empty()),
        TestNode.mailingTo(URI.create("smtp://127.0.0.1:" + smtpPort), usual));
  }

  private static Answer book(TestNode node, String doctor, String patient, String time) {
    return reception
        .at(node.url())
        .post(
            "/api/appointments",
            Map.of("doctorId", doctor, "patientId", patient, "start", DaysAhead.at(DAY, time)));
  }

  private static List<String> free(TestNode node, String doctor, LocalDate day) {
    Answer slots =
        RestClient.visitor(node.url())
            .get("/api/appointments/doctor/" + doctor + "/available-slots?date=" + day);
    assertThat(slots.status()).isEqualTo(200);
    return slots.body().findValuesAsText("start").stream().map(at -> at.substring(11, 16)).toList();
  }

  private static void awaitStatus(TestNode node, String status) {
    await().atMost(PATIENCE).until(() -> ready(node).text("/status").equals(status));
  }

  private static Answer ready(TestNode node) {
    return RestClient.visitor(node.management()).get("/health/ready");
  }

  private static String topic(String doctor) {
    return "slots/" + doctor + "/" + DAY;
  }
}
