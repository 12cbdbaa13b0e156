package io.clinibus.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.node.Modules;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.awaitility.Awaitility;

/**
 * One domain alone on a bus and a database of its own. What it asks of other domains, the test
 * serves itself on {@link #bus()}.
 */
public final class DomainFixture implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final int FILL_PATIENCE_SECONDS = 300;

  private final Vertx vertx;
  private final NodeContext platform;

  private DomainFixture(Vertx vertx, NodeContext platform) {
    this.vertx = vertx;
    this.platform = platform;
  }

  /** Starts the verticle on a freshly migrated database. */
  public static DomainFixture start(Function<NodeContext, Deployable> verticle) {
    return start(verticle, Clock.systemUTC());
  }

  /**
   * As above.
   *
   * @param clock not ahead of the system's, of which the deadlines of callers are
   */
  public static DomainFixture start(Function<NodeContext, Deployable> verticle, Clock clock) {
    Vertx vertx = Vertx.vertx();
    Settings settings = TestNode.settings(TestServers.newDatabase());
    Bus bus = Bus.open(vertx, Modules.ALL.messages(), clock, PostgresErrors::isUnreachable);
    Pool database = Database.pool(vertx, settings.database());
    Jobs jobs = new Jobs(vertx, new Metrics());
    var platform =
        new NodeContext(
            Modules.ALL.list(),
            vertx,
            bus,
            database,
            database,
            new ChangeFeed(vertx, jobs, bus, database, clock),
            null,
            DomainFixture::unlimited,
            clock,
            settings,
            TestKey.patientKeys(vertx, database),
            jobs,
            new Metrics());
    await(vertx.deployVerticle(verticle.apply(platform)));
    return new DomainFixture(vertx, platform);
  }

  public Bus bus() {
    return platform.bus();
  }

  public Pool database() {
    return platform.database();
  }

  /** The keys that seal clinical data of its patients. */
  public PatientKeys patientKeys() {
    return platform.patientKeys();
  }

  /** Where its database is. */
  public Settings.Database databaseSettings() {
    return platform.settings().database();
  }

  /** Ends the periodic jobs, for tests that run one themselves or would be disturbed by them. */
  public void stopJobs() {
    platform.jobs().stop();
    Awaitility.await().until(() -> platform.jobs().inFlight().isEmpty());
  }

  /** Runs one statement with bound values. */
  public RowSet<Row> sql(String statement, Object... values) {
    return await(database().preparedQuery(statement).execute(Tuple.from(values)));
  }

  /** Writes a large data set: the product's statement timeout is not meant for this. */
  public void fill(String statement, Object... values) {
    await(
        database()
            .withConnection(
                connection ->
                    connection
                        .query("SET statement_timeout = 0")
                        .execute()
                        .compose(
                            unlimited ->
                                connection.preparedQuery(statement).execute(Tuple.from(values)))
                        .eventually(() -> connection.query("RESET statement_timeout").execute())),
        FILL_PATIENCE_SECONDS);
  }

  /** The reply of an operation; fails as the operation does. */
  public <Q extends Record, R extends Record> R ask(
      Operation<Q, R> operation, Q request, Caller caller) {
    return await(bus().request(operation, request, caller));
  }

  /** The failure of an operation that must not succeed. */
  public <Q extends Record, R extends Record> Failure refusal(
      Operation<Q, R> operation, Q request, Caller caller) {
    return catchThrowableOfType(Failure.class, () -> ask(operation, request, caller));
  }

  /** A signed-in caller who is neither patient nor doctor. */
  public static Caller caller(Role role) {
    return caller(role, null, null);
  }

  public static Caller patient(UUID patientId) {
    return caller(Role.PATIENT, patientId, null);
  }

  public static Caller doctor(UUID doctorId) {
    return caller(Role.DOCTOR, null, doctorId);
  }

  public static Caller visitor() {
    return Caller.visitor("test", "127.0.0.1", deadline());
  }

  public static <T> T await(Future<T> future) {
    return await(future, PATIENCE_SECONDS);
  }

  private static <T> T await(Future<T> future, int seconds) {
    try {
      return future.await(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("no answer", e);
    }
  }

  @Override
  public void close() {
    await(vertx.close());
  }

  private static Caller caller(Role role, UUID patientId, UUID doctorId) {
    return new Caller(
        UUID.randomUUID(), Set.of(role), patientId, doctorId, "test", "127.0.0.1", deadline());
  }

  /** Late: a caller may be a constant of all tests of a JVM. */
  private static Instant deadline() {
    return Instant.now().plus(Duration.ofHours(1));
  }

  private static Future<RateLimiter.Decision> unlimited(
      RateLimiter.Mode mode, RateLimiter.Limit limit, String who) {
    return Future.succeededFuture(new RateLimiter.Decision(true, limit.requests(), limit.window()));
  }
}
