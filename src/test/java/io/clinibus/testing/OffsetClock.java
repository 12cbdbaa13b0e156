package io.clinibus.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that runs as the system's does, ahead of it by what a test says; while it stands, only by
 * what the test says.
 */
public final class OffsetClock extends Clock {

  private volatile Clock system = Clock.systemUTC();
  private volatile Duration ahead = Duration.ZERO;

  public void advance(Duration by) {
    ahead = ahead.plus(by);
  }

  /** Stands, so that what happens meanwhile takes no time. */
  public void stand() {
    system = Clock.fixed(system.instant(), ZoneOffset.UTC);
  }

  /** Runs again. */
  public void run() {
    system = Clock.systemUTC();
  }

  @Override
  public Instant instant() {
    return system.instant().plus(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(system.withZone(zone), ahead);
  }
}
