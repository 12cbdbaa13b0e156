package io.clinibus.scheduling.booking;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.HoldsApi.AbandonHolds;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.Holds;
import io.clinibus.scheduling.api.HoldsApi.KeepHold;
import io.clinibus.scheduling.api.HoldsApi.ListHolds;
import io.clinibus.scheduling.api.HoldsApi.ReleaseHold;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.appointments.Representatives;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.appointments.TreatedPatientsRule;
import io.clinibus.scheduling.booking.HoldRepository.NewHold;
import io.clinibus.scheduling.booking.HoldRepository.Result;
import io.clinibus.scheduling.booking.RuleVersionRetry.Attempt;
import io.clinibus.scheduling.booking.SlotSelection.Offered;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Holds slots during confirmation. */
public final class SlotHolds {

  private static final int ATTEMPTS = 3;
  private static final int MOST = 3;
  private static final int MOST_AT_FRONT_DESK = 20;

  private final HoldRepository repository;
  private final VisitorHolds visitors;
  private final TreatedPatientsRule treatment;
  private final Representatives representatives;
  private final RuleCache rules;
  private final SlotSelection offer;
  private final ChangePublisher changed;
  private final Clock clock;
  private final RuleVersionRetry retry;

  public SlotHolds(
      HoldRepository repository,
      VisitorHolds visitors,
      TreatedPatientsRule treatment,
      Representatives representatives,
      RuleCache rules,
      SlotSelection offer,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.visitors = visitors;
    this.treatment = treatment;
    this.representatives = representatives;
    this.rules = rules;
    this.offer = offer;
    this.changed = changed;
    this.clock = clock;
    this.retry = new RuleVersionRetry(ATTEMPTS, rules::invalidate);
  }

  /** A request to hold a slot, with the patient if known. */
  private record Request(HoldSlot wanted, Caller caller, UUID patientId, Set<Actor> actors) {

    /** By the patient, or by who represents the patient. */
    boolean isOwn() {
      return actors.contains(Actor.OWN_PATIENT) && !caller.isFrontDesk();
    }

    int limit() {
      return caller.isFrontDesk() ? MOST_AT_FRONT_DESK : MOST;
    }
  }

  /**
   * Holds the slot that starts at the requested instant, for the time set in the clinic's policy.
   * An existing hold of the caller on the slot stays unchanged; another one that overlaps it, with
   * the same doctor, is released. The hold of the visitor whom a patient was before signing in
   * passes to the patient.
   *
   * @return {@code SLOT_TAKEN}, {@code SLOT_HELD} or {@code SLOT_NOT_OFFERED} with {@code
   *     alternatives}, {@code PATIENT_BUSY}, {@code TOO_MANY_HOLDS}, {@code FORBIDDEN}, {@code
   *     NOT_FOUND} for an unknown doctor, {@code INVALID_REQUEST} for an unknown patient and, if a
   *     doctor holds, for one whom they do not treat
   */
  public Future<Hold> hold(HoldSlot wanted, Caller caller) {
    UUID patientId = patient(wanted, caller);
    caller.concerns(patientId);
    return representatives
        .actors(caller, wanted.doctorId(), patientId)
        .compose(actors -> hold(wanted, caller, patientId, actors));
  }

  private Future<Hold> hold(HoldSlot wanted, Caller caller, UUID patientId, Set<Actor> actors) {
    if (actors.isEmpty()) {
      throw Failure.forbidden(
          "Patients hold for themselves and whom they represent, doctors in their own calendar, the"
              + " front desk for all.");
    }
    var request = new Request(wanted, caller, patientId, actors);
    return treatment
        .check(actors, wanted.doctorId(), patientId)
        .compose(
            treated ->
                request.isOwn()
                    ? visitors.pass(wanted, caller, request.limit())
                    : Future.succeededFuture())
        .compose(passed -> retry.run(attempt -> hold(request, attempt)));
  }

  /** The caller's holds by expiry. */
  public Future<Holds> list(ListHolds wanted, Caller caller) {
    return rules
        .clinic()
        .compose(clinic -> repository.list(caller.userId(), clock.instant(), clinic))
        .map(Holds::new);
  }

  /**
   * Releases the caller's hold. Idempotent: succeeds if the hold no longer exists; {@code
   * FORBIDDEN} if it belongs to another user.
   */
  public Future<NoContent> release(ReleaseHold wanted, Caller caller) {
    return repository
        .release(wanted.holdId(), caller.userId(), clock.instant())
        .compose(
            events -> {
              changed.publish(events);
              return events.isEmpty()
                  ? repository.exists(wanted.holdId())
                  : Future.succeededFuture(false);
            })
        .map(
            isAnothers -> {
              if (isAnothers) {
                throw Failure.forbidden(
                    "This time is held by another person; only they can release it.");
              }
              return NoContent.DONE;
            });
  }

  /** Binds a hold to a live socket. */
  public Future<Hold> keep(KeepHold wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic ->
                repository.keep(
                    wanted.holdId(), caller.userId(), wanted.socketId(), clock.instant(), clinic))
        .map(kept -> kept.orElseThrow(() -> Failure.notFound("hold of yours")));
  }

  /**
   * Releases the holds of a closed live socket, except those bound to another one in the meantime.
   */
  public Future<NoContent> abandon(AbandonHolds wanted, Caller caller) {
    return repository
        .abandon(wanted.holdIds(), wanted.socketId(), clock.instant())
        .onSuccess(changed::publish)
        .map(NoContent.DONE);
  }

  private static UUID patient(HoldSlot wanted, Caller caller) {
    if (wanted.patientId() != null || caller.isFrontDesk() || caller.isDoctor(wanted.doctorId())) {
      return wanted.patientId();
    }
    return caller.patientId();
  }

  private Future<Hold> hold(Request request, Attempt<Hold> attempt) {
    return offer
        .slot(
            request.wanted().doctorId(),
            request.wanted().start().toInstant(),
            request.wanted().visitTypeId(),
            request.actors())
        .compose(
            offered ->
                repository
                    .hold(newHold(request, offered), offered.calendar().clinic(), request.caller())
                    .compose(result -> conclude(result, request, offered, attempt)));
  }

  private NewHold newHold(Request request, Offered offered) {
    Instant now = clock.instant();
    return new NewHold(
        UuidV7.next(),
        request.caller().userId(),
        request.patientId(),
        offered,
        request.limit(),
        now,
        now.plus(offered.calendar().clinic().hold()),
        request.isOwn());
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
      case PATIENT_BUSY -> Future.failedFuture(Failure.of(SchedulingFailures.PATIENT_BUSY));
      case TOO_MANY_HOLDS ->
          Future.failedFuture(
              Failure.of(
                  SchedulingFailures.TOO_MANY_HOLDS,
                  "At most "
                      + request.limit()
                      + " times can be held; those that expired unused count for ten minutes."));
      case VISITORS_LIMITED -> throw new IllegalStateException("not an outcome for users");
    };
  }
}
