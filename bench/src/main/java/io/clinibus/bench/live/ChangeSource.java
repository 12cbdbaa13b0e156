package io.clinibus.bench.live;

import java.util.List;

/** Makes changes, and recognises them in frames. */
public interface ChangeSource {

  /** Changes something that a topic shows; does not wait. */
  ChangeRecord make(String topic);

  /** The changes in a frame. */
  List<ChangeRecord> read(String topic, String frame);

  /** Learns when the changes were made, once all are over. */
  void settle(List<ChangeRecord> changes) throws Exception;
}
