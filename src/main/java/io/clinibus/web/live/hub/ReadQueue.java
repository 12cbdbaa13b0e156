package io.clinibus.web.live.hub;

import java.util.LinkedHashSet;
import java.util.Set;

/** Topics that wait to be read, each once: urgent ones before deferred ones, then in order. */
final class ReadQueue {

  private final Set<TopicSubscribers> urgent = new LinkedHashSet<>();
  private final Set<TopicSubscribers> deferred = new LinkedHashSet<>();

  void add(TopicSubscribers topic) {
    deferred.remove(topic);
    urgent.add(topic);
  }

  void addDeferred(TopicSubscribers topic) {
    if (!urgent.contains(topic)) {
      deferred.add(topic);
    }
  }

  void remove(TopicSubscribers topic) {
    urgent.remove(topic);
    deferred.remove(topic);
  }

  boolean isEmpty() {
    return urgent.isEmpty() && deferred.isEmpty();
  }

  /** Removes and returns the topic to be read next; there must be one. */
  TopicSubscribers next() {
    Set<TopicSubscribers> queue = urgent.isEmpty() ? deferred : urgent;
    TopicSubscribers topic = queue.iterator().next();
    queue.remove(topic);
    return topic;
  }
}
