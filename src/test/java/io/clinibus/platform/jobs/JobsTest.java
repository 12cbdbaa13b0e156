package io.clinibus.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.testing.ExpectedLogs;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Periodic jobs and their metrics. */
class JobsTest {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Vertx vertx = Vertx.vertx();
  private final Metrics metrics = new Metrics();
  private final Jobs jobs = new Jobs(vertx, metrics);

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void runsOfAJobDoNotOverlap() {
    List<Promise<Void>> runs = new CopyOnWriteArrayList<>();
    AtomicInteger others = new AtomicInteger();
    jobs.every(PAUSE, "slow", () -> begun(runs));
    jobs.every(PAUSE, "quick", () -> Future.succeededFuture(others.incrementAndGet()));
    await().until(() -> runs.size() == 1 && others.get() > 20);
    assertThat(runs).hasSize(1);
    runs.get(0).complete();
    await().until(() -> runs.size() == 2);
  }

  @Test
  void aFailedRunIsCountedAndRepeated() {
    try (var logs = ExpectedLogs.of(Jobs.class, "job failed")) {
      AtomicInteger runs = new AtomicInteger();
      jobs.every(
          PAUSE,
          "shaky",
          () -> {
            int run = runs.incrementAndGet();
            if (run == 1) {
              throw new IllegalStateException("thrown");
            }
            return run == 2 ? Future.failedFuture("failed") : Future.succeededFuture();
          });
      await().until(() -> runs.get() > 5);
      await().until(() -> count("OK") > 2);
      assertThat(count("FAILED")).isEqualTo(2);
      await().until(() -> age() < 1);
      assertThat(logs.events()).hasSize(1); // those of one outage are logged once
    }
  }

  @Test
  void aJobWithMoreToDoPausesLess() {
    List<Long> runs = new CopyOnWriteArrayList<>();
    jobs.every(
        Duration.ofSeconds(1),
        PAUSE,
        "pieces",
        () -> {
          runs.add(System.nanoTime());
          return Future.succeededFuture(runs.size() < 40);
        });
    await().atMost(Duration.ofSeconds(20)).until(() -> runs.size() > 40);
    Duration rest = Duration.ofNanos(runs.get(40) - runs.get(39));
    assertThat(rest).isGreaterThan(Duration.ofMillis(800));
  }

  @Test
  void ageGrowsUntilTheNextSuccess() {
    Promise<Void> run = Promise.promise();
    jobs.every(PAUSE, "shaky", run::future);
    double before = age();
    await().until(() -> age() > before + 0.1);
    run.complete();
    await().until(() -> count("OK") > 0 && age() < before + 0.1);
  }

  @Test
  void aJobEndsWithItsVerticle() {
    AtomicInteger runs = new AtomicInteger();
    var verticle =
        new AbstractVerticle() {
          @Override
          public void start() {
            jobs.every(PAUSE, "mine", () -> Future.succeededFuture(runs.incrementAndGet()));
          }
        };
    String id = vertx.deployVerticle(verticle).await();
    await().until(() -> runs.get() > 2);
    vertx.undeploy(id).await();
    int then = runs.get();
    AtomicInteger others = new AtomicInteger();
    jobs.every(PAUSE, "another", () -> Future.succeededFuture(others.incrementAndGet()));
    await().until(() -> others.get() > 10);
    assertThat(runs.get()).isLessThanOrEqualTo(then + 1);
  }

  @Test
  void afterAStopTheRunInFlightEndsAndNoOtherBegins() {
    List<Promise<Void>> runs = new CopyOnWriteArrayList<>();
    jobs.every(PAUSE, "slow", () -> begun(runs));
    await().until(() -> runs.size() == 1);
    jobs.stop();
    assertThat(jobs.inFlight()).containsExactly("slow");
    runs.get(0).complete();
    await().until(() -> jobs.inFlight().isEmpty());
    AtomicInteger ticks = new AtomicInteger();
    vertx.setPeriodic(PAUSE.toMillis(), tick -> ticks.incrementAndGet());
    await().until(() -> ticks.get() > 10);
    assertThat(runs).hasSize(1);
  }

  @Test
  void thePartsOfARunTakeAQuarterOfItsTime() {
    Duration part = Duration.ofMillis(20);
    long began = System.nanoTime();
    Future<String> done =
        jobs.paced(() -> vertx.timer(part.toMillis(), TimeUnit.MILLISECONDS).map("first"))
            .compose(first -> jobs.paced(() -> Future.succeededFuture(first + ", second")));
    assertThat(done.await()).isEqualTo("first, second");
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isGreaterThanOrEqualTo(part.multipliedBy(4).minusMillis(1));
  }

  @Test
  void aFailedPartIsNotFollowedByARest() {
    Promise<Void> part = Promise.promise();
    Future<Void> run = jobs.paced(part::future);
    part.fail("failed");
    assertThat(run.failed()).isTrue();
  }

  @Test
  void partsFollowEachOtherWithoutRestOnceTheNodeStops() {
    Promise<String> part = Promise.promise();
    long began = System.nanoTime();
    Future<String> run = jobs.paced(part::future);
    jobs.stop();
    await().until(() -> System.nanoTime() - began > PAUSE.toNanos());
    part.complete("done");
    assertThat(run.result()).isEqualTo("done");
  }

  private static Future<Void> begun(List<Promise<Void>> runs) {
    Promise<Void> run = Promise.promise();
    runs.add(run);
    return run.future();
  }

  private long count(String outcome) {
    return metrics
        .registry()
        .get("clinibus.job.run")
        .tags("task", "shaky", "outcome", outcome)
        .timer()
        .count();
  }

  private double age() {
    return metrics
        .registry()
        .get("clinibus.job.success.age.seconds")
        .tag("task", "shaky")
        .gauge()
        .value();
  }
}
