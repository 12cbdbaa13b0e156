package io.clinibus.web.live.socket;

import java.util.HashMap;
import java.util.Map;

/** Limits open sockets per address and user. Thread-safe. */
public final class ConnectionLimits {

  public static final int PER_USER = 20;

  /** One address may be that of a whole hospital. */
  public static final int PER_ADDRESS = 5_000;

  static final int ALL = 50_000;

  private final Map<String, Integer> open = new HashMap<>();
  private int all;

  /** Counts a visitor's socket; false if the limit is reached. */
  public synchronized boolean enter(String address) {
    if (all >= ALL || !take(address, PER_ADDRESS)) {
      return false;
    }
    all++;
    return true;
  }

  /**
   * Moves a visitor's socket to a user's count; false, and no change, if the user's limit is
   * reached.
   */
  public synchronized boolean signIn(String address, String user) {
    if (!take(user, PER_USER)) {
      return false;
    }
    release(address);
    return true;
  }

  /**
   * @param who the address of a visitor, else the user
   */
  public synchronized void leave(String who) {
    release(who);
    all--;
  }

  private boolean take(String who, int most) {
    int now = open.getOrDefault(who, 0);
    if (now >= most) {
      return false;
    }
    open.put(who, now + 1);
    return true;
  }

  private void release(String who) {
    open.computeIfPresent(who, (same, count) -> count == 1 ? null : count - 1);
  }
}
