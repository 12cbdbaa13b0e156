package io.clinibus.records;

import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the records domain. */
public final class RecordsVerticle extends VerticleBase {

  private final NodeContext platform;

  public RecordsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return platform.changes().start();
  }
}
