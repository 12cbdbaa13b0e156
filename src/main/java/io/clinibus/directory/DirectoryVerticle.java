package io.clinibus.directory;

import io.clinibus.platform.Platform;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the directory domain. */
public final class DirectoryVerticle extends VerticleBase {

  private final Platform platform;

  public DirectoryVerticle(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    return Future.succeededFuture(platform);
  }
}
