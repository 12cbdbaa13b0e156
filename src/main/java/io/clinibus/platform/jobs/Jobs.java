package io.clinibus.platform.jobs;

import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Periodic jobs of a node. A job pauses after each run, so that runs never overlap, and ends with
 * the verticle that started it. Other nodes run it as well; mutual exclusion is up to the job. Each
 * run is measured. A failing job is retried; failure and recovery are logged once each.
 */
public final class Jobs {

  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** Not "job", which is what Prometheus calls a group of targets. */
  private static final String LABEL = "task";

  /** How many times as long as a part of a run took, the job rests after it. */
  private static final int REST = 3;

  private final Vertx vertx;
  private final Metrics metrics;
  private final Set<String> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  public Jobs(Vertx vertx, Metrics metrics) {
    this.vertx = vertx;
    this.metrics = metrics;
  }

  /**
   * Starts a job. Its first run follows a pause.
   *
   * @param name words joined by hyphens; unique on the node
   * @param pause between the end of a run and the next
   * @param work a run
   */
  public void every(Duration pause, String name, Supplier<? extends Future<?>> work) {
    every(pause, pause, name, () -> work.get().map(false));
  }

  /**
   * Starts a job that works in small batches. Its first run follows a pause.
   *
   * @param atRest pause after a run that found nothing more to do
   * @param atWork pause after a run that did
   * @param name words joined by hyphens; unique on the node
   * @param work a run; the result is whether there is more to do
   */
  public void every(Duration atRest, Duration atWork, String name, Supplier<Future<Boolean>> work) {
    new Job(atRest, atWork, name, work).after(atRest);
  }

  /** Starts such a job with its first run as soon as one after work would follow. */
  public void atOnce(
      Duration atRest, Duration atWork, String name, Supplier<Future<Boolean>> work) {
    new Job(atRest, atWork, name, work).after(atWork);
  }

  /**
   * Does a part of a run, then rests three times as long as the part took. The parts of a run use
   * at most a quarter of the time of one connection, and the less the busier PostgreSQL is, so that
   * background work does not delay requests. There is no rest once the node stops.
   *
   * @param part takes some ten milliseconds
   */
  public <T> Future<T> paced(Supplier<Future<T>> part) {
    long began = System.nanoTime();
    return part.get().compose(done -> rest(System.nanoTime() - began).map(done));
  }

  private Future<?> rest(long worked) {
    long millis = TimeUnit.NANOSECONDS.toMillis(REST * worked);
    return stopped || millis == 0
        ? Future.succeededFuture()
        : vertx.timer(millis, TimeUnit.MILLISECONDS);
  }

  /** Begins no further run; those in flight continue. */
  public void stop() {
    stopped = true;
  }

  /** The names of the jobs whose run is in flight. */
  public Set<String> inFlight() {
    return Set.copyOf(inFlight);
  }

  /** A job of this node. */
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
      inFlight.add(name); // First, so that an empty set after a stop is reliable.
      if (stopped) {
        inFlight.remove(name);
        return;
      }
      long began = System.nanoTime();
      Future.succeededFuture()
          .compose(now -> work.get()) // Turns an exception into a failed future.
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
                inFlight.remove(name);
                after(done.succeeded() && done.result() ? atWork : atRest);
              });
    }

    private void noteSuccess() {
      if (failing) {
        LOG.atInfo().addKeyValue(LABEL, name).log("job recovered");
      }
      failing = false;
    }

    private void noteFailure(Throwable cause) {
      if (!failing) {
        LoggingEventBuilder line =
            LOG.atWarn().addKeyValue(LABEL, name).addKeyValue("cause", cause.getMessage());
        (PostgresErrors.isUnreachable(cause) ? line : line.setCause(cause)).log("job failed");
      }
      failing = true;
    }
  }
}
