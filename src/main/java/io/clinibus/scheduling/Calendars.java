package io.clinibus.scheduling;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Done;
import io.clinibus.bus.Failure;
import io.clinibus.bus.FailureCode;
import io.clinibus.platform.Cursor;
import io.clinibus.platform.Ids;
import io.clinibus.scheduling.SchedulingApi.AddAvailabilityException;
import io.clinibus.scheduling.SchedulingApi.Availability;
import io.clinibus.scheduling.SchedulingApi.AvailabilityChange;
import io.clinibus.scheduling.SchedulingApi.AvailabilityException;
import io.clinibus.scheduling.SchedulingApi.AvailabilityExceptionChange;
import io.clinibus.scheduling.SchedulingApi.AvailabilityExceptionPage;
import io.clinibus.scheduling.SchedulingApi.CalendarChanged;
import io.clinibus.scheduling.SchedulingApi.CloseCalendar;
import io.clinibus.scheduling.SchedulingApi.Conflict;
import io.clinibus.scheduling.SchedulingApi.Conflicts;
import io.clinibus.scheduling.SchedulingApi.ExceptionKind;
import io.clinibus.scheduling.SchedulingApi.GetAvailability;
import io.clinibus.scheduling.SchedulingApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.SchedulingApi.RemoveAvailabilityException;
import io.clinibus.scheduling.SchedulingApi.SetAvailability;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Doctors' hours. Changing them never touches an appointment; those that no longer fit are listed.
 */
final class Calendars {

  private static final Duration LONGEST_EXCEPTION = Duration.ofDays(366);

  private final CalendarRepository repository;
  private final ConflictRepository conflicts;
  private final Rules rules;
  private final Changed changed;
  private final Clock clock;

  Calendars(
      CalendarRepository repository,
      ConflictRepository conflicts,
      Rules rules,
      Changed changed,
      Clock clock) {
    this.repository = repository;
    this.conflicts = conflicts;
    this.rules = rules;
    this.changed = changed;
    this.clock = clock;
  }

  /** A doctor's weekly hours; empty ones at version 0 for a doctor who has never stated any. */
  Future<Availability> get(GetAvailability wanted, Caller caller) {
    return rules.doctor(wanted.doctorId()).map(Calendars::availability);
  }

  /**
   * Replaces a doctor's weekly hours.
   *
   * @return {@code STALE_VERSION}, {@code INVALID_REQUEST} naming a window, {@code FORBIDDEN} for
   *     another doctor, {@code NOT_FOUND}
   */
  Future<AvailabilityChange> set(SetAvailability wanted, Caller caller) {
    requireAccess(caller, wanted.doctorId());
    List<DoctorRules.Window> windows = WeeklyHours.parse(wanted.details().windows());
    int buffer = wanted.details().bufferMinutes() == null ? 0 : wanted.details().bufferMinutes();
    return rules
        .freshDoctor(wanted.doctorId())
        .compose(
            before -> {
              if (before.version() != wanted.version()) {
                return Future.failedFuture(Failure.staleVersion());
              }
              DoctorRules after =
                  new DoctorRules(
                      before.doctorId(),
                      Duration.ofMinutes(wanted.details().visitMinutes()),
                      Duration.ofMinutes(buffer),
                      windows,
                      before.exceptions(),
                      before.closed(),
                      before.version() + 1);
              return isDryRun(wanted.dryRun())
                  ? unfit(after).map(unfit -> new AvailabilityChange(availability(before), unfit))
                  : replaceHours(wanted, buffer, after);
            });
  }

  private Future<AvailabilityChange> replaceHours(
      SetAvailability wanted, int buffer, DoctorRules after) {
    return changing(
            wanted.doctorId(),
            edits ->
                edits
                    .replaceHours(
                        wanted.doctorId(),
                        wanted.version(),
                        wanted.details().visitMinutes(),
                        buffer,
                        wanted.details().windows())
                    .map(version -> version.orElseThrow(Failure::staleVersion)))
        .compose(version -> unfit(after))
        .map(unfit -> new AvailabilityChange(availability(after), unfit));
  }

  /** A page of a doctor's leave and extra hours that end on or after a day, by start. */
  Future<AvailabilityExceptionPage> listExceptions(
      ListAvailabilityExceptions wanted, Caller caller) {
    requireAccess(caller, wanted.doctorId());
    int limit = Cursor.limit(wanted.limit());
    Cursor after = Cursor.parse(wanted.cursor(), Instant::parse);
    return rules
        .calendar(wanted.doctorId())
        .compose(
            calendar -> {
              ClinicRules clinic = calendar.clinic();
              LocalDate from =
                  wanted.from() == null ? clinic.dayOf(clock.instant()) : wanted.from();
              return repository
                  .exceptions(
                      wanted.doctorId(), clinic.wholeDay(from).start(), after, limit + 1, clinic)
                  .map(rows -> page(rows, limit));
            });
  }

  /**
   * Adds leave or extra hours.
   *
   * @return {@code INVALID_REQUEST} naming the field, {@code ALREADY_EXISTS} if one of the kind
   *     overlaps, {@code FORBIDDEN} for another doctor, {@code NOT_FOUND}
   */
  Future<AvailabilityExceptionChange> addException(AddAvailabilityException wanted, Caller caller) {
    requireAccess(caller, wanted.doctorId());
    checkTimes(wanted);
    return rules
        .clinic()
        .compose(
            clinic ->
                rules
                    .freshDoctor(wanted.doctorId())
                    .compose(before -> addException(wanted, exception(wanted, clinic), before)));
  }

  private Future<AvailabilityExceptionChange> addException(
      AddAvailabilityException wanted, AvailabilityException added, DoctorRules before) {
    List<DoctorRules.Exception> exceptions = new ArrayList<>(before.exceptions());
    exceptions.add(
        new DoctorRules.Exception(
            added.kind(), new TimeRange(added.start().toInstant(), added.end().toInstant())));
    if (before.version() == 0) {
      return Future.failedFuture(
          Failure.of(FailureCode.IN_USE, "State the doctor's weekly hours first."));
    }
    Future<?> saved =
        isDryRun(wanted.dryRun())
            ? Future.succeededFuture()
            : changing(added.doctorId(), edits -> save(edits, added));
    return saved
        .compose(done -> unfit(withExceptions(before, exceptions)))
        .map(unfit -> new AvailabilityExceptionChange(added, unfit));
  }

  private Future<Long> save(CalendarEdits edits, AvailabilityException added) {
    return edits
        .overlapsSame(added)
        .compose(
            overlaps ->
                overlaps
                    ? Future.failedFuture(
                        Failure.of(
                            FailureCode.ALREADY_EXISTS,
                            "The doctor has " + kindInWords(added) + " in this time already."))
                    : edits.addException(added));
  }

  /** Removes leave or extra hours; lists the appointments that lay in removed extra hours. */
  Future<Conflicts> removeException(RemoveAvailabilityException wanted, Caller caller) {
    requireAccess(caller, wanted.doctorId());
    return repository
        .exception(wanted.doctorId(), wanted.exceptionId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("exception")))
        .compose(
            removed -> {
              Future<?> saved =
                  isDryRun(wanted.dryRun())
                      ? Future.succeededFuture()
                      : changing(
                          wanted.doctorId(),
                          edits ->
                              edits
                                  .removeException(wanted.doctorId(), wanted.exceptionId())
                                  .map(
                                      version ->
                                          version.orElseThrow(
                                              () -> Failure.notFound("exception"))));
              return saved
                  .compose(done -> rules.freshDoctor(wanted.doctorId()))
                  .compose(doctor -> unfit(without(doctor, removed)));
            })
        .map(Conflicts::new);
  }

  /** Ends a doctor's calendar, unless visits lie ahead. */
  Future<Done> close(CloseCalendar wanted, Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic ->
                changing(
                    wanted.doctorId(),
                    edits ->
                        edits
                            .conflicts()
                            .ofDoctor(wanted.doctorId(), clock.instant(), clinic)
                            .compose(
                                ahead ->
                                    ahead.isEmpty()
                                        ? edits.close(wanted.doctorId())
                                        : Future.failedFuture(inTheWay(ahead)))
                            .map(
                                version ->
                                    version.orElseThrow(() -> Failure.notFound("calendar")))))
        .map(Done.DONE);
  }

  private interface RulesChange {

    /** Makes the change and gives the calendar's new version. */
    Future<Long> with(CalendarEdits edits);
  }

  private Future<Long> changing(UUID doctorId, RulesChange change) {
    return repository
        .alone(
            doctorId,
            edits ->
                change
                    .with(edits)
                    .compose(
                        version ->
                            edits
                                .tell(
                                    SchedulingApi.CALENDAR_CHANGED,
                                    new CalendarChanged(doctorId, version))
                                .map(version)))
        .onSuccess(version -> changed.by(new CalendarChanged(doctorId, version)));
  }

  private Future<List<Conflict>> unfit(DoctorRules doctor) {
    return rules
        .clinic()
        .compose(
            clinic -> {
              SlotCalendar calendar = new SlotCalendar(clinic, doctor);
              return conflicts
                  .ofDoctor(doctor.doctorId(), clock.instant(), clinic)
                  .map(ahead -> ahead.stream().filter(visit -> !fits(calendar, visit)).toList());
            });
  }

  private static boolean fits(SlotCalendar calendar, Conflict visit) {
    return calendar.isOpen(new TimeRange(visit.start().toInstant(), visit.end().toInstant()));
  }

  private static Failure inTheWay(List<Conflict> ahead) {
    return Failure.of(FailureCode.IN_USE, "There are appointments ahead.").with("conflicts", ahead);
  }

  private static void requireAccess(Caller caller, UUID doctorId) {
    if (!Access.mayEditCalendar(caller, doctorId)) {
      throw Failure.forbidden("Doctors see and change their own hours only.");
    }
  }

  private void checkTimes(AddAvailabilityException wanted) {
    if (!wanted.start().isBefore(wanted.end())) {
      throw Failure.invalid("/end", "must be later than start");
    }
    if (!wanted.end().toInstant().isAfter(clock.instant())) {
      throw Failure.invalid("/end", "must lie ahead");
    }
    if (Duration.between(wanted.start(), wanted.end()).compareTo(LONGEST_EXCEPTION) > 0) {
      throw Failure.invalid("/end", "must be within 366 days of start");
    }
  }

  private static AvailabilityException exception(
      AddAvailabilityException wanted, ClinicRules clinic) {
    Instant start = wanted.start().toInstant();
    return new AvailabilityException(
        Ids.next(),
        wanted.doctorId(),
        wanted.kind(),
        clinic.local(start),
        clinic.local(wanted.end().toInstant()),
        wanted.note() == null ? "" : wanted.note());
  }

  private static String kindInWords(AvailabilityException exception) {
    return exception.kind() == ExceptionKind.LEAVE ? "leave" : "extra hours";
  }

  private static DoctorRules without(DoctorRules doctor, DoctorRules.Exception removed) {
    return withExceptions(
        doctor,
        doctor.exceptions().stream().filter(exception -> !exception.equals(removed)).toList());
  }

  private static DoctorRules withExceptions(
      DoctorRules doctor, List<DoctorRules.Exception> exceptions) {
    return new DoctorRules(
        doctor.doctorId(),
        doctor.visit(),
        doctor.buffer(),
        doctor.windows(),
        exceptions,
        doctor.closed(),
        doctor.version());
  }

  private static Availability availability(DoctorRules doctor) {
    return new Availability(
        doctor.doctorId(),
        (int) doctor.visit().toMinutes(),
        (int) doctor.buffer().toMinutes(),
        doctor.windows().stream().map(WeeklyHours::toApi).toList(),
        doctor.version());
  }

  private static AvailabilityExceptionPage page(List<AvailabilityException> rows, int limit) {
    String next =
        Cursor.next(
            rows, limit, last -> new Cursor(last.start().toInstant().toString(), last.id()));
    return new AvailabilityExceptionPage(Cursor.page(rows, limit), next);
  }

  private static boolean isDryRun(Boolean dryRun) {
    return Boolean.TRUE.equals(dryRun);
  }
}
