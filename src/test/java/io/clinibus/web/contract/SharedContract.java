package io.clinibus.web.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicReference;

/** The contract of the release, which the first node or fixture of a JVM resolves for all. */
public final class SharedContract {

  private static final AtomicReference<Contract> RESOLVED = new AtomicReference<>();

  private SharedContract() {}

  public static Future<Contract> load(Vertx vertx) {
    Contract resolved = RESOLVED.get();
    return resolved == null
        ? Contract.load(vertx).onSuccess(RESOLVED::set)
        : Future.succeededFuture(resolved);
  }
}
