package io.clinibus.web.live.hub;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicAudience;
import io.clinibus.platform.live.TopicState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The topics that are subscribed to on this node, their subscribers, and the states that were sent.
 * Confined to one thread.
 *
 * <p>Why no page stays wrong: a change makes the topics stale that it may affect; a stale topic is
 * read after it became stale, however often it takes; the state read is compared with the state
 * sent, and the difference is sent. Changes come from the bus and, for those it loses, from the
 * outbox within a second. A topic is read once more a moment after a change, when every node that
 * serves its domain has applied it, and from time to time without any change.
 */
public final class Hub {

  /** How long a client that lost its connection can resume a topic without other subscribers. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  /** After this every node has applied a change that this node has received. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MAX_TOPICS = 50_000;

  /** Initial capacity: most pages subscribe to one topic or two. */
  private static final int FEW = 2;

  private static final int RANDOM_BITS = 21;
  private static final int COUNTER_BITS = 32;
  private static final Set<FailureCode> FINAL =
      Set.of(CommonFailures.NOT_FOUND, CommonFailures.FORBIDDEN, CommonFailures.INVALID_REQUEST);

  private final TopicLoader loader;
  private final PublicTopicBudget budget = new PublicTopicBudget();
  private final Map<Topic, TopicSubscribers> topics = new HashMap<>();
  private final Map<UUID, Set<TopicSubscribers>> bySubject = new HashMap<>();

  /** What each subscriber has asked for, also while its authorization is pending. */
  private final Map<Subscriber, Map<Topic, Function<Instant, Caller>>> requested = new HashMap<>();

  /** Begins at a random number, so that versions of another node or start match none of these. */
  private long version =
      ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS - 1, 1L << RANDOM_BITS)
          << COUNTER_BITS;

  public Hub(TopicLoader loader) {
    this.loader = loader;
    loader.onResult(this::audience, this::loaded, this::loadFailed);
  }

  // ---- subscribers

  public void enter(Subscriber subscriber) {
    requested.put(subscriber, new HashMap<>(FEW));
  }

  public void leave(Subscriber subscriber) {
    requestedBy(subscriber).keySet().forEach(topic -> remove(subscriber, topic));
    requested.remove(subscriber);
  }

  /**
   * Subscribes to a topic, or again to a topic subscribed to before.
   *
   * @param since the version the subscriber has, or null
   * @param caller the identity of the subscriber, given a deadline
   */
  public void subscribe(
      Subscriber subscriber, Topic topic, Long since, Function<Instant, Caller> caller) {
    var wanted = requested.get(subscriber);
    if (wanted == null) {
      return;
    }
    wanted.put(topic, caller);
    if (isAuthorizedEach(topic)) {
      authorize(subscriber, topic, since);
    } else {
      join(subscriber, topic, since);
    }
  }

  public void unsubscribe(Subscriber subscriber, Topic topic) {
    if (requestedBy(subscriber).containsKey(topic)) {
      requested.get(subscriber).remove(topic);
      remove(subscriber, topic);
    }
  }

  /** Sends the whole state of a topic to a subscriber that has skipped a frame. */
  public void resend(Subscriber subscriber, Topic topic) {
    TopicSubscribers known = topics.get(topic);
    if (known != null && known.subscribers().contains(subscriber)) {
      known.join(subscriber, null);
    }
  }

  private Map<Topic, Function<Instant, Caller>> requestedBy(Subscriber subscriber) {
    return requested.getOrDefault(subscriber, Map.of());
  }

  private static boolean isAuthorizedEach(Topic topic) {
    return topic.type().audience() == TopicAudience.AUTHORIZED;
  }

  /** Joins the topic if its domain allows the subscriber to read it. */
  private void authorize(Subscriber subscriber, Topic topic, Long since) {
    loader
        .authorize(topic, requested.get(subscriber).get(topic))
        .onSuccess(allowed -> join(subscriber, topic, since))
        .onFailure(why -> recordRefusal(subscriber, topic, TopicLoader.failure(why)));
  }

  /** The callers of a topic's subscribers. */
  private List<Caller> audience(TopicSubscribers topic) {
    return topic.subscribers().stream()
        .map(one -> requestedBy(one).get(topic.topic()))
        .filter(Objects::nonNull)
        .map(caller -> caller.apply(Instant.MAX))
        .toList();
  }

  private void recordRefusal(Subscriber subscriber, Topic topic, Failure why) {
    var caller = requestedBy(subscriber).get(topic);
    if (caller != null) {
      loader
          .audit()
          .refused(topic, caller.apply(Instant.MAX), why)
          .onComplete(
              written ->
                  refuse(
                      subscriber,
                      topic,
                      written.succeeded() ? why : Failure.of(CommonFailures.UNAVAILABLE)));
    }
  }

  /** Unless it has unsubscribed while its authorization was pending. */
  private void join(Subscriber subscriber, Topic topic, Long since) {
    var caller = requestedBy(subscriber).get(topic);
    if (caller == null) {
      return;
    }
    String publicClient = subscriber.publicClient();
    TopicSubscribers known = topics.get(topic);
    if (known == null) {
      Failure refusal = refusal(publicClient);
      if (refusal != null) {
        refuse(subscriber, topic, refusal);
        return;
      }
      known = open(topic, caller);
      if (publicClient != null) {
        known.countFor(publicClient, budget);
      }
    } else if (publicClient == null) {
      known.release(budget);
    }
    if (isAuthorizedEach(topic) || !loader.audit().isRecorded(known, caller.apply(Instant.MAX))) {
      known.refresh().invalidate(); // so that the state sent is not older than the authorization
    }
    known.join(subscriber, since);
    if (known.refresh().isStale()) {
      loader.load(known);
    }
  }

  /** Why no further topic can be opened, or null. */
  private Failure refusal(String publicClient) {
    if (topics.size() >= MAX_TOPICS) {
      return Failure.of(CommonFailures.UNAVAILABLE);
    }
    if (publicClient == null) {
      return null;
    }
    Failure refusal = budget.refusal(publicClient);
    TopicSubscribers idle = refusal == null ? null : budget.idle(publicClient);
    if (idle != null) {
      close(idle);
      return budget.refusal(publicClient);
    }
    return refusal;
  }

  private TopicSubscribers open(Topic topic, Function<Instant, Caller> caller) {
    Function<Instant, Caller> reader =
        topic.type().audience() == TopicAudience.PERSONAL
            ? caller
            : deadline -> Caller.system("live", deadline);
    TopicSubscribers opened =
        new TopicSubscribers(new TopicHistory(topic, reader), System.nanoTime());
    topics.put(topic, opened);
    index(opened, Set.of(topic.id()));
    opened.refresh().invalidate();
    return opened;
  }

  private void remove(Subscriber subscriber, Topic topic) {
    TopicSubscribers known = topics.get(topic);
    if (known != null) {
      known.leave(subscriber, System.nanoTime());
    }
  }

  private void refuse(Subscriber subscriber, Topic topic, Throwable why) {
    if (requestedBy(subscriber).containsKey(topic)) {
      requested.get(subscriber).remove(topic);
      remove(subscriber, topic);
      subscriber.refused(topic, TopicLoader.failure(why));
    }
  }

  // ---- changes

  /**
   * Makes topics stale that depend on any of these ids.
   *
   * @param committedAt when the change was committed
   */
  void invalidate(Collection<UUID> subjects, Predicate<Topic> concerned, Instant committedAt) {
    Set<TopicSubscribers> stale = new HashSet<>();
    for (UUID subject : subjects) {
      for (TopicSubscribers one : bySubject.getOrDefault(subject, Set.of())) {
        if (concerned.test(one.topic())) {
          stale.add(one);
        }
      }
    }
    stale.forEach(one -> invalidate(one, committedAt));
  }

  /** Makes all topics stale that match. */
  void invalidate(Predicate<Topic> concerned, Instant committedAt) {
    matching(concerned).forEach(one -> invalidate(one, committedAt));
  }

  private void invalidate(TopicSubscribers stale, Instant committedAt) {
    if (stale.topic().type().isThrottled()) {
      stale.timer().scheduleThrottled(System.nanoTime());
      return;
    }
    stale.refresh().invalidate(committedAt);
    stale.timer().schedule(System.nanoTime() + SETTLED.toNanos());
    if (!stale.isEmpty()) {
      loader.load(stale);
    }
  }

  private void refreshDeferred(TopicSubscribers topic) {
    topic.refresh().invalidate();
    if (!topic.isEmpty()) {
      loader.loadDeferred(topic);
    }
  }

  private List<TopicSubscribers> matching(Predicate<Topic> concerned) {
    return topics.values().stream().filter(one -> concerned.test(one.topic())).toList();
  }

  // ---- results of reads

  private void loaded(TopicSubscribers read, TopicState state) {
    if (topics.get(read.topic()) != read) {
      return;
    }
    if (read.topic().type().hasMembers()) {
      updateMembers(read, read.topic().type().members(state));
    }
    read.accept(state, ++version);
    read.resize(budget);
  }

  /**
   * When the members of a topic change, so may those who are allowed to read it: no subscriber
   * receives anything before the domain has authorized it again.
   */
  private void updateMembers(TopicSubscribers topic, Set<UUID> members) {
    boolean changed = topic.history().isKnown() && !members.equals(topic.subjects());
    index(topic, members);
    if (changed) {
      for (Subscriber subscriber : List.copyOf(topic.subscribers())) {
        topic.leave(subscriber, System.nanoTime());
        authorize(subscriber, topic.topic(), null);
      }
    }
  }

  /** Ends a topic that will not be readable, or was never read; otherwise tries again. */
  private void loadFailed(TopicSubscribers topic, Throwable cause) {
    Failure why = TopicLoader.failure(cause);
    if (FINAL.contains(why.code()) || !topic.history().isKnown()) {
      close(topic);
      List.copyOf(topic.subscribers()).forEach(one -> refuse(one, topic.topic(), why));
    } else {
      topic.refresh().fail();
      topic.timer().schedule(System.nanoTime() + RETRY.toNanos());
    }
  }

  // ---- time

  /** Periodic work; to be called about once a second. */
  public void tick() {
    long now = System.nanoTime();
    for (TopicSubscribers topic : List.copyOf(topics.values())) {
      if (topic.isEmptySince(now - LINGER.toNanos())) {
        close(topic);
      } else if (topic.timer().poll(now)) {
        refreshDeferred(topic);
        if (topic.topic().type().isThrottled()) {
          topic.timer().pause(now, SETTLED.toNanos());
        }
      }
      if (topic.showsPresence()) {
        topic.presence(ViewerCounts.of(topic, this::dependingOn));
      }
    }
  }

  /**
   * A minute has begun: slots have passed, and days.
   *
   * @param minute minutes since the epoch
   */
  public void minute(long minute) {
    matching(topic -> topic.type().isDueAt(minute)).forEach(this::refreshDeferred);
  }

  /** How many topics are open. */
  public int topics() {
    return topics.size();
  }

  /** The estimated memory of the topics that count for the public, in bytes. */
  public long publicBytes() {
    return budget.bytes();
  }

  private void close(TopicSubscribers topic) {
    topics.remove(topic.topic());
    topic.release(budget);
    index(topic, Set.of());
  }

  private void index(TopicSubscribers topic, Set<UUID> subjects) {
    topic
        .subjects()
        .forEach(
            id ->
                bySubject.computeIfPresent(
                    id,
                    (same, all) -> {
                      all.remove(topic);
                      return all.isEmpty() ? null : all;
                    }));
    subjects.forEach(id -> bySubject.computeIfAbsent(id, first -> new HashSet<>()).add(topic));
    topic.subjects(subjects);
  }

  private void dependingOn(UUID subject, Consumer<TopicSubscribers> each) {
    bySubject.getOrDefault(subject, Set.of()).forEach(each);
  }
}
