package io.clinibus.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.Auditor;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.ListRevocations;
import io.clinibus.identity.api.SessionsApi.Revocations;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.SignInApi.Session;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.SigningKeysApi.SigningKeys;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.management.ManagementVerticle;
import io.clinibus.node.Modules;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.ReadinessCheck;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.contract.ContractSamples;
import io.clinibus.testing.contract.RestContract;
import io.clinibus.web.contract.SharedContract;
import io.clinibus.web.pages.AppBuild;
import io.clinibus.web.security.TestTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

/**
 * The web layer alone, with doubles of every domain behind it that remember what they were asked.
 */
public final class WebFixture implements AutoCloseable {

  public static final String ISSUER = "http://localhost:8080";
  public static final String DEVICE_TOKEN = "device-token-of-the-double";
  public static final String SNAPSHOT = "100:100:";
  public static final String REFRESH_TOKEN = "refresh-token-of-the-double";

  private static final int PATIENCE_SECONDS = 60;
  private static final Set<Class<?>> SESSIONS = Set.of(SignedIn.class);

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus;
  private final WebVerticle web;
  private final ManagementVerticle management;
  private final Settings settings;
  private final HttpClient client;
  private final Map<String, BiFunction<Record, Caller, Future<? extends Record>>> answers =
      new ConcurrentHashMap<>();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final List<SessionsRevoked> revocations = new CopyOnWriteArrayList<>();
  public final TestTokens tokens = TestTokens.shared(ISSUER);

  /** The snapshot with which revocations were last read. */
  public volatile String revocationsRead;

  private volatile boolean answersLast;
  private volatile SigningKeys keys = new SigningKeys(List.of(tokens.key()));

  /** One request that reached a domain. */
  public record Asked(String address, Record request, Caller caller) {}

  private WebFixture(Settings settings, RateLimiter limiter, Pool database, Redis redis) {
    this.settings = settings;
    Clock clock = Clock.systemUTC();
    this.bus = Bus.open(vertx, Modules.ALL.messages(), clock, PostgresErrors::isUnreachable);
    answers.put("identity.signingKeys", (request, caller) -> Future.succeededFuture(keys));
    answers.put(
        "identity.revocations",
        (request, caller) -> {
          revocationsRead = ((ListRevocations) request).read();
          return Future.succeededFuture(new Revocations(List.copyOf(revocations), SNAPSHOT));
        });
    Modules.ALL.messages().operations().forEach(this::serve);
    Jobs jobs = new Jobs(vertx, new Metrics());
    this.web =
        new WebVerticle(
            new NodeContext(
                Modules.ALL.list(),
                vertx,
                bus,
                database,
                database,
                new ChangeFeed(vertx, jobs, bus, database, clock),
                redis,
                limiter,
                clock,
                settings,
                TestKey.patientKeys(vertx, database),
                jobs,
                new Metrics()),
            Modules.ALL.topics(),
            Modules.ALL.messages(),
            SharedContract.load(vertx),
            AppBuild.OF_RELEASE);
    this.client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    this.management =
        new ManagementVerticle(
            settings.management(),
            "node",
            database == null
                ? List.of()
                : List.of(ReadinessCheck.postgresql(database), ReadinessCheck.redis(redis)),
            () -> "");
    await(vertx.deployVerticle(management));
    await(vertx.deployVerticle(web));
    management.ready();
  }

  public static WebFixture start() {
    return start(http(false, 1_000_000), generous());
  }

  public static WebFixture start(Settings.Http http, RateLimiter limiter) {
    return new WebFixture(settings(http), limiter, null, null);
  }

  public static WebFixture start(
      Settings settings, RateLimiter limiter, Pool database, Redis redis) {
    return new WebFixture(settings, limiter, database, redis);
  }

  public static Settings.Http http(boolean behindProxy, int requestsPerMinute) {
    return new Settings.Http(
        new Settings.Endpoint("127.0.0.1", 0),
        URI.create(ISSUER),
        Optional.empty(),
        behindProxy,
        requestsPerMinute);
  }

  public static Settings settings(Settings.Http http) {
    return new Settings(
        Path.of("target"),
        http,
        new Settings.Endpoint("127.0.0.1", 0),
        new Settings.Database(URI.create("postgresql://127.0.0.1:1/none"), 1),
        new Settings.Redis(URI.create("redis://127.0.0.1:1"), Optional.empty()),
        new Settings.Mail(URI.create("smtp://127.0.0.1:1"), "clinic@example.org"),
        Path.of("none"),
        false,
        Settings.Node.alone(Modules.ALL.roles()),
        new Settings.Factors(List.of(), false),
        new Settings.Records(List.of(), Optional.empty()),
        Settings.Documents.in(Path.of("target", "documents")));
  }

  public static RateLimiter generous() {
    return (mode, limit, who) ->
        Future.succeededFuture(
            new RateLimiter.Decision(true, limit.requests(), Duration.ofSeconds(60)));
  }

  // ---- the domains behind

  /** Replaces the double of an operation. */
  public void answer(
      Operation<?, ?> operation, BiFunction<Record, Caller, Future<? extends Record>> answer) {
    answers.put(operation.address(), answer);
  }

  /** Where the audit entries of requests are written; nowhere by default. */
  public void auditedBy(Auditor trail) {
    bus.auditedBy(trail);
  }

  /** Whether replies stay valid; changed by {@code answersLast}. */
  public void answersLast(boolean last) {
    answersLast = last;
  }

  /** The default reply of an operation's double. */
  public <R extends Record> Future<R> sampleOf(Operation<?, R> operation) {
    return Future.succeededFuture(sample(operation));
  }

  public List<Asked> asked(Operation<?, ?> operation) {
    return asked.stream().filter(one -> one.address().equals(operation.address())).toList();
  }

  public void forgetAsked() {
    asked.clear();
  }

  public void revoke(SessionsRevoked revoked, boolean loseTheMessage) {
    revocations.add(revoked);
    if (!loseTheMessage) {
      bus.publish(SessionsApi.SESSIONS_REVOKED, revoked);
    }
  }

  public void useKeys(SigningKeys fresh) {
    keys = fresh;
  }

  private <Q extends Record, R extends Record> void serve(Operation<Q, R> operation) {
    await(
        bus.serve(
            operation,
            (request, caller) -> {
              if (caller.address() != null) {
                asked.add(new Asked(operation.address(), request, caller));
              }
              var answer = answers.get(operation.address());
              return answer == null
                  ? Future.succeededFuture(sample(operation))
                  : answer.apply(request, caller).map(operation.reply()::cast);
            },
            (request, answered) -> answersLast));
  }

  private static <R extends Record> R sample(Operation<?, R> operation) {
    Class<R> type = operation.reply();
    if (type == NoContent.class) {
      return type.cast(NoContent.DONE);
    }
    if (SESSIONS.contains(type)) {
      var user =
          new User(
              UUID.randomUUID(),
              "a@example.org",
              "A",
              Set.of(Role.PATIENT),
              null,
              null,
              false,
              false,
              null,
              null,
              null);
      return type.cast(
          new SignedIn(
              new Session("access", "Bearer", 900, user, null, false),
              REFRESH_TOKEN,
              3600,
              DEVICE_TOKEN));
    }
    return ContractSamples.reply(operation);
  }

  // ---- asking over HTTP

  public URI url(String path) {
    String scheme = settings.http().tls().isPresent() ? "https" : "http";
    return URI.create(scheme + "://localhost:" + web.port() + path);
  }

  public int port() {
    return web.port();
  }

  Vertx vertx() {
    return vertx;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url(path)).timeout(Duration.ofSeconds(PATIENCE_SECONDS));
  }

  public HttpRequest.Builder as(String path, Role... roles) {
    return request(path).header("Authorization", "Bearer " + tokens.of(roles));
  }

  public HttpResponse<String> get(String path) {
    return send(request(path));
  }

  public HttpResponse<String> post(String path, String json) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      RestContract.check(response);
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> management(String path) {
    return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management.port() + path)));
  }

  /** Sends bytes as they are and reads until the server closes. */
  public String raw(String head, byte[] body) {
    try (Socket socket = new Socket("127.0.0.1", web.port())) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  static JsonNode json(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
