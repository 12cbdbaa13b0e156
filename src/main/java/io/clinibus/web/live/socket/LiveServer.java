package io.clinibus.web.live.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicRegistry;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.web.http.ProblemResponses;
import io.clinibus.web.http.RequestContext;
import io.clinibus.web.live.hub.ChangeListener;
import io.clinibus.web.live.hub.Hub;
import io.clinibus.web.live.hub.TopicLoader;
import io.clinibus.web.live.protocol.CloseReason;
import io.clinibus.web.live.protocol.Frame;
import io.clinibus.web.security.AccessTokenVerifier;
import io.clinibus.web.security.AuthenticatedUser;
import io.clinibus.web.security.ClientKeys;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The live protocol of a node. Sockets run on the event loops of their listeners; the {@link Hub}
 * of all sockets runs on the event loop on which this was started.
 */
public final class LiveServer {

  /** The path of the WebSocket. */
  public static final String PATH = "/api/live";

  /** The largest frame and message a client may send, in bytes. */
  public static final int MAX_MESSAGE_BYTES = 4 * 1024;

  private static final int PROTOCOL = 1;
  private static final int BEAT_SECONDS = 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  /** Time for a client whose connection broke to bind its holds to another socket. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Closing all sockets is spread over this time for each of them. */
  private static final int SPREAD_MILLIS_EACH = 5;

  private static final int SHORTEST_SPREAD_MILLIS = 500;
  private static final int LONGEST_SPREAD_MILLIS = 5_000;

  private final NodeContext platform;
  private final AccessTokenVerifier tokens;
  private final HandshakeCheck handshakes;
  private final Function<HttpServerRequest, String> addresses;
  private final Clock clock;
  private final TopicRegistry registry;
  private final ChangeListener changes;
  private final ConnectionLimits admissions = new ConnectionLimits();
  private final Set<LiveSocket> sockets = ConcurrentHashMap.newKeySet();
  private final Hub hub;
  private final Timer push;
  private Context home;
  private long minute;
  private int ticks;
  private volatile int topics;
  private volatile long publicBytes;
  private volatile boolean draining;
  private volatile Promise<Void> empty;

  /**
   * @param registry the kinds of topics that can be subscribed to
   * @param handshakes decide which sockets open
   * @param addresses network addresses of clients
   */
  public LiveServer(
      NodeContext platform,
      TopicRegistry registry,
      AccessTokenVerifier tokens,
      HandshakeCheck handshakes,
      Function<HttpServerRequest, String> addresses) {
    this.platform = platform;
    this.tokens = tokens;
    this.handshakes = handshakes;
    this.addresses = addresses;
    this.clock = platform.clock();
    this.push = platform.metrics().timer("clinibus.live.push");
    this.hub = new Hub(new TopicLoader(platform.bus(), clock));
    this.registry = registry;
    this.changes = new ChangeListener(hub, registry);
  }

  /**
   * Starts the hub on the current event loop.
   *
   * @return completes when the hub receives events
   */
  public Future<?> start() {
    home = platform.vertx().getOrCreateContext();
    minute = currentMinute();
    platform.vertx().setPeriodic(TimeUnit.SECONDS.toMillis(1), timer -> tick());
    return Future.all(
        changes.listen(platform.changes(), home),
        platform.bus().subscribe(SessionsApi.SESSIONS_REVOKED, this::revoked));
  }

  /** Opens a socket, or answers with the reason of the refusal. */
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    String address = addresses.apply(request);
    String client = ClientKeys.key(address);
    Failure refusal =
        draining ? Failure.of(CommonFailures.UNAVAILABLE) : handshakes.refusal(request, client);
    if (refusal != null) {
      String id = RequestContext.of(context).requestId();
      handshakes
          .refuse(Caller.visitor(id, address, deadline()), refusal)
          .onFailure(answer -> ProblemResponses.send(context, answer));
      return;
    }
    HttpConnection http = request.connection();
    request
        .toWebSocket()
        .onSuccess(socket -> opened(http, socket, client, address))
        .onFailure(
            cause -> ProblemResponses.send(context, Failure.of(CommonFailures.MALFORMED_REQUEST)));
  }

  /**
   * Closes all sockets, each after its own delay, and accepts no new ones.
   *
   * @return completes when all are closed, or after a few seconds
   */
  public synchronized Future<Void> drain() {
    if (!draining) {
      empty = Promise.promise();
      draining = true;
      int spread =
          Math.min(
              LONGEST_SPREAD_MILLIS,
              Math.max(SHORTEST_SPREAD_MILLIS, sockets.size() * SPREAD_MILLIS_EACH));
      sockets.forEach(
          socket ->
              socket.endSoon(
                  CloseReason.RESTART, ThreadLocalRandom.current().nextInt(spread / 10, spread)));
      completeIfEmpty();
    }
    return empty.future().timeout(GOODBYE.toMillis(), TimeUnit.MILLISECONDS).otherwiseEmpty();
  }

  public LiveStatus status() {
    return new LiveStatus(
        sockets.size(),
        topics,
        publicBytes,
        (int) sockets.stream().filter(LiveSocket::isBehind).count(),
        sockets.stream().mapToLong(LiveSocket::unsent).sum());
  }

  // ---- for sockets, on any thread

  AccessTokenVerifier tokens() {
    return tokens;
  }

  /** Counts a change that a socket requests; null if it is allowed. */
  Failure refusalOfChange(Caller caller) {
    return handshakes.refusalOfChange(caller);
  }

  /** Writes the entry of a socket that is about to be closed; the future always succeeds. */
  Future<Void> refused(Caller caller, FailureCode why) {
    return handshakes.<Void>refuse(caller, Failure.of(why)).otherwiseEmpty();
  }

  /** Runs a task of the hub on its event loop. */
  void hub(Consumer<Hub> work) {
    home.runOnContext(turn -> work.accept(hub));
  }

  /** Moves a visitor's socket to the user's count; false if the user has too many. */
  boolean signIn(LiveSocket socket, String client, AuthenticatedUser user) {
    return admissions.signIn(client, user.userId().toString());
  }

  void left(LiveSocket socket) {
    if (sockets.remove(socket)) {
      admissions.leave(socket.countedAs());
      hub(known -> known.leave(socket));
      completeIfEmpty();
    }
  }

  /**
   * Records the latency of a change when it is written to a socket. Clocks of nodes and of
   * PostgreSQL differ a little: a negative latency counts as 0.
   *
   * @param since commit time of the change
   */
  void measurePush(Instant since) {
    Duration lag = Duration.between(since, clock.instant());
    push.record(lag.isNegative() ? Duration.ZERO : lag);
  }

  /** Creates the holds of a new socket. */
  SocketHolds keeps() {
    return new SocketHolds(platform.bus());
  }

  /**
   * Releases, after a grace period, the holds of a closed socket. Not while this node is stopping,
   * as its clients reconnect elsewhere: holds that they do not bind again expire.
   */
  void abandonLater(SocketHolds keeps) {
    if (!keeps.isEmpty()) {
      platform
          .vertx()
          .setTimer(
              GRACE.toMillis(),
              due -> {
                if (!draining) {
                  platform
                      .bus()
                      .request(
                          HoldsApi.ABANDON_HOLDS,
                          keeps.abandon(),
                          Caller.system("live", deadline()));
                }
              });
    }
  }

  Instant deadline() {
    return clock.instant().plus(PATIENCE);
  }

  /** The topic with a name, if the caller may subscribe to it. */
  Topic topic(String name, Caller caller) {
    return registry.resolve(name, caller, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  CloseReason endOf(Throwable notJudged) {
    return notJudged instanceof Failure refused && refused.is(CommonFailures.UNAUTHENTICATED)
        ? CloseReason.UNAUTHENTICATED
        : CloseReason.RESTART;
  }

  String welcome(AuthenticatedUser user) {
    ObjectNode json =
        Frame.json("welcome")
            .put("protocol", PROTOCOL)
            .put("now", clock.instant().toString())
            .put("beat", BEAT_SECONDS);
    if (user != null) {
      json.put("userId", user.userId().toString());
      user.roles().stream().map(Role::name).sorted().forEach(json.putArray("roles")::add);
      json.put("expiresAt", Instant.ofEpochMilli(user.expiresAt()).toString());
    }
    return Frame.text(json);
  }

  /** To a client that only checks whether the connection works. */
  static final String BRIEF_PONG = pong(List.of());

  static String pong(Collection<SocketSubscription> topics) {
    ObjectNode json = Frame.json("pong");
    ObjectNode versions = json.putObject("versions");
    topics.forEach(
        watching -> {
          if (watching.version() > 0) {
            versions.put(watching.topic().name(), watching.version());
          }
        });
    return Frame.text(json);
  }

  static String ended(CloseReason why, long comeBackAfter) {
    ObjectNode json =
        Frame.json("ended")
            .put("code", why.code())
            .put("reason", why.reason())
            .put("detail", why.explanation());
    if (comeBackAfter > 0) {
      json.put("comeBackAfter", comeBackAfter);
    }
    return Frame.text(json);
  }

  // ---- opening and closing

  private void opened(
      HttpConnection http, ServerWebSocket connection, String client, String address) {
    var upgrade = WebSocketInternals.of(http);
    var socket =
        new LiveSocket(
            connection,
            upgrade.connection(),
            platform.vertx().getOrCreateContext(),
            this,
            client,
            address);
    if (!admissions.enter(client)) {
      refused(Caller.visitor("live", address, deadline()), CommonFailures.TOO_MANY_REQUESTS)
          .onComplete(
              written ->
                  connection.close(CloseReason.TOO_MANY.code(), CloseReason.TOO_MANY.reason()));
      return;
    }
    upgrade.forgetRequest(connection);
    upgrade.addHandler(socket.frameCounter());
    sockets.add(socket);
    hub(known -> known.enter(socket));
    socket.open();
    if (draining) {
      socket.endSoon(CloseReason.RESTART, LONGEST_SPREAD_MILLIS);
    }
  }

  private void completeIfEmpty() {
    if (draining && sockets.isEmpty()) {
      empty.tryComplete();
    }
  }

  // ---- time

  private void tick() {
    hub.tick();
    topics = hub.topics();
    publicBytes = hub.publicBytes();
    long now = currentMinute();
    if (now != minute) {
      minute = now;
      hub.minute(now);
    }
    endWhoIsOver();
    if (++ticks % BEAT_SECONDS == 0) {
      sockets.forEach(LiveSocket::beat);
    }
  }

  private void endWhoIsOver() {
    for (LiveSocket socket : sockets) {
      AuthenticatedUser user = socket.user();
      if (user != null && tokens.isOver(user)) {
        socket.endSoon(CloseReason.UNAUTHENTICATED, 0);
      }
    }
  }

  private void revoked(SessionsRevoked revoked) {
    for (LiveSocket socket : sockets) {
      AuthenticatedUser user = socket.user();
      if (user != null
          && user.userId().equals(revoked.userId())
          && user.issuedAt() <= revoked.notAfter().toEpochMilli()) {
        socket.endSoon(CloseReason.UNAUTHENTICATED, 0);
      }
    }
  }

  private long currentMinute() {
    return TimeUnit.MILLISECONDS.toMinutes(clock.millis());
  }
}
