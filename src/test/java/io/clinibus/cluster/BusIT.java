package io.clinibus.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.DeleteDepartment;
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SigningKeysApi;
import io.clinibus.node.Modules;
import io.clinibus.testing.TestCluster;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Three nodes on one bus, without domains: routing of requests, and refused messages. */
@Tag("slow")
class BusIT {

  private static final GetDepartment QUESTION = new GetDepartment(new UUID(0, 1));

  private static TestCluster cluster;
  private static VertxFactory asking;
  private static List<VertxFactory> serving;
  private static Bus asker;
  private static List<Bus> servers;

  @BeforeAll
  static void open() {
    cluster = TestCluster.empty();
    asking = cluster.network();
    serving = List.of(cluster.network(), cluster.network());
    asker = bus(asking);
    servers = serving.stream().map(BusIT::bus).toList();
    await().until(() -> asking.member().orElseThrow().nodes().size() == 3);
    connect();
  }

  /** Opening a connection may take longer than a node waits for another one's first answer. */
  private static void connect() {
    Set<Bus> reached = ConcurrentHashMap.newKeySet();
    for (Bus server : servers) {
      done(
          server.serve(
              DirectoryApi.GET_DOCTOR,
              (request, caller) -> {
                reached.add(server);
                return Future.failedFuture(Failure.of(CommonFailures.NOT_FOUND));
              }));
    }
    await()
        .until(
            () -> {
              catchThrowableOfType(
                  Failure.class,
                  () ->
                      done(
                          asker.request(
                              DirectoryApi.GET_DOCTOR,
                              new DirectoryApi.GetDoctor(new UUID(0, 1)),
                              caller(Duration.ofSeconds(9)))));
              return reached.containsAll(servers);
            });
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @Test
  void aNodeAnswersItsOwnRequestsOfOperationsItServes() {
    var answeredBy = new CopyOnWriteArrayList<Integer>();
    for (int number : List.of(0, 1)) {
      done(
          servers
              .get(number)
              .serve(
                  DirectoryApi.LIST_DEPARTMENTS,
                  (request, caller) -> {
                    answeredBy.add(number);
                    return Future.failedFuture(Failure.of(CommonFailures.NOT_FOUND));
                  }));
    }
    ask20(servers.get(0));
    assertThat(answeredBy).hasSize(20).containsOnly(0);
    answeredBy.clear();
    ask20(asker);
    assertThat(answeredBy).hasSize(20).contains(0, 1);

    done(serving.get(0).member().orElseThrow().withdraw(servers.get(0)::serves));
    answeredBy.clear();
    await()
        .untilAsserted(
            () -> {
              answeredBy.clear();
              ask20(asker);
              assertThat(answeredBy).containsOnly(1);
            });
    answeredBy.clear();
    ask20(servers.get(0));
    assertThat(answeredBy).as("requests of its own, after it has withdrawn").containsOnly(0);
  }

  @Test
  void anUnansweredQueryIsRetriedAndACommandIsNot() {
    var callers = new CopyOnWriteArrayList<Caller>();
    for (Bus server : servers) {
      done(
          server.serve(DirectoryApi.GET_DEPARTMENT, (request, caller) -> silence(callers, caller)));
    }
    Instant began = Instant.now();
    Failure query =
        catchThrowableOfType(Failure.class, () -> ask(asker, caller(Duration.ofSeconds(9))));
    assertThat(query.code()).isEqualTo(CommonFailures.UNAVAILABLE);
    assertThat(callers).hasSize(2);
    assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(9));
    assertThat(callers.get(0).deadline()).isBefore(began.plusSeconds(4));

    callers.clear();
    done(servers.get(0).serve(DirectoryApi.DELETE_DEPARTMENT, (q, who) -> silence(callers, who)));
    Failure command =
        catchThrowableOfType(
            Failure.class,
            () ->
                done(
                    asker.request(
                        DirectoryApi.DELETE_DEPARTMENT,
                        new DeleteDepartment(new UUID(0, 1)),
                        caller(Duration.ofSeconds(9)))));
    assertThat(command.code()).isEqualTo(CommonFailures.UNAVAILABLE);
    assertThat(callers).hasSize(1);
  }

  @Test
  void anOperationThatNoNodeServesIsUnavailableAtOnce() {
    Failure failure =
        catchThrowableOfType(
            Failure.class,
            () ->
                done(
                    asker.request(
                        SigningKeysApi.SIGNING_KEYS,
                        new SigningKeysApi.ListSigningKeys(),
                        caller(Duration.ofSeconds(20)))));
    assertThat(failure.code()).isEqualTo(CommonFailures.UNAVAILABLE);
  }

  @Test
  void invalidMessagesAreRefusedAndCounted() {
    Bus server = servers.get(1);
    done(
        server.serve(
            DirectoryApi.CREATE_DEPARTMENT,
            (request, caller) -> Future.failedFuture(new AssertionError("was accepted"))));
    var events = new CopyOnWriteArrayList<SessionsRevoked>();
    done(server.subscribe(SessionsApi.SESSIONS_REVOKED, events::add));
    VertxFactory stranger = cluster.network();
    EventBus bus = stranger.vertx().eventBus();
    bus.registerCodec(new Junk());
    String address = DirectoryApi.CREATE_DEPARTMENT.address();
    var junk = new DeliveryOptions().setCodecName("clinibus").setSendTimeout(3_000);
    String known = GetDepartment.class.getName();

    long before = server.refused();
    List<Future<?>> sent =
        List.of(
            bus.request(address, "nonsense", junk),
            bus.request(address, "{\"type\":\"java.lang.Runtime\",\"body\":{}}", junk),
            bus.request(address, "{\"type\":\"" + known + "\",\"body\":{}}", junk),
            bus.request(address, "not ours", new DeliveryOptions().setSendTimeout(3_000)),
            bus.request(address, new JsonObject(), new DeliveryOptions().setSendTimeout(3_000)));
    bus.publish(SessionsApi.SESSIONS_REVOKED.address(), new JsonObject().put("userId", "x"));
    bus.publish(SessionsApi.SESSIONS_REVOKED.address(), "{\"type\":\"" + known + "\"}", junk);

    await().until(() -> server.refused() == before + sent.size() + 2);
    await().until(() -> sent.stream().allMatch(Future::isComplete));
    assertThat(events).isEmpty();
    server.publish(
        SessionsApi.SESSIONS_REVOKED, new SessionsRevoked(new UUID(0, 2), Instant.now()));
    await().until(() -> events.size() == 1);
  }

  @Test
  void javaObjectsFromTheNetworkAreNotDeserialized() {
    done(
        servers.get(0).serve(DirectoryApi.UPDATE_DEPARTMENT, (q, who) -> Future.succeededFuture()));
    VertxFactory stranger = cluster.network();
    stranger
        .vertx()
        .eventBus()
        .clusterSerializableChecker(name -> true)
        .serializableChecker(name -> true);
    long before = servers.get(0).refused();
    Future<?> sent =
        stranger
            .vertx()
            .eventBus()
            .request(
                DirectoryApi.UPDATE_DEPARTMENT.address(),
                Instant.now(),
                new DeliveryOptions().setSendTimeout(3_000));
    await().until(() -> servers.get(0).refused() == before + 1);
    await().until(sent::isComplete);
  }

  private static <R> Future<R> silence(List<Caller> callers, Caller caller) {
    callers.add(caller);
    return Promise.<R>promise().future();
  }

  private static void ask20(Bus bus) {
    IntStream.range(0, 20)
        .forEach(
            i ->
                catchThrowableOfType(
                    Failure.class,
                    () ->
                        done(
                            bus.request(
                                DirectoryApi.LIST_DEPARTMENTS,
                                new DirectoryApi.ListDepartments(null, null),
                                caller(Duration.ofSeconds(9))))));
  }

  private static void ask(Bus bus, Caller caller) {
    done(bus.request(DirectoryApi.GET_DEPARTMENT, QUESTION, caller));
  }

  private static Bus bus(VertxFactory network) {
    return Bus.open(network.vertx(), Modules.ALL.messages(), Clock.systemUTC(), cause -> false);
  }

  private static Caller caller(Duration patience) {
    return Caller.visitor("test", "127.0.0.1", Instant.now().plus(patience));
  }

  private static <T> T done(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer at all", e);
    }
  }

  /** Passes for our codec and sends any text. */
  private static final class Junk implements MessageCodec<String, Object> {

    @Override
    public void encodeToWire(Buffer buffer, String text) {
      buffer.appendInt(text.length()).appendString(text);
    }

    @Override
    public Object decodeFromWire(int position, Buffer buffer) {
      return null;
    }

    @Override
    public Object transform(String text) {
      return text;
    }

    @Override
    public String name() {
      return "clinibus";
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
