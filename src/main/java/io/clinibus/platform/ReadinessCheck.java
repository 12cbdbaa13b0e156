package io.clinibus.platform;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.SqlClient;
import java.util.function.Supplier;

/**
 * A readiness check.
 *
 * @param needed whether the node is not ready if the check fails; otherwise it is degraded
 * @param state succeeds if the dependency works; a failure's message is the reason shown to
 *     operators
 */
public record ReadinessCheck(String name, boolean needed, Supplier<Future<?>> state) {

  /** A check of local state, without I/O. */
  public static ReadinessCheck of(String name, boolean needed, Supplier<String> fault) {
    return new ReadinessCheck(
        name,
        needed,
        () -> {
          String reason = fault.get();
          return reason == null ? Future.succeededFuture() : Future.failedFuture(reason);
        });
  }

  public static ReadinessCheck postgresql(SqlClient database) {
    return new ReadinessCheck("postgresql", true, () -> database.query("SELECT 1").execute());
  }

  /** Redis is optional: without it the node is slower and counts limits on its own. */
  public static ReadinessCheck redis(Redis redis) {
    return new ReadinessCheck("redis", false, () -> redis.send(Request.cmd(Command.PING)));
  }
}
