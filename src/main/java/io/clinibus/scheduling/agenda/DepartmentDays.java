package io.clinibus.scheduling.agenda;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AgendaApi.DayVisit;
import io.clinibus.scheduling.api.AgendaApi.DepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetRota;
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

  /** A department's day, for the front desk. */
  public Future<DepartmentDay> get(GetDepartmentDay wanted, Caller caller) {
    if (!caller.isFrontDesk()) {
      throw Failure.forbidden("A department's day is for the front desk.");
    }
    return day(wanted, visit -> visit);
  }

  /** The day of a doctor's department, in which the doctor sees their own patients only. */
  public Future<DepartmentDay> rota(GetRota wanted, Caller caller) {
    if (!caller.isFrontDesk() && !caller.isDoctor(wanted.doctorId())) {
      throw Failure.forbidden("A rota is for its own doctor.");
    }
    return repository
        .departmentOf(wanted.doctorId())
        .compose(
            departmentId ->
                day(
                    new GetDepartmentDay(departmentId, wanted.day()),
                    visit ->
                        visit.doctorId().equals(wanted.doctorId())
                            ? visit
                            : withoutPatient(visit)));
  }

  private Future<DepartmentDay> day(GetDepartmentDay wanted, UnaryOperator<DayVisit> shown) {
    return rules
        .clinic()
        .compose(
            clinic ->
                repository
                    .find(wanted.departmentId(), clinic.wholeDay(wanted.day()))
                    .map(found -> day(wanted, found, shown, clinic)));
  }

  private static DayVisit withoutPatient(DayVisit visit) {
    return new DayVisit(
        visit.id(),
        visit.doctorId(),
        null,
        null,
        null,
        visit.start(),
        visit.end(),
        visit.status(),
        visit.since(),
        visit.lane(),
        visit.version(),
        null);
  }

  private static DepartmentDay day(
      GetDepartmentDay wanted,
      DepartmentDayRepository.Found found,
      UnaryOperator<DayVisit> shown,
      ClinicRules clinic) {
    UnaryOperator<DayVisit> localized =
        visit ->
            new DayVisit(
                visit.id(),
                visit.doctorId(),
                visit.patientId(),
                visit.patientName(),
                visit.patientListedName(),
                clinic.local(visit.start().toInstant()),
                clinic.local(visit.end().toInstant()),
                visit.status(),
                clinic.local(visit.since().toInstant()),
                visit.lane(),
                visit.version(),
                visit.typeMark());
    return new DepartmentDay(
        wanted.departmentId(),
        wanted.day(),
        clinic.zone().getId(),
        found.doctors(),
        found.visits().stream().map(shown).map(localized).toList());
  }
}
