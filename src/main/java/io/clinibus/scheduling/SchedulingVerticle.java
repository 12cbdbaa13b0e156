package io.clinibus.scheduling;

import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the scheduling domain. */
public final class SchedulingVerticle extends VerticleBase {

  private final Platform platform;

  public SchedulingVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return Future.succeededFuture(platform);
  }
}
