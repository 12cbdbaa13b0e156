package io.clinibus.web.live.hub;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Limits the topics that the public opens, visitors and patients, apart from those of staff: how
 * many each client has opened, and the memory of all. A topic counts for the client that opened it
 * until it closes, or until staff subscribe to it; those without subscribers give way to new ones.
 * Used by the hub's thread only.
 */
final class PublicTopicBudget {

  /** One address may be that of a waiting room. */
  static final int TOPICS_PER_CLIENT = 200;

  /** The share of the heap that topics of the public may take. */
  private static final int SHARE_OF_HEAP = 4;

  private final long maxBytes;
  private final Map<String, Set<TopicSubscribers>> topics = new HashMap<>();
  private long bytes;

  PublicTopicBudget() {
    this(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * @param maxBytes the memory of all topics of the public
   */
  PublicTopicBudget(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Why a client cannot open one more topic, or null. */
  Failure refusal(String client) {
    if (topics.getOrDefault(client, Set.of()).size() >= TOPICS_PER_CLIENT) {
      return Failure.of(
          CommonFailures.TOO_MANY_REQUESTS,
          "At most " + TOPICS_PER_CLIENT + " topics can be open for one client.");
    }
    return bytes >= maxBytes ? Failure.of(CommonFailures.UNAVAILABLE) : null;
  }

  /** The topic of a client that it has opened first of those without subscribers, or null. */
  TopicSubscribers idle(String client) {
    return topics.getOrDefault(client, Set.of()).stream()
        .filter(TopicSubscribers::isEmpty)
        .findFirst()
        .orElse(null);
  }

  void opened(String client, TopicSubscribers topic) {
    topics.computeIfAbsent(client, first -> new LinkedHashSet<>()).add(topic);
  }

  void resized(long before, long now) {
    bytes += now - before;
  }

  /**
   * @param size the topic's memory in bytes as counted last
   */
  void closed(String client, TopicSubscribers topic, long size) {
    topics.computeIfPresent(
        client,
        (same, open) -> {
          open.remove(topic);
          return open.isEmpty() ? null : open;
        });
    bytes -= size;
  }

  /** The memory of all topics of the public, in bytes. */
  long bytes() {
    return bytes;
  }
}
