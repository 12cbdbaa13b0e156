package io.clinibus.testing;

import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real PostgreSQL and Redis of a test run: started once, on first use, and stopped with the
 * JVM. Each test class gets a database of its own, copied from a migrated template.
 */
public final class TestServers {

  private static final String TEMPLATE = "clinibus_template";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  /** The Redis database of those who bring a PostgreSQL of their own. */
  private static final String OTHERS = "999";

  private static EmbeddedPostgres postgres;
  private static TestRedis redis;

  private TestServers() {}

  /** A freshly migrated, empty database, durable as in production. */
  public static synchronized URI newDatabase() {
    startPostgres();
    String name = "clinibus_" + DATABASES.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    return databaseUrl(name);
  }

  /** A database without tables, for those who migrate it themselves. */
  public static synchronized URI emptyDatabase() {
    startPostgres();
    String name = "clinibus_" + DATABASES.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name);
    return databaseUrl(name);
  }

  /**
   * A database of the Redis that tests share, the same for all nodes on one PostgreSQL database.
   */
  public static synchronized URI redisFor(URI database) {
    if (redis == null) {
      redis = TestRedis.start();
    }
    String number = database.getPath().replaceAll("\\D", "");
    return redis.url().resolve("/" + (number.isEmpty() ? OTHERS : number));
  }

  private static void startPostgres() {
    if (postgres != null) {
      return;
    }
    postgres = PostgresProcess.start();
    sql("postgres", "CREATE DATABASE " + TEMPLATE);
    Database.migrate(new Settings.Database(databaseUrl(TEMPLATE), 1));
  }

  private static void sql(String database, String statement) {
    try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static URI databaseUrl(String name) {
    return URI.create(
        "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/" + name);
  }
}
