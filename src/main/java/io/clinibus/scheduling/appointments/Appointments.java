package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentPage;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.appointments.AppointmentRepository.Found;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.util.UUID;

/**
 * Reads appointments. Callers who are not involved in an appointment cannot learn that it exists.
 */
public final class Appointments {

  private final AppointmentRepository repository;
  private final AppointmentSearch search;
  private final RuleCache rules;

  public Appointments(AppointmentRepository repository, AppointmentSearch search, RuleCache rules) {
    this.repository = repository;
    this.search = search;
    this.rules = rules;
  }

  /** An appointment; {@code NOT_FOUND} if the caller is not involved in it. */
  public Future<Appointment> get(GetAppointment wanted, Caller caller) {
    return Future.all(find(wanted.appointmentId(), caller), rules.clinic())
        .map(
            both -> {
              Found found = both.resultAt(0);
              ClinicRules clinic = both.resultAt(1);
              return clinic.localized(found.appointment());
            });
  }

  /** An appointment in which the caller is involved, else {@code NOT_FOUND}. */
  public Future<Found> find(UUID id, Caller caller) {
    return repository
        .find(id)
        .onSuccess(found -> found.ifPresent(it -> caller.concerns(it.appointment().patientId())))
        .compose(
            found ->
                found
                    .filter(it -> !AppointmentActors.actors(caller, it.appointment()).isEmpty())
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Failure.notFound("appointment"))));
  }

  /** A page of the caller's appointments; of all appointments for the front desk. */
  public Future<AppointmentPage> list(ListAppointments wanted, Caller caller) {
    Scope scope = scope(caller);
    return rules.clinic().compose(clinic -> search.list(wanted, scope, clinic));
  }

  /** The changes of an appointment. */
  public Future<AppointmentHistory> history(GetAppointmentHistory wanted, Caller caller) {
    return find(wanted.appointmentId(), caller)
        .compose(found -> rules.clinic())
        .compose(clinic -> repository.history(wanted.appointmentId(), clinic))
        .map(AppointmentHistory::new);
  }

  private static Scope scope(Caller caller) {
    return caller.isFrontDesk() ? Scope.ALL : AppointmentActors.ownScope(caller);
  }
}
