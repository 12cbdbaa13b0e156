package io.clinibus.platform;

import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;

/** Opens PostgreSQL: brings the schema up to date, then pools connections. */
public final class Database {

  private static final int PIPELINING = 16;
  private static final int STATEMENTS_PER_CONNECTION = 512;
  private static final int CONNECT_TIMEOUT_SECONDS = 5;
  private static final int MAX_WAITING = 10_000;

  private Database() {}

  /**
   * Applies the migrations that are missing. Blocks the worker it runs on, never the event loop.
   */
  public static Future<Void> migrate(Vertx vertx, Settings.Database settings) {
    return vertx.executeBlocking(
        () -> {
          Flyway.configure(Database.class.getClassLoader())
              .dataSource(jdbcUrl(settings.url()), user(settings.url()), password(settings.url()))
              .locations("classpath:db/migration")
              .load()
              .migrate();
          return null;
        });
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
