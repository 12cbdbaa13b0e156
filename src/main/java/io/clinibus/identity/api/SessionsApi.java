package io.clinibus.identity.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Public API of sessions: the devices of a user, and revocations. */
public final class SessionsApi {

  public static final Operation<ListSessions, DeviceSessions> LIST_SESSIONS =
      Operation.query("identity.listSessions", ListSessions.class, DeviceSessions.class)
          .notAudited("the own sessions");

  public static final Operation<EndSession, NoContent> END_SESSION =
      Operation.command("identity.endSession", EndSession.class, NoContent.class)
          .audited(AuditKind.SECURITY);

  public static final Operation<EndOtherSessions, NoContent> END_OTHER_SESSIONS =
      Operation.command("identity.endOtherSessions", EndOtherSessions.class, NoContent.class)
          .audited(AuditKind.SECURITY)
          .stepUp();

  /**
   * The revocations that may apply to an access token that has not expired: every one, or those
   * that were committed since an earlier read.
   */
  public static final Operation<ListRevocations, Revocations> REVOCATIONS =
      Operation.query("identity.revocations", ListRevocations.class, Revocations.class)
          .notAudited("ids of accounts, between nodes");

  public static final Event<SessionsRevoked> SESSIONS_REVOKED =
      Event.of("identity.sessions-revoked", SessionsRevoked.class);

  public record ListSessions(String refreshToken) {

    @Override
    public String toString() {
      return "ListSessions[…]";
    }
  }

  public record EndSession(UUID sessionId, String refreshToken) {

    @Override
    public String toString() {
      return "EndSession[" + sessionId + "]";
    }
  }

  public record EndOtherSessions(String refreshToken) {

    @Override
    public String toString() {
      return "EndOtherSessions[…]";
    }
  }

  /**
   * A device on which the user is signed in.
   *
   * @param device browser and system, or null if unknown
   * @param network the network from which it signed in, or null if unknown
   */
  public record DeviceSession(
      UUID id,
      String device,
      String network,
      Instant openedAt,
      Instant lastUsedAt,
      boolean current) {}

  public record DeviceSessions(List<DeviceSession> sessions) {}

  /**
   * @param read of the reply to an earlier read; null to read every revocation
   */
  public record ListRevocations(String read) {}

  /** Access tokens of the user issued at or before this instant are void. */
  public record SessionsRevoked(UUID userId, Instant notAfter) {}

  /**
   * @param read the snapshot of the database in which they were read; null from a node of an
   *     earlier release, which always lists every revocation
   */
  public record Revocations(List<SessionsRevoked> revocations, String read) {}

  private SessionsApi() {}
}
