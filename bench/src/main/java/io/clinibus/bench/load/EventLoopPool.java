package io.clinibus.bench.load;

import io.clinibus.bench.report.BenchReport;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Event loops to work on. */
public final class EventLoopPool {

  private EventLoopPool() {}

  /** One for each processor, or fewer. */
  public static List<Context> of(Vertx vertx, int most) {
    List<Context> loops = new CopyOnWriteArrayList<>();
    int count = Math.min(most, BenchReport.processors());
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
