package io.clinibus.web.live.socket;

import io.clinibus.platform.live.Topic;
import io.clinibus.web.live.protocol.Frame;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The subscriptions of one socket, and which frames its client receives. While the client reads
 * slower than frames arrive, they are skipped, and once it has caught up one snapshot of each topic
 * replaces them. Changed by the socket's event loop only.
 */
final class FrameCoalescer {

  private static final int FEW = 2;

  /** What to do with a frame. */
  enum Decision {
    SEND,
    /** The client is slow: a snapshot will replace the frame. */
    SKIP,
    /** The client does not watch the topic, or waits for a snapshot of it. */
    IGNORE
  }

  private final Map<String, SocketSubscription> subscriptions = new HashMap<>(FEW);
  private volatile boolean behind;

  /**
   * @param since the version the client has, or null
   */
  void subscribe(Topic topic, Long since) {
    subscriptions.put(topic.name(), new SocketSubscription(topic, since));
    refresh();
  }

  /** Ends the subscription to a name and returns its topic, or null if there was none. */
  Topic unsubscribe(String name) {
    SocketSubscription ended = subscriptions.remove(name);
    refresh();
    return ended == null ? null : ended.topic();
  }

  /** Whether the topic, with the same audience and query, is subscribed to. */
  boolean isSubscribed(Topic topic) {
    SocketSubscription current = subscriptions.get(topic.name());
    return current != null && current.topic().equals(topic);
  }

  /** Whether another topic would be one more than a socket may subscribe to. */
  boolean isFull(String name, int limit) {
    return subscriptions.size() >= limit && !subscriptions.containsKey(name);
  }

  Collection<SocketSubscription> subscriptions() {
    return Collections.unmodifiableCollection(subscriptions.values());
  }

  /**
   * @param isSlow whether the client has not read what was sent before
   */
  Decision decide(Frame frame, boolean isSlow) {
    if (!isSubscribed(frame.topic())) {
      return Decision.IGNORE;
    }
    SocketSubscription subscription = subscriptions.get(frame.topic().name());
    if (isSlow) {
      subscription.skipped();
      behind = true;
      return Decision.SKIP;
    }
    return subscription.canUse(frame) ? Decision.SEND : Decision.IGNORE;
  }

  void sent(Frame frame) {
    SocketSubscription subscription = subscriptions.get(frame.topic().name());
    boolean wasBehind = subscription.isBehind();
    subscription.sent(frame);
    if (wasBehind) {
      refresh();
    }
  }

  /** The topics whose frames were skipped and whose snapshot is still to be sent. */
  List<Topic> skipped() {
    return subscriptions.values().stream()
        .filter(SocketSubscription::isBehind)
        .map(SocketSubscription::topic)
        .toList();
  }

  /** Whether a snapshot is still to be sent. May be called on any thread. */
  boolean isBehind() {
    return behind;
  }

  private void refresh() {
    behind = subscriptions.values().stream().anyMatch(SocketSubscription::isBehind);
  }
}
