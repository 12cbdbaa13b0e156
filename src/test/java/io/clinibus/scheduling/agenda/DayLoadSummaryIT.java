package io.clinibus.scheduling.agenda;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.DoctorLoad;
import io.clinibus.scheduling.api.AgendaApi.ListDayLoads;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How much there is to do on a day. */
class DayLoadSummaryIT {

  private static final OffsetDateTime TUESDAY = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");

  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void openAndCompletedVisitsOfADayAreCountedWithoutCancelledOnes() {
    UUID doctor = clinic.doctor();
    book(doctor, TUESDAY);
    Appointment completed = book(doctor, TUESDAY.plusHours(1));
    status(completed, "COMPLETED");
    cancel(book(doctor, TUESDAY.plusHours(2)));
    book(doctor, TUESDAY.plusDays(1));
    assertThat(load(doctor, TUESDAY.toLocalDate()))
        .isEqualTo(
            new DoctorLoad(doctor, clinic.department(), 2, 1, LocalDate.parse("2026-11-25")));
  }

  @Test
  void theNextDayIsThatOfTheFirstLaterVisitThatIsNotCancelled() {
    UUID doctor = clinic.doctor();
    cancel(book(doctor, TUESDAY.plusDays(1)));
    book(doctor, TUESDAY.plusDays(8));
    book(doctor, TUESDAY.plusDays(9));
    assertThat(load(doctor, TUESDAY.toLocalDate()).nextDay()).isEqualTo("2026-12-02");
    assertThat(load(doctor, LocalDate.parse("2026-12-03")).nextDay()).isNull();
  }

  private static DoctorLoad load(UUID doctor, LocalDate day) {
    return clinic
        .ask(AgendaApi.LIST_DAY_LOADS, new ListDayLoads(day), clinic.frontDesk())
        .doctors()
        .stream()
        .filter(load -> load.doctorId().equals(doctor))
        .findAny()
        .orElseThrow();
  }

  private static Appointment book(UUID doctor, OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), start, null, null),
        clinic.frontDesk());
  }

  private static void cancel(Appointment appointment) {
    clinic.ask(
        CANCEL_APPOINTMENT, new CancelAppointment(appointment.id(), null), clinic.frontDesk());
  }

  private static void status(Appointment appointment, String status) {
    clinic.sql(
        "UPDATE scheduling.appointment SET status = $2 WHERE id = $1", appointment.id(), status);
  }
}
