package io.clinibus.scheduling.slots;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.SlotsApi.DepartmentSlot;
import io.clinibus.scheduling.api.SlotsApi.DoctorSlots;
import io.clinibus.scheduling.api.SlotsApi.FindFirstFree;
import io.clinibus.scheduling.api.SlotsApi.FindFirstFreeOfDepartments;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import io.clinibus.scheduling.api.SlotsApi.FirstFreeOfDepartments;
import io.clinibus.scheduling.api.SlotsApi.FreeDoctors;
import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.api.SlotsApi.FreeSlots;
import io.clinibus.scheduling.api.SlotsApi.GetSchedule;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.scheduling.api.SlotsApi.ListDepartmentSlots;
import io.clinibus.scheduling.api.SlotsApi.Schedule;
import io.clinibus.scheduling.api.SlotsApi.ScheduleDay;
import io.clinibus.scheduling.api.SlotsApi.ScheduleSlot;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Queries for free slots and schedules. */
public final class SlotQueries {

  private static final int MAX_RANGE_DAYS = 31;
  private static final int MAX_SEARCH_DAYS = 14;

  /** Later days have no date in RFC 3339. */
  private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

  private static final int DEFAULT_SCHEDULE_DAYS = 7;
  private static final int DEFAULT_FIRST_FREE = 10;
  private static final int ALTERNATIVE_DAYS = 3;
  private static final int MAX_DEPARTMENTS = 200;
  private final RuleCache rules;
  private final DayCache days;

  private final DaySlotsCache offered;
  private final FreeTimeSearch freeTimes;
  private final DayRepository repository;
  private final Clock clock;

  public SlotQueries(
      RuleCache rules,
      DayCache days,
      DaySlotsCache offered,
      FreeTimeSearch freeTimes,
      DayRepository repository,
      Clock clock) {
    this.rules = rules;
    this.days = days;
    this.offered = offered;
    this.freeTimes = freeTimes;
    this.repository = repository;
    this.clock = clock;
  }

  /** Free slots of a doctor on a day or a range of days. */
  public Future<DoctorSlots> available(ListAvailableSlots wanted, Caller caller) {
    return rules
        .calendar(wanted.doctorId())
        .compose(
            calendar -> {
              LocalDate first = orToday(wanted.date(), calendar.clinic());
              SlotCalendar ofType = FreeTimeSearch.ofType(calendar, wanted.visitTypeId());
              return onDays(ofType, range(first, wanted.until())).map(SlotQueries::merge);
            });
  }

  /** Whether a day's free slots are unchanged, as far as the caches know. */
  public boolean stillAvailable(ListAvailableSlots wanted, DoctorSlots answered) {
    SlotCalendar calendar = rules.knownCalendar(wanted.doctorId());
    if (calendar == null || wanted.until() != null) {
      return false;
    }
    LocalDate day = orToday(wanted.date(), calendar.clinic());
    DayState state = days.known(new DayKey(wanted.doctorId(), day));
    return state != null
        && offered.holds(calendar.forType(wanted.visitTypeId()), day, state, answered);
  }

  private static DoctorSlots merge(List<DaySlots> offered) {
    DoctorSlots first = offered.get(0).free();
    return offered.size() == 1
        ? first
        : new DoctorSlots(
            first.doctorId(),
            first.zone(),
            offered.stream().flatMap(day -> day.free().days().stream()).toList());
  }

  /** Every slot of a doctor's days with its state. */
  public Future<Schedule> schedule(GetSchedule wanted, Caller caller) {
    return rules
        .calendar(wanted.doctorId())
        .compose(
            calendar -> {
              LocalDate first = orToday(wanted.from(), calendar.clinic());
              List<LocalDate> range = range(first, wanted.days());
              return onDays(FreeTimeSearch.ofType(calendar, wanted.visitTypeId()), range)
                  .map(
                      found ->
                          new Schedule(
                              wanted.doctorId(),
                              calendar.clinic().zone().getId(),
                              found.stream()
                                  .map(day -> scheduleDay(day, calendar.clinic()))
                                  .toList()));
            });
  }

  /** Free slots of all doctors of a department on a day; {@code NOT_FOUND} if it does not exist. */
  public Future<FreeSlots> departmentSlots(ListDepartmentSlots wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic ->
                repository
                    .doctors(wanted.departmentId())
                    .compose(
                        ids ->
                            ids.isEmpty()
                                ? empty(wanted.departmentId())
                                : freeTimes.free(
                                    ids,
                                    List.of(orToday(wanted.date(), clinic)),
                                    wanted.visitTypeId()))
                    .map(slots -> new FreeSlots(clinic.zone().getId(), slots)));
  }

  private Future<List<FreeSlot>> empty(UUID departmentId) {
    return repository
        .hasDepartment(departmentId)
        .compose(
            exists ->
                exists
                    ? Future.succeededFuture(List.of())
                    : Future.failedFuture(Failure.notFound("department")));
  }

  /** The earliest free slots across doctors. */
  public Future<FreeSlots> firstFree(FindFirstFree wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic -> {
              Instant from = notBeforeNow(wanted.from());
              int limit = wanted.limit() == null ? DEFAULT_FIRST_FREE : wanted.limit();
              int perDoctor = wanted.perDoctor() == null ? 1 : wanted.perDoctor();
              return repository
                  .doctors(wanted)
                  .compose(
                      ids ->
                          offering(ids, wanted.visitTypeId())
                              .compose(
                                  doctors ->
                                      new FirstFreeSearch(
                                              range -> freeTimes.free(range, wanted.visitTypeId()),
                                              clinic,
                                              doctors,
                                              Function.identity(),
                                              from,
                                              perDoctor,
                                              limit)
                                          .search(lastDay(clinic))))
                  .map(slots -> new FreeSlots(clinic.zone().getId(), slots));
            });
  }

  /** The earliest free slot of each department. */
  public Future<FirstFreeOfDepartments> firstFreeOfDepartments(
      FindFirstFreeOfDepartments wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic ->
                repository
                    .departments()
                    .compose(
                        departments ->
                            new FirstFreeSearch(
                                    freeTimes::firstOfEach,
                                    clinic,
                                    List.copyOf(departments.keySet()),
                                    departments::get,
                                    clock.instant(),
                                    1,
                                    MAX_DEPARTMENTS)
                                .search(lastDay(clinic))
                                .map(slots -> ofDepartments(slots, departments)))
                    .map(found -> new FirstFreeOfDepartments(clinic.zone().getId(), found)));
  }

  private static List<DepartmentSlot> ofDepartments(
      List<FreeSlot> slots, Map<UUID, UUID> departments) {
    return slots.stream()
        .map(slot -> new DepartmentSlot(departments.get(slot.doctorId()), slot))
        .toList();
  }

  /** Doctors with a free slot that starts in a range of at most 14 days. */
  public Future<FreeDoctors> freeDoctors(FindFreeDoctors wanted, Caller caller) {
    Instant from = wanted.from().toInstant();
    Instant until = wanted.until().toInstant();
    if (!from.isBefore(until)) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at("freeUntil", "must be later than freeFrom", "freeFrom"));
    }
    if (Duration.between(from, until).toDays() > MAX_SEARCH_DAYS) {
      throw Failure.invalid(
          CommonFieldErrors.PERIOD_TOO_LONG.at(
              "freeUntil", "must be at most 14 days after freeFrom", MAX_SEARCH_DAYS));
    }
    return rules
        .clinic()
        .compose(
            clinic -> {
              List<LocalDate> range =
                  clinic
                      .dayOf(from)
                      .datesUntil(clinic.dayOf(until.minusNanos(1)).plusDays(1))
                      .toList();
              return repository
                  .doctors((UUID) null)
                  .compose(
                      ids -> new FreeDoctorSearch(freeTimes::free, from, until).search(ids, range))
                  .map(FreeDoctors::new);
            });
  }

  /** The doctor's free slots nearest to an unavailable one, nearest first. */
  public Future<List<FreeSlot>> nearest(SlotCalendar calendar, Instant wanted, int count) {
    LocalDate day = calendar.clinic().dayOf(wanted);
    LocalDate today = calendar.clinic().dayOf(clock.instant());
    LocalDate first = day.minusDays(ALTERNATIVE_DAYS);
    List<LocalDate> range =
        (first.isBefore(today) ? today : first)
            .datesUntil(later(day, today).plusDays(ALTERNATIVE_DAYS + 1))
            .toList();
    UUID visitTypeId = calendar.type().map(VisitTypeRules::id).orElse(null);
    return freeTimes
        .free(List.of(calendar.doctor().doctorId()), range, visitTypeId)
        .map(
            slots ->
                slots.stream()
                    .filter(slot -> !slot.start().toInstant().equals(wanted))
                    .sorted(
                        Comparator.comparing(
                            slot -> Duration.between(wanted, slot.start().toInstant()).abs()))
                    .limit(count)
                    .toList());
  }

  /** Those of the doctors who offer visits of a type, or all for none. */
  private Future<List<UUID>> offering(List<UUID> doctorIds, UUID visitTypeId) {
    return visitTypeId == null
        ? Future.succeededFuture(doctorIds)
        : rules
            .calendars(doctorIds)
            .map(
                calendars ->
                    doctorIds.stream()
                        .filter(calendars::containsKey)
                        .filter(
                            id -> FreeTimeSearch.ofType(calendars.get(id), visitTypeId).isOffered())
                        .toList());
  }

  private Future<List<DaySlots>> onDays(SlotCalendar calendar, List<LocalDate> range) {
    UUID doctorId = calendar.doctor().doctorId();
    if (range.size() == 1) {
      LocalDate day = range.get(0);
      return days.one(new DayKey(doctorId, day))
          .map(state -> List.of(offered.of(calendar, day, state)));
    }
    Map<LocalDate, DayKey> keys =
        range.stream()
            .collect(Collectors.toMap(Function.identity(), day -> new DayKey(doctorId, day)));
    return days.all(keys.values())
        .map(
            states ->
                range.stream()
                    .map(day -> offered.of(calendar, day, states.get(keys.get(day))))
                    .toList());
  }

  private static ScheduleDay scheduleDay(DaySlots offered, ClinicRules clinic) {
    List<ScheduleSlot> slots =
        offered.slots().stream()
            .map(
                slot ->
                    new ScheduleSlot(
                        clinic.local(slot.time().start()),
                        clinic.local(slot.time().end()),
                        slot.state()))
            .toList();
    return new ScheduleDay(
        offered.day(), offered.version(), clinic.holidays().get(offered.day()), slots);
  }

  private LocalDate lastDay(ClinicRules clinic) {
    return clinic.dayOf(clock.instant()).plusDays(clinic.horizonDays());
  }

  private LocalDate orToday(LocalDate stated, ClinicRules clinic) {
    return stated == null ? clinic.dayOf(clock.instant()) : stated;
  }

  private static List<LocalDate> range(LocalDate first, Integer days) {
    int most = (int) Math.min(Integer.MAX_VALUE, ChronoUnit.DAYS.between(first, LAST_DAY) + 1);
    if (days != null && days > most) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_LARGE.at("days", "must not go beyond the year 9999", most));
    }
    int count = Math.min(most, days == null ? DEFAULT_SCHEDULE_DAYS : days);
    return first.datesUntil(first.plusDays(count)).toList();
  }

  private static List<LocalDate> range(LocalDate first, LocalDate until) {
    if (until == null) {
      return List.of(first);
    }
    if (until.isBefore(first)) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at("until", "must not be earlier than date", "date"));
    }
    if (first.plusDays(MAX_RANGE_DAYS).compareTo(until) <= 0) {
      throw Failure.invalid(
          CommonFieldErrors.PERIOD_TOO_LONG.at(
              "until", "a range has at most 31 days", MAX_RANGE_DAYS));
    }
    return first.datesUntil(until.plusDays(1)).toList();
  }

  /** Past slots are never free: clamping bounds the search. */
  private Instant notBeforeNow(OffsetDateTime stated) {
    Instant now = clock.instant();
    return stated == null || stated.toInstant().isBefore(now) ? now : stated.toInstant();
  }

  private static LocalDate later(LocalDate a, LocalDate b) {
    return a.isAfter(b) ? a : b;
  }
}
