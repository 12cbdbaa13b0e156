package io.clinibus.web.live;

import io.clinibus.bus.Failure;

/** Somebody who watches topics. Told from the hub's thread, in order; must not block it. */
interface Subscriber {

  /** Something about a topic; one that is too slow may skip it and ask for a snapshot later. */
  void offer(Frame frame);

  /** The topic cannot be watched, or not any more. */
  void refused(Topic topic, Failure why);
}
