package io.clinibus.identity.device;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityApi;
import io.clinibus.identity.api.IdentityApi.DeviceSessions;
import io.clinibus.identity.api.IdentityApi.EndOtherSessions;
import io.clinibus.identity.api.IdentityApi.EndSession;
import io.clinibus.identity.api.IdentityApi.ListSessions;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.device.DeviceRepository.Current;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;

/**
 * The devices on which a user is signed in. The user is known by the refresh token, which names the
 * current session; access tokens do not.
 */
public final class Devices {

  private final DeviceRepository sessions;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Devices(DeviceRepository sessions, SessionIssuer issuer, Bus bus) {
    this.sessions = sessions;
    this.issuer = issuer;
    this.bus = bus;
  }

  public Future<DeviceSessions> list(ListSessions asked, Caller caller) {
    return current(asked.refreshToken())
        .compose(current -> sessions.list(current, issuer.now()))
        .map(DeviceSessions::new);
  }

  /** Ends a session of the user, possibly the current one; {@code NOT_FOUND} for any other. */
  public Future<NoContent> end(EndSession asked, Caller caller) {
    return current(asked.refreshToken())
        .compose(
            current -> sessions.end(current.accountId(), asked.sessionId(), issuer.now(), caller))
        .map(
            ended -> {
              bus.publish(
                  IdentityApi.SESSIONS_REVOKED,
                  ended.orElseThrow(() -> Failure.notFound("session")));
              return NoContent.DONE;
            });
  }

  public Future<NoContent> endOthers(EndOtherSessions asked, Caller caller) {
    return current(asked.refreshToken())
        .compose(current -> sessions.endOthers(current, issuer.now(), caller))
        .map(
            revoked -> {
              bus.publish(IdentityApi.SESSIONS_REVOKED, revoked);
              return NoContent.DONE;
            });
  }

  private Future<Current> current(String refreshToken) {
    return sessions
        .current(OpaqueTokens.sha256(refreshToken), issuer.now())
        .map(found -> found.orElseThrow(() -> Failure.of(CommonFailures.UNAUTHENTICATED)));
  }
}
