package io.clinibus.management;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.SqlClient;
import java.util.function.Supplier;

/**
 * One thing that readiness depends on.
 *
 * @param needed whether the node is not ready without it; otherwise it is degraded
 * @param state succeeds if all is well; a failure's message is the reason, fit to be shown
 */
public record Check(String name, boolean needed, Supplier<Future<?>> state) {

  /** Something that is known without asking anybody. */
  public static Check of(String name, boolean needed, Supplier<String> fault) {
    return new Check(
        name,
        needed,
        () -> {
          String reason = fault.get();
          return reason == null ? Future.succeededFuture() : Future.failedFuture(reason);
        });
  }

  public static Check postgresql(SqlClient database) {
    return new Check("postgresql", true, () -> database.query("SELECT 1").execute());
  }

  /** Ready without Redis: slower, with limits counted per node, but right. */
  public static Check redis(Redis redis) {
    return new Check("redis", false, () -> redis.send(Request.cmd(Command.PING)));
  }
}
