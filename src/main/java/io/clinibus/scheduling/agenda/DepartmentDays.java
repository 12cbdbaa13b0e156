package io.clinibus.scheduling.agenda;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Failure;
import io.clinibus.scheduling.api.AgendaApi.DayVisit;
import io.clinibus.scheduling.api.AgendaApi.DepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.util.function.UnaryOperator;

/** Departments' days, for their dashboards. */
public final class DepartmentDays {

  private final DepartmentDayRepository repository;
  private final RuleCache rules;

  public DepartmentDays(DepartmentDayRepository repository, RuleCache rules) {
    this.repository = repository;
    this.rules = rules;
  }

  /** A department's day, for the front desk and the department's own doctors. */
  public Future<DepartmentDay> get(GetDepartmentDay wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic ->
                repository
                    .find(wanted.departmentId(), clinic.wholeDay(wanted.day()))
                    .map(found -> day(wanted, found, clinic)))
        .map(day -> allowed(day, caller));
  }

  private static DepartmentDay day(
      GetDepartmentDay wanted, DepartmentDayRepository.Found found, ClinicRules clinic) {
    UnaryOperator<DayVisit> localized =
        visit ->
            new DayVisit(
                visit.id(),
                visit.doctorId(),
                visit.patientId(),
                visit.patientName(),
                clinic.local(visit.start().toInstant()),
                clinic.local(visit.end().toInstant()),
                visit.status(),
                clinic.local(visit.since().toInstant()),
                visit.version());
    return new DepartmentDay(
        wanted.departmentId(),
        wanted.day(),
        clinic.zone().getId(),
        found.doctors(),
        found.visits().stream().map(localized).toList());
  }

  private static DepartmentDay allowed(DepartmentDay day, Caller caller) {
    if (caller.isFrontDesk()
        || day.doctors().stream().anyMatch(doctor -> caller.isDoctor(doctor.id()))) {
      return day;
    }
    throw Failure.forbidden("A department's day is for the front desk and its own doctors.");
  }
}
