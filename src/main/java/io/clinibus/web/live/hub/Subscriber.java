package io.clinibus.web.live.hub;

import io.clinibus.bus.Failure;
import io.clinibus.web.live.protocol.Frame;
import io.clinibus.web.live.topic.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Somebody who watches topics. Told from the hub's thread, in order; hears of it on a loop of its
 * own.
 */
public interface Subscriber {

  /** How many are told in one turn of their loop, so that it can do other things in between. */
  int IN_ONE_TURN = 128;

  /** Where it hears, one thing after the other; must not block who uses it. */
  Executor loop();

  /**
   * Something about a topic; one that is too slow may skip it and ask for a snapshot later. Called
   * on its loop only, and must not throw: others are told in the same turn.
   */
  void onFrame(Frame frame);

  /** The topic cannot be watched, or not any more. */
  void refused(Topic topic, Failure why);

  /** Tells it something. */
  default void offer(Frame frame) {
    loop().execute(() -> onFrame(frame));
  }

  /** Tells many the same: those that share a loop in few turns of it, not in one each. */
  static void offer(Collection<Subscriber> all, Frame frame) {
    Map<Executor, List<Subscriber>> turns = new IdentityHashMap<>();
    for (Subscriber one : all) {
      Executor loop = one.loop();
      List<Subscriber> turn = turns.computeIfAbsent(loop, first -> new ArrayList<>());
      turn.add(one);
      if (turn.size() == IN_ONE_TURN) {
        turns.remove(loop);
        loop.execute(() -> turn.forEach(each -> each.onFrame(frame)));
      }
    }
    turns.forEach((loop, turn) -> loop.execute(() -> turn.forEach(each -> each.onFrame(frame))));
  }
}
