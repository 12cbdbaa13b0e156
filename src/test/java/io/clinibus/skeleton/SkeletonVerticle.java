package io.clinibus.skeleton;

import io.clinibus.platform.NodeContext;
import io.clinibus.skeleton.api.SkeletonApi;
import io.clinibus.skeleton.api.SkeletonApi.Greeting;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the skeleton domain. */
public final class SkeletonVerticle extends VerticleBase {

  private final NodeContext context;

  public SkeletonVerticle(NodeContext context) {
    this.context = context;
  }

  @Override
  public Future<?> start() {
    return context
        .bus()
        .serve(
            SkeletonApi.GET_GREETING,
            (wanted, caller) -> Future.succeededFuture(new Greeting("Hello, " + wanted.name())));
  }
}
