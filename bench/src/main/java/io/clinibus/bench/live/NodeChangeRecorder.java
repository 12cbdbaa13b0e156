package io.clinibus.bench.live;

import io.clinibus.bench.report.BenchReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Changes that sockets of one node receive and sockets of other nodes as well. */
public final class NodeChangeRecorder {

  private final ChangeSource changes;
  private final Map<ChangeRecord, ChangeRecord> received = new ConcurrentHashMap<>();

  public NodeChangeRecorder(ChangeSource changes) {
    this.changes = changes;
  }

  /** The listener for the frames of these sockets. */
  public FrameListener ears() {
    return new ChangeRecorder(this::read);
  }

  /**
   * The changes with their arrivals here; without arrivals if none of these sockets received them.
   */
  public List<ChangeRecord> of(List<ChangeRecord> made) {
    List<ChangeRecord> here = made.stream().map(this::here).toList();
    for (int i = 0; i < here.size(); i++) {
      here.get(i).made = made.get(i).made;
    }
    return here;
  }

  private List<ChangeRecord> read(String topic, String frame) {
    return changes.read(topic, frame).stream().map(this::here).toList();
  }

  private ChangeRecord here(ChangeRecord change) {
    return received.computeIfAbsent(change, first -> new ChangeRecord(BenchReport.processors()));
  }
}
