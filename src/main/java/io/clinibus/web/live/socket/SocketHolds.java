package io.clinibus.web.live.socket;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.HoldsApi.AbandonHolds;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.KeepHold;
import io.vertx.core.Future;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The holds bound to one socket: the latest ones, up to the maximum of a user. Used by the socket's
 * event loop only.
 */
final class SocketHolds {

  private static final int MOST = 20;

  private final UUID socketId = UuidV7.next();
  private final Bus bus;
  private final Set<UUID> holds = new LinkedHashSet<>();

  SocketHolds(Bus bus) {
    this.bus = bus;
  }

  /**
   * Binds a hold to this socket, replacing an earlier binding.
   *
   * @return {@code NOT_FOUND} unless it is the caller's hold, {@code UNAUTHENTICATED} for visitors
   */
  Future<Hold> keep(String id, Caller caller) {
    if (caller.userId() == null) {
      return Future.failedFuture(Failure.of(FailureCode.UNAUTHENTICATED));
    }
    UUID holdId;
    try {
      holdId = UUID.fromString(id == null ? "" : id);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(
          Failure.of(FailureCode.INVALID_REQUEST, "The id of a hold is required."));
    }
    holds.remove(holdId);
    holds.add(holdId);
    if (holds.size() > MOST) {
      Iterator<UUID> longestAgo = holds.iterator();
      longestAgo.next();
      longestAgo.remove();
    }
    return bus.request(HoldsApi.KEEP_HOLD, new KeepHold(holdId, socketId), caller);
  }

  boolean isEmpty() {
    return holds.isEmpty();
  }

  /** The request that releases the holds after the socket has closed. */
  AbandonHolds abandon() {
    return new AbandonHolds(socketId, List.copyOf(holds));
  }
}
