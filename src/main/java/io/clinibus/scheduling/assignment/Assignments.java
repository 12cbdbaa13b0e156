package io.clinibus.scheduling.assignment;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.ListConditions;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AssignmentApi.Assignment;
import io.clinibus.scheduling.api.AssignmentApi.AutoAssign;
import io.clinibus.scheduling.api.AssignmentApi.Urgency;
import io.clinibus.scheduling.appointments.Representatives;
import io.clinibus.scheduling.assignment.AssignmentBooking.Order;
import io.clinibus.scheduling.assignment.AssignmentRanking.Candidate;
import io.clinibus.scheduling.assignment.AssignmentRanking.Doctor;
import io.clinibus.scheduling.assignment.AssignmentRanking.Wish;
import io.clinibus.scheduling.assignment.AssignmentThesaurus.Need;
import io.clinibus.scheduling.booking.Booking;
import io.clinibus.scheduling.booking.VisitTypeSelection;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.slots.DayRepository;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Finds doctors and times for a patient. */
public final class Assignments {

  /** The number of slots considered, of all doctors together, and the minimum of each. */
  private static final int SLOTS = 120;

  private static final int LEAST_OF_A_DOCTOR = 4;

  private final Bus bus;
  private final AssignmentRepository repository;
  private final Supplier<AssignmentThesaurus> thesaurus;
  private final Supplier<RedFlags> redFlags;
  private final AssignmentSearch search;
  private final DayRepository days;
  private final AssignmentBooking booking;
  private final VisitTypeSelection visitTypes;
  private final Representatives representatives;
  private final RuleCache rules;
  private final Clock clock;

  public Assignments(
      Bus bus,
      AssignmentRepository repository,
      Supplier<AssignmentThesaurus> thesaurus,
      Supplier<RedFlags> redFlags,
      AssignmentSearch search,
      DayRepository days,
      AssignmentBooking booking,
      VisitTypeSelection visitTypes,
      Representatives representatives,
      RuleCache rules,
      Clock clock) {
    this.bus = bus;
    this.repository = repository;
    this.thesaurus = thesaurus;
    this.redFlags = redFlags;
    this.search = search;
    this.days = days;
    this.booking = booking;
    this.visitTypes = visitTypes;
    this.representatives = representatives;
    this.rules = rules;
    this.clock = clock;
  }

  /**
   * A request with the data read for it.
   *
   * @param type of the visits, or null for those of the doctors' own length
   * @param emergency whether the reason describes a possible emergency
   * @param begun {@link System#nanoTime()} before anything was read
   */
  private record Request(
      AutoAssign wanted,
      Caller caller,
      UUID patientId,
      Need need,
      Wish wish,
      VisitTypeRules type,
      ClinicRules clinic,
      boolean emergency,
      long begun) {

    LocalDate today() {
      return clinic.dayOf(wish.now());
    }

    LocalDate lastDay() {
      return today().plusDays(clinic.horizonDays());
    }
  }

  /**
   * Ranks doctors and times, and books the best if requested; if it has been taken, the next best.
   * Books nothing if nothing is free. Proposes and books nothing for a possible emergency, unless
   * the person has denied it.
   *
   * @return {@code INVALID_REQUEST} naming the field, {@code FORBIDDEN} for another patient, or as
   *     {@link Booking#book}
   */
  public Future<Assignment> assign(AutoAssign wanted, Caller caller) {
    UUID patientId = patient(wanted, caller);
    if (wanted.reason() == null
        && wanted.specialization() == null
        && wanted.departmentId() == null
        && wanted.visitTypeId() == null) {
      throw Failure.invalid(
          CommonFieldErrors.AT_LEAST_ONE_OF.at(
              "/reason",
              "State a reason, a specialization, a department or a type of visits.",
              List.of("reason", "specialization", "departmentId", "visitTypeId")));
    }
    boolean emergency = wanted.reason() != null && redFlags.get().isRaisedBy(wanted.reason());
    if (emergency && !Boolean.TRUE.equals(wanted.notAnEmergency())) {
      return Future.succeededFuture(new Assignment(true, List.of(), List.of(), null));
    }
    return representatives
        .require(caller, patientId)
        .compose(allowed -> type(wanted, caller))
        .compose(
            type ->
                rules
                    .clinic()
                    .map(clinic -> request(wanted, caller, patientId, type, clinic, emergency)))
        .compose(
            request ->
                checkDepartment(wanted.departmentId())
                    .compose(known -> conditions(request))
                    .compose(conditions -> assign(request, conditions)));
  }

  private static UUID patient(AutoAssign wanted, Caller caller) {
    UUID patientId = wanted.patientId() == null ? caller.patientId() : wanted.patientId();
    if (patientId == null) {
      throw Failure.invalid(CommonFieldErrors.REQUIRED.at("/patientId", "State for whom this is."));
    }
    return patientId;
  }

  private Future<VisitTypeRules> type(AutoAssign wanted, Caller caller) {
    return wanted.visitTypeId() == null
        ? Future.succeededFuture()
        : visitTypes.bookable(wanted.visitTypeId(), caller.isFrontDesk());
  }

  private Request request(
      AutoAssign wanted,
      Caller caller,
      UUID patientId,
      VisitTypeRules type,
      ClinicRules clinic,
      boolean emergency) {
    Need need =
        wanted.specialization() != null
            ? thesaurus.get().ofSpecialization(wanted.specialization())
            : wanted.reason() != null ? thesaurus.get().ofReason(wanted.reason()) : Need.UNKNOWN;
    LocalDate today = clinic.dayOf(clock.instant());
    Wish wish =
        new Wish(
            wanted.urgency() == null ? Urgency.ROUTINE : wanted.urgency(),
            AssignmentTimes.of(wanted.preferred(), today),
            need.language(),
            clock.instant(),
            clinic.zone());
    return new Request(
        wanted, caller, patientId, need, wish, type, clinic, emergency, System.nanoTime());
  }

  private Future<?> checkDepartment(UUID departmentId) {
    return departmentId == null
        ? Future.succeededFuture()
        : days.hasDepartment(departmentId)
            .map(
                exists -> {
                  if (!exists) {
                    throw Failure.invalid(
                        CommonFieldErrors.NOT_FOUND.at(
                            "/departmentId", "There is no such department."));
                  }
                  return null;
                });
  }

  private Future<List<String>> conditions(Request request) {
    return bus.request(
            PatientsApi.LIST_CONDITIONS, new ListConditions(request.patientId()), request.caller())
        .map(PatientsApi.Conditions::conditions)
        .recover(
            cause ->
                !(cause instanceof Failure failure && failure.is(CommonFailures.NOT_FOUND))
                    ? Future.failedFuture(cause)
                    : isForRelative(request)
                        ? Future.succeededFuture(List.of())
                        : Future.failedFuture(
                            Failure.invalid(
                                CommonFieldErrors.NOT_FOUND.at(
                                    "/patientId", "There is no such patient."))));
  }

  /** A representative does not see the conditions of adults: the doctors are ranked without. */
  private static boolean isForRelative(Request request) {
    Caller caller = request.caller();
    return !caller.isFrontDesk() && !caller.isPatient(request.patientId());
  }

  private Future<Assignment> assign(Request request, List<String> conditions) {
    Future<List<Doctor>> doctors =
        repository.doctors(
            request.patientId(),
            request.wanted().departmentId(),
            request.type(),
            request.need(),
            thesaurus.get().ofConditions(conditions),
            request.clinic());
    return Future.all(doctors, repository.busy(request.patientId(), request.wish().now()))
        .compose(both -> candidates(request, both.resultAt(0), both.resultAt(1)))
        .compose(
            candidates -> {
              var ranking = new AssignmentRanking(request.wish());
              List<Candidate> ordered = ranking.order(candidates);
              List<Candidate> choice = ranking.choice(ordered);
              var proposals =
                  new AssignmentReasons(request.wish(), request.need(), request.emergency())
                      .of(choice);
              List<String> understood = request.emergency() ? List.of() : request.need().names();
              return booked(request, ordered)
                  .map(
                      booked ->
                          new Assignment(
                              request.emergency(), understood, proposals, booked.orElse(null)));
            });
  }

  // ---- free slots

  /** Preferred times, else early times, else any free time. */
  private Future<List<Candidate>> candidates(
      Request request, List<Doctor> doctors, List<TimeRange> busy) {
    Predicate<TimeRange> possible = time -> busy.stream().noneMatch(time::overlaps);
    Predicate<TimeRange> suiting =
        possible.and(
            time ->
                request
                    .wish()
                    .times()
                    .suits(time.start().atZone(request.clinic().zone()).toLocalDateTime()));
    int soon = AssignmentWeights.of(request.wish().urgency()).horizonDays();
    int later = AssignmentWeights.of(Urgency.ROUTINE).horizonDays();
    AssignmentTimes any = AssignmentTimes.any();
    return find(request, doctors, request.wish().times(), soon, suiting)
        .compose(found -> orElse(found, () -> find(request, doctors, any, soon, possible)))
        .compose(found -> orElse(found, () -> find(request, doctors, any, later, possible)));
  }

  private Future<List<Candidate>> find(
      Request request,
      List<Doctor> doctors,
      AssignmentTimes times,
      int length,
      Predicate<TimeRange> possible) {
    List<LocalDate> range = times.days(request.today(), length, request.lastDay());
    int perDoctor = Math.max(LEAST_OF_A_DOCTOR, SLOTS / Math.max(1, doctors.size()));
    UUID visitTypeId = request.wanted().visitTypeId();
    return search.find(doctors, visitTypeId, range, possible, perDoctor);
  }

  private static Future<List<Candidate>> orElse(
      List<Candidate> found, Supplier<Future<List<Candidate>>> other) {
    return found.isEmpty() ? other.get() : Future.succeededFuture(found);
  }

  // ---- booking

  private Future<Optional<Appointment>> booked(Request request, List<Candidate> ordered) {
    if (!Boolean.TRUE.equals(request.wanted().book())) {
      return Future.succeededFuture(Optional.empty());
    }
    return booking.book(
        new Order(
            request.wanted(),
            request.caller(),
            request.patientId(),
            request.clinic(),
            request.begun()),
        ordered);
  }
}
