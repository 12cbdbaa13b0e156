package io.clinibus.platform.jobs;

import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Starts what a node does again and again. A job waits for a while after each run, so that it never
 * runs beside itself, and ends with the verticle that started it. It is the job's own affair that
 * other nodes run it as well. Each run is measured; what fails is tried again, and told when it
 * begins to fail and when it works again, not each time.
 */
public final class Jobs {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** Not "job", which is what Prometheus calls a group of targets. */
  private static final String LABEL = "task";

  private final Vertx vertx;
  private final Metrics metrics;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  public Jobs(Vertx vertx, Metrics metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
  }

  /**
   * Starts a job. It first runs after the pause.
   *
   * @param name what it does, in a few words joined by hyphens; once per node
   * @param pause between the end of a run and the next
   * @param work a run
   */
  public void every(Duration pause, String name, Supplier<? extends Future<?>> work) {
    every(pause, pause, name, () -> work.get().map(false));
  }

  /**
   * Starts a job that is done in small pieces. It first runs after the pause.
   *
   * @param atRest between the end of a run and the next when there was no more to do
   * @param atWork the same when there was
   * @param name what it does, in a few words joined by hyphens; once per node
   * @param work a run, and whether there is more to do
   */
  public void every(Duration atRest, Duration atWork, String name, Supplier<Future<Boolean>> work) {
    new Job(atRest, atWork, name, work).after(atRest);
  }

  /** Lets no run begin any more; those under way go on. */
  public void stop() {
    stopped = true;
  }

  /** The names of the jobs that are running just now. */
  public Set<String> inFlight() {
    return Set.copyOf(underWay);
  }

  /** One job of this node. */
  private final class Job {

    private final Duration atRest;
    private final Duration atWork;
    private final String name;
    private final Supplier<Future<Boolean>> work;
    private final Timer succeeded;
    private final Timer failed;
    private volatile long lastSuccess = System.nanoTime();
    private boolean failing;

    Job(Duration atRest, Duration atWork, String name, Supplier<Future<Boolean>> work) {
      this.atRest = atRest;
      this.atWork = atWork;
      this.name = name;
      this.work = work;
      this.succeeded = runs("OK");
      this.failed = runs("FAILED");
      metrics.gauge("clinibus.job.pause.seconds", () -> atRest.toMillis() / 1e3, LABEL, name);
      metrics.gauge(
          "clinibus.job.success.age.seconds",
          () -> (System.nanoTime() - lastSuccess) / 1e9,
          LABEL,
          name);
    }

    private Timer runs(String outcome) {
      return metrics.timer("clinibus.job.run", LABEL, name, "outcome", outcome);
    }

    void after(Duration pause) {
      vertx.setTimer(pause.toMillis(), due -> run());
    }

    private void run() {
      underWay.add(name); // First, so that whoever sees none after a stop is right.
      if (stopped) {
        underWay.remove(name);
        return;
      }
      long began = System.nanoTime();
      Future.succeededFuture()
          .compose(now -> work.get()) // Whatever it throws is a failure like others.
          .onSuccess(
              done -> {
                lastSuccess = System.nanoTime();
                succeeded.record(Duration.ofNanos(lastSuccess - began));
                noteSuccess();
              })
          .onFailure(
              cause -> {
                failed.record(Duration.ofNanos(System.nanoTime() - began));
                noteFailure(cause);
              })
          .onComplete(
              done -> {
                underWay.remove(name);
                after(done.succeeded() && done.result() ? atWork : atRest);
              });
    }

    private void noteSuccess() {
      if (failing) {
        LOG.atInfo().addKeyValue(LABEL, name).log("a job works again");
      }
      failing = false;
    }

    private void noteFailure(Throwable cause) {
      if (!failing) {
        LoggingEventBuilder line =
            LOG.atWarn().addKeyValue(LABEL, name).addKeyValue("cause", cause.getMessage());
        (PostgresErrors.isUnreachable(cause) ? line : line.setCause(cause)).log("a job fails");
      }
      failing = true;
    }
  }
}
