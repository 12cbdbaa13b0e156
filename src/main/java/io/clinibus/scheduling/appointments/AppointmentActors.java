package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** Determines the caller's relation to an appointment or a calendar. */
public final class AppointmentActors {

  private AppointmentActors() {}

  /** The caller's relations to the appointment; empty if its existence must not be disclosed. */
  public static Set<Actor> actors(Caller caller, Appointment appointment) {
    return actors(caller, appointment.doctorId(), appointment.patientId());
  }

  public static Set<Actor> actors(Caller caller, UUID doctorId, UUID patientId) {
    Set<Actor> actors = EnumSet.noneOf(Actor.class);
    if (caller.has(Role.ADMIN)) {
      actors.add(Actor.ADMINISTRATOR);
    }
    if (caller.has(Role.RECEPTIONIST)) {
      actors.add(Actor.RECEPTIONIST);
    }
    if (caller.isDoctor(doctorId)) {
      actors.add(Actor.OWN_DOCTOR);
    }
    if (caller.isPatient(patientId)) {
      actors.add(Actor.OWN_PATIENT);
    }
    return actors;
  }

  /** Whether the caller acts as the doctor of the calendar only. */
  public static boolean isOnlyDoctor(Set<Actor> actors) {
    return actors.equals(Set.of(Actor.OWN_DOCTOR));
  }

  /**
   * Allows administrators, and doctors on their own days, to add visits beside regular ones.
   *
   * @throws Failure {@code FORBIDDEN} for others
   */
  public static void requireOverbooking(Caller caller, UUID doctorId) {
    if (!caller.has(Role.ADMIN) && !caller.isDoctor(doctorId)) {
      throw Failure.forbidden("Doctors overbook their own days, administrators all.");
    }
  }

  /**
   * Allows the front desk and the doctor to read and edit a doctor's hours.
   *
   * @throws Failure {@code FORBIDDEN} for others
   */
  public static void requireCalendar(Caller caller, UUID doctorId) {
    if (!caller.isFrontDesk() && !caller.isDoctor(doctorId)) {
      throw Failure.forbidden("Doctors see and change their own hours only.");
    }
  }

  /**
   * The scope of the caller's own appointments: a doctor's with patients, otherwise those as a
   * patient and of those whom the patient represents.
   *
   * @throws Failure {@code FORBIDDEN} for an account that is neither
   */
  public static Scope ownScope(Caller caller, Instant now) {
    if (caller.has(Role.DOCTOR) && caller.doctorId() != null) {
      return Scope.ofDoctor(caller.doctorId());
    }
    if (caller.patientId() != null) {
      return Scope.ofFamily(caller.patientId(), now);
    }
    throw Failure.forbidden("This account belongs to no patient and no doctor.");
  }
}
