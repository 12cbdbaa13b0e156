package io.clinibus.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the sockets of one node hear of changes that the sockets of others hear of as well. */
final class Hearing {

  private final Changes changes;
  private final Map<Change, Change> heard = new ConcurrentHashMap<>();

  Hearing(Changes changes) {
    this.changes = changes;
  }

  /** What is to be told of the frames of these sockets. */
  Heard ears() {
    return new Ledger(this::read);
  }

  /** The changes as they were heard of here; those nobody here heard of have no arrivals. */
  List<Change> of(List<Change> made) {
    List<Change> here = made.stream().map(this::here).toList();
    for (int i = 0; i < here.size(); i++) {
      here.get(i).made = made.get(i).made;
    }
    return here;
  }

  private List<Change> read(String topic, String frame) {
    return changes.read(topic, frame).stream().map(this::here).toList();
  }

  private Change here(Change change) {
    return heard.computeIfAbsent(change, first -> new Change(Report.processors()));
  }
}
