package io.clinibus.identity.device;

import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;
import java.time.Instant;

/** The session of a request that is made with its refresh token. */
public final class CurrentSessions {

  private final DeviceRepository sessions;
  private final SessionIssuer issuer;

  public CurrentSessions(DeviceRepository sessions, SessionIssuer issuer) {
    this.sessions = sessions;
    this.issuer = issuer;
  }

  /** Fails with {@code UNAUTHENTICATED} if there is none. */
  public Future<Current> find(String refreshToken) {
    return sessions
        .current(OpaqueTokens.sha256(refreshToken), issuer.now())
        .map(found -> found.orElseThrow(() -> Failure.of(CommonFailures.UNAUTHENTICATED)));
  }

  /** As above, and with {@code STEP_UP_REQUIRED} if its user has not authenticated recently. */
  public Future<Current> recent(String refreshToken) {
    return find(refreshToken)
        .compose(
            current -> {
              Instant until = current.signIn().at().plus(Operation.RECENT);
              return issuer.now().isBefore(until)
                  ? Future.succeededFuture(current)
                  : Future.failedFuture(Failure.of(CommonFailures.STEP_UP_REQUIRED));
            });
  }
}
