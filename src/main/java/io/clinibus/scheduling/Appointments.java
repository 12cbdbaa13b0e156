package io.clinibus.scheduling;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.bus.Role;
import io.clinibus.platform.Cursor;
import io.clinibus.platform.Where;
import io.clinibus.scheduling.AppointmentRepository.Found;
import io.clinibus.scheduling.SchedulingApi.Appointment;
import io.clinibus.scheduling.SchedulingApi.AppointmentHistory;
import io.clinibus.scheduling.SchedulingApi.AppointmentPage;
import io.clinibus.scheduling.SchedulingApi.GetAppointment;
import io.clinibus.scheduling.SchedulingApi.GetAppointmentHistory;
import io.clinibus.scheduling.SchedulingApi.ListAppointments;
import io.clinibus.scheduling.SchedulingApi.ListUpcoming;
import io.clinibus.scheduling.SchedulingApi.Upcoming;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** Reads appointments. Somebody who has no part in an appointment does not learn that it exists. */
final class Appointments {

  private static final int MAX_UPCOMING = 500;

  private final AppointmentRepository repository;
  private final Rules rules;
  private final Clock clock;

  Appointments(AppointmentRepository repository, Rules rules, Clock clock) {
    this.repository = repository;
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
    Where where = filters(wanted);
    restrict(where, caller);
    int limit = Cursor.limit(wanted.limit());
    boolean latestFirst = "-start".equals(wanted.sort());
    Cursor after = Cursor.parse(wanted.cursor());
    return rules
        .clinic()
        .compose(
            clinic ->
                repository
                    .list(where, latestFirst, after, limit + 1)
                    .map(rows -> page(rows, limit, clinic)));
  }

  /** The caller's own appointments, from today's first on. */
  Future<Upcoming> upcoming(ListUpcoming wanted, Caller caller) {
    Where own = own(new Where(), caller);
    return rules
        .clinic()
        .compose(
            clinic -> {
              Instant today = clinic.wholeDay(clinic.dayOf(clock.instant())).start();
              own.andIf("starts_at >= ?", today.atOffset(ZoneOffset.UTC));
              return repository
                  .list(own, false, null, MAX_UPCOMING)
                  .map(rows -> new Upcoming(rows.stream().map(clinic::localized).toList()));
            });
  }

  /** Everything that happened to an appointment. */
  Future<AppointmentHistory> history(GetAppointmentHistory wanted, Caller caller) {
    return find(wanted.appointmentId(), caller)
        .compose(found -> rules.clinic())
        .compose(clinic -> repository.history(wanted.appointmentId(), clinic))
        .map(AppointmentHistory::new);
  }

  private static Where filters(ListAppointments wanted) {
    return new Where()
        .andIf("starts_at >= ?", wanted.from())
        .andIf("starts_at < ?", wanted.until())
        .andIf("doctor_id = ?", wanted.doctorId())
        .andIf("patient_id = ?", wanted.patientId())
        .andIf("department_id = ?", wanted.departmentId())
        .andIf(
            "status = ANY(?)",
            wanted.status() == null
                ? null
                : wanted.status().stream().map(Enum::name).toArray(String[]::new));
  }

  private static void restrict(Where where, Caller caller) {
    if (!caller.isFrontDesk()) {
      own(where, caller);
    }
  }

  private static Where own(Where where, Caller caller) {
    if (caller.has(Role.DOCTOR) && caller.doctorId() != null) {
      return where.andIf("doctor_id = ?", caller.doctorId());
    }
    if (caller.patientId() != null) {
      return where.andIf("patient_id = ?", caller.patientId());
    }
    throw Failure.forbidden("This account belongs to no patient and no doctor.");
  }

  private static AppointmentPage page(List<Appointment> rows, int limit, ClinicRules clinic) {
    String next =
        Cursor.next(
            rows, limit, last -> new Cursor(last.start().toInstant().toString(), last.id()));
    return new AppointmentPage(
        Cursor.page(rows, limit).stream().map(clinic::localized).toList(), next);
  }
}
