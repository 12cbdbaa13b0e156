package io.clinibus.platform.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Opens PostgreSQL: migrates the schema, then creates the connection pool. */
public final class Database {

  /** Connections of a node beyond the pool that is set. */
  private static final int RESERVED_CONNECTIONS = 2;

  private static final int PIPELINING = 16;
  private static final int STATEMENTS_PER_CONNECTION = 512;
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int MAX_WAITING = 10_000;

  /** A later release may add a migration that sorts between two of this release. */
  private static final Set<MigrationState> APPLIED_BY_LATER_RELEASE =
      EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.MISSING_SUCCESS);

  private Database() {}

  /**
   * Applies pending migrations on a worker thread of their own: an index of a large clinic takes
   * minutes.
   *
   * @return fails with {@link SchemaTooNew} if a later release has migrated this database
   */
  public static Future<Void> migrate(Vertx vertx, Settings.Database settings) {
    WorkerExecutor worker = vertx.createSharedWorkerExecutor("migration", 1, 1, TimeUnit.HOURS);
    return worker
        .<Void>executeBlocking(
            () -> {
              migrate(settings);
              return null;
            })
        .eventually(worker::close);
  }

  /**
   * Applies pending migrations. Blocks.
   *
   * @throws SchemaTooNew if a later release has migrated this database
   */
  public static void migrate(Settings.Database settings) {
    Flyway flyway = flyway(settings);
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw laterRelease(flyway).orElseThrow(() -> e);
    } catch (FlywayException e) {
      throw e.getCause() instanceof SchemaTooNew tooNew ? tooNew : e;
    }
  }

  /** ADR 11 explains these options. */
  private static Flyway flyway(Settings.Database settings) {
    URI url = settings.url();
    return Flyway.configure(new MigrationLoader(Database.class.getClassLoader()))
        .dataSource(jdbcUrl(settings), user(url), password(url))
        .locations("classpath:db/migration/*")
        .outOfOrder(true)
        .lockRetryCount(-1) // Another node may be building an index for minutes.
        .ignoreMigrationPatterns(
            "repeatable:missing") // Versioned migrations of a later release are not ignored.
        .placeholderReplacement(false)
        .callbacks(new BeforeEachMigration())
        .load();
  }

  private static Optional<RuntimeException> laterRelease(Flyway flyway) {
    MigrationInfo[] all = flyway.info().all();
    return Arrays.stream(all)
        .filter(migration -> APPLIED_BY_LATER_RELEASE.contains(migration.getState()))
        .map(MigrationInfo::getVersion)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(later -> SchemaTooNew.version(later.toString(), latestKnown(all)));
  }

  private static String latestKnown(MigrationInfo... all) {
    return Arrays.stream(all)
        .filter(migration -> migration.getState().isResolved() && migration.getVersion() != null)
        .map(MigrationInfo::getVersion)
        .max(Comparator.naturalOrder())
        .map(MigrationVersion::toString)
        .orElse("none");
  }

  /** A plain connection for blocking work; the caller closes it. */
  public static Connection connect(Settings.Database settings) throws SQLException {
    URI url = settings.url();
    return DriverManager.getConnection(jdbcUrl(settings), user(url), password(url));
  }

  /** Creates a pool that is owned by the node, not by a verticle. */
  public static Pool pool(Vertx vertx, Settings.Database settings) {
    return pool(vertx, settings, "postgresql", settings.poolSize());
  }

  /**
   * Creates a small pool for what must go on while every other connection is in use: the change
   * feed, revocations, the heartbeat of the cluster, and health. A node without them would distrust
   * its caches, and so send even more reads to PostgreSQL.
   */
  public static Pool reservedPool(Vertx vertx, Settings.Database settings) {
    return pool(vertx, settings, "postgresql-reserved", RESERVED_CONNECTIONS);
  }

  /**
   * @param name that of the pool in metrics
   */
  private static Pool pool(Vertx vertx, Settings.Database settings, String name, int size) {
    PgConnectOptions connect =
        PgConnectOptions.fromUri(settings.url().toString())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(STATEMENTS_PER_CONNECTION)
            .setPipeliningLimit(PIPELINING)
            .addProperty("application_name", "clinibus")
            .addProperty("statement_timeout", "10s")
            .addProperty("lock_timeout", "5s")
            .addProperty("idle_in_transaction_session_timeout", "10s");
    if (settings.tls()) {
      connect.setSslMode(SslMode.VERIFY_FULL).setSslOptions(tls(settings));
    }
    PoolOptions pool =
        new PoolOptions()
            .setName(name)
            .setMaxSize(size)
            .setMaxWaitQueueSize(MAX_WAITING)
            .setConnectionTimeout(CONNECT_TIMEOUT_SECONDS)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    return PgBuilder.pool().connectingTo(connect).with(pool).using(vertx).build();
  }

  private static ClientSSLOptions tls(Settings.Database settings) {
    var tls = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    settings
        .authority()
        .ifPresent(file -> tls.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return tls;
  }

  private static String jdbcUrl(Settings.Database settings) {
    URI url = settings.url();
    Stream<String> stated =
        Stream.ofNullable(url.getRawQuery())
            .flatMap(query -> Arrays.stream(query.split("&")))
            .filter(parameter -> !parameter.startsWith("sslmode="));
    String query = Stream.concat(stated, jdbcTls(settings)).collect(Collectors.joining("&"));
    return "jdbc:postgresql://" + url.getHost() + ":" + port(url) + url.getPath() + "?" + query;
  }

  /** Without an authority the driver would look for one in the home folder, not in Java's. */
  private static Stream<String> jdbcTls(Settings.Database settings) {
    if (!settings.tls()) {
      return Stream.of("sslmode=disable");
    }
    return Stream.of(
        "sslmode=verify-full",
        settings
            .authority()
            .map(file -> "sslrootcert=" + URLEncoder.encode(file.toString(), UTF_8))
            .orElse("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"));
  }

  private static int port(URI url) {
    return url.getPort() < 0 ? 5432 : url.getPort();
  }

  private static String user(URI url) {
    return userInfo(url)[0];
  }

  private static String password(URI url) {
    String[] parts = userInfo(url);
    return parts.length > 1 ? parts[1] : "";
  }

  private static String[] userInfo(URI url) {
    return url.getUserInfo() == null ? new String[] {"postgres"} : url.getUserInfo().split(":", 2);
  }
}
