package io.clinibus.identity.signin;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.EmailKey;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.api.SignInApi.Session;
import io.clinibus.identity.api.SignInApi.SignedIn;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.DeviceTokens;
import io.clinibus.identity.credential.IdleLimit;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.identity.credential.SecondFactorRule;
import io.clinibus.identity.credential.SignInMethod;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** Issues the tokens of a session. */
public final class SessionIssuer {

  private final Vertx vertx;
  private final AccessTokens tokens;
  private final DeviceTokens devices;
  private final IdleLimit idleLimit;
  private final SecondFactorRule secondFactor;
  private final Clock clock;

  public SessionIssuer(
      Vertx vertx,
      AccessTokens tokens,
      DeviceTokens devices,
      IdleLimit idleLimit,
      SecondFactorRule secondFactor,
      Clock clock) {
    this.vertx = vertx;
    this.tokens = tokens;
    this.devices = devices;
    this.idleLimit = idleLimit;
    this.secondFactor = secondFactor;
    this.clock = clock;
  }

  /** Now, to the millisecond: the precision at which tokens and revocations are compared. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /**
   * The first state of a session, to be stored.
   *
   * @param userAgent as the device sent it, or null
   */
  public NewSession session(
      String refreshToken, Set<SignInMethod> methods, Caller caller, String userAgent) {
    return new NewSession(
        OpaqueTokens.sha256(refreshToken), now(), methods, Origins.of(userAgent, caller.address()));
  }

  /** The state of a session to be stored with its next refresh token. */
  NewSession refreshed(String refreshToken) {
    return new NewSession(OpaqueTokens.sha256(refreshToken), now(), Set.of(), null);
  }

  /**
   * Signs an access token, off the event loop, and returns it with the refresh token.
   *
   * @param deviceToken as the device sent it, or null
   */
  public Future<SignedIn> signedIn(OpenSession open, String refreshToken, String deviceToken) {
    return session(open)
        .map(
            session ->
                new SignedIn(
                    session,
                    refreshToken,
                    Duration.between(open.issuedAt(), open.expiresAt()).toSeconds(),
                    remembered(open, deviceToken)));
  }

  /** Signs an access token, off the event loop. */
  public Future<Session> session(OpenSession open) {
    User user = open.user();
    boolean restricted = secondFactor.isMissing(user, open.signIn());
    return vertx
        .executeBlocking(
            () -> tokens.issue(user, open.signIn(), restricted, open.issuedAt()), false)
        .map(
            accessToken ->
                new Session(
                    accessToken,
                    "Bearer",
                    AccessTokens.LIFE.toSeconds(),
                    user,
                    idleLimit.of(user).map(Duration::toSeconds).orElse(null),
                    restricted));
  }

  /** The device's next token; null if it knows the account already. */
  private String remembered(OpenSession open, String deviceToken) {
    String account = EmailKey.of(open.user().email());
    return devices.known(deviceToken, account).isPresent()
        ? null
        : devices.remember(deviceToken, account);
  }
}
