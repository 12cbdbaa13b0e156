package io.clinibus.scheduling.booking;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.limits.ClientNetwork;
import io.clinibus.platform.limits.KeyedHash;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.scheduling.api.HoldsApi.ExtendVisitorHold;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldAsVisitor;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.ReleaseVisitorHold;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.booking.HoldRepository.Result;
import io.clinibus.scheduling.booking.RuleVersionRetry.Attempt;
import io.clinibus.scheduling.booking.SlotSelection.Offered;
import io.clinibus.scheduling.booking.VisitorHoldRepository.Bounds;
import io.clinibus.scheduling.booking.VisitorHoldRepository.NewVisitorHold;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Holds of visitors, whom a cookie identifies: one slot at a time, until they sign in, when it
 * passes to them. Visitors can hold a share of a doctor's day only, so that strangers cannot keep
 * the clinic from booking.
 */
public final class VisitorHolds {

  /** How long a hold lasts that is extended for a registration. */
  static final Duration EXTENDED = Duration.ofMinutes(10);

  static final Limit HOLDS = new Limit("visitor-holds", 60, Duration.ofMinutes(15));
  static final int MOST_UNUSED = 3;

  /** A household, a ward, or the many clients that a mobile network shows as one address. */
  static final int MOST_OF_NETWORK = 10;

  static final int MOST_OF_CLINIC = 300;

  /** One in so many of the slots of a doctor's day, and one at least. */
  static final int SHARE_OF_DAY = 4;

  private static final int ATTEMPTS = 3;

  private final VisitorHoldRepository repository;
  private final HoldRepository holds;
  private final RateLimiter limiter;
  private final Supplier<KeyedHash> networks;
  private final RuleCache rules;
  private final SlotSelection offer;
  private final ChangePublisher changed;
  private final Clock clock;
  private final RuleVersionRetry retry;

  public VisitorHolds(
      VisitorHoldRepository repository,
      HoldRepository holds,
      RateLimiter limiter,
      Supplier<KeyedHash> networks,
      RuleCache rules,
      SlotSelection offer,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.holds = holds;
    this.limiter = limiter;
    this.networks = networks;
    this.rules = rules;
    this.offer = offer;
    this.changed = changed;
    this.clock = clock;
    this.retry = new RuleVersionRetry(ATTEMPTS, rules::invalidate);
  }

  /** A visitor who asks to hold a slot. */
  private record Request(HoldAsVisitor wanted, UUID visitorId, String network) {

    Instant start() {
      return wanted.start().toInstant();
    }
  }

  /**
   * Holds the slot that starts at the requested instant, for the time set in the clinic's policy,
   * and releases the visitor's hold of another one.
   *
   * @return {@code TOO_MANY_VISITORS}, {@code TOO_MANY_REQUESTS}, or as {@link SlotHolds#hold}
   */
  public Future<Hold> hold(HoldAsVisitor wanted, Caller caller) {
    String network = networks.get().of(ClientNetwork.of(String.valueOf(caller.address())));
    var request = new Request(wanted, visitorId(wanted.visitorToken()), network);
    return limiter
        .take(HOLDS, network)
        .compose(
            decision ->
                decision.allowed()
                    ? releaseOthers(request)
                    : Future.failedFuture(
                        Failure.of(CommonFailures.TOO_MANY_REQUESTS)
                            .with("retryAfter", Math.max(1, decision.reset().toSeconds()))))
        .compose(released -> retry.run(attempt -> hold(request, attempt)));
  }

  /**
   * Makes the visitor's hold last for a registration, once.
   *
   * @return {@code NOT_FOUND} if they hold nothing, or it was extended before
   */
  public Future<Hold> extend(ExtendVisitorHold wanted, Caller caller) {
    Instant now = clock.instant();
    return rules
        .clinic()
        .compose(
            clinic ->
                repository.extend(
                    visitorId(wanted.visitorToken()), now, now.plus(EXTENDED), clinic))
        .map(extended -> extended.orElseThrow(() -> Failure.notFound("hold of yours")));
  }

  /** Releases the visitor's hold. Idempotent, and without effect on holds of others. */
  public Future<NoContent> release(ReleaseVisitorHold wanted, Caller caller) {
    return holds
        .release(wanted.holdId(), visitorId(wanted.visitorToken()), clock.instant())
        .onSuccess(changed::publish)
        .map(NoContent.DONE);
  }

  /**
   * Passes the hold of the visitor whom a patient was before signing in, if there is one.
   *
   * @param most the maximum number of holds of the patient
   */
  Future<Void> pass(HoldSlot wanted, Caller caller, int most) {
    String token = wanted.visitorToken();
    if (token == null || token.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant now = clock.instant();
    return rules
        .clinic()
        .compose(
            clinic ->
                repository.pass(
                    visitorId(token),
                    wanted.doctorId(),
                    wanted.start().toInstant(),
                    caller.userId(),
                    caller.patientId(),
                    most,
                    now,
                    now.plus(clinic.hold())))
        .onSuccess(changed::publish)
        .mapEmpty();
  }

  private Future<Void> releaseOthers(Request request) {
    return repository
        .releaseOthers(
            request.visitorId(), request.wanted().doctorId(), request.start(), clock.instant())
        .onSuccess(changed::publish)
        .mapEmpty();
  }

  private Future<Hold> hold(Request request, Attempt<Hold> attempt) {
    return offer
        .slot(
            request.wanted().doctorId(), request.start(), request.wanted().visitTypeId(), Set.of())
        .compose(
            offered ->
                repository
                    .hold(newHold(request, offered))
                    .compose(result -> conclude(result, request, offered, attempt)));
  }

  private NewVisitorHold newHold(Request request, Offered offered) {
    int ofDay = Math.max(1, offered.slotsOfDay() / SHARE_OF_DAY);
    return new NewVisitorHold(
        UuidV7.next(),
        request.visitorId(),
        request.network(),
        offered,
        clock.instant(),
        new Bounds(MOST_UNUSED, MOST_OF_NETWORK, ofDay, MOST_OF_CLINIC));
  }

  private Future<Hold> conclude(
      Result result, Request request, Offered offered, Attempt<Hold> attempt) {
    return switch (result.outcome()) {
      case HELD -> {
        changed.publish(result.events());
        yield Future.succeededFuture(result.hold());
      }
      case STALE_RULES ->
          attempt.repeat(request.wanted().doctorId(), RuleVersionRetry::unavailable);
      case SLOT_TAKEN -> {
        changed.invalidate(offered.days(), offered.occupied());
        yield offer.taken(offered);
      }
      case SLOT_HELD -> {
        changed.invalidate(offered.days(), offered.occupied());
        yield offer.held(offered);
      }
      case TOO_MANY_HOLDS -> Future.failedFuture(Failure.of(SchedulingFailures.TOO_MANY_HOLDS));
      case VISITORS_LIMITED ->
          Future.failedFuture(Failure.of(SchedulingFailures.TOO_MANY_VISITORS));
      case PATIENT_BUSY -> throw new IllegalStateException("a visitor is no patient");
    };
  }

  /** Of the token, which alone lets its visitor use the hold. */
  static UUID visitorId(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      ByteBuffer digest = ByteBuffer.wrap(sha256.digest(token.getBytes(StandardCharsets.UTF_8)));
      return new UUID(digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
