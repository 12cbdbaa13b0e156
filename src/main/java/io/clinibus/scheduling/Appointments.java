package io.clinibus.scheduling;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;
import io.clinibus.scheduling.AppointmentRepository.Found;
import io.clinibus.scheduling.AppointmentSearch.Scope;
import io.clinibus.scheduling.SchedulingApi.Appointment;
import io.clinibus.scheduling.SchedulingApi.AppointmentHistory;
import io.clinibus.scheduling.SchedulingApi.AppointmentPage;
import io.clinibus.scheduling.SchedulingApi.GetAppointment;
import io.clinibus.scheduling.SchedulingApi.GetAppointmentHistory;
import io.clinibus.scheduling.SchedulingApi.ListAppointments;
import io.clinibus.scheduling.SchedulingApi.ListUpcoming;
import io.clinibus.scheduling.SchedulingApi.Upcoming;
import io.clinibus.scheduling.SchedulingApi.WaitlistEntry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Reads appointments. Somebody who has no part in an appointment does not learn that it exists. */
final class Appointments {

  private static final int MAX_UPCOMING = 500;

  private final AppointmentRepository repository;
  private final AppointmentSearch search;
  private final WaitlistRepository waitlist;
  private final Rules rules;
  private final Clock clock;

  Appointments(
      AppointmentRepository repository,
      AppointmentSearch search,
      WaitlistRepository waitlist,
      Rules rules,
      Clock clock) {
    this.repository = repository;
    this.search = search;
    this.waitlist = waitlist;
    this.rules = rules;
    this.clock = clock;
  }

  /** One appointment; {@code NOT_FOUND} for who has no part in it. */
  Future<Appointment> get(GetAppointment wanted, Caller caller) {
    return Future.all(find(wanted.appointmentId(), caller), rules.clinic())
        .map(
            both -> {
              Found found = both.resultAt(0);
              ClinicRules clinic = both.resultAt(1);
              return clinic.localized(found.appointment());
            });
  }

  /** An appointment the caller has a part in, else {@code NOT_FOUND}. */
  Future<Found> find(UUID id, Caller caller) {
    return repository
        .find(id)
        .compose(
            found ->
                found
                    .filter(it -> !Access.actors(caller, it.appointment()).isEmpty())
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture(Failure.notFound("appointment"))));
  }

  /** A page of the caller's appointments; the front desk's are all. */
  Future<AppointmentPage> list(ListAppointments wanted, Caller caller) {
    Scope scope = scope(caller);
    return rules.clinic().compose(clinic -> search.list(wanted, scope, clinic));
  }

  /** The caller's own appointments, from today's first on. */
  Future<Upcoming> upcoming(ListUpcoming wanted, Caller caller) {
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
  Future<AppointmentHistory> history(GetAppointmentHistory wanted, Caller caller) {
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
