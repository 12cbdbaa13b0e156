package io.clinibus.scheduling.visittypes;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.VisitTypesApi.CREATE_VISIT_TYPE;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitPrice;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A clinic with a doctor, a patient and visit types. */
abstract class VisitTypesFixture {

  static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");

  static final VisitQuestion FIRST =
      new VisitQuestion(null, "Were you here before?", QuestionKind.YES_NO, true, null);

  static final VisitQuestion WHERE =
      new VisitQuestion(null, "Which side?", QuestionKind.CHOICE, false, List.of("Left", "Right"));

  static BusFixture clinic;
  static BusFixture beside;
  UUID doctor;
  UUID patient;

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

  VisitType type(int minutes, UnaryOperator<VisitTypeDetails> change) {
    return clinic.ask(
        CREATE_VISIT_TYPE, new CreateVisitType(change.apply(details(minutes))), clinic.admin());
  }

  static VisitTypeDetails details(int minutes) {
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

  static VisitTypeDetails details(VisitType type, int minutes) {
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

  static VisitTypeDetails with(
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

  static VisitTypeDetails offeredBy(VisitTypeDetails it, UUID doctor) {
    return with(
        it, it.name(), it.departmentIds(), List.of(doctor), true, false, it.questions(), true);
  }

  static VisitTypeDetails bookable(VisitTypeDetails it, boolean bookable) {
    return with(
        it, it.name(), it.departmentIds(), it.doctorIds(), bookable, false, it.questions(), true);
  }

  static VisitTypeDetails asking(VisitTypeDetails it, VisitQuestion... questions) {
    return with(
        it, it.name(), it.departmentIds(), it.doctorIds(), true, false, List.of(questions), true);
  }

  static VisitTypeDetails active(VisitTypeDetails it, boolean active) {
    return with(
        it, it.name(), it.departmentIds(), it.doctorIds(), true, false, it.questions(), active);
  }

  BookAppointment booking(VisitType type, String time, VisitAnswer... answers) {
    UUID typeId = type == null ? null : type.id();
    return new BookAppointment(doctor, patient, at(time), "Cough", null, typeId, List.of(answers));
  }

  /** For a patient of their own, so that patients are not busy. */
  Appointment book(VisitType type, String time) {
    Appointment booked = clinic.ask(BOOK_APPOINTMENT, booking(type, time), asPatient());
    return booked;
  }

  static List<String> pointers(Failure refused) {
    return refused.errors().stream().map(FieldError::pointer).toList();
  }

  Caller asPatient() {
    return clinic.asPatient(patient);
  }

  static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
