package io.clinibus.web.live.hub;

import io.clinibus.bus.Caller;
import io.clinibus.bus.CommonFailures;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.web.live.topic.Topic;
import io.clinibus.web.live.topic.TopicState;
import io.clinibus.web.live.topic.TopicType;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is watched on this node, by whom, and what they have been told. One thread alone uses it.
 *
 * <p>Why nobody's page stays wrong: a change marks the topics it may touch; a marked topic is read
 * after the mark, however often it takes; what was read is compared with what was told, and the
 * difference told. Marks come from the bus and, for those it loses, from the outbox within a
 * second. A topic is read once more a moment after a change, when even a domain on another node has
 * heard of it, and from time to time without any mark.
 */
public final class Hub {

  /** How long somebody who lost the connection can still resume a topic nobody else watches. */
  private static final Duration LINGER = Duration.ofSeconds(30);

  /** After this every node answers with a change that this node has heard of. */
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final int MAX_TOPICS = 50_000;

  /** Most pages watch one topic or two. */
  private static final int FEW = 2;

  private static final int RANDOM_BITS = 21;
  private static final int COUNTER_BITS = 32;
  private static final Set<FailureCode> FINAL =
      Set.of(CommonFailures.NOT_FOUND, CommonFailures.FORBIDDEN, CommonFailures.INVALID_REQUEST);

  private final TopicLoader reader;
  private final Map<Topic, TopicSubscribers> topics = new HashMap<>();
  private final Map<UUID, Set<TopicSubscribers>> touched = new HashMap<>();
  private final Map<Subscriber, Map<Topic, Function<Instant, Caller>>> wishes = new HashMap<>();

  /** Differs between nodes and starts, so that nobody resumes from another node's versions. */
  private long version =
      ThreadLocalRandom.current().nextLong(1L << RANDOM_BITS - 1, 1L << RANDOM_BITS)
          << COUNTER_BITS;

  public Hub(TopicLoader reader) {
    this.reader = reader;
    reader.onRead(this::read, this::unreadable);
  }

  // ---- who watches

  public void enter(Subscriber who) {
    wishes.put(who, new HashMap<>(FEW));
  }

  public void leave(Subscriber who) {
    wishes.getOrDefault(who, Map.of()).keySet().forEach(topic -> part(who, topic));
    wishes.remove(who);
  }

  /**
   * Watches a topic, or begins anew to watch it.
   *
   * @param since the version the subscriber has, or null
   * @param caller who they are, given a deadline
   */
  public void subscribe(Subscriber who, Topic topic, Long since, Function<Instant, Caller> caller) {
    var wished = wishes.get(who);
    if (wished == null) {
      return;
    }
    wished.put(topic, caller);
    if (topic.type().needsConsent()) {
      ask(who, topic, since);
    } else {
      joinIfWished(who, topic, since);
    }
  }

  public void unsubscribe(Subscriber who, Topic topic) {
    if (wishes.getOrDefault(who, Map.of()).containsKey(topic)) {
      wishes.get(who).remove(topic);
      part(who, topic);
    }
  }

  /** Tells a subscriber, who has skipped something, where a topic is now. */
  public void tellAgain(Subscriber who, Topic topic) {
    TopicSubscribers watched = topics.get(topic);
    if (watched != null && watched.subscribers().contains(who)) {
      watched.join(who, null);
    }
  }

  /** Has the domain decide whether they may. */
  private void ask(Subscriber who, Topic topic, Long since) {
    reader
        .consent(topic, wishes.get(who).get(topic))
        .onSuccess(allowed -> joinIfWished(who, topic, since))
        .onFailure(why -> refuse(who, topic, why));
  }

  private void joinIfWished(Subscriber who, Topic topic, Long since) {
    var caller = wishes.getOrDefault(who, Map.of()).get(topic);
    if (caller == null) {
      return;
    }
    TopicSubscribers watched = topics.get(topic);
    if (watched == null) {
      if (topics.size() >= MAX_TOPICS) {
        refuse(who, topic, Failure.of(CommonFailures.UNAVAILABLE));
        return;
      }
      watched = open(topic, caller);
    }
    if (topic.type().needsConsent()) {
      watched.outdated(); // so that what is shown is not older than the consent
    }
    watched.join(who, since);
    if (watched.isOutdated()) {
      reader.read(watched);
    }
  }

  private TopicSubscribers open(Topic topic, Function<Instant, Caller> caller) {
    Function<Instant, Caller> behalf =
        topic.type() == TopicType.ME ? caller : deadline -> Caller.system("live", deadline);
    TopicSubscribers watched =
        new TopicSubscribers(new TopicHistory(topic, behalf), System.nanoTime());
    topics.put(topic, watched);
    touch(watched, Set.of(topic.id()));
    watched.outdated();
    return watched;
  }

  private void part(Subscriber who, Topic topic) {
    TopicSubscribers watched = topics.get(topic);
    if (watched != null) {
      watched.leave(who, System.nanoTime());
    }
  }

  private void refuse(Subscriber who, Topic topic, Throwable why) {
    if (wishes.getOrDefault(who, Map.of()).containsKey(topic)) {
      wishes.get(who).remove(topic);
      part(who, topic);
      who.refused(topic, TopicLoader.failure(why));
    }
  }

  // ---- what changed

  /**
   * Marks the topics that any of these doctors, patients or departments has to do with.
   *
   * @param at when the change was committed
   */
  void changed(Collection<UUID> ids, Predicate<Topic> concerned, Instant at) {
    Set<TopicSubscribers> marked = new HashSet<>();
    for (UUID id : ids) {
      for (TopicSubscribers watched : touched.getOrDefault(id, Set.of())) {
        if (concerned.test(watched.topic())) {
          marked.add(watched);
        }
      }
    }
    marked.forEach(watched -> changed(watched, at));
  }

  /** Marks all topics of some kind. */
  void changed(Predicate<Topic> concerned, Instant at) {
    matching(concerned).forEach(watched -> changed(watched, at));
  }

  private void changed(TopicSubscribers watched, Instant at) {
    if (watched.topic().type().isReadSeldom()) {
      watched.changedSeldomRead(System.nanoTime());
      return;
    }
    watched.changed(at);
    watched.readAgainAt(System.nanoTime() + SETTLED.toNanos());
    if (!watched.isEmpty()) {
      reader.read(watched);
    }
  }

  private void readAsPrecaution(TopicSubscribers watched) {
    watched.outdated();
    if (!watched.isEmpty()) {
      reader.readAsPrecaution(watched);
    }
  }

  private List<TopicSubscribers> matching(Predicate<Topic> concerned) {
    return topics.values().stream().filter(one -> concerned.test(one.topic())).toList();
  }

  // ---- what was read

  private void read(TopicSubscribers watched, TopicState view) {
    if (topics.get(watched.topic()) != watched) {
      return;
    }
    if (watched.topic().type() == TopicType.DEPARTMENT) {
      staff(watched, Presence.doctors(view));
    }
    watched.accept(view, ++version);
  }

  /**
   * Who belongs to a department may have changed, and with it who may watch it: nobody is told more
   * before the domain has consented anew.
   */
  private void staff(TopicSubscribers watched, Set<UUID> doctors) {
    boolean changed = watched.channel().isKnown() && !doctors.equals(watched.touchedBy());
    touch(watched, doctors);
    if (changed) {
      for (Subscriber who : List.copyOf(watched.subscribers())) {
        watched.leave(who, System.nanoTime());
        ask(who, watched.topic(), null);
      }
    }
  }

  /** Nothing to show for good, or nothing yet: nobody waits. Otherwise it is tried again. */
  private void unreadable(TopicSubscribers watched, Throwable cause) {
    Failure why = TopicLoader.failure(cause);
    if (FINAL.contains(why.code()) || !watched.channel().isKnown()) {
      close(watched);
      List.copyOf(watched.subscribers()).forEach(who -> refuse(who, watched.topic(), why));
    } else {
      watched.unread();
      watched.readAgainAt(System.nanoTime() + RETRY.toNanos());
    }
  }

  // ---- time

  /** Looks after everything that time brings; to be called about once a second. */
  public void tick() {
    long now = System.nanoTime();
    for (TopicSubscribers watched : List.copyOf(topics.values())) {
      if (watched.isEmptySince(now - LINGER.toNanos())) {
        close(watched);
      } else if (watched.isDue(now)) {
        readAsPrecaution(watched);
        watched.rest(now, SETTLED.toNanos());
      }
      if (watched.showsPresence()) {
        watched.presence(Presence.of(watched, this::watching));
      }
    }
  }

  /** A minute has begun: slots have passed, and days. */
  public void minute(long minute) {
    matching(topic -> topic.type().isDueAt(minute)).forEach(this::readAsPrecaution);
  }

  /** How many are open, for whoever runs the node. */
  public int topics() {
    return topics.size();
  }

  private void close(TopicSubscribers watched) {
    topics.remove(watched.topic());
    touch(watched, Set.of());
  }

  private void touch(TopicSubscribers watched, Set<UUID> ids) {
    watched
        .touchedBy()
        .forEach(
            id ->
                touched.computeIfPresent(
                    id,
                    (same, all) -> {
                      all.remove(watched);
                      return all.isEmpty() ? null : all;
                    }));
    ids.forEach(id -> touched.computeIfAbsent(id, first -> new HashSet<>()).add(watched));
    watched.touchedBy(ids);
  }

  private void watching(UUID doctorId, Consumer<TopicSubscribers> each) {
    touched.getOrDefault(doctorId, Set.of()).forEach(each);
  }
}
