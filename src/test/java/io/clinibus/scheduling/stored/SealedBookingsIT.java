package io.clinibus.scheduling.stored;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_CALENDAR_FILE;
import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.AppointmentsApi.OVERBOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.WaitlistApi.ACCEPT_OFFER;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientMergesApi.UndoMerge;
import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.OverbookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.AssignmentApi.AutoAssign;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.ClinicalDump;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What patients write with a booking is sealed wherever it is stored. */
class SealedBookingsIT extends SealedBookingsFixture {

  private static final String WORD = "canarybooking";

  @Test
  void noWordOfABookingIsInDatabaseRedisOrLogs() {
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      VisitType type = typeWithQuestion();
      var answer = new VisitAnswer(type.questions().get(0).id(), WORD + "answer");
      Appointment booked =
          clinic.ask(
              BOOK_APPOINTMENT,
              new BookAppointment(
                  doctor, patient, at("09:00"), WORD + "reason", "key", type.id(), List.of(answer)),
              clinic.asPatient(patient));
      assertThat(booked.reason()).isEqualTo(WORD + "reason");
      assertThat(booked.answers())
          .extracting(AnsweredQuestion::answer)
          .containsExactly(WORD + "answer");
      assertThat(booked.reasonUnavailable()).isNull();
      Appointment moved =
          clinic.ask(
              RESCHEDULE_APPOINTMENT,
              new RescheduleAppointment(booked.id(), 1, at("10:00"), null, WORD + "move"),
              clinic.frontDesk());
      assertThat(moved.answers()).isEqualTo(booked.answers());
      for (Caller reader :
          List.of(clinic.asPatient(patient), clinic.asDoctor(doctor), clinic.frontDesk())) {
        assertThat(clinic.ask(GET_APPOINTMENT, new GetAppointment(booked.id()), reader))
            .isEqualTo(moved);
        assertThat(listed(reader)).containsExactly(moved);
      }
      assertThat(upcoming(clinic.asPatient(patient)).items()).containsExactly(moved);
      assertThat(upcoming(clinic.asDoctor(doctor)).items()).containsExactly(moved);
      assertThat(
              clinic
                  .ask(
                      GET_CALENDAR_FILE,
                      new GetCalendarFile(booked.id(), "en"),
                      clinic.asPatient(patient))
                  .content())
          .contains(WORD + "reason");

      clinic.ask(
          OVERBOOK_APPOINTMENT,
          new OverbookAppointment(
              doctor, clinic.patient(), at("10:00"), WORD + "beside", WORD + "why", "over"),
          clinic.admin());
      assertThat(
              clinic
                  .ask(
                      AssignmentApi.AUTO_ASSIGN,
                      new AutoAssign(
                          patient,
                          WORD + "chest",
                          "Cardiology",
                          null,
                          null,
                          null,
                          true,
                          true,
                          "a",
                          null,
                          null),
                      clinic.asPatient(patient))
                  .booked()
                  .reason())
          .isEqualTo(WORD + "chest");

      UUID waiting = clinic.patient();
      WaitlistEntry entry =
          clinic.ask(
              JOIN_WAITLIST,
              new JoinWaitlist(
                  waiting,
                  doctor,
                  null,
                  null,
                  WORD + "waiting",
                  type.id(),
                  List.of(new VisitAnswer(answer.questionId(), WORD + "waitinganswer"))),
              clinic.asPatient(waiting));
      assertThat(entry.reason()).isEqualTo(WORD + "waiting");
      assertThat(entry.answers())
          .extracting(AnsweredQuestion::answer)
          .containsExactly(WORD + "waitinganswer");
      assertThat(waitlist(clinic.frontDesk(), waiting)).containsExactly(entry);
      assertThat(upcoming(clinic.asPatient(waiting)).waitlist()).containsExactly(entry);
      cancel(moved, WORD + "cancel");
      assertThat(notes(booked)).containsExactly("", WORD + "move", WORD + "cancel");
      Appointment accepted = accepted(entry, waiting);
      assertThat(accepted.reason()).isEqualTo(WORD + "waiting");
      assertThat(accepted.answers()).isEqualTo(entry.answers());

      dump.assertNoWord(List.of(WORD));
      clinic.sql("UPDATE patients.patient SET address = $2 WHERE id = $1", patient, WORD);
      assertThat(dump.find(List.of(WORD))).as("it does find").hasSize(1);
    }
  }

  @Test
  void aRepeatedRequestIsRecognizedWithoutItsReasonInTheDatabase() {
    Appointment booked = book(patient, "09:00", "Asthma", "again");
    assertThat(book(patient, "09:00", "Asthma", "again")).isEqualTo(booked);
    var another = new BookAppointment(doctor, patient, at("09:00"), "Angina", "again");
    assertThat(clinic.refused(BOOK_APPOINTMENT, another, clinic.asPatient(patient)).code())
        .isEqualTo(CommonFailures.IDEMPOTENCY_KEY_REUSED);
    clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(booked.id(), 1, at("10:00"), null, null),
        clinic.frontDesk());
    book(clinic.patient(), "09:00", null, null);
    assertThat(book(patient, "09:00", "Asthma", "again"))
        .as("as it was booked, at a time that is taken now")
        .isEqualTo(booked);
  }

  @Test
  void visitsAndNotesStayReadableThroughAMergeAndItsUndoing() {
    UUID from = clinic.patient();
    Appointment visit = book(from, "09:00", "Asthma", null);
    UUID former = formerBooking(from, "10:00", "legacy cough", null, null);
    WaitlistEntry entry = join(from, "waiting");
    Merge merge =
        clinic.ask(
            PatientMergesApi.MERGE_PATIENTS,
            new MergePatients(patient, from, null),
            clinic.frontDesk());
    assertThat(listed(clinic.asDoctor(doctor)))
        .extracting(Appointment::patientId)
        .containsOnly(patient);
    assertThat(listed(clinic.asPatient(patient)))
        .extracting(Appointment::reason)
        .containsExactly("Asthma", "legacy cough");
    assertThat(waitlist(clinic.frontDesk(), patient))
        .extracting(WaitlistEntry::reason)
        .containsExactly("waiting");
    Appointment own = book(patient, "11:00", "Gout", null);
    cancel(get(visit.id()), "while merged");
    sealAll();
    assertThat(get(former).reason()).isEqualTo("legacy cough");

    clinic.ask(PatientMergesApi.UNDO_MERGE, new UndoMerge(patient, merge.id()), clinic.frontDesk());

    assertThat(get(visit.id()).reason()).isEqualTo("Asthma");
    assertThat(get(visit.id()).patientId()).isEqualTo(from);
    assertThat(get(former).reason()).isEqualTo("legacy cough");
    assertThat(notes(visit)).contains("while merged");
    assertThat(get(own.id()).reason()).isEqualTo("Gout");
    assertThat(waitlist(clinic.frontDesk(), from))
        .extracting(WaitlistEntry::id)
        .contains(entry.id());
  }

  @Test
  void aReasonForAPatientWhoseDataWasErasedIsRefused() {
    clinic.sql(
        "INSERT INTO platform.patient_key (patient_id, destroyed_at) VALUES ($1, now())", patient);
    var wanted = new BookAppointment(doctor, patient, at("09:00"), "Asthma", null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, wanted, clinic.frontDesk()).code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
  }

  @Test
  void aReasonForAPatientWhoDoesNotExistLeavesNoKey() {
    UUID nobody = UuidV7.next();
    var visit = new BookAppointment(doctor, nobody, at("09:00"), "Asthma", null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, visit, clinic.frontDesk()).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
    var wish = new JoinWaitlist(nobody, doctor, null, null, "cough");
    assertThat(clinic.refused(JOIN_WAITLIST, wish, clinic.frontDesk()).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
    assertThat(
            number("SELECT count(*) AS n FROM platform.patient_key WHERE patient_id = $1", nobody))
        .isZero();
    book(patient, "09:00", "Asthma", null);
    assertThat(
            number("SELECT count(*) AS n FROM platform.patient_key WHERE patient_id = $1", patient))
        .isOne();
  }

  private static Appointment accepted(WaitlistEntry entry, UUID whom) {
    Caller waiting = clinic.asPatient(whom);
    return clinic.ask(ACCEPT_OFFER, new AcceptOffer(entry.id()), waiting);
  }

  private List<Appointment> listed(Caller caller) {
    return clinic
        .ask(
            LIST_APPOINTMENTS,
            new ListAppointments(null, null, doctor, null, null, null, null, null, null),
            caller)
        .items();
  }

  private static AgendaApi.Upcoming upcoming(Caller caller) {
    return clinic.ask(AgendaApi.LIST_UPCOMING, new ListUpcoming(), caller);
  }
}
