package io.clinibus.scheduling.booking;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentLane;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeKind;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.appointments.AppointmentActors;
import io.clinibus.scheduling.appointments.AppointmentRepository;
import io.clinibus.scheduling.appointments.AppointmentRepository.Change;
import io.clinibus.scheduling.appointments.AppointmentRepository.Found;
import io.clinibus.scheduling.appointments.AppointmentRepository.Outcome;
import io.clinibus.scheduling.appointments.AppointmentRepository.Result;
import io.clinibus.scheduling.appointments.AppointmentRepository.Target;
import io.clinibus.scheduling.appointments.Appointments;
import io.clinibus.scheduling.appointments.StatusRules;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.booking.RuleVersionRetry.Attempt;
import io.clinibus.scheduling.booking.SlotSelection.Offered;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.SlotCalendar.CalendarSlot;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.Written;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;

/** Moves appointments and changes their status. */
public final class Rescheduling {

  private static final int ATTEMPTS = 3;

  /** Longer than a page offers to undo a move. */
  private static final Duration UNDO_PERIOD = Duration.ofSeconds(10);

  private final AppointmentRepository repository;
  private final Appointments appointments;
  private final SealedTexts texts;
  private final RuleCache rules;
  private final SlotSelection offer;
  private final ChangePublisher changed;
  private final Clock clock;
  private final RuleVersionRetry retry;

  public Rescheduling(
      AppointmentRepository repository,
      Appointments appointments,
      SealedTexts texts,
      RuleCache rules,
      SlotSelection offer,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.appointments = appointments;
    this.texts = texts;
    this.rules = rules;
    this.offer = offer;
    this.changed = changed;
    this.clock = clock;
    this.retry = new RuleVersionRetry(ATTEMPTS, rules::invalidate);
  }

  /**
   * Moves an appointment to another slot, of the same or another doctor; with a justification
   * beside the visit there. Atomic: it keeps its time if the new one is not available.
   *
   * @return {@code SLOT_FREE} or {@code LANE_FULL} with a justification, {@code STALE_VERSION},
   *     {@code ILLEGAL_TRANSITION}, {@code TOO_LATE}, {@code NOT_FOUND}, or as {@link
   *     Booking#book(BookAppointment, Caller)}
   */
  public Future<Appointment> reschedule(RescheduleAppointment wanted, Caller caller) {
    return retry.run(attempt -> reschedule(wanted, caller, attempt));
  }

  private Future<Appointment> reschedule(
      RescheduleAppointment wanted, Caller caller, Attempt<Appointment> attempt) {
    return current(wanted.appointmentId(), wanted.version(), caller)
        .compose(
            current -> {
              Appointment appointment = current.appointment();
              UUID doctorId =
                  wanted.doctorId() == null ? appointment.doctorId() : wanted.doctorId();
              Set<Actor> actors = current.actors();
              StatusRules.checkMove(
                  appointment.status(), actors, current.start(), clock.instant(), current.clinic());
              if (AppointmentActors.isOnlyDoctor(actors) && !caller.isDoctor(doctorId)) {
                throw Failure.forbidden("Doctors move appointments within their own calendar.");
              }
              checkLane(wanted, doctorId, caller);
              return offer
                  .slotToMoveTo(
                      doctorId, wanted.start().toInstant(), visitTypeId(appointment), actors)
                  .compose(
                      offered ->
                          note(current, noteOf(wanted))
                              .compose(
                                  note ->
                                      repository.change(
                                          move(wanted, current, offered, note, caller), caller))
                              .compose(result -> concludeMove(result, offered, attempt, caller)));
            });
  }

  private static UUID visitTypeId(Appointment appointment) {
    return appointment.visitType() == null ? null : appointment.visitType().id();
  }

  private static void checkLane(RescheduleAppointment wanted, UUID doctorId, Caller caller) {
    if (wanted.justification() != null) {
      AppointmentActors.requireOverbooking(caller, doctorId);
    }
  }

  /** Cancels an appointment; its time is free again at once. */
  public Future<Appointment> cancel(CancelAppointment wanted, Caller caller) {
    return changeStatus(
        wanted.appointmentId(),
        wanted.version(),
        AppointmentStatus.CANCELLED,
        null,
        caller,
        ATTEMPTS);
  }

  /**
   * Changes an appointment's status as {@link StatusRules} allows.
   *
   * @return {@code ILLEGAL_TRANSITION}, also for a visit whose note is signed, {@code FORBIDDEN},
   *     {@code TOO_LATE}, {@code STALE_VERSION} if a version was stated and is not current, {@code
   *     NOT_FOUND}, {@code INVALID_REQUEST} for a correction without a note, {@code SLOT_TAKEN} or
   *     {@code PATIENT_BUSY} if the time of a visit recorded as missed was booked
   */
  public Future<Appointment> changeStatus(ChangeAppointmentStatus wanted, Caller caller) {
    return changeStatus(
        wanted.appointmentId(), wanted.version(), wanted.status(), wanted.note(), caller, ATTEMPTS);
  }

  private Future<Appointment> changeStatus(
      UUID id, Long version, AppointmentStatus status, String note, Caller caller, int attempts) {
    return current(id, version, caller)
        .compose(
            current -> {
              StatusRules.check(
                  current.appointment().status(),
                  status,
                  current.actors(),
                  current.start(),
                  clock.instant(),
                  current.clinic());
              checkReason(current.appointment().status(), status, note);
              return checkUnsigned(current)
                  .compose(checked -> note(current, orEmpty(note)))
                  .compose(
                      written ->
                          repository.change(
                              statusChange(current, status, written, caller), caller));
            })
        .compose(
            result ->
                result.outcome() == Outcome.STALE_VERSION && version == null && attempts > 1
                    ? changeStatus(id, null, status, note, caller, attempts - 1)
                    : conclude(result, caller));
  }

  private static void checkReason(AppointmentStatus from, AppointmentStatus to, String note) {
    if (StatusRules.isCorrection(from, to) && orEmpty(note).isBlank()) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at("/note", "State why this is taken back."));
    }
  }

  /** A visit whose note is signed stays completed: the note is struck out instead. */
  private Future<Void> checkUnsigned(Current current) {
    return current.appointment().status() == AppointmentStatus.COMPLETED
        ? repository
            .isSigned(current.appointment().id())
            .map(
                signed -> {
                  if (signed) {
                    throw Failure.of(
                        SchedulingFailures.ILLEGAL_TRANSITION, "The note of this visit is signed.");
                  }
                  return null;
                })
        : Future.succeededFuture();
  }

  /** An appointment with what is needed to change it. */
  private record Current(Found found, SlotCalendar calendar, Set<Actor> actors) {

    Appointment appointment() {
      return found.appointment();
    }

    Instant start() {
      return found.occupied().start();
    }

    ClinicRules clinic() {
      return calendar.clinic();
    }

    /** Version of the rules, if they offer exactly the vacated time to others. */
    Long stillOffered(Instant now) {
      SlotCalendar ofType = calendar.forType(visitTypeId(appointment())).asIfOffered();
      return Stream.of(calendar, ofType).anyMatch(offered -> isOffered(offered, now))
          ? calendar.version()
          : null;
    }

    private boolean isOffered(SlotCalendar offered, Instant now) {
      return offered
          .slotAt(start(), now)
          .filter(CalendarSlot::isFree)
          .filter(slot -> offered.doctor().occupied(slot.time()).equals(found.occupied()))
          .isPresent();
    }

    SortedSet<DayKey> days() {
      SortedSet<DayKey> days = new TreeSet<>();
      calendar
          .affectedDays(found.occupied())
          .forEach(day -> days.add(new DayKey(appointment().doctorId(), day)));
      return days;
    }
  }

  private Future<Current> current(UUID id, Long version, Caller caller) {
    return appointments
        .involved(id, caller)
        .compose(
            involved -> {
              Appointment appointment = involved.found().appointment();
              return version != null && appointment.version() != version
                  ? Future.failedFuture(Failure.staleVersion())
                  : rules
                      .calendar(appointment.doctorId())
                      .map(calendar -> new Current(involved.found(), calendar, involved.actors()));
            });
  }

  private static String noteOf(RescheduleAppointment wanted) {
    return wanted.justification() == null ? orEmpty(wanted.note()) : wanted.justification().strip();
  }

  private Future<Written<NoteText>> note(Current current, String note) {
    Appointment appointment = current.appointment();
    return texts.writeNote(
        appointment.id(), appointment.version() + 1, appointment.patientId(), note);
  }

  private Change move(
      RescheduleAppointment wanted,
      Current current,
      Offered offered,
      Written<NoteText> note,
      Caller caller) {
    SortedSet<DayKey> days = current.days();
    days.addAll(offered.days());
    boolean undoable = Boolean.TRUE.equals(wanted.undoable());
    return new Change(
        wanted.appointmentId(),
        current.appointment().version(),
        caller.userId(),
        ChangeKind.RESCHEDULED,
        note,
        days,
        null,
        new Target(
            offered.calendar().doctor().doctorId(),
            offered.visit(),
            offered.occupied(),
            offered.calendar().version(),
            wanted.justification() == null ? AppointmentLane.REGULAR : AppointmentLane.OVERBOOKED),
        clock.instant(),
        undoable ? null : current.stillOffered(clock.instant()),
        undoable ? UNDO_PERIOD : Duration.ZERO);
  }

  private Change statusChange(
      Current current, AppointmentStatus status, Written<NoteText> note, Caller caller) {
    return new Change(
        current.appointment().id(),
        current.appointment().version(),
        caller.userId(),
        status == AppointmentStatus.CANCELLED ? ChangeKind.CANCELLED : ChangeKind.STATUS_CHANGED,
        note,
        current.days(),
        status,
        null,
        clock.instant(),
        status == AppointmentStatus.CANCELLED ? current.stillOffered(clock.instant()) : null,
        Duration.ZERO);
  }

  private Future<Appointment> concludeMove(
      Result result, Offered offered, Attempt<Appointment> attempt, Caller caller) {
    if (result.outcome() == Outcome.SLOT_TAKEN || result.outcome() == Outcome.SLOT_HELD) {
      changed.invalidate(offered.days(), offered.occupied());
      return result.outcome() == Outcome.SLOT_HELD ? offer.held(offered) : offer.taken(offered);
    }
    if (result.outcome() == Outcome.STALE_RULES) {
      return attempt.repeat(offered.calendar().doctor().doctorId(), RuleVersionRetry::unavailable);
    }
    return conclude(result, caller);
  }

  private Future<Appointment> conclude(Result result, Caller caller) {
    return switch (result.outcome()) {
      case CHANGED -> {
        changed.publish(result.events());
        yield appointments.shown(result.appointment(), caller);
      }
      case STALE_VERSION -> Future.failedFuture(Failure.staleVersion());
      case PATIENT_BUSY -> Future.failedFuture(Failure.of(SchedulingFailures.PATIENT_BUSY));
      case SLOT_TAKEN -> Future.failedFuture(Failure.of(SchedulingFailures.SLOT_TAKEN));
      case SLOT_FREE -> Future.failedFuture(Failure.of(SchedulingFailures.SLOT_FREE));
      case LANE_FULL -> Future.failedFuture(Failure.of(SchedulingFailures.LANE_FULL));
      default -> Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
    };
  }

  private static String orEmpty(String text) {
    return text == null ? "" : text;
  }
}
