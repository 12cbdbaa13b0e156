package io.clinibus.records.chart;

import io.clinibus.bus.Caller;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;

/** Opens many sealed rows on threads of its own, so that no event loop waits for them. */
public final class RecordOpener {

  private static final String THREADS = "records-open";
  private static final int PARALLEL = 2;

  private final PartOpeners openers;
  private final WorkerExecutor workers;

  public RecordOpener(Vertx vertx, PartOpeners openers) {
    this.openers = openers;
    this.workers = vertx.createSharedWorkerExecutor(THREADS, PARALLEL);
  }

  /**
   * @param work opens the rows, on another thread
   */
  <T> Future<T> open(
      UUID patientId, List<TimelineRow> rows, Caller caller, Function<PartOpener, T> work) {
    return openers.open(
        patientId,
        rows.stream().map(TimelineRow::sealedFor),
        caller,
        opener -> run(() -> work.apply(opener)));
  }

  /** Does what takes as long, on the same threads. */
  <T> Future<T> run(Callable<T> work) {
    return workers.executeBlocking(work, false);
  }
}
