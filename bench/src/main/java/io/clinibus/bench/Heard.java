package io.clinibus.bench;

/** Who is told what an audience hears. */
interface Heard {

  /**
   * A frame came.
   *
   * @param loop number of the event loop this is called on
   * @param bytes good only during the call
   */
  void frame(int loop, String topic, byte[] bytes, int from, int to);

  static void nothing(int loop, String topic, byte[] bytes, int from, int to) {}
}
