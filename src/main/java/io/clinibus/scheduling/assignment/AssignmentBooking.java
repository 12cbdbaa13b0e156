package io.clinibus.scheduling.assignment;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AssignmentApi.AutoAssign;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.assignment.AssignmentRanking.Candidate;
import io.clinibus.scheduling.assignment.AssignmentRepository.Booked;
import io.clinibus.scheduling.booking.Booking;
import io.clinibus.scheduling.booking.RequestDigest;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.stored.RequestFingerprints;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.TextKind;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Books the best available candidate. */
public final class AssignmentBooking {

  /**
   * A request with its caller and patient.
   *
   * @param begun {@link System#nanoTime()} before anything was read
   */
  record Order(AutoAssign wanted, Caller caller, UUID patientId, ClinicRules clinic, long begun) {

    boolean isKeyed() {
      return wanted.idempotencyKey() != null && caller.userId() != null;
    }

    /** Digest of what must be equal when an idempotency key is reused: the wish, not its result. */
    String digest() {
      String wish =
          RequestDigest.of(
              "auto-assign",
              patientId,
              wanted.departmentId(),
              wanted.urgency(),
              wanted.preferred(),
              wanted.specialization(),
              wanted.reason());
      return wanted.visitTypeId() == null
          ? wish
          : RequestDigest.ofType(wish, wanted.visitTypeId(), wanted.answers());
    }
  }

  private record Taking(UUID doctorId, TimeRange time) {}

  private static final int ATTEMPTS = 5;
  private static final int MOST_TAKEN = 10_000;
  private static final long BEING_BOOKED = Long.MAX_VALUE;

  /** Failures after which the next candidate is tried. */
  private static final Set<FailureCode> TRY_NEXT =
      Set.of(
          SchedulingFailures.SLOT_TAKEN,
          SchedulingFailures.SLOT_HELD,
          SchedulingFailures.SLOT_NOT_OFFERED,
          SchedulingFailures.PATIENT_BUSY);

  private final AssignmentRepository repository;
  private final Booking booking;
  private final SealedTexts texts;
  private final RequestFingerprints fingerprints;

  /**
   * Slots being booked from this node or found to be taken, with the time at which that became
   * known: requests that read before it skip the attempt, so that concurrent equal requests get
   * different slots.
   */
  private final Cache<Taking, Long> taken =
      CaffeineFactory.builder()
          .maximumSize(MOST_TAKEN)
          .expireAfterWrite(Duration.ofMinutes(1))
          .build();

  public AssignmentBooking(
      AssignmentRepository repository,
      Booking booking,
      SealedTexts texts,
      RequestFingerprints fingerprints) {
    this.repository = repository;
    this.booking = booking;
    this.texts = texts;
    this.fingerprints = fingerprints;
  }

  /**
   * Books the first free candidate; with an idempotency key that was used before, returns its
   * booking. Empty if no candidate is free.
   *
   * @return {@code IDEMPOTENCY_KEY_REUSED} if it was used for another wish, or fails as {@link
   *     Booking#book(BookAppointment, Caller)}
   */
  Future<Optional<Appointment>> book(Order order, List<Candidate> ordered) {
    return earlier(order)
        .compose(
            earlier ->
                earlier.isPresent()
                    ? Future.succeededFuture(earlier)
                    : book(order, ordered.iterator(), ATTEMPTS));
  }

  private Future<Optional<Appointment>> earlier(Order order) {
    if (!order.isKeyed()) {
      return Future.succeededFuture(Optional.empty());
    }
    return repository
        .bookedBefore(order.caller().userId(), order.wanted().idempotencyKey())
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : repeated(order, found.get()).map(Optional::of));
  }

  private Future<Appointment> repeated(Order order, Booked booked) {
    return fingerprints
        .of(order.digest())
        .compose(
            fingerprint -> {
              if (!fingerprint.isOf(booked.fingerprint())) {
                throw Failure.of(CommonFailures.IDEMPOTENCY_KEY_REUSED);
              }
              return texts.open(TextKind.VISITS, booked.appointment(), order.caller());
            })
        .map(appointment -> order.clinic().localized(appointment));
  }

  private Future<Optional<Appointment>> book(Order order, Iterator<Candidate> best, int attempts) {
    while (attempts > 0 && best.hasNext()) {
      Candidate next = best.next();
      Taking slot = new Taking(next.doctor().id(), next.time());
      if (!isTaken(slot, order)) {
        taken.put(slot, BEING_BOOKED);
        return book(order, next)
            .onSuccess(booked -> taken.put(slot, System.nanoTime()))
            .onFailure(cause -> notBooked(slot, cause))
            .map(Optional::of)
            .recover(cause -> again(order, cause, best, attempts - 1));
      }
    }
    return Future.succeededFuture(Optional.empty());
  }

  private boolean isTaken(Taking slot, Order order) {
    Long since = taken.getIfPresent(slot);
    return since != null && (since == BEING_BOOKED || since - order.begun() > 0);
  }

  private void notBooked(Taking slot, Throwable cause) {
    if (isGone(cause)) {
      taken.put(slot, System.nanoTime());
    } else {
      taken.invalidate(slot);
    }
  }

  private static boolean isGone(Throwable cause) {
    return cause instanceof Failure failure
        && (failure.is(SchedulingFailures.SLOT_TAKEN) || failure.is(SchedulingFailures.SLOT_HELD));
  }

  private Future<Appointment> book(Order order, Candidate slot) {
    return booking.book(
        new BookAppointment(
            slot.doctor().id(),
            order.patientId(),
            order.clinic().local(slot.time().start()),
            order.wanted().reason(),
            order.wanted().idempotencyKey(),
            order.wanted().visitTypeId(),
            order.wanted().answers()),
        order.caller(),
        order.digest());
  }

  private Future<Optional<Appointment>> again(
      Order order, Throwable cause, Iterator<Candidate> best, int attempts) {
    return cause instanceof Failure failure && TRY_NEXT.contains(failure.code())
        ? book(order, best, attempts)
        : Future.failedFuture(cause);
  }
}
