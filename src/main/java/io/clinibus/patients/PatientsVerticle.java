package io.clinibus.patients;

import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the patients domain. */
public final class PatientsVerticle extends VerticleBase {

  private final Platform platform;

  public PatientsVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return Future.succeededFuture(platform);
  }
}
