package io.clinibus.cluster.chaos;

import java.time.Duration;

/** What was seen from one fault until the next; filled from several threads. */
public final class Phase {

  private final String fault;
  private final long began = System.nanoTime();
  private long ended;
  private int acknowledged;
  private int refused;
  private int unanswered;
  private int sockets;
  private int moved;
  private int lost;
  private int doubled;
  private long longestWait;
  private long stalest;
  private long longestClaim;
  private Duration right;
  private Duration whole;

  Phase(String fault) {
    this.fault = fault;
  }

  /** All pages were right again so long after the fault was over. */
  public synchronized void right(Duration after) {
    right = after;
  }

  /** The nodes were all ready, and connected, so long after the fault was over. */
  public synchronized void whole(Duration after) {
    whole = after;
  }

  /** How long it took after the fault until all pages were right. */
  public synchronized Duration right() {
    return right;
  }

  /** Tries that a node did not take, or broke off. */
  public synchronized int refused() {
    return refused;
  }

  /** Pages that lost their node. */
  public synchronized int moved() {
    return moved;
  }

  /** Acknowledged bookings that are not there. */
  public synchronized int lost() {
    return lost;
  }

  /** How long a page showed itself as live and did not know of an acknowledged booking. */
  public synchronized Duration longestClaim() {
    return Duration.ofNanos(longestClaim);
  }

  /** Bookings that are there twice. */
  public synchronized int doubled() {
    return doubled;
  }

  /** The next phase begins; so many pages are connected. */
  public synchronized void ended(int connected) {
    ended = System.nanoTime();
    sockets = connected;
  }

  synchronized void acknowledged() {
    acknowledged++;
  }

  synchronized void triedAgain(boolean withoutAnswer) {
    if (withoutAnswer) {
      unanswered++;
    } else {
      refused++;
    }
  }

  synchronized void pageLost() {
    moved++;
  }

  synchronized void bookingLost() {
    lost++;
  }

  synchronized void bookedTwice() {
    doubled++;
  }

  synchronized void waited(long nanos) {
    longestWait = Math.max(longestWait, nanos);
  }

  synchronized void stale(long nanos) {
    stalest = Math.max(stalest, nanos);
  }

  synchronized void claimed(long nanos) {
    longestClaim = Math.max(longestClaim, nanos);
  }

  @Override
  public String toString() {
    return fault;
  }

  synchronized Row row() {
    long until = ended == 0 ? System.nanoTime() : ended;
    return new Row(
        fault,
        (until - began) / 1e9,
        acknowledged,
        sockets,
        moved,
        refused + unanswered,
        lost,
        doubled,
        longestWait / 1e9,
        stalest / 1e9,
        longestClaim / 1e9,
        seconds(right),
        seconds(whole));
  }

  private static Double seconds(Duration duration) {
    return duration == null ? null : duration.toMillis() / 1e3;
  }
}
