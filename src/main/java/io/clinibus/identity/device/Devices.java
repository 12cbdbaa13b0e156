package io.clinibus.identity.device;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.identity.api.SessionsApi.DeviceSessions;
import io.clinibus.identity.api.SessionsApi.EndOtherSessions;
import io.clinibus.identity.api.SessionsApi.EndSession;
import io.clinibus.identity.api.SessionsApi.ListSessions;
import io.clinibus.identity.signin.SessionIssuer;
import io.vertx.core.Future;

/**
 * The devices on which a user is signed in. The user is known by the refresh token, which names the
 * current session; access tokens do not.
 */
public final class Devices {

  private final CurrentSessions current;
  private final DeviceRepository sessions;
  private final SessionIssuer issuer;
  private final Bus bus;

  public Devices(
      CurrentSessions current, DeviceRepository sessions, SessionIssuer issuer, Bus bus) {
    this.current = current;
    this.sessions = sessions;
    this.issuer = issuer;
    this.bus = bus;
  }

  public Future<DeviceSessions> list(ListSessions asked, Caller caller) {
    return current
        .find(asked.refreshToken())
        .compose(session -> sessions.list(session, issuer.now()))
        .map(DeviceSessions::new);
  }

  /** Ends a session of the user, possibly the current one; {@code NOT_FOUND} for any other. */
  public Future<NoContent> end(EndSession asked, Caller caller) {
    return current
        .find(asked.refreshToken())
        .compose(
            session -> sessions.end(session.accountId(), asked.sessionId(), issuer.now(), caller))
        .map(
            ended -> {
              bus.publish(
                  SessionsApi.SESSIONS_REVOKED,
                  ended.orElseThrow(() -> Failure.notFound("session")));
              return NoContent.DONE;
            });
  }

  public Future<NoContent> endOthers(EndOtherSessions asked, Caller caller) {
    return current
        .recent(asked.refreshToken())
        .compose(session -> sessions.endOthers(session, issuer.now(), caller))
        .map(
            revoked -> {
              bus.publish(SessionsApi.SESSIONS_REVOKED, revoked);
              return NoContent.DONE;
            });
  }
}
