package io.clinibus.scheduling;

import io.clinibus.bus.Bus;
import io.clinibus.scheduling.SchedulingApi.AppointmentChanged;
import io.clinibus.scheduling.SchedulingApi.CalendarChanged;
import io.clinibus.scheduling.SchedulingApi.ClinicRulesChanged;
import io.clinibus.scheduling.SchedulingApi.HoldChanged;
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

  /** Changes this node has just committed. */
  void by(Told told) {
    told.facts().forEach(this::by);
  }

  private <E extends Record> void by(Told.Fact<E> fact) {
    if (fact.what() instanceof AppointmentChanged event) {
      heard(event);
    } else if (fact.what() instanceof HoldChanged event) {
      heard(event);
    }
    bus.publish(fact.event(), fact.what());
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
    days.changed(event.days());
  }

  void heard(HoldChanged event) {
    days.changed(event.days());
  }

  void heard(CalendarChanged event) {
    rules.doctorChanged(event.doctorId(), event.version());
  }

  void heard(ClinicRulesChanged event) {
    if (rules.clinicChanged(event.version())) {
      days.forgetAll();
    }
  }

  /** PostgreSQL refused a time on some days: where this node remembers it as free, it is wrong. */
  void unexpectedly(Collection<DayKey> touched, TimeRange refused) {
    touched.forEach(day -> days.notFree(day, refused));
  }
}
