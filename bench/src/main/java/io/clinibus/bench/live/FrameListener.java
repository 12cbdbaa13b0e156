package io.clinibus.bench.live;

/** Receives the frames of an audience. */
public interface FrameListener {

  /**
   * A frame came.
   *
   * @param loop number of the event loop this is called on
   * @param bytes good only during the call
   */
  void frame(int loop, String topic, byte[] bytes, int from, int to);

  static void nothing(int loop, String topic, byte[] bytes, int from, int to) {}
}
