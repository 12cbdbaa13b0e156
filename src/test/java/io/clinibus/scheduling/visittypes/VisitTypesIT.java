package io.clinibus.scheduling.visittypes;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_AS_VISITOR;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static io.clinibus.scheduling.api.HoldsApi.RELEASE_HOLD;
import static io.clinibus.scheduling.api.SlotsApi.FIND_FIRST_FREE;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static io.clinibus.scheduling.api.SlotsApi.LIST_DEPARTMENT_SLOTS;
import static io.clinibus.scheduling.api.VisitTypesApi.CREATE_VISIT_TYPE;
import static io.clinibus.scheduling.api.VisitTypesApi.GET_VISIT_TYPE;
import static io.clinibus.scheduling.api.VisitTypesApi.LIST_VISIT_TYPES;
import static io.clinibus.scheduling.api.VisitTypesApi.UPDATE_VISIT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DayVisit;
import io.clinibus.scheduling.api.AgendaApi.GetDepartmentDay;
import io.clinibus.scheduling.api.AgendaApi.GetRota;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldAsVisitor;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.ReleaseHold;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi.FindFirstFree;
import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.scheduling.api.SlotsApi.ListDepartmentSlots;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.GetVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.ListVisitTypes;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.UpdateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitPrice;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeMark;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Types of visits: who manages and sees them, and what they do to slots, holds and bookings. */
class VisitTypesIT {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final VisitQuestion FIRST =
      new VisitQuestion(null, "Were you here before?", QuestionKind.YES_NO, true, null);
  private static final VisitQuestion WHERE =
      new VisitQuestion(null, "Which side?", QuestionKind.CHOICE, false, List.of("Left", "Right"));

  private static BusFixture clinic;
  private static BusFixture beside;

  private UUID doctor;
  private UUID patient;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
    beside = BusFixture.beside(clinic);
  }

  @AfterAll
  static void close() {
    beside.close();
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    doctor = clinic.doctor();
    patient = clinic.patient();
  }

  @Test
  void anAdministratorAddsATypeAndPatientsSeeIt() {
    VisitType made =
        clinic.ask(
            CREATE_VISIT_TYPE,
            new CreateVisitType(
                new VisitTypeDetails(
                    " Check-up ",
                    90,
                    new VisitPrice(4500, "EUR"),
                    List.of(clinic.department()),
                    List.of(doctor),
                    true,
                    false,
                    VisitColour.TEAL,
                    "Bring your results.",
                    List.of(FIRST, WHERE),
                    true)),
            clinic.admin());
    assertThat(made.name()).isEqualTo("Check-up");
    assertThat(made.version()).isEqualTo(1);
    assertThat(made.price()).isEqualTo(new VisitPrice(4500, "EUR"));
    assertThat(made.questions()).extracting(VisitQuestion::id).doesNotContainNull();
    assertThat(clinic.ask(GET_VISIT_TYPE, new GetVisitType(made.id()), asPatient()))
        .isEqualTo(made);
    assertThat(listed(asPatient())).contains(made);
  }

  @Test
  void patientsSeeOnlyWhatTheyCanBookAndStaffWhatCanBeBooked() {
    VisitType open = type(60, it -> it);
    VisitType staffOnly = type(60, it -> bookable(it, false));
    VisitType gone = type(60, it -> active(it, false));
    assertThat(listed(asPatient())).contains(open).doesNotContain(staffOnly, gone);
    assertThat(listed(clinic.frontDesk())).contains(open, staffOnly).doesNotContain(gone);
    assertThat(clinic.refused(GET_VISIT_TYPE, new GetVisitType(gone.id()), asPatient()).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    var all = new ListVisitTypes(null, null, true, 200, null);
    assertThat(clinic.ask(LIST_VISIT_TYPES, all, clinic.admin()).items()).contains(gone);
    assertThat(clinic.refused(LIST_VISIT_TYPES, all, clinic.frontDesk()).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void typesAreListedByNameOfADepartmentAndOfADoctor() {
    UUID other = clinic.doctor();
    VisitType ofAll = type(60, it -> named(it, "A of all"));
    VisitType ofOne = type(60, it -> offeredBy(named(it, "B of one"), doctor));
    assertThat(listed(new ListVisitTypes(null, doctor, null, 200, null)))
        .containsSubsequence(ofAll, ofOne);
    assertThat(listed(new ListVisitTypes(null, other, null, 200, null)))
        .contains(ofAll)
        .doesNotContain(ofOne);
    assertThat(listed(new ListVisitTypes(UUID.randomUUID(), null, null, 200, null))).isEmpty();
    assertThat(listed(new ListVisitTypes(clinic.department(), null, null, 200, null)))
        .contains(ofAll, ofOne);
  }

  @Test
  void onlyAdministratorsChangeTypesAndOnlyTheCurrentVersion() {
    VisitType type = type(60, it -> it);
    var longer = new UpdateVisitType(type.id(), 1, details(type, 90));
    assertThat(clinic.refused(UPDATE_VISIT_TYPE, longer, clinic.frontDesk()).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(clinic.ask(UPDATE_VISIT_TYPE, longer, clinic.admin()).version()).isEqualTo(2);
    assertThat(clinic.refused(UPDATE_VISIT_TYPE, longer, clinic.admin()).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var unknown = new UpdateVisitType(UUID.randomUUID(), 1, details(type, 90));
    assertThat(clinic.refused(UPDATE_VISIT_TYPE, unknown, clinic.admin()).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void whatATypeRefersToIsChecked() {
    assertThat(pointers(creation(it -> inDepartment(it, UUID.randomUUID()))))
        .containsExactly("/departmentIds");
    assertThat(pointers(creation(it -> offeredBy(it, UUID.randomUUID()))))
        .containsExactly("/doctorIds");
    var oneChoice = new VisitQuestion(null, "Side?", QuestionKind.CHOICE, false, List.of("Left"));
    assertThat(pointers(creation(it -> asking(it, FIRST, oneChoice))))
        .containsExactly("/questions/1/choices");
    var another = new VisitQuestion(UUID.randomUUID(), "?", QuestionKind.TEXT, false, null);
    assertThat(pointers(creation(it -> asking(it, another)))).containsExactly("/questions/0/id");
  }

  @Test
  void slotsOfATypeStartOnTheGridAndLastAsLongAsTheType() {
    assertThat(slots(null)).containsExactly("09:00-10:00", "10:00-11:00", "11:00-12:00");
    assertThat(slots(type(90, it -> it))).containsExactly("09:00-10:30", "10:00-11:30");
    assertThat(slots(type(30, it -> it)))
        .containsExactly("09:00-09:30", "10:00-10:30", "11:00-11:30");
    assertThat(slots(type(240, it -> it))).isEmpty();
  }

  @Test
  void aVisitOccupiesItsOwnLength() {
    VisitType longType = type(90, it -> it);
    VisitType shortType = type(30, it -> it);
    Appointment booked = book(longType, "09:00");
    assertThat(booked.end()).isEqualTo(at("10:30"));
    assertThat(booked.visitType().id()).isEqualTo(longType.id());
    assertThat(slots(null)).containsExactly("11:00-12:00");
    assertThat(slots(shortType)).containsExactly("11:00-11:30");
    assertThat(refusedAt(shortType, "10:00").code()).isEqualTo(SchedulingFailures.SLOT_TAKEN);
    assertThat(refusedAt(null, "10:00").code()).isEqualTo(SchedulingFailures.SLOT_TAKEN);
    book(shortType, "11:00");
    assertThat(slots(null)).isEmpty();
  }

  @Test
  void aLongVisitNeedsItsWholeTimeAndNearestTimesFitToo() {
    book(null, "10:00");
    VisitType longType = type(90, it -> it);
    assertThat(slots(longType)).isEmpty();
    Failure refused = refusedAt(longType, "09:00");
    assertThat(refused.code()).isEqualTo(SchedulingFailures.SLOT_TAKEN);
    @SuppressWarnings("unchecked")
    var alternatives = (List<FreeSlot>) refused.extensions().get("alternatives");
    assertThat(alternatives)
        .isNotEmpty()
        .allMatch(slot -> slot.start().plusMinutes(90).equals(slot.end()));
    assertThat(refusedAt(longType, "11:00").code()).isEqualTo(SchedulingFailures.SLOT_NOT_OFFERED);
  }

  @Test
  void whatIsNotOfferedIsNotBooked() {
    VisitType ofAnother = type(60, it -> offeredBy(it, clinic.doctor()));
    VisitType staffOnly = type(60, it -> bookable(it, false));
    VisitType gone = type(60, it -> active(it, false));
    assertThat(slots(ofAnother)).isEmpty();
    assertThat(codes(refusedAt(ofAnother, "09:00"))).containsExactly("visit-type-not-offered");
    for (VisitType hidden : List.of(staffOnly, gone)) {
      assertThat(codes(refusedAt(hidden, "09:00"))).containsExactly("not-found");
      var hold = new HoldSlot(doctor, at("09:00"), patient, null, hidden.id());
      assertThat(codes(clinic.refused(HOLD_SLOT, hold, asPatient()))).containsExactly("not-found");
    }
    var byStaff = booking(staffOnly, "09:00");
    assertThat(clinic.ask(BOOK_APPOINTMENT, byStaff, clinic.frontDesk()).visitType().id())
        .isEqualTo(staffOnly.id());
    var unknown =
        new BookAppointment(doctor, patient, at("10:00"), null, null, UUID.randomUUID(), null);
    assertThat(codes(clinic.refused(BOOK_APPOINTMENT, unknown, asPatient())))
        .containsExactly("not-found");
    var slotsOfUnknown = new ListAvailableSlots(doctor, TUESDAY, null, UUID.randomUUID());
    assertThat(codes(clinic.refused(LIST_AVAILABLE_SLOTS, slotsOfUnknown, asPatient())))
        .containsExactly("not-found");
  }

  @Test
  void answersAreKeptWithTheQuestionsAsTheyWereAsked() {
    VisitType type = type(60, it -> asking(it, FIRST, WHERE));
    UUID first = type.questions().get(0).id();
    UUID where = type.questions().get(1).id();
    Appointment booked =
        clinic.ask(
            BOOK_APPOINTMENT,
            booking(type, "09:00", new VisitAnswer(where, "Left"), new VisitAnswer(first, "yes")),
            asPatient());
    var expected =
        List.of(
            new AnsweredQuestion(first, FIRST.question(), QuestionKind.YES_NO, "yes"),
            new AnsweredQuestion(where, WHERE.question(), QuestionKind.CHOICE, "Left"));
    assertThat(booked.answers()).isEqualTo(expected);
    clinic.ask(
        UPDATE_VISIT_TYPE,
        new UpdateVisitType(type.id(), 1, asking(details(type, 60))),
        clinic.admin());
    var read =
        clinic.ask(GET_APPOINTMENT, new GetAppointment(booked.id()), clinic.asDoctor(doctor));
    assertThat(read.answers()).isEqualTo(expected);
    assertThat(read.visitType().instruction()).isEqualTo(type.instruction());
    assertThat(read.visitType().price()).isEqualTo(type.price());
  }

  @Test
  void patientsAnswerWhatIsRequiredAndStaffMayLeaveItOpen() {
    VisitType type = type(60, it -> asking(it, FIRST));
    Failure missing = refusedAt(type, "09:00");
    assertThat(pointers(missing)).containsExactly("/answers");
    assertThat(codes(missing)).containsExactly("required");
    assertThat(clinic.ask(BOOK_APPOINTMENT, booking(type, "09:00"), clinic.frontDesk()).answers())
        .isEmpty();
  }

  @Test
  void aRepeatedRequestWithOtherAnswersIsAnotherRequest() {
    VisitType type = type(60, it -> asking(it, FIRST));
    UUID question = type.questions().get(0).id();
    String key = UUID.randomUUID().toString();
    var yes = keyed(type, key, new VisitAnswer(question, "yes"));
    Appointment booked = clinic.ask(BOOK_APPOINTMENT, yes, asPatient());
    assertThat(clinic.ask(BOOK_APPOINTMENT, yes, asPatient())).isEqualTo(booked);
    var no = keyed(type, key, new VisitAnswer(question, "no"));
    assertThat(clinic.refused(BOOK_APPOINTMENT, no, asPatient()).code())
        .isEqualTo(CommonFailures.IDEMPOTENCY_KEY_REUSED);
  }

  @Test
  void aMovedVisitKeepsItsTypeAndItsLengthEvenIfItCannotBeBookedAnyMore() {
    VisitType type = type(90, it -> it);
    Appointment booked = book(type, "09:00");
    clinic.ask(
        UPDATE_VISIT_TYPE,
        new UpdateVisitType(type.id(), 1, active(details(type, 90), false)),
        clinic.admin());
    Appointment moved =
        clinic.ask(RESCHEDULE_APPOINTMENT, move(booked, doctor, "10:00"), asPatient());
    assertThat(moved.end()).isEqualTo(at("11:30"));
    assertThat(moved.visitType().id()).isEqualTo(type.id());
    assertThat(clinic.refused(RESCHEDULE_APPOINTMENT, move(moved, doctor, "11:00"), asPatient()))
        .extracting(Failure::code)
        .isEqualTo(SchedulingFailures.SLOT_NOT_OFFERED);
  }

  @Test
  void onlyStaffMoveAVisitToADoctorWhoDoesNotOfferItsType() {
    VisitType type = type(90, it -> offeredBy(it, doctor));
    UUID other = clinic.doctor();
    Appointment booked = book(type, "09:00");
    var move = move(booked, other, "09:00");
    assertThat(clinic.refused(RESCHEDULE_APPOINTMENT, move, asPatient()).code())
        .isEqualTo(SchedulingFailures.SLOT_NOT_OFFERED);
    assertThat(clinic.ask(RESCHEDULE_APPOINTMENT, move, clinic.frontDesk()).end())
        .isEqualTo(at("10:30"));
  }

  @Test
  void aHoldLastsAsLongAsTheTypeAndBecomesTheVisit() {
    VisitType type = type(90, it -> it);
    Hold hold =
        clinic.ask(
            HOLD_SLOT, new HoldSlot(doctor, at("09:00"), patient, null, type.id()), asPatient());
    assertThat(hold.end()).isEqualTo(at("10:30"));
    assertThat(slots(null)).containsExactly("11:00-12:00");
    assertThat(book(type, "09:00").end()).isEqualTo(at("10:30"));
    assertThat(slots(null)).containsExactly("11:00-12:00");
  }

  @Test
  void aVisitorWhoChangesTheTypeHoldsOneTimeAndPassesItOn() {
    VisitType longType = type(90, it -> it);
    String visitor = UUID.randomUUID().toString();
    Caller unknown = Caller.visitor("test", "192.0.2.1", clinic.admin().deadline());
    clinic.ask(HOLD_AS_VISITOR, new HoldAsVisitor(doctor, at("09:00"), visitor), unknown);
    Hold held =
        clinic.ask(
            HOLD_AS_VISITOR,
            new HoldAsVisitor(doctor, at("09:00"), visitor, longType.id()),
            unknown);
    assertThat(held.end()).isEqualTo(at("10:30"));
    assertThat(
            clinic
                .sql("SELECT count(*) FROM scheduling.visitor_hold WHERE doctor_id = $1", doctor)
                .iterator()
                .next()
                .getLong(0))
        .isEqualTo(1);
    var passed = new HoldSlot(doctor, at("09:00"), null, visitor, longType.id());
    assertThat(clinic.ask(HOLD_SLOT, passed, asPatient()).id()).isEqualTo(held.id());
  }

  @Test
  void aReleasedHoldOfAnotherLengthIsOfferedToTheWaitlistInTheDoctorsOwnLength() {
    UUID waiting = clinic.patient();
    VisitType longType = type(90, it -> it);
    book(null, "11:00");
    Hold hold =
        clinic.ask(
            HOLD_SLOT,
            new HoldSlot(doctor, at("09:00"), patient, null, longType.id()),
            asPatient());
    clinic.ask(
        WaitlistApi.JOIN_WAITLIST,
        new WaitlistApi.JoinWaitlist(waiting, doctor, null, null, null),
        clinic.frontDesk());
    clinic.ask(RELEASE_HOLD, new ReleaseHold(hold.id()), asPatient());
    assertThat(
            io.clinibus.platform.db.Rows.list(
                clinic.sql(
                    """
                    SELECT ends_at - starts_at = interval '60 minutes' AS own FROM scheduling.waitlist_offer
                     WHERE doctor_id = $1
                    """,
                    doctor),
                row -> row.getBoolean("own")))
        .containsExactly(true);
  }

  @Test
  void aChangedLengthAppliesAtOnceOnThisNodeAndBookingsOfOthersFollowIt() {
    VisitType type = type(60, it -> it);
    assertThat(slots(type)).hasSize(3);
    var known = new ListAvailableSlots(doctor, TUESDAY, null, type.id());
    assertThat(beside.ask(LIST_AVAILABLE_SLOTS, known, asPatient()).days().get(0).slots())
        .hasSize(3);
    clinic.ask(
        UPDATE_VISIT_TYPE, new UpdateVisitType(type.id(), 1, details(type, 90)), clinic.admin());
    assertThat(slots(type)).containsExactly("09:00-10:30", "10:00-11:30");
    assertThat(beside.ask(BOOK_APPOINTMENT, booking(type, "09:00"), asPatient()).end())
        .isEqualTo(at("10:30"));
  }

  @Test
  void theFirstFreeTimeIsOfADoctorWhoOffersTheType() {
    UUID other = clinic.doctor();
    VisitType type = type(90, it -> offeredBy(it, other));
    var first = new FindFirstFree(clinic.department(), null, null, null, null, 5, 5, type.id());
    assertThat(clinic.ask(FIND_FIRST_FREE, first, asPatient()).slots())
        .isNotEmpty()
        .allMatch(slot -> slot.doctorId().equals(other))
        .allMatch(slot -> slot.start().plusMinutes(90).equals(slot.end()));
    var ofDepartment = new ListDepartmentSlots(clinic.department(), TUESDAY, type.id());
    assertThat(clinic.ask(LIST_DEPARTMENT_SLOTS, ofDepartment, asPatient()).slots())
        .hasSize(2)
        .allMatch(slot -> slot.doctorId().equals(other));
  }

  @Test
  void aDayPlanShowsNameAndColourButNotOfColleaguesVisits() {
    VisitType type = type(60, it -> it);
    Appointment booked = book(type, "09:00");
    var mark = new VisitTypeMark(type.name(), type.colour());
    var day = new GetDepartmentDay(clinic.department(), TUESDAY);
    assertThat(clinic.ask(AgendaApi.GET_DEPARTMENT_DAY, day, clinic.frontDesk()).visits())
        .filteredOn(visit -> visit.id().equals(booked.id()))
        .extracting(DayVisit::typeMark)
        .containsExactly(mark);
    UUID colleague = clinic.doctor();
    var rota = new GetRota(colleague, TUESDAY);
    assertThat(clinic.ask(AgendaApi.GET_ROTA, rota, clinic.asDoctor(colleague)).visits())
        .filteredOn(visit -> visit.id().equals(booked.id()))
        .extracting(DayVisit::typeMark)
        .containsOnlyNulls();
  }

  @Test
  void mailsAndCalendarFilesNameTheTypeInEachLanguageUnlessItIsDiscreet() {
    VisitType type = type(60, it -> named(it, "Skin check " + UUID.randomUUID()));
    clinic.sql(
        """
        INSERT INTO directory.translation (id, language, text, translation)
        VALUES (directory.text_id($1), 'de', $1, 'Hautkrebsvorsorge')
        """,
        type.name());
    Appointment booked = book(type, "09:00");
    assertThat(mailOf(booked))
        .contains(java.util.Map.entry("visitType", type.name()))
        .contains(java.util.Map.entry("visitType_de", "Hautkrebsvorsorge"))
        .contains(java.util.Map.entry("instruction", type.instruction()));
    assertThat(calendarFile(booked)).contains(type.name());
    VisitType discreet = type(60, VisitTypesIT::discreet);
    Appointment quiet = book(discreet, "10:00");
    assertThat(mailOf(quiet)).doesNotContainKeys("visitType", "instruction");
    assertThat(calendarFile(quiet)).doesNotContain(discreet.name());
  }

  @Test
  void itsTextsCanBeTranslated() {
    var either =
        new VisitQuestion(null, "Ear?", QuestionKind.CHOICE, true, List.of("Upper ear", "B"));
    VisitType type = type(60, it -> asking(named(it, "Ear check"), either));
    List<String> texts =
        io.clinibus.platform.db.Rows.list(
            clinic.sql("SELECT text FROM directory.clinic_text"), row -> row.getString("text"));
    assertThat(texts).contains("Ear check", "Ear?", "Upper ear", type.instruction());
  }

  private VisitType type(int minutes, UnaryOperator<VisitTypeDetails> change) {
    return clinic.ask(
        CREATE_VISIT_TYPE, new CreateVisitType(change.apply(details(minutes))), clinic.admin());
  }

  private Failure creation(UnaryOperator<VisitTypeDetails> change) {
    return clinic.refused(
        CREATE_VISIT_TYPE, new CreateVisitType(change.apply(details(60))), clinic.admin());
  }

  private static VisitTypeDetails details(int minutes) {
    return new VisitTypeDetails(
        "Visit",
        minutes,
        new VisitPrice(2500, "EUR"),
        List.of(clinic.department()),
        List.of(),
        true,
        false,
        VisitColour.BLUE,
        "Please be on time.",
        List.of(),
        true);
  }

  private static VisitTypeDetails details(VisitType type, int minutes) {
    return new VisitTypeDetails(
        type.name(),
        minutes,
        type.price(),
        type.departmentIds(),
        type.doctorIds(),
        type.bookableByPatients(),
        type.discreet(),
        type.colour(),
        type.instruction(),
        type.questions(),
        type.active());
  }

  private static VisitTypeDetails with(
      VisitTypeDetails it,
      String name,
      List<UUID> departments,
      List<UUID> doctors,
      boolean bookable,
      boolean discreet,
      List<VisitQuestion> questions,
      boolean active) {
    return new VisitTypeDetails(
        name,
        it.minutes(),
        it.price(),
        departments,
        doctors,
        bookable,
        discreet,
        it.colour(),
        it.instruction(),
        questions,
        active);
  }

  private static VisitTypeDetails named(VisitTypeDetails it, String name) {
    return with(
        it,
        name,
        it.departmentIds(),
        it.doctorIds(),
        it.bookableByPatients(),
        it.discreet(),
        it.questions(),
        it.active());
  }

  private static VisitTypeDetails inDepartment(VisitTypeDetails it, UUID department) {
    return with(
        it, it.name(), List.of(department), it.doctorIds(), true, false, it.questions(), true);
  }

  private static VisitTypeDetails offeredBy(VisitTypeDetails it, UUID doctor) {
    return with(
        it, it.name(), it.departmentIds(), List.of(doctor), true, false, it.questions(), true);
  }

  private static VisitTypeDetails bookable(VisitTypeDetails it, boolean bookable) {
    return with(
        it, it.name(), it.departmentIds(), it.doctorIds(), bookable, false, it.questions(), true);
  }

  private static VisitTypeDetails discreet(VisitTypeDetails it) {
    return with(
        it, "Discreet", it.departmentIds(), it.doctorIds(), true, true, it.questions(), true);
  }

  private static VisitTypeDetails asking(VisitTypeDetails it, VisitQuestion... questions) {
    return with(
        it, it.name(), it.departmentIds(), it.doctorIds(), true, false, List.of(questions), true);
  }

  private static VisitTypeDetails active(VisitTypeDetails it, boolean active) {
    return with(
        it, it.name(), it.departmentIds(), it.doctorIds(), true, false, it.questions(), active);
  }

  private List<VisitType> listed(Caller caller) {
    return clinic
        .ask(LIST_VISIT_TYPES, new ListVisitTypes(null, null, null, 200, null), caller)
        .items();
  }

  private List<VisitType> listed(ListVisitTypes wanted) {
    return clinic.ask(LIST_VISIT_TYPES, wanted, asPatient()).items();
  }

  private List<String> slots(VisitType type) {
    UUID typeId = type == null ? null : type.id();
    return clinic
        .ask(
            LIST_AVAILABLE_SLOTS,
            new ListAvailableSlots(doctor, TUESDAY, null, typeId),
            asPatient())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(slot -> slot.start().toLocalTime() + "-" + slot.end().toLocalTime())
        .toList();
  }

  private BookAppointment booking(VisitType type, String time, VisitAnswer... answers) {
    UUID typeId = type == null ? null : type.id();
    return new BookAppointment(doctor, patient, at(time), "Cough", null, typeId, List.of(answers));
  }

  private BookAppointment keyed(VisitType type, String key, VisitAnswer... answers) {
    return new BookAppointment(
        doctor, patient, at("09:00"), null, key, type.id(), List.of(answers));
  }

  /** For a patient of their own, so that patients are not busy. */
  private Appointment book(VisitType type, String time) {
    Appointment booked = clinic.ask(BOOK_APPOINTMENT, booking(type, time), asPatient());
    return booked;
  }

  private Failure refusedAt(VisitType type, String time) {
    UUID another = clinic.patient();
    var wanted =
        new BookAppointment(
            doctor, another, at(time), null, null, type == null ? null : type.id(), null);
    return clinic.refused(BOOK_APPOINTMENT, wanted, clinic.asPatient(another));
  }

  private static RescheduleAppointment move(Appointment booked, UUID doctor, String time) {
    return new RescheduleAppointment(booked.id(), booked.version(), at(time), doctor, null);
  }

  private static java.util.Map<String, Object> mailOf(Appointment booked) {
    return clinic
        .sql(
            """
            SELECT payload -> 'params' AS params FROM platform.outbox
             WHERE type = 'notifications.requested' AND payload -> 'params' ->> 'appointmentId' = $1
            """,
            booked.id().toString())
        .iterator()
        .next()
        .get(JsonObject.class, "params")
        .getMap();
  }

  private String calendarFile(Appointment booked) {
    return clinic
        .ask(
            io.clinibus.scheduling.api.AppointmentsApi.GET_CALENDAR_FILE,
            new GetCalendarFile(booked.id(), "en"),
            asPatient())
        .content()
        .replace("\r\n ", "");
  }

  private static List<String> pointers(Failure refused) {
    return refused.errors().stream().map(FieldError::pointer).toList();
  }

  private static List<String> codes(Failure refused) {
    return refused.errors().stream().map(FieldError::code).toList();
  }

  private Caller asPatient() {
    return clinic.asPatient(patient);
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
