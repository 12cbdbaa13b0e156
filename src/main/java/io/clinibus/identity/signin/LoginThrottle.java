package io.clinibus.identity.signin;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.EmailKey;
import io.clinibus.identity.credential.DeviceTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Rate limits for attempts to sign in. Only failures count, and a limit slows attempts down to its
 * rate. A device that has signed in to the account before has an allowance of its own, so that
 * nobody else can use it up; all others share those of the account, of the account from their
 * network, and of their network. An account that does not exist is counted like any other. Keys are
 * hashes, so that no e-mail or network address is stored.
 */
public final class LoginThrottle {

  private static final Duration QUARTER = Duration.ofMinutes(15);

  static final Limit DEVICE = new Limit("sign-in-device", 10, QUARTER);
  static final Limit ACCOUNT_FROM_NETWORK = new Limit("sign-in-account-network", 10, QUARTER);
  static final Limit ACCOUNT = new Limit("sign-in-account", 100, Duration.ofHours(1));
  static final Limit NETWORK = new Limit("sign-in-network", 300, QUARTER);
  static final Limit PASSWORD_CHANGE = new Limit("password-change", 10, QUARTER);
  public static final Limit REGISTER = new Limit("register-address", 30, QUARTER);
  static final Limit INVITATION = new Limit("invitation-address", 30, QUARTER);
  static final Limit PASSWORD_RESET = new Limit("password-reset-address", 20, QUARTER);

  /** Half of the mails that an address gets in an hour: strangers cannot use them all up. */
  public static final Limit MAILS = new Limit("account-mails", 5, Duration.ofHours(1));

  private static final int IPV6_BYTES = 16;
  private static final int IPV6_NETWORK_BYTES = 8;

  /** Where a failure of an attempt is counted. */
  private record Counter(Limit limit, String who) {}

  /** An attempt that may be made. */
  record Attempt(List<Counter> counters) {}

  private final RateLimiter limiter;
  private final DeviceTokens devices;

  public LoginThrottle(RateLimiter limiter, DeviceTokens devices) {
    this.limiter = limiter;
    this.devices = devices;
  }

  /**
   * Begins an attempt to sign in.
   *
   * @param address the network address, or null for an internal caller
   * @param deviceToken as the device sent it, or null
   * @return fails with {@code TOO_MANY_REQUESTS} after too many failures
   */
  Future<Attempt> signIn(String email, String address, String deviceToken) {
    String account = EmailKey.of(email);
    return begin(
        devices
            .known(deviceToken, account)
            .map(device -> List.of(counter(DEVICE, device + " " + account)))
            .orElseGet(() -> strangers(account, address)));
  }

  /** Begins an attempt to change the password of the signed-in user. */
  Future<Attempt> changePassword(UUID userId) {
    return begin(List.of(counter(PASSWORD_CHANGE, userId.toString())));
  }

  /** Counts a failure of the attempt. */
  Future<Void> failed(Attempt attempt) {
    return Future.all(
            attempt.counters().stream()
                .map(counter -> limiter.count(counter.limit(), counter.who()))
                .toList())
        .mapEmpty();
  }

  public Future<Void> register(String address) {
    return take(REGISTER, address);
  }

  public Future<Void> acceptInvitation(String address) {
    return take(INVITATION, address);
  }

  public Future<Void> resetPassword(String address) {
    return take(PASSWORD_RESET, address);
  }

  /** Does the work that ends in a requested mail, unless its address has reached the limit. */
  public Future<Void> ifMailMayGoTo(String email, Supplier<Future<Void>> work) {
    Counter counter = counter(MAILS, EmailKey.of(email));
    return limiter
        .take(counter.limit(), counter.who())
        .compose(decision -> decision.allowed() ? work.get() : Future.succeededFuture());
  }

  private Future<Attempt> begin(List<Counter> counters) {
    List<Future<Decision>> decisions =
        counters.stream().map(counter -> limiter.peek(counter.limit(), counter.who())).toList();
    return Future.all(decisions)
        .compose(
            decided ->
                decided.<Decision>list().stream()
                    .filter(decision -> !decision.allowed())
                    .max(Comparator.comparing(Decision::reset))
                    .map(LoginThrottle::<Attempt>tooMany)
                    .orElseGet(() -> Future.succeededFuture(new Attempt(counters))));
  }

  private static List<Counter> strangers(String account, String address) {
    List<Counter> counters = new ArrayList<>();
    counters.add(counter(ACCOUNT, account));
    if (address != null) {
      String network = network(address);
      counters.add(counter(ACCOUNT_FROM_NETWORK, network + " " + account));
      counters.add(counter(NETWORK, network));
    }
    return counters;
  }

  private Future<Void> take(Limit limit, String address) {
    if (address == null) {
      return Future.succeededFuture();
    }
    Counter counter = counter(limit, network(address));
    return limiter
        .take(counter.limit(), counter.who())
        .compose(decision -> decision.allowed() ? Future.succeededFuture() : tooMany(decision));
  }

  private static Counter counter(Limit limit, String who) {
    return new Counter(limit, OpaqueTokens.base64Url(OpaqueTokens.sha256(who)));
  }

  private static <T> Future<T> tooMany(Decision decision) {
    long seconds = Math.max(1, decision.reset().plusMillis(999).toSeconds());
    return Future.failedFuture(
        Failure.of(CommonFailures.TOO_MANY_REQUESTS).with("retryAfter", seconds));
  }

  /** An IPv6 client controls its whole /64 network, which therefore counts as one address. */
  private static String network(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    return bytes != null && bytes.length == IPV6_BYTES
        ? OpaqueTokens.base64Url(Arrays.copyOf(bytes, IPV6_NETWORK_BYTES))
        : address;
  }
}
