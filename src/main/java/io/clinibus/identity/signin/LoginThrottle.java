package io.clinibus.identity.signin;

import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Rate limits for sign-in attempts: per account, whether or not it exists, and per network address.
 * Keys are hashes, so that no e-mail or network address is stored.
 */
public final class LoginThrottle {

  static final Limit SIGN_IN_ACCOUNT = new Limit("sign-in-account", 10, Duration.ofMinutes(15));
  static final Limit SIGN_IN_ADDRESS = new Limit("sign-in-address", 30, Duration.ofMinutes(15));
  static final Limit REGISTER = new Limit("register-address", 30, Duration.ofMinutes(15));
  static final Limit INVITATION = new Limit("invitation-address", 30, Duration.ofMinutes(15));

  private static final int IPV6_BYTES = 16;
  private static final int IPV6_NETWORK_BYTES = 8;

  private final RateLimiter limiter;

  public LoginThrottle(RateLimiter limiter) {
    this.limiter = limiter;
  }

  /** Counts an attempt to sign in. */
  Future<Void> signIn(String email, String address) {
    return address(SIGN_IN_ADDRESS, address)
        .compose(allowed -> take(SIGN_IN_ACCOUNT, email.strip().toLowerCase(Locale.ROOT)));
  }

  Future<Void> register(String address) {
    return address(REGISTER, address);
  }

  Future<Void> acceptInvitation(String address) {
    return address(INVITATION, address);
  }

  private Future<Void> address(Limit limit, String address) {
    return address == null ? Future.succeededFuture() : take(limit, network(address));
  }

  private Future<Void> take(Limit limit, String who) {
    return limiter
        .take(limit, OpaqueTokens.base64Url(OpaqueTokens.sha256(who)))
        .compose(decision -> decision.allowed() ? Future.succeededFuture() : tooMany(decision));
  }

  private static Future<Void> tooMany(Decision decision) {
    long seconds = Math.max(1, decision.reset().plusMillis(999).toSeconds());
    return Future.failedFuture(
        Failure.of(FailureCode.TOO_MANY_REQUESTS).with("retryAfter", seconds));
  }

  /** An IPv6 client controls its whole /64 network, which therefore counts as one address. */
  private static String network(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && bytes.length == IPV6_BYTES
        ? OpaqueTokens.base64Url(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
        : address;
  }
}
