package io.clinibus.scheduling;

import io.clinibus.bus.Bus;
import io.clinibus.scheduling.SchedulingApi.AppointmentChanged;
import io.clinibus.scheduling.SchedulingApi.CalendarChanged;
import io.clinibus.scheduling.SchedulingApi.ClinicRulesChanged;
import java.util.Collection;

/**
 * Takes note of changes. One made here is noted before it is acknowledged, so that the next read on
 * this node sees it, and then told to the other nodes. Noting a change twice does no harm.
 */
final class Changed {

  private final Bus bus;
  private final Rules rules;
  private final Days days;

  Changed(Bus bus, Rules rules, Days days) {
    this.bus = bus;
    this.rules = rules;
    this.days = days;
  }

  /** A change this node has just committed. */
  void by(AppointmentChanged event) {
    days.changed(event);
    bus.publish(SchedulingApi.APPOINTMENT_CHANGED, event);
  }

  /** A change this node has just committed. */
  void by(CalendarChanged event) {
    heard(event);
    bus.publish(SchedulingApi.CALENDAR_CHANGED, event);
  }

  /** A change this node has just committed. */
  void by(ClinicRulesChanged event) {
    heard(event);
    bus.publish(SchedulingApi.CLINIC_RULES_CHANGED, event);
  }

  void heard(AppointmentChanged event) {
    days.changed(event);
  }

  void heard(CalendarChanged event) {
    rules.doctorChanged(event.doctorId(), event.version());
  }

  void heard(ClinicRulesChanged event) {
    if (rules.clinicChanged(event.version())) {
      days.forgetAll();
    }
  }

  /** PostgreSQL refused what this node thought possible: what it remembers is out of date. */
  void unexpectedly(Collection<DayKey> outdated) {
    outdated.forEach(days::forget);
  }
}
