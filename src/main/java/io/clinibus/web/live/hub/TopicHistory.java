package io.clinibus.web.live.hub;

import io.clinibus.bus.Caller;
import io.clinibus.platform.live.Topic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.platform.live.TopicState.Difference;
import io.clinibus.web.live.protocol.Frame;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

/**
 * The state of one topic and the latest differences that led to it. A version names one state of
 * one topic on one node and is never used again: a client that has a version has exactly that
 * state.
 */
public final class TopicHistory {

  /** How far back a client can resume: in deltas, and in characters of them. */
  private static final int MAX_DELTAS = 32;

  private static final int MAX_CHARACTERS = 64 * 1024;

  /** Measured with the slots of 14 days: 191 kB of heap for some 340 items. */
  private static final int BYTES_PER_ITEM = 560;

  private static final int BYTES_PER_TOPIC = 2_000;

  private final Topic topic;
  private final Function<Instant, Caller> reader;
  private final Deque<Frame> deltas = new ArrayDeque<>();
  private int characters;
  private TopicState view;
  private long version;
  private Frame snapshot;

  /**
   * @param reader the identity with which it is read, given a deadline
   */
  public TopicHistory(Topic topic, Function<Instant, Caller> reader) {
    this.topic = topic;
    this.reader = reader;
  }

  Topic topic() {
    return topic;
  }

  Caller reader(Instant deadline) {
    return reader.apply(deadline);
  }

  /** Whether a state was ever read. */
  boolean isKnown() {
    return view != null;
  }

  public TopicState view() {
    return view;
  }

  /**
   * Takes in a state that was read.
   *
   * @param next a version greater than all used before
   * @return the delta for subscribers that have the version before; null if the state is the first
   *     or unchanged
   */
  Frame accept(TopicState read, long next) {
    if (view == null) {
      view = read;
      version = next;
      return null;
    }
    Difference difference = view.to(read);
    if (difference.isNone()) {
      return null;
    }
    Frame delta = Frame.delta(topic, version, next, difference);
    view = read;
    version = next;
    snapshot = null;
    remember(delta);
    return delta;
  }

  /**
   * The frames that bring a subscriber to the present state.
   *
   * @param since the version it has, or null
   */
  List<Frame> catchUp(Long since) {
    if (since != null && since == version) {
      return List.of(Frame.delta(topic, version, version, Difference.NONE));
    }
    List<Frame> missed = since == null ? List.of() : after(since);
    return missed.isEmpty() ? List.of(snapshot()) : missed;
  }

  /** An estimate of the heap it takes, in bytes. */
  long estimatedBytes() {
    int items = view == null ? 0 : view.items().size();
    return BYTES_PER_TOPIC + (long) items * BYTES_PER_ITEM + characters;
  }

  Frame snapshot() {
    if (snapshot == null) {
      snapshot = Frame.snapshot(topic, version, view);
    }
    return snapshot;
  }

  private List<Frame> after(long since) {
    List<Frame> missed = new ArrayList<>();
    for (Frame delta : deltas) {
      if (!missed.isEmpty() || delta.from() == since) {
        missed.add(delta);
      }
    }
    return missed;
  }

  private void remember(Frame delta) {
    deltas.addLast(delta);
    characters += delta.text().string().length();
    while (deltas.size() > MAX_DELTAS || characters > MAX_CHARACTERS) {
      characters -= deltas.removeFirst().text().string().length();
    }
  }
}
