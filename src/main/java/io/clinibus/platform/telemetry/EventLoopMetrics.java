package io.clinibus.platform.telemetry;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Measures the lag of each event loop, which shows blocking code. */
public final class EventLoopMetrics extends VerticleBase {

  private static final long INTERVAL_MILLIS = 250;

  private final Timer lag;
  private long due;

  private EventLoopMetrics(Timer lag) {
    this.lag = lag;
  }

  /** Measures every event loop of this Vert.x. */
  public static Future<?> start(Vertx vertx, Metrics metrics) {
    Timer lag = metrics.timer("clinibus.event.loop.lag");
    int loops =
        2
            * Runtime.getRuntime()
                .availableProcessors(); // The number of event loops that Vert.x starts.
    return vertx.deployVerticle(
        () -> new EventLoopMetrics(lag), new DeploymentOptions().setInstances(loops));
  }

  @Override
  public Future<?> start() {
    again();
    return Future.succeededFuture();
  }

  private void again() {
    due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS);
    vertx.setTimer(
        INTERVAL_MILLIS,
        tick -> {
          lag.record(Duration.ofNanos(Math.max(0, System.nanoTime() - due)));
          again();
        });
  }
}
