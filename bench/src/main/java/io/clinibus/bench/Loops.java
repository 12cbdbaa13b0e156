package io.clinibus.bench;

import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Event loops to work on. */
final class Loops {

  private Loops() {}

  /** One for each processor, or fewer. */
  static List<Context> of(Vertx vertx, int most) {
    List<Context> loops = new CopyOnWriteArrayList<>();
    int count = Math.min(most, Report.processors());
    vertx
        .deployVerticle(
            () ->
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    loops.add(context);
                    return Future.succeededFuture();
                  }
                },
            new DeploymentOptions().setInstances(count))
        .await();
    return loops;
  }
}
