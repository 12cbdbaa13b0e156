package io.clinibus.scheduling.waitlist;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.LeaveWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PassOffer;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistOffer;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistPage;
import io.clinibus.scheduling.appointments.AppointmentRepository;
import io.clinibus.scheduling.appointments.Appointments;
import io.clinibus.scheduling.appointments.Representatives;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.appointments.TreatedPatientsRule;
import io.clinibus.scheduling.booking.Booking;
import io.clinibus.scheduling.booking.VisitTypeSelection;
import io.clinibus.scheduling.calendar.AnswerRules;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.FreeTimeSearch;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.stored.EntryText;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.TextKind;
import io.clinibus.scheduling.stored.Written;
import io.clinibus.scheduling.waitlist.WaitlistRepository.Found;
import io.clinibus.scheduling.waitlist.WaitlistRepository.Outcome;
import io.clinibus.scheduling.waitlist.WaitlistRepository.Result;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Waitlist entries and the responses to their offers. */
public final class Waitlist {

  private static final int MOST_ENTRIES = 5;
  private static final int ATTEMPTS = 5;

  private final WaitlistRepository repository;
  private final KnownTimesSearch knownTimes;
  private final Booking booking;
  private final VisitTypeSelection visitTypes;
  private final Appointments appointments;
  private final Representatives representatives;
  private final TreatedPatientsRule treatment;
  private final SealedTexts texts;
  private final RuleCache rules;
  private final ChangePublisher changed;
  private final Clock clock;

  public Waitlist(
      WaitlistRepository repository,
      FreeTimeSearch freeTimes,
      Booking booking,
      VisitTypeSelection visitTypes,
      Appointments appointments,
      Representatives representatives,
      TreatedPatientsRule treatment,
      SealedTexts texts,
      RuleCache rules,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.knownTimes = new KnownTimesSearch(freeTimes);
    this.booking = booking;
    this.visitTypes = visitTypes;
    this.appointments = appointments;
    this.representatives = representatives;
    this.treatment = treatment;
    this.texts = texts;
    this.rules = rules;
    this.changed = changed;
    this.clock = clock;
  }

  /** A page of open entries: a patient's own, or all for the front desk. */
  public Future<WaitlistPage> list(ListWaitlist wanted, Caller caller) {
    UUID patientId =
        caller.isFrontDesk() ? wanted.patientId() : patient(wanted.patientId(), caller);
    return representatives
        .require(caller, patientId)
        .compose(allowed -> rules.clinic())
        .compose(clinic -> repository.list(wanted, patientId, clinic))
        .compose(
            page ->
                texts
                    .open(TextKind.ENTRIES, page.items(), caller)
                    .map(entries -> new WaitlistPage(entries, page.next())));
  }

  /**
   * Adds a patient's entry. Times that are free now are not offered to it: they can be booked.
   * Doctors add those whom they treat, for themselves or their department.
   *
   * @return {@code INVALID_REQUEST} naming the field, also for a type of visits that cannot be
   *     booked there, or a question that is not answered, and, if a doctor adds it, for a patient
   *     whom they do not treat, {@code TOO_MANY_ENTRIES}, {@code FORBIDDEN} on behalf of another
   *     patient
   */
  public Future<WaitlistEntry> join(JoinWaitlist wish, Caller caller) {
    UUID patientId = patient(wish.patientId(), caller);
    caller.concerns(patientId);
    if ((wish.doctorId() == null) == (wish.departmentId() == null)) {
      throw Failure.invalid(
          CommonFieldErrors.EXACTLY_ONE_OF.at(
              "/doctorId",
              "State either a doctor or a department.",
              List.of("doctorId", "departmentId")));
    }
    UUID id = UuidV7.next();
    return repository
        .doctors(wish)
        .compose(
            doctorIds ->
                requireJoin(patientId, doctorIds, caller)
                    .compose(allowed -> answered(wish, doctorIds, caller))
                    .compose(answers -> join(id, wish, patientId, doctorIds, answers, caller)))
        .compose(
            result -> {
              if (result.outcome() == Outcome.TOO_MANY_ENTRIES) {
                throw Failure.of(
                    SchedulingFailures.TOO_MANY_ENTRIES,
                    "At most " + MOST_ENTRIES + " entries can be open at once.");
              }
              changed.publish(result.events());
              return stored(id);
            })
        .compose(found -> shown(found, caller));
  }

  private Future<Void> requireJoin(UUID patientId, Set<UUID> doctorIds, Caller caller) {
    UUID doctorId = caller.doctorId();
    if (doctorId == null || !doctorIds.contains(doctorId)) {
      return representatives.require(caller, patientId);
    }
    return representatives
        .mayActFor(caller, patientId)
        .compose(
            may ->
                may
                    ? Future.succeededFuture()
                    : treatment.check(Set.of(Actor.OWN_DOCTOR), doctorId, patientId));
  }

  /** The answers with the questions of the type, which one of the doctors has to offer. */
  private Future<List<AnsweredQuestion>> answered(
      JoinWaitlist wish, Set<UUID> doctorIds, Caller caller) {
    boolean byStaff = caller.isFrontDesk() || caller.doctorId() != null;
    Future<List<VisitQuestion>> questions =
        wish.visitTypeId() == null
            ? Future.succeededFuture(List.of())
            : visitTypes
                .bookableWith(doctorIds, wish.visitTypeId(), byStaff)
                .map(VisitTypeRules::questions);
    return questions.map(asked -> AnswerRules.check(asked, wish.answers(), !byStaff));
  }

  private Future<Result> join(
      UUID id,
      JoinWaitlist wish,
      UUID patientId,
      Set<UUID> doctorIds,
      List<AnsweredQuestion> answers,
      Caller caller) {
    return rules
        .clinic()
        .compose(
            clinic -> {
              check(wish.preferred(), clinic);
              Instant now = clock.instant();
              var known = knownTimes.search(wish, doctorIds, clinic, now);
              var written = written(id, patientId, wish.reason(), answers);
              return Future.all(known, written)
                  .compose(
                      both ->
                          repository.join(
                              id,
                              wish,
                              patientId,
                              written.result(),
                              known.result(),
                              MOST_ENTRIES,
                              now,
                              caller));
            });
  }

  private Future<Written<EntryText>> written(
      UUID id, UUID patientId, String reason, List<AnsweredQuestion> answers) {
    return texts
        .write(
            TextKind.ENTRIES, id, patientId, new EntryText(reason == null ? "" : reason, answers))
        .recover(AppointmentRepository::unknownPatient);
  }

  private Future<WaitlistEntry> shown(Found found, Caller caller) {
    return texts.open(TextKind.ENTRIES, found.stored(), caller);
  }

  /** Ends an entry; an open offer passes to the next one. Idempotent. */
  public Future<NoContent> leave(LeaveWaitlist wanted, Caller caller) {
    return find(wanted.entryId(), caller)
        .compose(found -> leave(wanted.entryId(), ATTEMPTS, caller))
        .map(NoContent.DONE);
  }

  /**
   * Books the offered time. Idempotent: returns the appointment if repeated.
   *
   * @return {@code OFFER_GONE}, {@code NOT_FOUND}, or as a booking
   */
  public Future<Appointment> accept(AcceptOffer wanted, Caller caller) {
    return find(wanted.entryId(), caller)
        .compose(
            found -> {
              if (found.appointmentId() != null) {
                return appointments.get(new GetAppointment(found.appointmentId()), caller);
              }
              WaitlistOffer offer = found.entry().offer();
              if (offer == null) {
                throw Failure.of(SchedulingFailures.OFFER_GONE);
              }
              return shown(found, caller).compose(entry -> accept(entry, found.offerId(), caller));
            });
  }

  /**
   * Not while reason and answers are unavailable: the visit would have none. What was damaged is
   * lost already.
   */
  private Future<Appointment> accept(WaitlistEntry entry, UUID offerId, Caller caller) {
    if (Boolean.TRUE.equals(entry.reasonUnavailable())) {
      throw Failure.of(CommonFailures.UNAVAILABLE);
    }
    return booking.accept(
        new BookAppointment(
            entry.offer().doctorId(),
            entry.patientId(),
            entry.offer().start(),
            entry.reason(),
            null,
            entry.visitType() == null ? null : entry.visitType().id(),
            null),
        entry.answers(),
        offerId,
        caller);
  }

  /**
   * Passes the offered time on to the next entry; the entry keeps its place.
   *
   * @return {@code OFFER_GONE}, {@code NOT_FOUND}
   */
  public Future<WaitlistEntry> pass(PassOffer wanted, Caller caller) {
    return find(wanted.entryId(), caller)
        .compose(found -> repository.decline(wanted.entryId(), false, clock.instant(), caller))
        .compose(
            result -> {
              if (result.outcome() == Outcome.OFFER_GONE) {
                throw Failure.of(SchedulingFailures.OFFER_GONE);
              }
              changed.publish(result.events());
              return find(wanted.entryId(), caller);
            })
        .compose(found -> shown(found, caller));
  }

  private Future<Void> leave(UUID entryId, int attempts, Caller caller) {
    return repository
        .decline(entryId, true, clock.instant(), caller)
        .compose(
            result -> {
              changed.publish(result.events());
              if (result.outcome() == Outcome.DONE) {
                return Future.succeededFuture();
              }
              return attempts > 1
                  ? leave(entryId, attempts - 1, caller)
                  : Future.failedFuture(Failure.of(CommonFailures.UNAVAILABLE));
            });
  }

  /** An entry of the caller's or of whom the caller represents, or any for the front desk. */
  private Future<Found> find(UUID id, Caller caller) {
    return stored(id)
        .onSuccess(found -> caller.concerns(found.entry().patientId()))
        .compose(
            found ->
                representatives
                    .mayActFor(caller, found.entry().patientId())
                    .map(
                        may -> {
                          if (!may) {
                            throw Failure.notFound("entry");
                          }
                          return found;
                        }));
  }

  private Future<Found> stored(UUID id) {
    return rules
        .clinic()
        .compose(clinic -> repository.find(id, clinic))
        .map(found -> found.orElseThrow(() -> Failure.notFound("entry")));
  }

  private static UUID patient(UUID stated, Caller caller) {
    if (stated == null && caller.patientId() == null) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at("/patientId", "State for whom this is."));
    }
    return stated == null ? caller.patientId() : stated;
  }

  private void check(PreferredTimes preferred, ClinicRules clinic) {
    if (preferred == null) {
      return;
    }
    if (preferred.until() != null && preferred.until().isBefore(clinic.dayOf(clock.instant()))) {
      throw Failure.invalid(
          CommonFieldErrors.IN_THE_PAST.at("/preferred/until", "must not have passed"));
    }
    if (preferred.from() != null
        && preferred.until() != null
        && preferred.until().isBefore(preferred.from())) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at(
              "/preferred/until", "must not be earlier than from", "from"));
    }
    if (preferred.earliest() != null
        && preferred.latest() != null
        && preferred.latest().compareTo(preferred.earliest()) < 0) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_EARLY.at(
              "/preferred/latest", "must not be earlier than earliest", "earliest"));
    }
  }
}
