package io.clinibus.scheduling.booking;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.OverbookAppointment;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.appointments.AppointmentActors;
import io.clinibus.scheduling.appointments.AppointmentRepository;
import io.clinibus.scheduling.appointments.AppointmentRepository.Outcome;
import io.clinibus.scheduling.appointments.AppointmentRepository.Result;
import io.clinibus.scheduling.appointments.NewAppointment;
import io.clinibus.scheduling.appointments.Representatives;
import io.clinibus.scheduling.appointments.StatusRules.Actor;
import io.clinibus.scheduling.appointments.TreatedPatientsRule;
import io.clinibus.scheduling.booking.RuleVersionRetry.Attempt;
import io.clinibus.scheduling.booking.SlotSelection.Offered;
import io.clinibus.scheduling.calendar.AnswerRules;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.stored.Fingerprint;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.RequestFingerprints;
import io.clinibus.scheduling.stored.SealedTexts;
import io.clinibus.scheduling.stored.TextKind;
import io.clinibus.scheduling.stored.VisitText;
import io.clinibus.scheduling.stored.Written;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Books visits. */
public final class Booking {

  private static final int ATTEMPTS = 3;

  private final AppointmentRepository repository;
  private final TreatedPatientsRule treatment;
  private final Representatives representatives;
  private final SealedTexts texts;
  private final RequestFingerprints fingerprints;
  private final RuleCache rules;
  private final SlotSelection offer;
  private final ChangePublisher changed;
  private final Clock clock;
  private final RuleVersionRetry retry;

  public Booking(
      AppointmentRepository repository,
      TreatedPatientsRule treatment,
      Representatives representatives,
      SealedTexts texts,
      RequestFingerprints fingerprints,
      RuleCache rules,
      SlotSelection offer,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.treatment = treatment;
    this.representatives = representatives;
    this.texts = texts;
    this.fingerprints = fingerprints;
    this.rules = rules;
    this.offer = offer;
    this.changed = changed;
    this.clock = clock;
    this.retry = new RuleVersionRetry(ATTEMPTS, rules::invalidate);
  }

  /**
   * Books the slot that starts at the requested instant.
   *
   * @return {@code SLOT_TAKEN}, {@code SLOT_HELD} or {@code SLOT_NOT_OFFERED} with {@code
   *     alternatives}, {@code PATIENT_BUSY}, {@code TOO_MANY_APPOINTMENTS}, {@code
   *     IDEMPOTENCY_KEY_REUSED}, {@code FORBIDDEN}, {@code NOT_FOUND} for an unknown doctor, {@code
   *     INVALID_REQUEST} for an unknown patient and, if a doctor books, for one whom they do not
   *     treat
   */
  public Future<Appointment> book(BookAppointment wanted, Caller caller) {
    return book(
        wanted, caller, RequestDigest.ofBooking(wanted, BookingRequest.patient(wanted, caller)));
  }

  /**
   * Books a slot that was chosen for a request.
   *
   * @param digest of the request, by {@link RequestDigest}: what must be equal when its idempotency
   *     key is reused
   * @return as {@link #book(BookAppointment, Caller)}
   */
  public Future<Appointment> book(BookAppointment wanted, Caller caller, String digest) {
    UUID patientId = BookingRequest.patient(wanted, caller);
    caller.concerns(patientId);
    return representatives
        .actors(caller, wanted.doctorId(), patientId)
        .compose(actors -> book(wanted, caller, patientId, actors, digest));
  }

  private Future<Appointment> book(
      BookAppointment wanted, Caller caller, UUID patientId, Set<Actor> actors, String digest) {
    if (actors.isEmpty()) {
      throw notForThisPatient();
    }
    return treatment
        .check(actors, wanted.doctorId(), patientId)
        .compose(
            treated ->
                book(
                    new BookingRequest(
                        wanted, caller, patientId, actors, null, null, digest, null)));
  }

  private static Failure notForThisPatient() {
    return Failure.forbidden(
        "Patients book for themselves and whom they represent, doctors in their own calendar, the"
            + " front desk for all.");
  }

  /**
   * Books the time of a waitlist offer. It can be booked until the offer expires, whatever the
   * minimum notice, and if its type of visits cannot be booked any more.
   *
   * @param answers which the patient gave before
   * @param offerId the offer, which is the hold's id
   * @return {@code OFFER_GONE}, or as {@link #book(BookAppointment, Caller)}
   */
  public Future<Appointment> accept(
      BookAppointment offered, List<AnsweredQuestion> answers, UUID offerId, Caller caller) {
    Set<Actor> asTheFrontDesk = Set.of(Actor.RECEPTIONIST);
    UUID patientId = offered.patientId();
    String digest = RequestDigest.ofBooking(offered, patientId);
    return book(
        new BookingRequest(
            offered, caller, patientId, asTheFrontDesk, offerId, answers, digest, null));
  }

  /**
   * Books a visit beside a regular one, by an administrator or the doctor.
   *
   * @return {@code SLOT_FREE}, {@code LANE_FULL}, {@code PATIENT_BUSY}, or as {@link
   *     #book(BookAppointment, Caller)}
   */
  public Future<Appointment> overbook(OverbookAppointment overbooked, Caller caller) {
    Set<Actor> actors =
        AppointmentActors.actors(caller, overbooked.doctorId(), overbooked.patientId());
    AppointmentActors.requireOverbooking(caller, overbooked.doctorId());
    BookAppointment wanted =
        new BookAppointment(
            overbooked.doctorId(),
            overbooked.patientId(),
            overbooked.start(),
            overbooked.reason(),
            overbooked.idempotencyKey(),
            overbooked.visitTypeId(),
            null);
    String justification = overbooked.justification().strip();
    String digest =
        RequestDigest.of(RequestDigest.ofBooking(wanted, wanted.patientId()), justification);
    return treatment
        .check(actors, wanted.doctorId(), wanted.patientId())
        .compose(
            treated ->
                book(
                    new BookingRequest(
                        wanted,
                        caller,
                        wanted.patientId(),
                        actors,
                        null,
                        null,
                        digest,
                        justification)));
  }

  private Future<Appointment> book(BookingRequest request) {
    return retry.run(attempt -> book(request, attempt));
  }

  private Future<Appointment> book(BookingRequest request, Attempt<Appointment> attempt) {
    return slot(request)
        .transform(
            found ->
                found.succeeded()
                    ? book(request, found.result(), attempt)
                    : repeated(request, found.cause()));
  }

  private Future<Offered> slot(BookingRequest request) {
    UUID visitTypeId = request.wanted().visitTypeId();
    return request.accepted() == null
        ? offer.slot(request.doctorId(), request.start(), visitTypeId, request.actors())
        : offer.slotToMoveTo(request.doctorId(), request.start(), visitTypeId, request.actors());
  }

  private Future<Appointment> book(
      BookingRequest request, Offered offered, Attempt<Appointment> attempt) {
    return newAppointment(request, offered)
        .compose(appointment -> repository.book(appointment, request.caller()))
        .compose(
            result ->
                switch (result.outcome()) {
                  case STALE_RULES ->
                      attempt.repeat(request.doctorId(), RuleVersionRetry::unavailable);
                  case SLOT_TAKEN, SLOT_HELD -> slotNoLongerFree(result.outcome(), offered);
                  default -> conclude(result, offered, request.caller());
                });
  }

  private Future<Appointment> slotNoLongerFree(Outcome outcome, Offered offered) {
    changed.invalidate(offered.days(), offered.occupied());
    return outcome == Outcome.SLOT_HELD ? offer.held(offered) : offer.taken(offered);
  }

  private Future<Appointment> conclude(Result result, Offered offered, Caller caller) {
    return switch (result.outcome()) {
      case BOOKED -> {
        changed.publish(result.events());
        yield shown(result, offered, caller);
      }
      case REPEATED -> shown(result, offered, caller);
      case KEY_REUSED -> Future.failedFuture(Failure.of(CommonFailures.IDEMPOTENCY_KEY_REUSED));
      case OFFER_GONE -> Future.failedFuture(Failure.of(SchedulingFailures.OFFER_GONE));
      case PATIENT_BUSY -> Future.failedFuture(Failure.of(SchedulingFailures.PATIENT_BUSY));
      case TOO_MANY_APPOINTMENTS ->
          Future.failedFuture(Failure.of(SchedulingFailures.TOO_MANY_APPOINTMENTS));
      case NOT_REPRESENTED -> Future.failedFuture(notForThisPatient());
      case SLOT_FREE -> Future.failedFuture(Failure.of(SchedulingFailures.SLOT_FREE));
      case LANE_FULL -> Future.failedFuture(Failure.of(SchedulingFailures.LANE_FULL));
      default -> throw new IllegalStateException("not an outcome of booking");
    };
  }

  private Future<Appointment> shown(Result result, Offered offered, Caller caller) {
    return texts.open(TextKind.VISITS, result.appointment(), caller).map(offered::localized);
  }

  /**
   * A slot that is no longer offered may have been booked by an earlier attempt of the same
   * request.
   */
  private Future<Appointment> repeated(BookingRequest request, Throwable refusal) {
    String key = request.wanted().idempotencyKey();
    if (key == null) {
      return Future.failedFuture(refusal);
    }
    return fingerprint(request)
        .compose(
            fingerprint -> repository.bookedBefore(request.caller().userId(), key, fingerprint))
        .compose(
            earlier ->
                earlier.isEmpty()
                    ? Future.failedFuture(refusal)
                    : texts.open(TextKind.VISITS, earlier.get(), request.caller()))
        .compose(earlier -> rules.clinic().map(clinic -> clinic.localized(earlier)));
  }

  private Future<Fingerprint> fingerprint(BookingRequest request) {
    return request.wanted().idempotencyKey() == null
        ? Future.succeededFuture(Fingerprint.NONE)
        : fingerprints.of(request.digest());
  }

  private Future<NewAppointment> newAppointment(BookingRequest request, Offered offered) {
    UUID id = UuidV7.next();
    UUID patientId = request.patientId();
    var text = new VisitText(request.reason(), answered(request, offered));
    var written = texts.write(TextKind.VISITS, id, patientId, text);
    var justified =
        request.justification() == null
            ? Future.<Written<NoteText>>succeededFuture()
            : texts.write(TextKind.NOTES, id, patientId, new NoteText(request.justification()));
    var fingerprint = fingerprint(request);
    return Future.all(written, justified, fingerprint)
        .recover(AppointmentRepository::unknownPatient)
        .map(
            all ->
                newAppointment(
                    id,
                    request,
                    offered,
                    written.result(),
                    justified.result(),
                    fingerprint.result()));
  }

  private NewAppointment newAppointment(
      UUID id,
      BookingRequest request,
      Offered offered,
      Written<VisitText> text,
      Written<NoteText> justification,
      Fingerprint fingerprint) {
    BookAppointment wanted = request.wanted();
    return new NewAppointment(
        id,
        request.caller().userId(),
        request.patientId(),
        request.doctorId(),
        offered.visit(),
        offered.occupied(),
        offered.calendar().affectedDays(offered.occupied()),
        offered.calendar().version(),
        text,
        wanted.idempotencyKey(),
        fingerprint,
        clock.instant(),
        request.accepted(),
        request.isOwn(),
        AppointmentActors.isOnlyDoctor(request.actors()) ? request.doctorId() : null,
        justification,
        wanted.visitTypeId());
  }

  /** The answers with the questions of the type as the rules have them. */
  private static List<AnsweredQuestion> answered(BookingRequest request, Offered offered) {
    if (request.answered() != null) {
      return request.answered();
    }
    List<VisitQuestion> questions =
        offered.calendar().type().map(VisitTypeRules::questions).orElse(List.of());
    boolean byPatient = !SlotSelection.isStaff(request.actors());
    return AnswerRules.check(questions, request.answers(), byPatient);
  }
}
