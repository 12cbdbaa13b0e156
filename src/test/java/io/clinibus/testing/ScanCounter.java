package io.clinibus.testing;

import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Runs the product's own code and says which tables PostgreSQL then read from one end to the other,
 * inside functions and triggers too. What the code changes is undone.
 */
public final class ScanCounter implements AutoCloseable {

  private static final String SCANNED =
      "SELECT schemaname || '.' || relname AS name FROM pg_stat_xact_user_tables WHERE seq_scan >"
          + " 0";

  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;

  /**
   * @param planMode {@code force_custom_plan} or {@code force_generic_plan}: made for the values of
   *     a statement, or for any values, as PostgreSQL may keep it for a statement that is run often
   */
  public ScanCounter(Settings.Database database, String planMode) {
    pool = Database.pool(vertx, new Settings.Database(database.url(), 1));
    run("SET plan_cache_mode = " + planMode);
  }

  /** The one connection that counts. */
  public Pool database() {
    return pool;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The tables that were read sequentially. */
  public Set<String> during(Supplier<Future<?>> work) {
    run("SELECT pg_stat_force_next_flush()");
    run("BEGIN");
    try {
      DomainFixture.await(work.get());
      var names = new TreeSet<String>();
      for (Row row : DomainFixture.await(pool.query(SCANNED).execute())) {
        names.add(row.getString("name"));
      }
      return names;
    } finally {
      run("ROLLBACK");
    }
  }

  @Override
  public void close() {
    DomainFixture.await(vertx.close());
  }

  private void run(String statement) {
    DomainFixture.await(pool.query(statement).execute());
  }
}
