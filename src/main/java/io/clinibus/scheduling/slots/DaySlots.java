package io.clinibus.scheduling.slots;

import io.clinibus.scheduling.api.SlotsApi.DoctorSlots;
import io.clinibus.scheduling.api.SlotsApi.Slot;
import io.clinibus.scheduling.api.SlotsApi.SlotDay;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.SlotCalendar.CalendarSlot;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * The computed slots of a doctor's day, valid from an instant until time changes a slot's state.
 */
public final class DaySlots {

  private final SlotCalendar calendar;
  private final LocalDate day;
  private final DayState state;
  private final List<CalendarSlot> slots;
  private final Instant from;
  private final Instant until;
  private volatile DoctorSlots free;

  public DaySlots(SlotCalendar calendar, LocalDate day, DayState state, Instant now) {
    this.calendar = calendar;
    this.day = day;
    this.state = state;
    this.slots = calendar.slots(day, state, now);
    this.from = now;
    this.until = calendar.validUntil(slots, now);
  }

  /** Whether this was computed from the given rules and state, and is still valid. */
  public boolean follows(SlotCalendar rules, DayState taken, Instant now) {
    return state == taken
        && calendar.doctor() == rules.doctor()
        && calendar.clinic() == rules.clinic()
        && !now.isBefore(from)
        && now.isBefore(until);
  }

  /** Every slot that starts on the day, in order of time. */
  public List<CalendarSlot> slots() {
    return slots;
  }

  LocalDate day() {
    return day;
  }

  /** The day version: of the rules and of the day's state. */
  long version() {
    return calendar.version() + state.version();
  }

  /** The free slots; always the same record, so that its encoded JSON can be reused. */
  public DoctorSlots free() {
    DoctorSlots known = free;
    if (known == null) {
      known =
          new DoctorSlots(
              calendar.doctor().doctorId(), calendar.clinic().zone().getId(), List.of(freeDay()));
      free = known;
    }
    return known;
  }

  /** Whether this record is the one that {@link #free} has returned. */
  boolean hasToldOf(DoctorSlots slots) {
    return free == slots;
  }

  private SlotDay freeDay() {
    ClinicRules clinic = calendar.clinic();
    List<Slot> found =
        slots.stream()
            .filter(CalendarSlot::isFree)
            .map(
                slot ->
                    new Slot(clinic.local(slot.time().start()), clinic.local(slot.time().end())))
            .toList();
    return new SlotDay(day, version(), found);
  }
}
