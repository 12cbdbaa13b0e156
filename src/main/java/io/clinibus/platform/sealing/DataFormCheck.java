package io.clinibus.platform.sealing;

import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;

/**
 * Whether all nodes read a form of data. Not asked again once they do: a node of a former release
 * does not start any more.
 */
public final class DataFormCheck {

  private final Pool pool;
  private final int form;
  private volatile boolean known;

  public DataFormCheck(Pool pool, int form) {
    this.pool = pool;
    this.form = form;
  }

  public Future<Boolean> isReadByAll() {
    return known
        ? Future.succeededFuture(true)
        : pool.preparedQuery("SELECT platform.every_node_reads($1)")
            .execute(Tuple.of(form))
            .map(Rows::isTrue)
            .onSuccess(all -> known = all);
  }
}
