package io.clinibus.scheduling.booking;

import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SchedulingFieldErrors;
import io.clinibus.scheduling.api.SlotsApi.SlotState;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.SlotCalendar.CalendarSlot;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.slots.SlotQueries;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Finds a requested slot in a doctor's calendar, or the reason why it is not offered. */
public final class SlotSelection {

  private static final int ATTEMPTS = 2;
  private static final int ALTERNATIVES = 3;
  private static final String START = "/start";

  private static final Map<SlotState, String> REASONS =
      Map.of(
          SlotState.PAST, "This time has passed.",
          SlotState.TOO_SOON, "This time is too near to be booked online. Please call the clinic.",
          SlotState.BEYOND_HORIZON, "Appointments are not offered that far ahead yet.",
          SlotState.LEAVE, "The doctor is away at this time.",
          SlotState.HOLIDAY, "The clinic is closed on this day.");

  private final RuleCache rules;
  private final SlotQueries slots;
  private final Clock clock;
  private final RuleVersionRetry retry;

  public SlotSelection(RuleCache rules, SlotQueries slots, Clock clock) {
    this.rules = rules;
    this.slots = slots;
    this.clock = clock;
    this.retry = new RuleVersionRetry(ATTEMPTS, rules::invalidate);
  }

  /**
   * An offered slot, with the rules from which it was computed. PostgreSQL decides whether it is
   * free.
   */
  public record Offered(SlotCalendar calendar, TimeRange visit) {

    TimeRange occupied() {
      return calendar.doctor().occupied(visit);
    }

    /** The doctor's days affected by booking the slot. */
    List<DayKey> days() {
      return calendar.affectedDays(occupied()).stream()
          .map(day -> new DayKey(calendar.doctor().doctorId(), day))
          .toList();
    }

    /** How many slots the doctor offers on the day of the visit, free or not. */
    int slotsOfDay() {
      return calendar.slotsOn(calendar.clinic().dayOf(visit.start()));
    }

    Appointment localized(Appointment appointment) {
      return calendar.clinic().localized(appointment);
    }
  }

  /**
   * The slot of a doctor that starts at an instant. Before a refusal the rules are read from
   * PostgreSQL, as another node may just have changed them.
   *
   * @param visitTypeId the type of the visit, or null for the doctor's own length
   * @return {@code SLOT_NOT_OFFERED} with the reason and {@code alternatives}, {@code NOT_FOUND}
   *     for an unknown doctor, or {@code INVALID_REQUEST} naming a type that cannot be booked
   */
  Future<Offered> slot(UUID doctorId, Instant start, UUID visitTypeId, Set<Actor> actors) {
    return retry.run(
        attempt ->
            rules
                .calendar(doctorId)
                .compose(
                    doctors -> {
                      SlotCalendar calendar = doctors.forType(visitTypeId);
                      Failure refusal = refusal(calendar, visitTypeId, actors);
                      if (refusal != null) {
                        return attempt.repeat(doctorId, () -> Future.failedFuture(refusal));
                      }
                      return offers(calendar, start, actors)
                          ? Future.succeededFuture(offered(calendar, start))
                          : attempt.repeat(doctorId, () -> refuse(calendar, start));
                    }));
  }

  /**
   * The slot to which an appointment is moved, or that was offered before. Its type may be inactive
   * and, for staff, one that the doctor does not offer.
   *
   * @return as {@link #slot}
   */
  Future<Offered> slotToMoveTo(UUID doctorId, Instant start, UUID visitTypeId, Set<Actor> actors) {
    return retry.run(
        attempt ->
            rules
                .calendar(doctorId)
                .compose(
                    doctors -> {
                      SlotCalendar ofType = doctors.forType(visitTypeId);
                      SlotCalendar calendar = isStaff(actors) ? ofType.asIfOffered() : ofType;
                      return offers(calendar, start, actors)
                          ? Future.succeededFuture(offered(calendar, start))
                          : attempt.repeat(doctorId, () -> refuse(calendar, start));
                    }));
  }

  /** Why a doctor's visit of a type cannot be booked; null if it can. */
  private static Failure refusal(SlotCalendar calendar, UUID visitTypeId, Set<Actor> actors) {
    if (visitTypeId == null) {
      return null;
    }
    if (!VisitTypeSelection.isBookable(calendar.type().orElse(null), isStaff(actors))) {
      return VisitTypeSelection.notBookable();
    }
    return calendar.isOffered() ? null : VisitTypeSelection.notOffered();
  }

  /** {@code SLOT_TAKEN} with the nearest free slots. */
  <T> Future<T> taken(Offered offered) {
    return gone(
        SchedulingFailures.SLOT_TAKEN,
        "Another person has booked this time. Nothing was booked; please choose another time.",
        SchedulingFieldErrors.SLOT_TAKEN.at(START, "is taken"),
        offered);
  }

  /** {@code SLOT_HELD} with the nearest free slots. */
  <T> Future<T> held(Offered offered) {
    return gone(
        SchedulingFailures.SLOT_HELD,
        "Another person is about to book this time. Choose another, or try again in a few minutes.",
        SchedulingFieldErrors.SLOT_HELD.at(START, "is held"),
        offered);
  }

  private <T> Future<T> gone(FailureCode code, String detail, FieldError error, Offered offered) {
    return withAlternatives(
        Failure.of(code, detail, error), offered.calendar(), offered.visit().start());
  }

  private Future<Offered> refuse(SlotCalendar calendar, Instant start) {
    return withAlternatives(refusal(calendar, start), calendar, start);
  }

  private boolean offers(SlotCalendar calendar, Instant start, Set<Actor> actors) {
    return calendar
        .slotAt(start, clock.instant())
        .filter(slot -> slot.isFree() || (isStaff(actors) && staffMayTake(slot)))
        .isPresent();
  }

  static boolean isStaff(Set<Actor> actors) {
    return actors.contains(Actor.ADMINISTRATOR)
        || actors.contains(Actor.RECEPTIONIST)
        || actors.contains(Actor.OWN_DOCTOR);
  }

  private static boolean staffMayTake(CalendarSlot slot) {
    return slot.state() == SlotState.TOO_SOON || slot.state() == SlotState.BEYOND_HORIZON;
  }

  private Offered offered(SlotCalendar calendar, Instant start) {
    return new Offered(calendar, TimeRange.of(start, calendar.length()));
  }

  private Failure refusal(SlotCalendar calendar, Instant start) {
    Instant now = clock.instant();
    SlotState state = calendar.slotAt(start, now).map(CalendarSlot::state).orElse(null);
    String reason =
        state == null && !start.isAfter(now)
            ? REASONS.get(SlotState.PAST)
            : state == null ? "No visit begins at this time." : REASONS.get(state);
    return new Failure(
        SchedulingFailures.SLOT_NOT_OFFERED,
        reason,
        List.of(SchedulingFieldErrors.SLOT_NOT_OFFERED.at(START, reason)),
        state == null ? Map.of() : Map.of("reason", state));
  }

  private <T> Future<T> withAlternatives(Failure failure, SlotCalendar calendar, Instant start) {
    return slots
        .nearest(calendar, start, ALTERNATIVES)
        .compose(nearest -> Future.failedFuture(failure.with("alternatives", nearest)));
  }
}
