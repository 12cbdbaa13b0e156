package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many open appointments and holds one person can have. */
class BookingBoundsIT {

  private static final int LIMIT = 5;
  private static final OffsetDateTime EIGHT = OffsetDateTime.parse("2026-11-24T08:00:00+01:00");

  private static TestClock clock;
  private static BusFixture clinic;
  private static List<BusFixture> nodes;

  private UUID doctor;
  private UUID patient;

  @BeforeAll
  static void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    nodes = List.of(clinic, BusFixture.beside(clinic), BusFixture.beside(clinic));
  }

  @AfterAll
  static void close() {
    nodes.get(2).close();
    nodes.get(1).close();
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    doctor = clinic.doctor(15, 0, BusFixture.weekdays("08:00", "21:00"));
    patient = clinic.patient();
  }

  @Test
  void concurrentBookingsOfAPatientOnThreeNodesStopAtTheLimit() {
    List<Future<Appointment>> bookings = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      BusFixture node = nodes.get(i % nodes.size());
      bookings.add(
          node.platform()
              .bus()
              .request(BOOK_APPOINTMENT, booking(i, null), clinic.asPatient(patient)));
    }
    BusFixture.await(Future.join(bookings).otherwiseEmpty());
    assertThat(bookings.stream().filter(Future::succeeded)).hasSize(LIMIT);
    assertThat(bookings.stream().filter(Future::failed).map(Future::cause))
        .allMatch(cause -> ((Failure) cause).is(SchedulingFailures.TOO_MANY_APPOINTMENTS));
  }

  @Test
  void aRepeatedRequestAtTheLimitReturnsItsAppointment() {
    Appointment last = null;
    for (int i = 0; i < LIMIT; i++) {
      last = clinic.ask(BOOK_APPOINTMENT, booking(i, "key-" + i), clinic.asPatient(patient));
    }
    BookAppointment repeated = booking(LIMIT - 1, "key-" + (LIMIT - 1));
    assertThat(clinic.ask(BOOK_APPOINTMENT, repeated, clinic.asPatient(patient)).id())
        .isEqualTo(last.id());
  }

  @Test
  void theFrontDeskBooksFurtherOnesAndACancelledOneNoLongerCounts() {
    List<Appointment> booked =
        IntStream.range(0, LIMIT)
            .mapToObj(
                i -> clinic.ask(BOOK_APPOINTMENT, booking(i, null), clinic.asPatient(patient)))
            .toList();
    clinic.ask(BOOK_APPOINTMENT, booking(LIMIT, null), clinic.frontDesk());
    assertThat(refused(LIMIT + 1).code()).isEqualTo(SchedulingFailures.TOO_MANY_APPOINTMENTS);
    for (Appointment appointment : booked.subList(0, 2)) {
      var cancelled = new CancelAppointment(appointment.id(), appointment.version());
      clinic.ask(CANCEL_APPOINTMENT, cancelled, clinic.asPatient(patient));
    }
    clinic.ask(BOOK_APPOINTMENT, booking(LIMIT + 1, null), clinic.asPatient(patient));
  }

  @Test
  void holdsThatExpiredUnusedCountForTenMinutes() {
    for (int i = 0; i < 3; i++) {
      clinic.ask(HOLD_SLOT, hold(i), clinic.asPatient(patient));
    }
    clock.advance(Duration.ofMinutes(3).plusSeconds(1));
    Awaitility.await()
        .until(
            () ->
                clinic.sql("SELECT FROM scheduling.unused_hold WHERE held_by = $1", patient).size()
                    == 3);
    assertThat(clinic.refused(HOLD_SLOT, hold(5), clinic.asPatient(patient)).code())
        .isEqualTo(SchedulingFailures.TOO_MANY_HOLDS);
    clinic.ask(HOLD_SLOT, hold(5), clinic.asPatient(clinic.patient()));
    clock.advance(Duration.ofMinutes(10));
    clinic.ask(HOLD_SLOT, hold(6), clinic.asPatient(patient));
  }

  private Failure refused(int slot) {
    Caller caller = clinic.asPatient(patient);
    return clinic.refused(BOOK_APPOINTMENT, booking(slot, null), caller);
  }

  private BookAppointment booking(int slot, String key) {
    return new BookAppointment(doctor, patient, EIGHT.plusMinutes(15L * slot), null, key);
  }

  private HoldSlot hold(int slot) {
    return new HoldSlot(doctor, EIGHT.plusMinutes(15L * slot), null, null);
  }
}
