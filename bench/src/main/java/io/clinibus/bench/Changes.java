package io.clinibus.bench;

import java.util.List;

/** Makes changes that sockets are told of, and recognises them in what is told. */
interface Changes {

  /** Changes something that a topic shows; does not wait. */
  Change make(String topic);

  /** The changes that a frame tells of. */
  List<Change> read(String topic, String frame);

  /** Learns when the changes were made, once all are over. */
  void settle(List<Change> changes) throws Exception;
}
