package io.clinibus.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which errors of a real pool pass by themselves. */
class PostgresErrorsIT {

  private final Vertx vertx = Vertx.vertx();
  private Pool pool;
  private SqlConnection only;

  @BeforeEach
  void takeTheOnlyConnection() {
    var narrow =
        new PoolOptions()
            .setMaxSize(1)
            .setConnectionTimeout(200)
            .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    pool =
        PgBuilder.pool()
            .connectingTo(TestServers.emptyDatabase().toString())
            .with(narrow)
            .using(vertx)
            .build();
    only = open();
  }

  /** The first connection may take longer on a busy machine. */
  private SqlConnection open() {
    return BusFixture.await(StartRetry.of(vertx, pool::getConnection));
  }

  @AfterEach
  void close() {
    BusFixture.await(vertx.close());
  }

  @Test
  void whoGetsNoConnectionInTimeMayAskAgain() {
    assertTemporary(pool.query("SELECT 1").execute());
    assertTemporary(pool.getConnection());
    assertTemporary(pool.withConnection(connection -> connection.query("SELECT 1").execute()));
    assertTemporary(pool.withTransaction(connection -> connection.query("SELECT 1").execute()));
    BusFixture.await(only.close());
    Future<?> wrong = open().query("SELECT nothing").execute();
    assertThat(PostgresErrors.isTemporary(cause(wrong))).isFalse();
  }

  private static void assertTemporary(Future<?> failed) {
    Throwable cause = cause(failed);
    assertThat(cause).isNotNull();
    assertThat(PostgresErrors.isTemporary(cause)).as(cause.toString()).isTrue();
  }

  private static Throwable cause(Future<?> failed) {
    return BusFixture.await(failed.transform(done -> Future.succeededFuture(done.cause())));
  }
}
