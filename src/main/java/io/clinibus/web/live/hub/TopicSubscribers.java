package io.clinibus.web.live.hub;

import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.web.live.protocol.Frame;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A topic with its subscribers. Used by the hub's thread only. Moments are those of {@link
 * System#nanoTime()}.
 */
public final class TopicSubscribers {

  private final TopicHistory history;
  private final RefreshState refresh = new RefreshState();
  private final RefreshTimer timer;
  private final ShownPatients shown = new ShownPatients();
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Map<Subscriber, Long> waiting = new LinkedHashMap<>();
  private Set<UUID> subjects = Set.of();
  private Frame presence;
  private long emptySince;
  private String publicClient;
  private long countedBytes;

  public TopicSubscribers(TopicHistory history, long now) {
    this.history = history;
    this.timer = new RefreshTimer(now);
    this.emptySince = now;
  }

  public TopicHistory history() {
    return history;
  }

  Topic topic() {
    return history.topic();
  }

  RefreshState refresh() {
    return refresh;
  }

  RefreshTimer timer() {
    return timer;
  }

  ShownPatients shown() {
    return shown;
  }

  Set<Subscriber> subscribers() {
    return subscribers;
  }

  /**
   * Adds a subscriber, which receives the present state first: at once if it is current, otherwise
   * after the next read.
   *
   * @param since the version it has, or null
   */
  public void join(Subscriber subscriber, Long since) {
    subscribers.add(subscriber);
    if (history.isKnown() && !refresh.isStale()) {
      catchUp(subscriber, since);
    } else {
      waiting.put(subscriber, since);
    }
  }

  void leave(Subscriber subscriber, long now) {
    subscribers.remove(subscriber);
    waiting.remove(subscriber);
    if (subscribers.isEmpty()) {
      emptySince = now;
    }
  }

  boolean isEmpty() {
    return subscribers.isEmpty();
  }

  boolean isEmptySince(long moment) {
    return isEmpty() && emptySince - moment < 0;
  }

  /**
   * Takes in a state that was read and sends the difference to every subscriber.
   *
   * @param version the version of the state if it differs from the one before
   */
  public void accept(TopicState state, long version) {
    Frame delta = history.accept(state, version);
    Instant since = refresh.accept(delta != null);
    if (delta != null) {
      Subscriber.offer(upToDate(), delta.asNewsOf(since));
    }
    Map<Subscriber, Long> newcomers = new LinkedHashMap<>(waiting);
    waiting.clear();
    newcomers.forEach(this::catchUp);
  }

  private Collection<Subscriber> upToDate() {
    return waiting.isEmpty()
        ? subscribers
        : subscribers.stream().filter(one -> !waiting.containsKey(one)).toList();
  }

  /** Whether presence is to be counted for a subscriber. */
  boolean showsPresence() {
    return topic().type().presence() != null && history.isKnown() && !isEmpty();
  }

  /** Sends presence to every subscriber if it has changed. */
  void presence(Frame now) {
    if (presence == null || !presence.text().string().equals(now.text().string())) {
      presence = now;
      Subscriber.offer(subscribers, now);
    }
  }

  private void catchUp(Subscriber subscriber, Long since) {
    history.catchUp(since).forEach(subscriber::offer);
    if (presence != null) {
      subscriber.offer(presence);
    }
  }

  /** Whether it counts in the budget of the public. */
  boolean isPublic() {
    return publicClient != null;
  }

  /** Counts the topic for the client that opens it. */
  void countFor(String client, PublicTopicBudget budget) {
    publicClient = client;
    budget.opened(client, this);
    resize(budget);
  }

  /** Counts the memory of its present state. */
  void resize(PublicTopicBudget budget) {
    if (isPublic()) {
      long now = history.estimatedBytes();
      budget.resized(countedBytes, now);
      countedBytes = now;
    }
  }

  /** Counts the topic no longer: it closes, or staff have subscribed to it. */
  void release(PublicTopicBudget budget) {
    if (isPublic()) {
      budget.closed(publicClient, this, countedBytes);
      publicClient = null;
      countedBytes = 0;
    }
  }

  /** The ids by which events find the topic. */
  Set<UUID> subjects() {
    return subjects;
  }

  void subjects(Set<UUID> ids) {
    subjects = ids;
  }
}
