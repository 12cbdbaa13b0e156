package io.clinibus.scheduling.calendar;

import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.SlotsApi.SlotState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Computes a doctor's slots, as a pure function of rules, occupied time and the clock.
 *
 * <ul>
 *   <li>A weekly window is divided from its opening in steps of visit plus buffer; the last visit
 *       ends no later than the window. Steps are elapsed time: on a day with a clock change a
 *       window is as much longer or shorter as the day.
 *   <li>A visit of a type starts on the same grid, lasts as long as its type, and ends within the
 *       window. One that is longer than the doctor's visits ends on the day on which it starts.
 *   <li>A window that opens or closes at a local time the clock skips does so at the change; one
 *       that opens at a repeated time opens the first time, one that closes there closes the
 *       second.
 *   <li>A holiday closes weekly windows. Extra hours apply on holidays too and only add time
 *       outside weekly windows, so that they never shift the regular grid. Leave closes everything.
 * </ul>
 */
public final class SlotCalendar {

  /** A slot of the grid with its state. */
  public record CalendarSlot(TimeRange time, SlotState state) {

    public boolean isFree() {
      return state == SlotState.FREE;
    }

    private CalendarSlot as(SlotState other) {
      return new CalendarSlot(time, other);
    }
  }

  private final ClinicRules clinic;
  private final DoctorRules doctor;
  private final VisitTypeRules type;
  private final boolean offered;

  public SlotCalendar(ClinicRules clinic, DoctorRules doctor) {
    this(clinic, doctor, null, true);
  }

  private SlotCalendar(
      ClinicRules clinic, DoctorRules doctor, VisitTypeRules type, boolean offered) {
    this.clinic = clinic;
    this.doctor = doctor;
    this.type = type;
    this.offered = offered;
  }

  /**
   * The same doctor's slots for visits of a type; the doctor's own length without one, or for one
   * that does not exist.
   *
   * @param visitTypeId the type, or null
   */
  public SlotCalendar forType(UUID visitTypeId) {
    VisitTypeRules found = visitTypeId == null ? null : clinic.visitTypes().get(visitTypeId);
    return found == type
        ? this
        : new SlotCalendar(clinic, doctor, found, found == null || found.isOfferedBy(doctor));
  }

  /** The slots that there would be if the doctor offered the type. */
  public SlotCalendar asIfOffered() {
    return offered ? this : new SlotCalendar(clinic, doctor, type, true);
  }

  /** The type of visits, if slots are for one. */
  public Optional<VisitTypeRules> type() {
    return Optional.ofNullable(type);
  }

  /** Whether the doctor offers visits of the type; always without one. */
  public boolean isOffered() {
    return offered;
  }

  /** The length of a visit. */
  public Duration length() {
    return type == null ? doctor.visit() : type.length();
  }

  /** The version of both rules: incremented by every change of either. */
  public long version() {
    return clinic.version() + doctor.version();
  }

  /**
   * Every slot that starts on a day, in order of time.
   *
   * @param state the time of other visits and holds, buffers included
   */
  public List<CalendarSlot> slots(LocalDate day, DayState state, Instant now) {
    List<CalendarSlot> grid = grid(day);
    List<TimeRange> leave = doctor.during(ExceptionKind.LEAVE);
    List<CalendarSlot> slots = new ArrayList<>(grid.size());
    for (CalendarSlot slot : grid) {
      slots.add(classify(slot, day, state, leave, now));
    }
    return List.copyOf(slots);
  }

  /** How many slots start on a day, whatever their state. */
  public int slotsOn(LocalDate day) {
    return grid(day).size();
  }

  /** The next instant at which a slot's state changes merely by time passing. */
  public Instant validUntil(List<CalendarSlot> slots, Instant now) {
    Instant until = clinic.wholeDay(clinic.dayOf(now)).end();
    for (CalendarSlot slot : slots) {
      Instant start = slot.time().start();
      until = earlier(until, start, now);
      until = earlier(until, start.minus(clinic.minimumNotice()).plusNanos(1), now);
    }
    return until;
  }

  /** The earlier of two instants, ignoring the other if it has passed. */
  private static Instant earlier(Instant one, Instant other, Instant now) {
    return other.isAfter(now) && other.isBefore(one) ? other : one;
  }

  /** The slot that starts at an instant, regardless of other visits. */
  public Optional<CalendarSlot> slotAt(Instant start, Instant now) {
    LocalDate day = clinic.dayOf(start);
    List<TimeRange> leave = doctor.during(ExceptionKind.LEAVE);
    return grid(day).stream()
        .filter(slot -> slot.time().start().equals(start))
        .findFirst()
        .map(slot -> classify(slot, day, DayState.EMPTY, leave, now));
  }

  public ClinicRules clinic() {
    return clinic;
  }

  public DoctorRules doctor() {
    return doctor;
  }

  /** The days with slots whose state depends on whether a range is occupied. */
  public List<LocalDate> affectedDays(TimeRange occupied) {
    Instant earliest = occupied.start().minus(doctor.visit()).minus(doctor.buffer()).plusNanos(1);
    LocalDate first = clinic.dayOf(earliest);
    LocalDate last = clinic.dayOf(occupied.end().minusNanos(1));
    return first.datesUntil(last.plusDays(1)).toList();
  }

  /** Whether a visit lies within the doctor's hours, on the grid or not. */
  public boolean isOpen(TimeRange visit) {
    LocalDate day = clinic.dayOf(visit.start());
    boolean open =
        !doctor.closed()
            && (covers(holidayOn(day) ? List.of() : windows(day), visit)
                || covers(doctor.during(ExceptionKind.EXTRA_HOURS), visit));
    return open && !overlaps(visit, doctor.during(ExceptionKind.LEAVE));
  }

  private static boolean covers(List<TimeRange> hours, TimeRange visit) {
    return hours.stream().anyMatch(range -> range.covers(visit));
  }

  private List<CalendarSlot> grid(LocalDate day) {
    if (doctor.closed() || !offered) {
      return List.of();
    }
    List<CalendarSlot> slots = new ArrayList<>();
    List<TimeRange> regular = windows(day);
    SlotState regularState = holidayOn(day) ? SlotState.HOLIDAY : SlotState.FREE;
    regular.forEach(window -> cut(window, regularState, slots));
    TimeRange wholeDay = clinic.wholeDay(day);
    for (TimeRange extra : doctor.during(ExceptionKind.EXTRA_HOURS)) {
      List<TimeRange> taken = holidayOn(day) ? List.of() : regular;
      extra.without(taken).forEach(range -> cut(range, SlotState.FREE, slots));
    }
    slots.removeIf(slot -> !startsIn(wholeDay, slot));
    slots.sort(Comparator.comparing(slot -> slot.time().start()));
    return holidayOn(day) ? preferExtraHours(slots) : slots;
  }

  /** On a holiday, hides the regular slots that extra hours replace. */
  private static List<CalendarSlot> preferExtraHours(List<CalendarSlot> slots) {
    List<TimeRange> extra =
        slots.stream().filter(CalendarSlot::isFree).map(CalendarSlot::time).toList();
    return slots.stream()
        .filter(slot -> slot.isFree() || extra.stream().noneMatch(slot.time()::overlaps))
        .toList();
  }

  private static boolean startsIn(TimeRange day, CalendarSlot slot) {
    return day.covers(new TimeRange(slot.time().start(), slot.time().start()))
        && slot.time().start().isBefore(day.end());
  }

  private void cut(TimeRange hours, SlotState state, List<CalendarSlot> into) {
    TimeRange step = TimeRange.of(hours.start(), doctor.visit());
    while (hours.covers(step)) {
      TimeRange visit = TimeRange.of(step.start(), length());
      if (hours.covers(visit) && endsInTime(visit)) {
        into.add(new CalendarSlot(visit, state));
      }
      step = TimeRange.of(step.end().plus(doctor.buffer()), doctor.visit());
    }
  }

  /** As far as {@link #affectedDays} looks back: a longer visit ends on the day it starts. */
  private boolean endsInTime(TimeRange visit) {
    return length().compareTo(doctor.visit()) <= 0
        || !visit.end().isAfter(clinic.wholeDay(clinic.dayOf(visit.start())).end());
  }

  private CalendarSlot classify(
      CalendarSlot slot, LocalDate day, DayState state, List<TimeRange> leave, Instant now) {
    Instant start = slot.time().start();
    if (!start.isAfter(now)) {
      return slot.as(SlotState.PAST);
    }
    if (slot.state() == SlotState.HOLIDAY) {
      return slot;
    }
    if (overlaps(slot.time(), leave)) {
      return slot.as(SlotState.LEAVE);
    }
    TimeRange needed = doctor.occupied(slot.time());
    if (overlaps(needed, state.occupied())) {
      return slot.as(SlotState.TAKEN);
    }
    if (overlaps(needed, state.held())) {
      return slot.as(SlotState.HELD);
    }
    if (start.isBefore(now.plus(clinic.minimumNotice()))) {
      return slot.as(SlotState.TOO_SOON);
    }
    return day.isAfter(clinic.dayOf(now).plusDays(clinic.horizonDays()))
        ? slot.as(SlotState.BEYOND_HORIZON)
        : slot;
  }

  private boolean holidayOn(LocalDate day) {
    return clinic.holidays().containsKey(day);
  }

  private static boolean overlaps(TimeRange time, List<TimeRange> others) {
    for (TimeRange other : others) {
      if (time.overlaps(other)) {
        return true;
      }
    }
    return false;
  }

  private List<TimeRange> windows(LocalDate day) {
    return doctor.windows().stream()
        .filter(window -> window.holdsOn(day))
        .map(window -> new TimeRange(opening(day, window.opens()), closing(day, window.closes())))
        .filter(range -> !range.isEmpty())
        .toList();
  }

  private Instant opening(LocalDate day, LocalTime time) {
    return resolve(day.atTime(time), true);
  }

  private Instant closing(LocalDate day, LocalTime time) {
    return time == null ? clinic.wholeDay(day).end() : resolve(day.atTime(time), false);
  }

  private Instant resolve(LocalDateTime local, boolean firstOfTwo) {
    ZoneId zone = clinic.zone();
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    if (change == null) {
      return local.atZone(zone).toInstant();
    }
    if (change.isGap()) {
      return change.getInstant();
    }
    return local.toInstant(firstOfTwo ? change.getOffsetBefore() : change.getOffsetAfter());
  }
}
