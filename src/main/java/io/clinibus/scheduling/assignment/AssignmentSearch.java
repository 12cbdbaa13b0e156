package io.clinibus.scheduling.assignment;

import io.clinibus.scheduling.api.SlotsApi.SlotState;
import io.clinibus.scheduling.assignment.AssignmentRanking.Candidate;
import io.clinibus.scheduling.assignment.AssignmentRanking.Doctor;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.SlotCalendar.CalendarSlot;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.DayCache;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/** Searches the first free slots of doctors in chunks of days, until each doctor has enough. */
public final class AssignmentSearch {

  private static final int MAX_STRETCH = 8;

  /** States that are ignored in the load of a day. */
  private static final Set<SlotState> NOT_OFFERED =
      Set.of(SlotState.PAST, SlotState.LEAVE, SlotState.HOLIDAY);

  private final RuleCache rules;
  private final DayCache days;
  private final Clock clock;

  public AssignmentSearch(RuleCache rules, DayCache days, Clock clock) {
    this.rules = rules;
    this.days = days;
    this.clock = clock;
  }

  /**
   * The first available slots of each doctor.
   *
   * @param visitTypeId the type of the visits, or null for those of the doctors' own length
   * @param range the days to search, in order
   * @param suits filter of slots
   * @param perDoctor maximum number of slots per doctor
   */
  Future<List<Candidate>> find(
      List<Doctor> doctors,
      UUID visitTypeId,
      List<LocalDate> range,
      Predicate<TimeRange> suits,
      int perDoctor) {
    Map<UUID, List<Candidate>> found = new HashMap<>();
    doctors.forEach(doctor -> found.put(doctor.id(), new ArrayList<>()));
    return rules
        .calendars(found.keySet())
        .compose(
            calendars -> {
              calendars.replaceAll((id, calendar) -> calendar.forType(visitTypeId));
              List<Doctor> offering =
                  doctors.stream().filter(doctor -> offers(calendars.get(doctor.id()))).toList();
              return new Search(calendars, offering, suits, perDoctor, found).go(range, 1);
            })
        .map(done -> doctors.stream().flatMap(one -> found.get(one.id()).stream()).toList());
  }

  private static boolean offers(SlotCalendar calendar) {
    return calendar != null && calendar.isOffered();
  }

  private final class Search {

    private final Map<UUID, SlotCalendar> calendars;
    private final List<Doctor> doctors;
    private final Predicate<TimeRange> suits;
    private final int perDoctor;
    private final Map<UUID, List<Candidate>> found;

    Search(
        Map<UUID, SlotCalendar> calendars,
        List<Doctor> doctors,
        Predicate<TimeRange> suits,
        int perDoctor,
        Map<UUID, List<Candidate>> found) {
      this.calendars = calendars;
      this.doctors = doctors;
      this.suits = suits;
      this.perDoctor = perDoctor;
      this.found = found;
    }

    Future<Void> go(List<LocalDate> range, int stretch) {
      List<Doctor> wanting =
          doctors.stream().filter(doctor -> found.get(doctor.id()).size() < perDoctor).toList();
      if (range.isEmpty() || wanting.isEmpty()) {
        return Future.succeededFuture();
      }
      List<LocalDate> now = range.subList(0, Math.min(stretch, range.size()));
      List<DayKey> keys =
          wanting.stream()
              .flatMap(doctor -> now.stream().map(day -> new DayKey(doctor.id(), day)))
              .toList();
      return days.all(keys)
          .compose(
              states -> {
                wanting.forEach(doctor -> now.forEach(day -> consider(doctor, day, states)));
                return go(
                    range.subList(now.size(), range.size()), Math.min(stretch * 2, MAX_STRETCH));
              });
    }

    private void consider(Doctor doctor, LocalDate day, Map<DayKey, DayState> states) {
      DayState state = states.get(new DayKey(doctor.id(), day));
      Instant now = clock.instant();
      List<CalendarSlot> slots = calendars.get(doctor.id()).slots(day, state, now);
      double load = load(slots);
      List<Candidate> mine = found.get(doctor.id());
      slots.stream()
          .filter(slot -> slot.isFree() && suits.test(slot.time()))
          .limit(perDoctor - mine.size())
          .forEach(slot -> mine.add(new Candidate(doctor, slot.time(), load)));
    }
  }

  /** The occupied share of a day's slots. */
  private static double load(List<CalendarSlot> slots) {
    List<CalendarSlot> offered =
        slots.stream().filter(slot -> !NOT_OFFERED.contains(slot.state())).toList();
    long taken = offered.stream().filter(slot -> slot.state() == SlotState.TAKEN).count();
    return offered.isEmpty() ? 0 : (double) taken / offered.size();
  }
}
