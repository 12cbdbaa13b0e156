package io.clinibus.web.live.socket;

import io.clinibus.platform.live.Topic;
import io.clinibus.web.live.protocol.Frame;

/** The state of one topic at the client of one socket. Used by the socket's event loop only. */
final class SocketSubscription {

  /** Instead of a version: the client has none, or has missed a frame since. */
  private static final long NONE = -1;

  private final Topic topic;
  private long version;
  private boolean behind;

  /**
   * @param since the version the client has, or null
   */
  SocketSubscription(Topic topic, Long since) {
    this.topic = topic;
    this.version = since == null ? NONE : since;
  }

  Topic topic() {
    return topic;
  }

  /** The version the client has; 0 or less if it has none. */
  long version() {
    return version;
  }

  /** Whether a frame was skipped and a snapshot is still to be sent. */
  boolean isBehind() {
    return behind;
  }

  /**
   * Whether the client can apply the frame: a delta requires the version it starts from. Each
   * client receives either every delta or a snapshot.
   */
  boolean canUse(Frame frame) {
    return frame.from() == 0 || frame.from() == version;
  }

  void sent(Frame frame) {
    if (frame.version() != 0) {
      version = frame.version();
      behind = false;
    }
  }

  void skipped() {
    version = NONE;
    behind = true;
  }
}
