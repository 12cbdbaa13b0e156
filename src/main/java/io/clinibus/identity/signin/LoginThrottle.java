package io.clinibus.identity.signin;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.EmailKey;
import io.clinibus.identity.credential.DeviceTokens;
import io.clinibus.identity.credential.OpaqueTokens;
import io.clinibus.platform.limits.ClientNetwork;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
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

  /** By who knows the password: a hundredth of a percent of a chance to guess a code in a day. */
  static final Limit SECOND_FACTOR = new Limit("second-factor", 20, Duration.ofDays(1));

  /** By who knows the address; with five attempts of a registration, a chance as above. */
  public static final Limit REGISTRATION_CODE =
      new Limit("registration-code", 20, Duration.ofDays(1));

  static final Limit CODE = new Limit("code", 10, QUARTER);
  static final Limit PASSWORD_CHANGE = new Limit("password-change", 10, QUARTER);
  public static final Limit REGISTER = new Limit("register-address", 30, QUARTER);
  static final Limit INVITATION = new Limit("invitation-address", 30, QUARTER);
  static final Limit PASSWORD_RESET = new Limit("password-reset-address", 20, QUARTER);

  /** Half of the mails that an address gets in an hour: strangers cannot use them all up. */
  public static final Limit MAILS = new Limit("account-mails", 5, Duration.ofHours(1));

  /** Where a failure of an attempt is counted. */
  private record Counter(Limit limit, String who) {}

  /** An attempt that may be made. */
  public record Attempt(List<Counter> counters) {}

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

  /** Begins the second step of a sign-in, whose failures count as those of the first, too. */
  Future<Attempt> secondFactor(String email, String address, String deviceToken) {
    String account = EmailKey.of(email);
    return begin(
        devices
            .known(deviceToken, account)
            .map(device -> List.of(counter(DEVICE, device + " " + account)))
            .orElseGet(
                () -> {
                  List<Counter> counters = new ArrayList<>(strangers(account, address));
                  counters.add(counter(SECOND_FACTOR, account));
                  return counters;
                }));
  }

  /**
   * Begins an attempt to sign in with a passkey alone. A passkey cannot be guessed, so that wrong
   * passwords do not keep one out.
   */
  Future<Attempt> passkey(String address) {
    return begin(
        address == null ? List.of() : List.of(counter(NETWORK, ClientNetwork.of(address))));
  }

  /** Begins an attempt to change the password of the signed-in user. */
  Future<Attempt> changePassword(UUID userId) {
    return begin(List.of(counter(PASSWORD_CHANGE, userId.toString())));
  }

  /** Begins an attempt to confirm a code while signed in. */
  public Future<Attempt> code(UUID userId) {
    return begin(List.of(counter(CODE, userId.toString())));
  }

  /** Begins an attempt to confirm an address by the code that it got. */
  public Future<Attempt> registrationCode(String email) {
    return begin(List.of(counter(REGISTRATION_CODE, EmailKey.of(email))));
  }

  /** Counts a failure of the attempt. */
  public Future<Void> failed(Attempt attempt) {
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
    return mailMayGoTo(email).compose(mayGo -> mayGo ? work.get() : Future.succeededFuture());
  }

  /** Whether a mail may be requested for an address; counts it. */
  public Future<Boolean> mailMayGoTo(String email) {
    Counter counter = counter(MAILS, EmailKey.of(email));
    return limiter.take(counter.limit(), counter.who()).map(Decision::allowed);
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
      String network = ClientNetwork.of(address);
      counters.add(counter(ACCOUNT_FROM_NETWORK, network + " " + account));
      counters.add(counter(NETWORK, network));
    }
    return counters;
  }

  private Future<Void> take(Limit limit, String address) {
    if (address == null) {
      return Future.succeededFuture();
    }
    Counter counter = counter(limit, ClientNetwork.of(address));
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
}
