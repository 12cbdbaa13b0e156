package io.clinibus.bench.live;

import java.util.List;

/** Makes changes that sockets are told of, and recognises them in what is told. */
public interface ChangeSource {

  /** Changes something that a topic shows; does not wait. */
  ChangeRecord make(String topic);

  /** The changes that a frame tells of. */
  List<ChangeRecord> read(String topic, String frame);

  /** Learns when the changes were made, once all are over. */
  void settle(List<ChangeRecord> changes) throws Exception;
}
