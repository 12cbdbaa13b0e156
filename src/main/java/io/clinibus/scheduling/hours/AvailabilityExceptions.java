package io.clinibus.scheduling.hours;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityExceptionChange;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityExceptionPage;
import io.clinibus.scheduling.api.AvailabilityApi.Conflicts;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.AvailabilityApi.ListAvailabilityExceptions;
import io.clinibus.scheduling.api.AvailabilityApi.RemoveAvailabilityException;
import io.clinibus.scheduling.api.SchedulingFieldErrors;
import io.clinibus.scheduling.appointments.AppointmentActors;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.stored.ExceptionNotes;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Doctors' leave and extra hours. A change never touches an appointment; those outside the new
 * hours are returned.
 */
public final class AvailabilityExceptions {

  private static final Duration LONGEST_EXCEPTION = Duration.ofDays(366);

  private final AvailabilityRepository repository;
  private final RuleEditor changes;
  private final ConflictFinder conflicting;
  private final RuleCache rules;
  private final ExceptionNotes notes;
  private final Clock clock;

  public AvailabilityExceptions(
      AvailabilityRepository repository,
      RuleEditor changes,
      ConflictFinder conflicting,
      RuleCache rules,
      ExceptionNotes notes,
      Clock clock) {
    this.repository = repository;
    this.changes = changes;
    this.conflicting = conflicting;
    this.rules = rules;
    this.notes = notes;
    this.clock = clock;
  }

  /** A page of a doctor's leave and extra hours that end on or after a day, by start. */
  public Future<AvailabilityExceptionPage> list(ListAvailabilityExceptions wanted, Caller caller) {
    AppointmentActors.requireCalendar(caller, wanted.doctorId());
    return rules
        .calendar(wanted.doctorId())
        .compose(
            calendar -> {
              ClinicRules clinic = calendar.clinic();
              LocalDate from =
                  wanted.from() == null ? clinic.dayOf(clock.instant()) : wanted.from();
              return repository.exceptions(wanted, clinic.wholeDay(from).start(), clinic);
            })
        .compose(
            page ->
                notes
                    .open(page.items())
                    .map(items -> new AvailabilityExceptionPage(items, page.next())));
  }

  /**
   * Adds leave or extra hours.
   *
   * @return {@code INVALID_REQUEST} naming the field, {@code ALREADY_EXISTS} if one of the kind
   *     overlaps, {@code FORBIDDEN} for another doctor, {@code NOT_FOUND}
   */
  public Future<AvailabilityExceptionChange> add(AddAvailabilityException wanted, Caller caller) {
    AppointmentActors.requireCalendar(caller, wanted.doctorId());
    checkTimes(wanted);
    return rules
        .clinic()
        .compose(
            clinic ->
                rules
                    .freshDoctor(wanted.doctorId())
                    .compose(before -> add(wanted, exception(wanted, clinic), before, caller)));
  }

  private Future<AvailabilityExceptionChange> add(
      AddAvailabilityException wanted,
      AvailabilityException added,
      DoctorRules before,
      Caller caller) {
    List<DoctorRules.Exception> exceptions = new ArrayList<>(before.exceptions());
    exceptions.add(
        new DoctorRules.Exception(
            added.kind(), new TimeRange(added.start().toInstant(), added.end().toInstant())));
    if (before.version() == 0) {
      return Future.failedFuture(
          Failure.of(CommonFailures.IN_USE, "State the doctor's weekly hours first."));
    }
    Future<?> saved =
        Boolean.TRUE.equals(wanted.dryRun())
            ? dryRun(added, before)
            : notes
                .write(added.id(), added.note())
                .compose(
                    note ->
                        changes.ofDoctor(
                            added.doctorId(), caller, edits -> save(edits, added, note)));
    return saved
        .compose(done -> conflicting.findFor(withExceptions(before, exceptions)))
        .map(unfit -> new AvailabilityExceptionChange(added, unfit));
  }

  private Future<Long> save(
      AvailabilityWriter edits, AvailabilityException added, StoredText note) {
    return edits
        .overlapsSame(added)
        .compose(
            overlaps ->
                overlaps
                    ? Future.failedFuture(overlapping(added))
                    : edits.addException(added, note));
  }

  /** The result of saving, without saving. */
  private static Future<?> dryRun(AvailabilityException added, DoctorRules before) {
    var during = new TimeRange(added.start().toInstant(), added.end().toInstant());
    return before.during(added.kind()).stream().anyMatch(during::overlaps)
        ? Future.failedFuture(overlapping(added))
        : Future.succeededFuture();
  }

  private static Failure overlapping(AvailabilityException added) {
    return Failure.of(
        CommonFailures.ALREADY_EXISTS,
        "The doctor has " + kindInWords(added) + " in this time already.");
  }

  /** Removes leave or extra hours; returns the appointments within removed extra hours. */
  public Future<Conflicts> remove(RemoveAvailabilityException wanted, Caller caller) {
    AppointmentActors.requireCalendar(caller, wanted.doctorId());
    return repository
        .exception(wanted.doctorId(), wanted.exceptionId())
        .map(found -> found.orElseThrow(() -> Failure.notFound("exception")))
        .compose(
            removed -> {
              Future<?> saved =
                  Boolean.TRUE.equals(wanted.dryRun())
                      ? Future.succeededFuture()
                      : changes.ofDoctor(
                          wanted.doctorId(),
                          caller,
                          edits ->
                              edits
                                  .removeException(wanted.doctorId(), wanted.exceptionId())
                                  .map(
                                      version ->
                                          version.orElseThrow(
                                              () -> Failure.notFound("exception"))));
              return saved
                  .compose(done -> rules.freshDoctor(wanted.doctorId()))
                  .compose(doctor -> conflicting.findFor(without(doctor, removed)));
            })
        .map(Conflicts::new);
  }

  private void checkTimes(AddAvailabilityException wanted) {
    if (wanted.kind() == ExceptionKind.EXTRA_HOURS) {
      checkWholeMinutes("/start", wanted.start());
      checkWholeMinutes("/end", wanted.end());
    }
    if (!wanted.start().isBefore(wanted.end())) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at("/end", "must be later than start", "start"));
    }
    if (!wanted.end().toInstant().isAfter(clock.instant())) {
      throw Failure.invalid(CommonFieldErrors.IN_THE_PAST.at("/end", "must lie ahead"));
    }
    if (Duration.between(wanted.start(), wanted.end()).compareTo(LONGEST_EXCEPTION) > 0) {
      throw Failure.invalid(
          CommonFieldErrors.PERIOD_TOO_LONG.at(
              "/end", "must be within 366 days of start", LONGEST_EXCEPTION.toDays()));
    }
  }

  /** Slots begin where extra hours do. */
  private static void checkWholeMinutes(String pointer, OffsetDateTime time) {
    if (!time.truncatedTo(ChronoUnit.MINUTES).isEqual(time)) {
      throw Failure.invalid(
          SchedulingFieldErrors.NOT_WHOLE_MINUTES.at(pointer, "must be without seconds"));
    }
  }

  private static AvailabilityException exception(
      AddAvailabilityException wanted, ClinicRules clinic) {
    Instant start = wanted.start().toInstant();
    return new AvailabilityException(
        UuidV7.next(),
        wanted.doctorId(),
        wanted.kind(),
        clinic.local(start),
        clinic.local(wanted.end().toInstant()),
        wanted.note() == null ? "" : wanted.note(),
        null);
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
        doctor.departmentId(),
        doctor.visit(),
        doctor.buffer(),
        doctor.windows(),
        exceptions,
        doctor.closed(),
        doctor.version());
  }
}
