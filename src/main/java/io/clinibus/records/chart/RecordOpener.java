package io.clinibus.records.chart;

import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Opens many sealed rows on threads of its own, so that no event loop waits for them. */
public final class RecordOpener {

  private static final String THREADS = "records-open";
  private static final int PARALLEL = 2;

  private final PatientKeys keys;
  private final WorkerExecutor workers;

  public RecordOpener(Vertx vertx, PatientKeys keys) {
    this.keys = keys;
    this.workers = vertx.createSharedWorkerExecutor(THREADS, PARALLEL);
  }

  /**
   * @param work gets the keys of the patients for whom the rows are sealed
   */
  <T> Future<T> open(
      UUID patientId, List<TimelineRow> rows, Function<Map<UUID, PatientKey>, T> work) {
    return keys.ofRecord(patientId, rows.stream().map(TimelineRow::sealedFor).distinct().toList())
        .compose(of -> workers.executeBlocking(() -> work.apply(of), false));
  }
}
