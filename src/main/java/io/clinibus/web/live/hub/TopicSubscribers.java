package io.clinibus.web.live.hub;

import io.clinibus.web.live.protocol.Frame;
import io.clinibus.web.live.topic.Topic;
import io.clinibus.web.live.topic.TopicState;
import io.clinibus.web.live.topic.TopicType;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A topic with those who watch it, and when it has to be read next. Used by the hub's thread only.
 * Moments are those of {@link System#nanoTime()}.
 */
public final class TopicSubscribers {

  private static final long NEVER = Long.MAX_VALUE;

  private final TopicHistory channel;
  private final Set<Subscriber> subscribers = new LinkedHashSet<>();
  private final Map<Subscriber, Long> waiting = new LinkedHashMap<>();
  private Set<UUID> touchedBy = Set.of();
  private Frame presence;
  private boolean reading;

  /** When the first change was committed that is still to be read; null if there is none. */
  private Instant changedAt;

  /** When the first change was committed that what is being read should show, or null. */
  private Instant beingRead;

  /** When the first change was committed that was read for, but did not show yet; or null. */
  private Instant unseen;

  private boolean outdated;
  private long readAgainAt = NEVER;
  private long restsUntil;
  private long lastChange;
  private long emptySince;

  public TopicSubscribers(TopicHistory channel, long now) {
    this.channel = channel;
    this.emptySince = now;
    this.restsUntil = now;
    this.lastChange = now;
  }

  public TopicHistory channel() {
    return channel;
  }

  Topic topic() {
    return channel.topic();
  }

  // ---- who watches

  Set<Subscriber> subscribers() {
    return subscribers;
  }

  /** Adds somebody who is to be told everything from now on, beginning with where the topic is. */
  public void join(Subscriber who, Long since) {
    subscribers.add(who);
    if (channel.isKnown() && !outdated) {
      greet(who, since);
    } else {
      waiting.put(who, since);
    }
  }

  void leave(Subscriber who, long now) {
    subscribers.remove(who);
    waiting.remove(who);
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

  /** Takes in what was read and tells everybody what is different. */
  public void accept(TopicState read, long next) {
    Frame delta = channel.accept(read, next);
    if (delta == null) {
      unseen = beingRead == null ? null : earlier(unseen, beingRead);
    } else {
      Frame news = delta.asNewsOf(beingRead == null ? unseen : beingRead);
      unseen = null;
      Subscriber.offer(notWaiting(), news);
    }
    Map<Subscriber, Long> newcomers = new LinkedHashMap<>(waiting);
    waiting.clear();
    newcomers.forEach(this::greet);
  }

  private Collection<Subscriber> notWaiting() {
    return waiting.isEmpty()
        ? subscribers
        : subscribers.stream().filter(who -> !waiting.containsKey(who)).toList();
  }

  /** Whether there is somebody to tell who is looking. */
  boolean showsPresence() {
    return topic().type() == TopicType.DEPARTMENT && channel.isKnown() && !isEmpty();
  }

  /** Remembers who is looking and tells everybody, if that is new. */
  void presence(Frame now) {
    if (presence == null || !presence.text().string().equals(now.text().string())) {
      presence = now;
      Subscriber.offer(subscribers, now);
    }
  }

  private void greet(Subscriber who, Long since) {
    channel.catchUp(since).forEach(who::offer);
    if (presence != null) {
      who.offer(presence);
    }
  }

  // ---- what it depends on

  Set<UUID> touchedBy() {
    return touchedBy;
  }

  void touchedBy(Set<UUID> ids) {
    touchedBy = ids;
  }

  // ---- when it is read

  /**
   * A change was heard of, which the next reading shows.
   *
   * @param at when it was committed
   */
  void changed(Instant at) {
    outdated();
    changedAt = earlier(changedAt, at);
  }

  /** It could not be read. */
  void unread() {
    outdated();
    changedAt = earlier(changedAt, beingRead);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one == null || other != null && other.isBefore(one) ? other : one;
  }

  /** Something changed: what is shown, and what is being read, may be out of date. */
  void outdated() {
    outdated = true;
  }

  boolean isOutdated() {
    return outdated;
  }

  boolean isBeingRead() {
    return reading;
  }

  void beginReading() {
    reading = true;
    outdated = false;
    beingRead = changedAt;
    changedAt = null;
  }

  void endReading() {
    reading = false;
  }

  /** Reads again at a moment, unless that is to happen sooner anyway. */
  void readAgainAt(long moment) {
    if (readAgainAt == NEVER || moment - readAgainAt < 0) {
      readAgainAt = moment;
    }
  }

  /** Something changed that a topic shows which is read seldom: it is read after its rest. */
  void changedSeldomRead(long now) {
    lastChange = now;
    readAgainAt(Math.max(now, restsUntil));
  }

  /**
   * The topic, if it is one that is read seldom, was just read, and is not to be read again for a
   * time. What changed shortly before may not have been seen: then it is read once more.
   */
  void rest(long now, long nanos) {
    if (topic().type().isReadSeldom()) {
      restsUntil = now + nanos;
      if (now - lastChange < nanos) {
        readAgainAt(restsUntil);
      }
    }
  }

  /** Whether it is time to read again; says so once. */
  boolean isDue(long now) {
    if (readAgainAt == NEVER || now - readAgainAt < 0) {
      return false;
    }
    readAgainAt = NEVER;
    return true;
  }
}
