package io.clinibus.platform.db;

import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
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
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Opens PostgreSQL: brings the schema up to date, then pools connections. */
public final class Database {

  private static final int PIPELINING = 16;
  private static final int STATEMENTS_PER_CONNECTION = 512;
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int MAX_WAITING = 10_000;

  /** A later release may bring a migration that belongs between two that this one knows. */
  private static final Set<MigrationState> APPLIED_BY_LATER_RELEASE =
      EnumSet.of(MigrationState.FUTURE_SUCCESS, MigrationState.MISSING_SUCCESS);

  private Database() {}

  /**
   * Applies the migrations that are missing, on a worker thread.
   *
   * @return fails with {@link SchemaTooNew} if a later release has migrated this database
   */
  public static Future<Void> migrate(Vertx vertx, Settings.Database settings) {
    return vertx.executeBlocking(
        () -> {
          migrate(settings);
          return null;
        });
  }

  /**
   * Applies the migrations that are missing. Blocks.
   *
   * @throws SchemaTooNew if a later release has migrated this database
   */
  public static void migrate(Settings.Database settings) {
    Flyway flyway = flyway(settings.url());
    try {
      flyway.migrate();
    } catch (FlywayValidateException e) {
      throw laterRelease(flyway).orElseThrow(() -> e);
    } catch (FlywayException e) {
      throw e.getCause() instanceof SchemaTooNew tooNew ? tooNew : e;
    }
  }

  /** The settings are explained in ADR 11. */
  private static Flyway flyway(URI url) {
    return Flyway.configure(Database.class.getClassLoader())
        .dataSource(jdbcUrl(url), user(url), password(url))
        .locations("classpath:db/migration/*")
        .outOfOrder(true)
        .ignoreMigrationPatterns("repeatable:missing") // But no versioned ones of a later release.
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

  /** One plain connection, for work that blocks anyway; the caller closes it. */
  public static Connection connect(Settings.Database settings) throws SQLException {
    URI url = settings.url();
    return DriverManager.getConnection(jdbcUrl(url), user(url), password(url));
  }

  /** A pool that belongs to the node, not to any verticle. */
  public static Pool pool(Vertx vertx, Settings.Database settings) {
    PgConnectOptions connect =
        PgConnectOptions.fromUri(settings.url().toString())
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(STATEMENTS_PER_CONNECTION)
            .setPipeliningLimit(PIPELINING)
            .addProperty("application_name", "clinibus")
            .addProperty("statement_timeout", "10s")
            .addProperty("lock_timeout", "5s")
            .addProperty("idle_in_transaction_session_timeout", "10s");
    PoolOptions pool =
        new PoolOptions()
            .setMaxSize(settings.poolSize())
            .setMaxWaitQueueSize(MAX_WAITING)
            .setConnectionTimeout(CONNECT_TIMEOUT_SECONDS)
            .setConnectionTimeoutUnit(TimeUnit.SECONDS);
    return PgBuilder.pool().connectingTo(connect).with(pool).using(vertx).build();
  }

  private static String jdbcUrl(URI url) {
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return "jdbc:postgresql://" + url.getHost() + ":" + port(url) + url.getPath() + query;
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
