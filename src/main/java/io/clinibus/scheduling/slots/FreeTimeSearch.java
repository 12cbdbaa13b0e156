package io.clinibus.scheduling.slots;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.SlotCalendar.CalendarSlot;
import io.clinibus.scheduling.calendar.VisitDay;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Searches the free times of many doctors' days in the caches of rules and days. */
public final class FreeTimeSearch {

  private final RuleCache rules;
  private final DayCache days;
  private final DaySlotsCache offered;

  public FreeTimeSearch(RuleCache rules, DayCache days, DaySlotsCache offered) {
    this.rules = rules;
    this.days = days;
    this.offered = offered;
  }

  Future<List<FreeSlot>> free(List<UUID> doctorIds, List<LocalDate> range, UUID visitTypeId) {
    return free(
        doctorIds.stream().flatMap(id -> range.stream().map(day -> new DayKey(id, day))).toList(),
        visitTypeId);
  }

  /** Free times on many doctors' days; other requests are served in between. */
  public Future<List<FreeTime>> inSlices(List<VisitDay> wanted) {
    return inSlices(wanted, new ArrayList<>());
  }

  private Future<List<FreeTime>> inSlices(List<VisitDay> wanted, List<FreeTime> found) {
    if (wanted.isEmpty()) {
      return Future.succeededFuture(found);
    }
    int end = Math.min(wanted.size(), FreeDoctorSearch.SLICE);
    return of(wanted.subList(0, end))
        .onSuccess(found::addAll)
        .compose(some -> FreeDoctorSearch.yieldEventLoop())
        .compose(next -> inSlices(wanted.subList(end, wanted.size()), found));
  }

  /** Free times on doctors' days; none for a type that this node does not know yet. */
  public Future<List<FreeTime>> of(Collection<VisitDay> wanted) {
    Set<DayKey> keys = wanted.stream().map(VisitDay::key).collect(Collectors.toSet());
    return rules
        .calendars(keys.stream().map(DayKey::doctorId).collect(Collectors.toSet()))
        .compose(
            calendars ->
                days.all(keys)
                    .map(
                        states ->
                            wanted.stream()
                                .filter(one -> isKnown(calendars.get(one.doctorId()), one))
                                .flatMap(
                                    one ->
                                        of(
                                            calendars
                                                .get(one.doctorId())
                                                .forType(one.visitTypeId()),
                                            one.day(),
                                            states.get(one.key())))
                                .toList()));
  }

  private static boolean isKnown(SlotCalendar calendar, VisitDay wanted) {
    return calendar != null
        && (wanted.visitTypeId() == null
            || calendar.clinic().visitTypes().containsKey(wanted.visitTypeId()));
  }

  private Stream<FreeTime> of(SlotCalendar calendar, LocalDate day, DayState state) {
    return offered.of(calendar, day, state).slots().stream()
        .filter(CalendarSlot::isFree)
        .map(slot -> new FreeTime(calendar, slot.time()));
  }

  /** Free slots on doctors' days, of the doctors' own lengths, by start. */
  Future<List<FreeSlot>> free(List<DayKey> keys) {
    return free(keys, null);
  }

  Future<List<FreeSlot>> free(List<DayKey> keys, UUID visitTypeId) {
    return rules
        .calendars(keys.stream().map(DayKey::doctorId).collect(Collectors.toSet()))
        .compose(
            calendars ->
                days.all(keys)
                    .map(
                        states ->
                            keys.stream()
                                .filter(key -> calendars.containsKey(key.doctorId()))
                                .flatMap(
                                    key ->
                                        free(
                                            ofType(calendars.get(key.doctorId()), visitTypeId),
                                            key,
                                            states.get(key)))
                                .sorted(Comparator.comparing(slot -> slot.start().toInstant()))
                                .toList()));
  }

  /**
   * The first free slot of each doctor on days in their order, by start; other requests are served
   * in between.
   */
  Future<List<FreeSlot>> firstOfEach(List<DayKey> keys) {
    List<VisitDay> wanted =
        keys.stream().map(key -> new VisitDay(key.doctorId(), null, key.day())).toList();
    return inSlices(wanted)
        .map(
            times ->
                times.stream()
                    .collect(
                        Collectors.toMap(
                            FreeTime::doctorId, FreeTimeSearch::slot, (first, later) -> first))
                    .values()
                    .stream()
                    .sorted(Comparator.comparing(slot -> slot.start().toInstant()))
                    .toList());
  }

  /** A doctor's calendar for visits of a type; {@code INVALID_REQUEST} if there is none. */
  static SlotCalendar ofType(SlotCalendar calendar, UUID visitTypeId) {
    if (visitTypeId != null && !calendar.clinic().visitTypes().containsKey(visitTypeId)) {
      throw Failure.invalid(
          CommonFieldErrors.NOT_FOUND.at("visitTypeId", "There is no such type of visits."));
    }
    return calendar.forType(visitTypeId);
  }

  private Stream<FreeSlot> free(SlotCalendar calendar, DayKey key, DayState state) {
    return of(calendar, key.day(), state).map(FreeTimeSearch::slot);
  }

  private static FreeSlot slot(FreeTime time) {
    return new FreeSlot(
        time.doctorId(), time.start(), time.calendar().clinic().local(time.visit().end()));
  }
}
