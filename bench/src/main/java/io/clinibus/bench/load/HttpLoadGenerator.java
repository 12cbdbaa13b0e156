package io.clinibus.bench.load;

import io.clinibus.bench.process.CpuRecorder;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.settings.BenchOptions;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;

/**
 * Makes load, in one of two ways. Closed loop: each client asks again as soon as it was answered,
 * which shows how much can be done. Open loop: requests are due at a fixed rate whatever became of
 * those before, and their latency counts from when they were due, which shows how long people wait.
 */
public final class HttpLoadGenerator {

  /** Something that takes one request at a time. Used by one event loop only. */
  public interface Lane {
    /**
     * Sends one request.
     *
     * @param done receives the outcome: an HTTP status or another code
     * @return false if there is nothing left to request
     */
    boolean ask(IntConsumer done);

    void close();
  }

  /** Opens the lanes, on the event loop that is to use them. */
  public interface Opener {
    Future<? extends Lane> open();
  }

  /**
   * @param perSecond how many were answered
   * @param outcomes how many of each
   */
  public record Result(double perSecond, Histogram latency, Map<Integer, Long> outcomes) {

    public double millis(double percentile) {
      return latency.getValueAtPercentile(percentile) / 1e6;
    }

    public double maxMillis() {
      return latency.getMaxValue() / 1e6;
    }

    /** Of the same work, done in turns of equal length. */
    public static Result together(List<Result> turns) {
      Histogram latency = new Histogram(LONGEST, DIGITS);
      Map<Integer, Long> outcomes = new TreeMap<>();
      for (Result turn : turns) {
        latency.add(turn.latency);
        turn.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
      }
      double perSecond = turns.stream().mapToDouble(Result::perSecond).average().orElseThrow();
      return new Result(perSecond, latency, outcomes);
    }

    /** How many ended otherwise than wanted. */
    public long othersThan(int wanted) {
      return latency.getTotalCount() - outcomes.getOrDefault(wanted, 0L);
    }
  }

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);
  private static final int DIGITS = 3;

  private enum Phase {
    WARMING_UP,
    MEASURING,
    OVER
  }

  /** What one event loop does. */
  private final class Worker {
    private final Context loop;
    private final List<Lane> lanes = new ArrayList<>();
    private final Deque<Lane> idle = new ArrayDeque<>();
    private final Deque<Long> due = new ArrayDeque<>();
    private final Histogram latency = new Histogram(LONGEST, DIGITS);
    private final Map<Integer, Long> outcomes = new TreeMap<>();
    private final Promise<Void> quiet = Promise.promise();
    private int running;
    private long ticked;

    Worker(Context loop) {
      this.loop = loop;
    }

    void beginClosed() {
      lanes.forEach(lane -> askAgain(lane));
      settle();
    }

    private void askAgain(Lane lane) {
      if (phase != Phase.OVER) {
        start(lane, System.nanoTime(), () -> askAgain(lane));
      }
    }

    void beginOpen(double perNano) {
      idle.addAll(lanes);
      long began = System.nanoTime();
      vertx.setPeriodic(1, timer -> tick(timer, began, perNano));
    }

    private void tick(long timer, long began, double perNano) {
      if (phase == Phase.OVER) {
        vertx.cancelTimer(timer);
        due.clear();
        settle();
        return;
      }
      long until = (long) ((System.nanoTime() - began) * perNano);
      for (; ticked < until; ticked++) {
        due.add(began + (long) (ticked / perNano));
      }
      serve();
    }

    private void serve() {
      while (!due.isEmpty() && !idle.isEmpty()) {
        Lane lane = idle.remove();
        start(
            lane,
            due.remove(),
            () -> {
              idle.add(lane);
              serve();
            });
      }
    }

    private void start(Lane lane, long since, Runnable then) {
      boolean counts = phase == Phase.MEASURING;
      running++;
      boolean asked =
          lane.ask(
              outcome -> {
                running--;
                if (counts) {
                  latency.recordValue(Math.min(LONGEST, System.nanoTime() - since));
                  outcomes.merge(outcome, 1L, Long::sum);
                }
                then.run();
                settle();
              });
      if (!asked) {
        running--;
        exhausted = true;
      }
    }

    private void settle() {
      if (phase == Phase.OVER && running == 0) {
        quiet.tryComplete();
      }
    }
  }

  private final Vertx vertx;
  private final List<Worker> workers = new ArrayList<>();
  private volatile Phase phase = Phase.WARMING_UP;
  private volatile boolean exhausted;

  private HttpLoadGenerator(Vertx vertx) {
    this.vertx = vertx;
  }

  /** As fast as this many clients are answered. */
  public static Result closed(Vertx vertx, int clients, Opener opener, BenchOptions options, CpuRecorder cpu)
      throws InterruptedException {
    return new HttpLoadGenerator(vertx).run(clients, opener, options, cpu, Worker::beginClosed);
  }

  /** At a fixed rate, by at most this many clients. */
  public static Result open(
      Vertx vertx, double perSecond, int clients, Opener opener, BenchOptions options, CpuRecorder cpu)
      throws InterruptedException {
    int loops = Math.min(clients, BenchReport.processors());
    double perNano = perSecond / loops / TimeUnit.SECONDS.toNanos(1);
    return new HttpLoadGenerator(vertx).run(clients, opener, options, cpu, w -> w.beginOpen(perNano));
  }

  private Result run(int clients, Opener opener, BenchOptions options, CpuRecorder cpu, Consumer<Worker> begin)
      throws InterruptedException {
    List<Future<?>> opening = new ArrayList<>();
    EventLoopPool.of(vertx, clients).forEach(loop -> workers.add(new Worker(loop)));
    for (int i = 0; i < clients; i++) {
      Worker worker = workers.get(i % workers.size());
      Promise<Void> opened = Promise.promise();
      worker.loop.runOnContext(
          turn ->
              opener
                  .open()
                  .map(lane -> worker.lanes.add(lane))
                  .<Void>mapEmpty()
                  .onComplete(opened));
      opening.add(opened.future());
    }
    Future.all(opening).await();
    workers.forEach(worker -> worker.loop.runOnContext(turn -> begin.accept(worker)));
    rest(options.warmUp());
    cpu.begin();
    long began = System.nanoTime();
    phase = Phase.MEASURING;
    rest(options.measure());
    phase = Phase.OVER;
    double seconds = (System.nanoTime() - began) / 1e9;
    return finish(seconds);
  }

  /** Ends early when there is nothing left to ask. */
  private void rest(Duration duration) throws InterruptedException {
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end && !exhausted) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private Result finish(double seconds) {
    Histogram latency = new Histogram(LONGEST, DIGITS);
    Map<Integer, Long> outcomes = new TreeMap<>();
    for (Worker worker : workers) {
      worker.loop.runOnContext(turn -> worker.settle());
      worker.quiet.future().await();
      latency.add(worker.latency);
      worker.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Long::sum));
      worker.loop.runOnContext(turn -> worker.lanes.forEach(Lane::close));
    }
    return new Result(latency.getTotalCount() / seconds, latency, outcomes);
  }
}
