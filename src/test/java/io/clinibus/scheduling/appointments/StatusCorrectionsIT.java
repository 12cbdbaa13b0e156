package io.clinibus.scheduling.appointments;

import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.COMPLETED;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static io.clinibus.scheduling.api.AppointmentStatus.NO_SHOW;
import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statuses that were set by mistake, and visits that nobody closed. */
class StatusCorrectionsIT {

  private static final OffsetDateTime TEN = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");

  private TestClock clock;
  private BusFixture clinic;
  private UUID doctor;
  private Appointment visit;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-24T06:00:00Z");
    clinic = BusFixture.open(clock);
    doctor = clinic.doctor();
    visit = book(clinic.patient());
    clock.advance(Duration.ofHours(3).plusMinutes(20));
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void aMissedVisitIsTakenBackWithAReasonThatStaysInTheHistory() {
    set(NO_SHOW, null);
    Failure refused = refused(CHECKED_IN, " ");
    assertThat(refused.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    assertThat(refused.errors().get(0).pointer()).isEqualTo("/note");
    assertThat(set(CHECKED_IN, "Came ten minutes late").status()).isEqualTo(CHECKED_IN);
    List<AppointmentChange> history =
        clinic
            .ask(
                AppointmentsApi.GET_APPOINTMENT_HISTORY,
                new GetAppointmentHistory(visit.id()),
                clinic.frontDesk())
            .changes();
    assertThat(history).extracting(AppointmentChange::note).contains("Came ten minutes late");
    assertThat(history).extracting(AppointmentChange::status).endsWith(NO_SHOW, CHECKED_IN);
  }

  @Test
  void aCompletedVisitGoesBackStepByStep() {
    set(CHECKED_IN, null);
    clinic.ask(CHANGE_APPOINTMENT_STATUS, to(IN_CONSULTATION, null), clinic.admin());
    clinic.ask(CHANGE_APPOINTMENT_STATUS, to(COMPLETED, null), clinic.admin());
    set(IN_CONSULTATION, "Completed too early");
    assertThat(set(CHECKED_IN, "The doctor was called away").status()).isEqualTo(CHECKED_IN);
  }

  @Test
  void aMissedVisitWhoseTimeWasBookedIsNotTakenBack() {
    set(NO_SHOW, null);
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status)
        SELECT gen_random_uuid(), a.doctor_id, $2, a.starts_at, a.ends_at, a.during, 'BOOKED'
          FROM scheduling.appointment a WHERE a.id = $1
        """,
        visit.id(),
        clinic.patient());
    assertThat(refused(CHECKED_IN, "Came late").code()).isEqualTo(SchedulingFailures.SLOT_TAKEN);
  }

  @Test
  void aVisitThatStayedBookedIsClosedOnALaterDay() {
    assertThat(refused(COMPLETED, null).code()).isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
    clock.advance(Duration.ofDays(1));
    assertThat(set(COMPLETED, null).status()).isEqualTo(COMPLETED);
    assertThat(refused(IN_CONSULTATION, "Too late to take back").code())
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
  }

  private Appointment book(UUID patient) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, TEN, null, null),
        clinic.frontDesk());
  }

  private Appointment set(AppointmentStatus status, String note) {
    return clinic.ask(CHANGE_APPOINTMENT_STATUS, to(status, note), clinic.frontDesk());
  }

  private Failure refused(AppointmentStatus status, String note) {
    return clinic.refused(CHANGE_APPOINTMENT_STATUS, to(status, note), clinic.frontDesk());
  }

  private ChangeAppointmentStatus to(AppointmentStatus status, String note) {
    return new ChangeAppointmentStatus(visit.id(), null, status, note);
  }
}
