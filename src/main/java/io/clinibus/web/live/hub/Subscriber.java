package io.clinibus.web.live.hub;

import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.live.Topic;
import io.clinibus.web.live.protocol.Frame;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** A receiver of frames. The hub's thread offers them in order; they run on the receiver's loop. */
public interface Subscriber {

  /** How many subscribers one task of a loop serves, so that other tasks run in between. */
  int PER_TASK = 128;

  /** Runs what is offered, in order; must not block its caller. */
  Executor loop();

  /**
   * Receives a frame; a slow receiver may skip it and ask for a snapshot later. Called on its loop
   * only, and must not throw: one task serves several subscribers.
   */
  void onFrame(Frame frame);

  /**
   * The key by which the topics that it opens are limited; null for staff, whose topics are not.
   * May be called on any thread.
   */
  default String publicClient() {
    return null;
  }

  /** The subscription is refused, or ended. */
  void refused(Topic topic, Failure why);

  /** Sends a frame. */
  default void offer(Frame frame) {
    loop().execute(() -> onFrame(frame));
  }

  /** Sends a frame to many: those that share a loop in few tasks, not in one each. */
  static void offer(Collection<Subscriber> all, Frame frame) {
    Map<Executor, List<Subscriber>> turns = new IdentityHashMap<>();
    for (Subscriber one : all) {
      Executor loop = one.loop();
      List<Subscriber> turn = turns.computeIfAbsent(loop, first -> new ArrayList<>());
      turn.add(one);
      if (turn.size() == PER_TASK) {
        turns.remove(loop);
        loop.execute(() -> turn.forEach(each -> each.onFrame(frame)));
      }
    }
    turns.forEach((loop, turn) -> loop.execute(() -> turn.forEach(each -> each.onFrame(frame))));
  }
}
