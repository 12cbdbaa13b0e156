package io.clinibus.scheduling.slots;

import io.clinibus.bus.Bus;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.AppointmentChanged;
import io.clinibus.scheduling.api.SchedulingEvents.CalendarChanged;
import io.clinibus.scheduling.api.SchedulingEvents.ClinicRulesChanged;
import io.clinibus.scheduling.api.SchedulingEvents.HoldChanged;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.TimeRange;
import java.util.Collection;

/**
 * Takes note of changes. One made here is noted before it is acknowledged, so that the next read on
 * this node sees it, and then told to the other nodes. Noting a change twice does no harm.
 */
public final class ChangePublisher {

  private final Bus bus;
  private final RuleCache rules;
  private final DayCache days;

  public ChangePublisher(Bus bus, RuleCache rules, DayCache days) {
    this.bus = bus;
    this.rules = rules;
    this.days = days;
  }

  /** Changes this node has just committed. */
  public void by(CommittedEvents told) {
    told.facts().forEach(this::by);
  }

  private <E extends Record> void by(CommittedEvents.Fact<E> fact) {
    if (fact.what() instanceof AppointmentChanged event) {
      heard(event);
    } else if (fact.what() instanceof HoldChanged event) {
      heard(event);
    }
    bus.publish(fact.event(), fact.what());
  }

  /** A change this node has just committed. */
  public void by(CalendarChanged event) {
    heard(event);
    bus.publish(SchedulingEvents.CALENDAR_CHANGED, event);
  }

  /** A change this node has just committed. */
  public void by(ClinicRulesChanged event) {
    heard(event);
    bus.publish(SchedulingEvents.CLINIC_RULES_CHANGED, event);
  }

  public void heard(AppointmentChanged event) {
    days.changed(event.days());
  }

  public void heard(HoldChanged event) {
    days.changed(event.days());
  }

  public void heard(CalendarChanged event) {
    rules.doctorChanged(event.doctorId(), event.version());
  }

  public void heard(ClinicRulesChanged event) {
    if (rules.clinicChanged(event.version())) {
      days.forgetAll();
    }
  }

  /** PostgreSQL refused a time on some days: where this node remembers it as free, it is wrong. */
  public void unexpectedly(Collection<DayKey> touched, TimeRange refused) {
    touched.forEach(day -> days.notFree(day, refused));
  }
}
