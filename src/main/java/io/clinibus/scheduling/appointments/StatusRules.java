package io.clinibus.scheduling.appointments;

import static io.clinibus.scheduling.api.AppointmentStatus.BOOKED;
import static io.clinibus.scheduling.api.AppointmentStatus.CANCELLED;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.COMPLETED;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static io.clinibus.scheduling.api.AppointmentStatus.NO_SHOW;
import static io.clinibus.scheduling.appointments.StatusRules.Actor.ADMINISTRATOR;
import static io.clinibus.scheduling.appointments.StatusRules.Actor.OWN_DOCTOR;
import static io.clinibus.scheduling.appointments.StatusRules.Actor.OWN_PATIENT;
import static io.clinibus.scheduling.appointments.StatusRules.Actor.RECEPTIONIST;

import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.calendar.ClinicRules;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Allowed status transitions, and the actors that may make them. */
public final class StatusRules {

  /** A caller's relation to an appointment. */
  public enum Actor {
    ADMINISTRATOR,
    RECEPTIONIST,
    OWN_DOCTOR,
    OWN_PATIENT
  }

  private record Transition(AppointmentStatus from, AppointmentStatus to, Set<Actor> who) {

    boolean joins(AppointmentStatus before, AppointmentStatus after) {
      return from == before && to == after;
    }
  }

  private static final Set<Actor> STAFF = Set.of(ADMINISTRATOR, RECEPTIONIST, OWN_DOCTOR);
  private static final Set<Actor> CLINICAL = Set.of(ADMINISTRATOR, OWN_DOCTOR);

  /** Statuses that an appointment cannot have before its day. */
  private static final Set<AppointmentStatus> ON_THE_DAY =
      Set.of(CHECKED_IN, IN_CONSULTATION, COMPLETED);

  private static final List<Transition> TABLE =
      List.of(
          new Transition(BOOKED, CHECKED_IN, STAFF),
          new Transition(CHECKED_IN, BOOKED, STAFF),
          new Transition(BOOKED, IN_CONSULTATION, CLINICAL),
          new Transition(CHECKED_IN, IN_CONSULTATION, CLINICAL),
          new Transition(IN_CONSULTATION, COMPLETED, CLINICAL),
          new Transition(BOOKED, CANCELLED, STAFF),
          new Transition(BOOKED, CANCELLED, Set.of(OWN_PATIENT)),
          new Transition(CHECKED_IN, CANCELLED, STAFF),
          new Transition(BOOKED, NO_SHOW, STAFF));

  /** Statuses that were set by mistake are taken back on the day of the visit, with a reason. */
  private static final List<Transition> CORRECTIONS =
      List.of(
          new Transition(IN_CONSULTATION, CHECKED_IN, STAFF),
          new Transition(COMPLETED, IN_CONSULTATION, STAFF),
          new Transition(NO_SHOW, CHECKED_IN, STAFF));

  /** Visits of earlier days are closed without their steps. */
  private static final List<Transition> AFTERWARDS =
      List.of(
          new Transition(BOOKED, COMPLETED, STAFF),
          new Transition(CHECKED_IN, COMPLETED, STAFF),
          new Transition(CHECKED_IN, NO_SHOW, STAFF),
          new Transition(IN_CONSULTATION, COMPLETED, STAFF));

  private StatusRules() {}

  /**
   * Checks a transition.
   *
   * @throws Failure {@code ILLEGAL_TRANSITION} if no actor may make it, {@code FORBIDDEN} if only
   *     other actors may, {@code TOO_LATE} for a patient after the cut-off
   */
  public static void check(
      AppointmentStatus from,
      AppointmentStatus to,
      Set<Actor> actors,
      Instant start,
      Instant now,
      ClinicRules clinic) {
    int day = clinic.dayOf(now).compareTo(clinic.dayOf(start));
    List<Transition> possible =
        table(day)
            .filter(step -> step.from() == from)
            .filter(step -> step.to() != NO_SHOW || !now.isBefore(start))
            .filter(step -> !ON_THE_DAY.contains(step.to()) || day >= 0)
            .toList();
    List<Transition> legal = possible.stream().filter(step -> step.to() == to).toList();
    if (legal.isEmpty()) {
      throw illegal(from, to, possible);
    }
    if (legal.stream().noneMatch(step -> step.who().stream().anyMatch(actors::contains))) {
      throw Failure.forbidden("Only others may make this change.");
    }
    if (!isStaff(actors)) {
      checkCutoff(start, now, clinic);
    }
  }

  /** Whether a transition takes back a status that was set by mistake: it needs a reason. */
  public static boolean isCorrection(AppointmentStatus from, AppointmentStatus to) {
    return CORRECTIONS.stream().anyMatch(step -> step.joins(from, to));
  }

  /**
   * @param day sign of the difference between today and the day of the visit
   */
  private static Stream<Transition> table(int day) {
    List<Transition> more = day == 0 ? CORRECTIONS : day > 0 ? AFTERWARDS : List.of();
    return Stream.concat(TABLE.stream(), more.stream());
  }

  /**
   * Checks that an appointment may be moved: it has to be booked and, for patients, before the
   * cut-off.
   *
   * @throws Failure {@code ILLEGAL_TRANSITION} or {@code TOO_LATE}
   */
  public static void checkMove(
      AppointmentStatus status, Set<Actor> actors, Instant start, Instant now, ClinicRules clinic) {
    if (status != BOOKED) {
      throw Failure.of(
          SchedulingFailures.ILLEGAL_TRANSITION, "Only a booked appointment can be moved.");
    }
    if (!isStaff(actors)) {
      checkCutoff(start, now, clinic);
    }
  }

  private static boolean isStaff(Set<Actor> actors) {
    return actors.stream().anyMatch(STAFF::contains);
  }

  private static void checkCutoff(Instant start, Instant now, ClinicRules clinic) {
    if (now.isAfter(start.minus(clinic.changeCutoff()))) {
      throw Failure.of(
          SchedulingFailures.TOO_LATE,
          "This can be changed online until "
              + clinic.changeCutoff().toMinutes()
              + " minutes before it begins. Please call the clinic.");
    }
  }

  private static Failure illegal(
      AppointmentStatus from, AppointmentStatus to, List<Transition> possible) {
    return Failure.of(
            SchedulingFailures.ILLEGAL_TRANSITION,
            "An appointment that is " + from + " cannot become " + to + " now.")
        .with("possible", possible.stream().map(Transition::to).distinct().toList());
  }
}
