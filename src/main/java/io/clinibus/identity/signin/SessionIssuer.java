package io.clinibus.identity.signin;

import io.clinibus.identity.account.EmailKey;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.api.IdentityApi.Session;
import io.clinibus.identity.api.IdentityApi.SignedIn;
import io.clinibus.identity.credential.AccessTokens;
import io.clinibus.identity.credential.DeviceTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Issues the tokens of a session. */
public final class SessionIssuer {

  private final Vertx vertx;
  private final AccessTokens tokens;
  private final DeviceTokens devices;
  private final Clock clock;

  public SessionIssuer(Vertx vertx, AccessTokens tokens, DeviceTokens devices, Clock clock) {
    this.vertx = vertx;
    this.tokens = tokens;
    this.devices = devices;
    this.clock = clock;
  }

  /** Now, to the millisecond: the precision at which tokens and revocations are compared. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** The state of a session to be stored with its next refresh token. */
  NewSession session(String refreshToken) {
    return new NewSession(OpaqueTokens.sha256(refreshToken), now());
  }

  /**
   * Signs an access token, off the event loop, and returns it with the refresh token.
   *
   * @param deviceToken as the device sent it, or null
   */
  Future<SignedIn> signedIn(OpenSession open, String refreshToken, String deviceToken) {
    return vertx
        .executeBlocking(() -> tokens.issue(open.user(), open.issuedAt()), false)
        .map(
            accessToken ->
                new SignedIn(
                    new Session(accessToken, "Bearer", AccessTokens.LIFE.toSeconds(), open.user()),
                    refreshToken,
                    Duration.between(open.issuedAt(), open.expiresAt()).toSeconds(),
                    remembered(open, deviceToken)));
  }

  /** The device's next token; null if it knows the account already. */
  private String remembered(OpenSession open, String deviceToken) {
    String account = EmailKey.of(open.user().email());
    return devices.known(deviceToken, account).isPresent()
        ? null
        : devices.remember(deviceToken, account);
  }
}
