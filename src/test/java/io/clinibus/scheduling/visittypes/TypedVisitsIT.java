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
import static io.clinibus.scheduling.api.VisitTypesApi.UPDATE_VISIT_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
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
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.UpdateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.WaitlistApi;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Visits of a type: their slots, holds, lengths and answers. */
class TypedVisitsIT extends VisitTypesFixture {

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

  private BookAppointment keyed(VisitType type, String key, VisitAnswer... answers) {
    return new BookAppointment(
        doctor, patient, at("09:00"), null, key, type.id(), List.of(answers));
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

  private static List<String> codes(Failure refused) {
    return refused.errors().stream().map(FieldError::code).toList();
  }
}
