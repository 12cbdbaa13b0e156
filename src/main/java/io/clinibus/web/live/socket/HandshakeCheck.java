package io.clinibus.web.live.socket;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.NodeContext;
import io.clinibus.web.security.CrossSiteCheck;
import io.clinibus.web.security.RefusalAudit;
import io.clinibus.web.security.RequestRateLimits;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

/** Decides whether a socket may open, and what it may change; refusals are audited. */
public final class HandshakeCheck {

  private final CrossSiteCheck origins;
  private final RequestRateLimits limits;
  private final RefusalAudit refusals;

  /**
   * @param limits count openings of sockets, and changes requested over them
   */
  public HandshakeCheck(NodeContext platform, RequestRateLimits limits, RefusalAudit refusals) {
    this.origins = new CrossSiteCheck(platform.settings().http().publicUrl());
    this.limits = limits;
    this.refusals = refusals;
  }

  /** Why a socket is not opened; null if it may be. */
  Failure refusal(HttpServerRequest request, String client) {
    if (origins.isCrossSiteSocket(request)) {
      return Failure.forbidden("Sockets are opened by this clinic's own pages only.");
    }
    return request.canUpgradeToWebSocket()
        ? limits.refusalOfSocket(client)
        : Failure.of(
            CommonFailures.MALFORMED_REQUEST, "Only WebSocket connections are accepted here.");
  }

  /** Counts a change that a socket requests; null if it is allowed. */
  Failure refusalOfChange(Caller caller) {
    return limits.refusalOfChange(caller);
  }

  /**
   * Writes the entry of a refusal that is about to be sent.
   *
   * @return fails with what is to be sent
   */
  <T> Future<T> refuse(Caller caller, Failure refusal) {
    return refusals.refuseSocket(caller, refusal);
  }
}
