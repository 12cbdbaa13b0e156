package io.clinibus.scheduling.queue;

import static io.clinibus.scheduling.api.AppointmentStatus.BOOKED;
import static io.clinibus.scheduling.api.AppointmentStatus.CANCELLED;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.QueueApi;
import io.clinibus.scheduling.api.QueueApi.CallPatient;
import io.clinibus.scheduling.api.QueueApi.GetQueue;
import io.clinibus.scheduling.api.QueueApi.QueueEntry;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tickets, the order of those who wait, and calls. */
class QueueIT {

  private TestClock clock;
  private BusFixture clinic;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-24T06:00:00Z");
    clinic = BusFixture.open(clock);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void ticketCodesOfADayAreDifferentAndShort() {
    var codes =
        Rows.list(
            clinic.sql("SELECT scheduling.ticket_code(n) AS code FROM generate_series(1, 5000) n"),
            row -> row.getString("code"));
    assertThat(codes).doesNotHaveDuplicates().startsWith("A01", "A02");
    assertThat(codes.subList(0, 2178)).allMatch(code -> code.matches("[A-Z][0-9]{2}"));
    assertThat(codes).allMatch(code -> code.matches("[A-Z]{1,2}(?!00)[0-9]{2}"));
    assertThat(codes).noneMatch(code -> code.matches(".*[IOQS].*"));
  }

  @Test
  void aCheckInGivesATicketThatAnotherCheckInOfTheDayKeeps() {
    Appointment visit = book(clinic.doctor(), "10:00");
    assertThat(visit.ticket()).isNull();
    assertThat(set(visit, CHECKED_IN).ticket()).isEqualTo("A01");
    assertThat(set(visit, BOOKED).ticket()).isNull();
    assertThat(queue()).isEmpty();
    Appointment other = book(clinic.doctor(), "10:00");
    assertThat(set(other, CHECKED_IN).ticket()).isEqualTo("A02");
    assertThat(set(visit, CHECKED_IN).ticket()).isEqualTo("A01");
  }

  @Test
  void concurrentCheckInsGetDifferentTickets() {
    List<Appointment> visits =
        IntStream.range(0, 12).mapToObj(i -> book(clinic.doctor(), "10:00")).toList();
    List<Future<Appointment>> answers = new ArrayList<>();
    for (Appointment visit : visits) {
      answers.add(
          clinic.send(CHANGE_APPOINTMENT_STATUS, to(visit, CHECKED_IN), clinic.frontDesk()));
    }
    BusFixture.await(Future.all(answers));
    assertThat(answers)
        .extracting(answer -> answer.result().ticket())
        .doesNotHaveDuplicates()
        .allMatch(code -> code.matches("A(0[1-9]|1[0-2])"));
  }

  @Test
  void thoseWhoWaitAreInTheOrderInWhichTheyAreDue() {
    Appointment early = book(clinic.doctor(), "11:00");
    Appointment late = book(clinic.doctor(), "09:00");
    Appointment onTime = book(clinic.doctor(), "10:00");
    clock.set("2026-11-24T07:30:00Z");
    set(early, CHECKED_IN);
    clock.set("2026-11-24T08:30:00Z");
    set(late, CHECKED_IN);
    clock.set("2026-11-24T08:50:00Z");
    set(onTime, CHECKED_IN);
    assertThat(queue())
        .extracting(QueueEntry::appointmentId, QueueEntry::ticket)
        .containsExactly(
            tuple(late.id(), "A02"), tuple(onTime.id(), "A03"), tuple(early.id(), "A01"));
    QueueEntry first = queue().get(0);
    assertThat(first.patientName()).isEqualTo("Ada B");
    assertThat(first.patientListedName()).isEqualTo("B, Ada");
    assertThat(first.since()).isEqualTo(OffsetDateTime.parse("2026-11-24T09:30:00+01:00"));
    assertThat(first.calledAt()).isNull();
  }

  @Test
  void aCalledPatientWaitsUntilTheVisitBegins() {
    UUID doctor = clinic.doctor();
    Appointment visit = book(doctor, "10:00");
    Failure refused = refusedCall(visit, clinic.frontDesk());
    assertThat(refused.code()).isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
    set(visit, CHECKED_IN);
    assertThat(refusedCall(visit, clinic.asDoctor(clinic.doctor())).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    call(visit, clinic.asDoctor(doctor));
    clock.advance(Duration.ofMinutes(2));
    call(visit, clinic.frontDesk());
    assertThat(queue())
        .extracting(entry -> entry.calledAt().toInstant())
        .containsExactly(clock.instant());
    clinic.ask(CHANGE_APPOINTMENT_STATUS, to(visit, IN_CONSULTATION), clinic.admin());
    assertThat(queue()).isEmpty();
    assertThat(refusedCall(visit, clinic.frontDesk()).code())
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
  }

  @Test
  void whoLeavesIsCancelledWithAReasonAndGetsNoMail() {
    Appointment left = book(clinic.doctor(), "10:00");
    set(left, CHECKED_IN);
    cancel(left);
    Appointment notArrived = book(clinic.doctor(), "10:00");
    cancel(notArrived);
    assertThat(queue()).isEmpty();
    assertThat(
            Rows.list(
                clinic.sql(
                    """
                    SELECT payload ->> 'key' AS key FROM platform.outbox
                     WHERE type = 'notifications.requested' AND payload ->> 'template' = 'CANCELLED'
                    """),
                row -> row.getString("key")))
        .singleElement()
        .asString()
        .contains(notArrived.id().toString());
  }

  @Test
  void ticketsOfOtherDaysAreNotInTheQueue() {
    Appointment visit = book(clinic.doctor(), "10:00");
    set(visit, CHECKED_IN);
    clock.advance(Duration.ofDays(1));
    assertThat(queue()).isEmpty();
    assertThat(refusedCall(visit, clinic.frontDesk()).code())
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
  }

  private void cancel(Appointment visit) {
    var cancel = new AppointmentsApi.CancelAppointment(visit.id(), null);
    Appointment cancelled =
        clinic.ask(AppointmentsApi.CANCEL_APPOINTMENT, cancel, clinic.frontDesk());
    assertThat(cancelled.status()).isEqualTo(CANCELLED);
  }

  private List<QueueEntry> queue() {
    return clinic.ask(QueueApi.GET_QUEUE, new GetQueue(), clinic.frontDesk()).items();
  }

  private void call(Appointment visit, Caller caller) {
    clinic.ask(QueueApi.CALL_PATIENT, new CallPatient(visit.id()), caller);
  }

  private Failure refusedCall(Appointment visit, Caller caller) {
    return clinic.refused(QueueApi.CALL_PATIENT, new CallPatient(visit.id()), caller);
  }

  private Appointment book(UUID doctor, String time) {
    var at = OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
    var wanted = new BookAppointment(doctor, clinic.patient(), at, null, null);
    return clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
  }

  private Appointment set(Appointment visit, AppointmentStatus status) {
    return clinic.ask(CHANGE_APPOINTMENT_STATUS, to(visit, status), clinic.frontDesk());
  }

  private static ChangeAppointmentStatus to(Appointment visit, AppointmentStatus status) {
    return new ChangeAppointmentStatus(visit.id(), null, status, null);
  }
}
