package io.clinibus.web.live;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.platform.Ids;
import io.clinibus.scheduling.SchedulingApi;
import io.clinibus.scheduling.SchedulingApi.AbandonHolds;
import io.clinibus.scheduling.SchedulingApi.Hold;
import io.clinibus.scheduling.SchedulingApi.KeepHold;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The holds that end with one socket: the last ones it said, as many as anybody can have. Used by
 * the socket's event loop only.
 */
final class Keeps {

  private static final int MOST = 20;

  private final UUID socketId = Ids.next();
  private final Bus bus;
  private final Set<UUID> holds = new LinkedHashSet<>();

  Keeps(Bus bus) {
    this.bus = bus;
  }

  /**
   * Ties a hold to this socket, in place of the one it was tied to.
   *
   * @return {@code NOT_FOUND} unless it is a hold of the caller's, {@code UNAUTHENTICATED} for
   *     visitors
   */
  Future<Hold> keep(String id, Caller caller) {
    if (caller.userId() == null) {
      return Future.failedFuture(Failure.of(FailureCode.UNAUTHENTICATED));
    }
    UUID holdId;
    try {
      holdId = UUID.fromString(id == null ? "" : id);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(Failure.of(FailureCode.INVALID_REQUEST, "State a hold's id."));
    }
    holds.remove(holdId);
    holds.add(holdId);
    if (holds.size() > MOST) {
      Iterator<UUID> longestAgo = holds.iterator();
      longestAgo.next();
      longestAgo.remove();
    }
    return bus.request(SchedulingApi.KEEP_HOLD, new KeepHold(holdId, socketId), caller);
  }

  boolean isEmpty() {
    return holds.isEmpty();
  }

  /** What is to be asked when the socket is gone for good. */
  AbandonHolds abandon() {
    return new AbandonHolds(socketId, List.copyOf(holds));
  }
}
