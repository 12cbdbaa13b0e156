package io.clinibus.identity;

import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the identity domain. */
public final class IdentityVerticle extends VerticleBase {

  private final Platform platform;

  public IdentityVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return Future.succeededFuture(platform);
  }
}
