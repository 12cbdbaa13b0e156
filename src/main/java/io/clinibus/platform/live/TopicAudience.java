package io.clinibus.platform.live;

/** On whose behalf a topic is read. */
public enum TopicAudience {
  /** Once for all subscribers, with the rights of the system. */
  SHARED,
  /** As {@link #SHARED}, after the operation has succeeded for each new subscriber. */
  AUTHORIZED,
  /** On behalf of the subscriber, whose own data it shows. */
  PERSONAL
}
