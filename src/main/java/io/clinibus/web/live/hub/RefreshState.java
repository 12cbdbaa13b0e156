package io.clinibus.web.live.hub;

import java.time.Instant;

/**
 * Whether what is known of a topic is current, and which changes a read covers. A change that comes
 * during a read makes its result stale: the topic is then read again.
 *
 * <pre>
 * CURRENT ──invalidate──▶ STALE ──begin──▶ READING ──invalidate──▶ READING_STALE
 *    ▲                      ▲                 │ end                      │ end
 *    └──────────────────────│─────────────────┘                          │
 *                           └────────────────────────────────────────────┘
 * </pre>
 *
 * <p>Instants are commit times; null stands for changes without one, such as the beginning of a
 * minute. Used by the hub's thread only.
 */
final class RefreshState {

  /** The phases of a topic's refresh. */
  enum Phase {
    CURRENT,
    STALE,
    READING,
    READING_STALE
  }

  private Phase phase = Phase.CURRENT;

  /** Commit time of the first change that no read covers yet, or null. */
  private Instant pending;

  /** Commit time of the first change that the last read covers, or null. */
  private Instant covered;

  /** Commit time of the first change that was read for without a difference, or null. */
  private Instant unseen;

  Phase phase() {
    return phase;
  }

  boolean isStale() {
    return phase == Phase.STALE || phase == Phase.READING_STALE;
  }

  boolean isReading() {
    return phase == Phase.READING || phase == Phase.READING_STALE;
  }

  /** What is known, or being read, may be out of date. */
  void invalidate() {
    phase = isReading() ? Phase.READING_STALE : Phase.STALE;
  }

  /**
   * A change makes what is known stale.
   *
   * @param committedAt when the change was committed, or null
   */
  void invalidate(Instant committedAt) {
    invalidate();
    pending = earlier(pending, committedAt);
  }

  /** A read begins: it covers every change before. */
  void begin() {
    phase = Phase.READING;
    covered = pending;
    pending = null;
  }

  /** The read has ended, with whatever result. */
  void end() {
    phase = phase == Phase.READING_STALE ? Phase.STALE : Phase.CURRENT;
  }

  /** The read that has ended gave no state: its changes are still to be read. */
  void fail() {
    invalidate(covered);
  }

  /**
   * The read gave a state.
   *
   * @param different whether it differs from the one before
   * @return commit time of the first change that a difference shows; null if there is none
   */
  Instant accept(boolean different) {
    if (!different) {
      unseen = covered == null ? null : earlier(unseen, covered);
      return null;
    }
    Instant shown = covered == null ? unseen : covered;
    unseen = null;
    return shown;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one == null || other != null && other.isBefore(one) ? other : one;
  }
}
