package io.clinibus.scheduling.slots;

import io.clinibus.bus.Bus;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.AppointmentChanged;
import io.clinibus.scheduling.api.SchedulingEvents.CalendarChanged;
import io.clinibus.scheduling.api.SchedulingEvents.ClinicRulesChanged;
import io.clinibus.scheduling.api.SchedulingEvents.HoldChanged;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.TimeRange;
import java.util.Collection;

/**
 * Invalidates this node's caches, then publishes the event. Must run before the request is answered
 * (read-your-writes). Idempotent.
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

  /** Publishes events that this node has just committed. */
  public void publish(CommittedEvents events) {
    events.facts().forEach(this::publish);
  }

  private <E extends Record> void publish(CommittedEvents.Fact<E> fact) {
    if (fact.what() instanceof AppointmentChanged event) {
      apply(event);
    } else if (fact.what() instanceof HoldChanged event) {
      apply(event);
    }
    bus.publish(fact.event(), fact.what());
  }

  /** Publishes an event that this node has just committed. */
  public void publish(CalendarChanged event) {
    apply(event);
    bus.publish(SchedulingEvents.CALENDAR_CHANGED, event);
  }

  /** Publishes an event that this node has just committed. */
  public void publish(ClinicRulesChanged event) {
    apply(event);
    bus.publish(SchedulingEvents.CLINIC_RULES_CHANGED, event);
  }

  public void apply(AppointmentChanged event) {
    days.changed(event.days());
  }

  public void apply(HoldChanged event) {
    days.changed(event.days());
  }

  public void apply(CalendarChanged event) {
    rules.doctorChanged(event.doctorId(), event.version());
  }

  public void apply(ClinicRulesChanged event) {
    if (rules.clinicChanged(event.version())) {
      days.invalidateAll();
    }
  }

  /** Invalidates cached days that show a time as free although PostgreSQL refused it. */
  public void invalidate(Collection<DayKey> touched, TimeRange refused) {
    touched.forEach(day -> days.markTaken(day, refused));
  }
}
