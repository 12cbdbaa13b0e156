package io.clinibus.scheduling.appointments;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AgendaApi.Upcoming;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentPage;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.appointments.AppointmentRepository.Found;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.waitlist.WaitlistRepository;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Reads appointments. Somebody who has no part in an appointment does not learn that it exists. */
public final class Appointments {

  private static final int MAX_UPCOMING = 500;

  private final AppointmentRepository repository;
  private final AppointmentSearch search;
  private final WaitlistRepository waitlist;
  private final RuleCache rules;
  private final Clock clock;

  public Appointments(
      AppointmentRepository repository,
      AppointmentSearch search,
      WaitlistRepository waitlist,
      RuleCache rules,
      Clock clock) {
    this.repository = repository;
    this.search = search;
    this.waitlist = waitlist;
    this.rules = rules;
    this.clock = clock;
  }

  /** One appointment; {@code NOT_FOUND} for who has no part in it. */
  public Future<Appointment> get(GetAppointment wanted, Caller caller) {
    return Future.all(find(wanted.appointmentId(), caller), rules.clinic())
        .map(
            both -> {
              Found found = both.resultAt(0);
              ClinicRules clinic = both.resultAt(1);
              return clinic.localized(found.appointment());
            });
  }

  /** An appointment the caller has a part in, else {@code NOT_FOUND}. */
  public Future<Found> find(UUID id, Caller caller) {
    return repository
        .find(id)
        .compose(
            found ->
                found
                    .filter(it -> !AppointmentActors.actors(caller, it.appointment()).isEmpty())
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Failure.notFound("appointment"))));
  }

  /** A page of the caller's appointments; the front desk's are all. */
  public Future<AppointmentPage> list(ListAppointments wanted, Caller caller) {
    Scope scope = scope(caller);
    return rules.clinic().compose(clinic -> search.list(wanted, scope, clinic));
  }

  /** The caller's own appointments, from today's first on. */
  public Future<Upcoming> upcoming(ListUpcoming wanted, Caller caller) {
    Scope own = own(caller);
    return rules
        .clinic()
        .compose(
            clinic -> {
              OffsetDateTime today =
                  clinic.local(clinic.wholeDay(clinic.dayOf(clock.instant())).start());
              return Future.all(
                      search.from(today, own, MAX_UPCOMING, clinic),
                      own.patientId() == null
                          ? Future.succeededFuture(List.<WaitlistEntry>of())
                          : waitlist.openOf(own.patientId(), clinic))
                  .map(both -> new Upcoming(both.resultAt(0), both.resultAt(1)));
            });
  }

  /** Everything that happened to an appointment. */
  public Future<AppointmentHistory> history(GetAppointmentHistory wanted, Caller caller) {
    return find(wanted.appointmentId(), caller)
        .compose(found -> rules.clinic())
        .compose(clinic -> repository.history(wanted.appointmentId(), clinic))
        .map(AppointmentHistory::new);
  }

  private static Scope scope(Caller caller) {
    return caller.isFrontDesk() ? Scope.ALL : own(caller);
  }

  private static Scope own(Caller caller) {
    if (caller.has(Role.DOCTOR) && caller.doctorId() != null) {
      return new Scope(caller.doctorId(), null);
    }
    if (caller.patientId() != null) {
      return new Scope(null, caller.patientId());
    }
    throw Failure.forbidden("This account belongs to no patient and no doctor.");
  }
}
