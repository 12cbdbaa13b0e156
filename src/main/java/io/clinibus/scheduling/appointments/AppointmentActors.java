package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/** What a caller is to an appointment or a calendar. */
public final class AppointmentActors {

  private AppointmentActors() {}

  /** What the caller is to the appointment; empty for somebody who must not know of it. */
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

  /**
   * Lets the front desk and the doctor see and edit a doctor's hours.
   *
   * @throws Failure {@code FORBIDDEN} for anybody else
   */
  public static void requireCalendar(Caller caller, UUID doctorId) {
    if (!caller.isFrontDesk() && !caller.isDoctor(doctorId)) {
      throw Failure.forbidden("Doctors see and change their own hours only.");
    }
  }

  /**
   * Whose appointments are the caller's own: a doctor's those with patients, another's those as a
   * patient.
   *
   * @throws Failure {@code FORBIDDEN} for an account that is neither
   */
  public static Scope ownScope(Caller caller) {
    if (caller.has(Role.DOCTOR) && caller.doctorId() != null) {
      return new Scope(caller.doctorId(), null);
    }
    if (caller.patientId() != null) {
      return new Scope(null, caller.patientId());
    }
    throw Failure.forbidden("This account belongs to no patient and no doctor.");
  }
}
