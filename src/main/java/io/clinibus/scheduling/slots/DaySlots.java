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
 * What a doctor offers on a day, from one instant on for as long as the clock does not change it.
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

  /** Whether this is what follows from rules, as they were read, and the time that is taken. */
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

  /** Of the rules and of what is taken, in one number. */
  long version() {
    return calendar.version() + state.version();
  }

  /** The free slots: each time the same record, so that it need not be written as JSON again. */
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

  /** Whether this very record is what {@link #free} has answered. */
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
