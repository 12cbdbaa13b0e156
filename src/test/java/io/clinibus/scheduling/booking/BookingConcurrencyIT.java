package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.AvailabilityApi.SET_AVAILABILITY;
import static io.clinibus.testing.BusFixture.all;
import static io.clinibus.testing.BusFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Concurrent bookings, over the bus and directly in SQL: one wins, none waits for ever. */
@Tag("slow")
class BookingConcurrencyIT {

  private static final int CLIENTS = 200;
  private static final OffsetDateTime TEN = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @AfterEach
  void nothingDeadlockedAndNothingOverlaps() {
    assertThat(number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) FROM scheduling.appointment a JOIN scheduling.appointment b
                    ON a.id < b.id AND a.during && b.during
                   AND (a.doctor_id = b.doctor_id OR a.patient_id = b.patient_id)
                   AND a.status = 'BOOKED' AND b.status = 'BOOKED'
                """))
        .isZero();
  }

  @Test
  void concurrentOverlappingBookingsNeverBothSucceed() {
    for (int round = 0; round < 5; round++) {
      UUID doctor = clinic.doctor();
      List<UUID> patients = patients(CLIENTS);
      List<String> outcomes =
          all(
              IntStream.range(0, CLIENTS)
                  .mapToObj(i -> bookInSql(doctor, patients.get(i), TEN.plusMinutes(15 * (i % 4))))
                  .toList());
      assertThat(outcomes).filteredOn("BOOKED"::equals).hasSize(1);
      assertThat(outcomes).filteredOn("SLOT_TAKEN"::equals).hasSize(CLIENTS - 1);
    }
  }

  @Test
  void concurrentBookingsOfAPatientWithManyDoctorsMakeOneVisit() {
    UUID patient = clinic.patient();
    List<UUID> doctors =
        IntStream.range(0, 20)
            .mapToObj(
                i ->
                    clinic.doctor(
                        60, 0, BusFixture.weekdays(i % 2 == 0 ? "10:00" : "09:30", "13:00")))
            .toList();
    List<String> outcomes =
        all(
            IntStream.range(0, CLIENTS)
                .mapToObj(
                    i ->
                        outcome(
                            clinic.send(
                                BOOK_APPOINTMENT,
                                new BookAppointment(
                                    doctors.get(i % 20),
                                    patient,
                                    i % 2 == 0 ? TEN : TEN.plusMinutes(30),
                                    null,
                                    null),
                                clinic.frontDesk())))
                .toList());
    assertThat(outcomes).filteredOn("OK"::equals).hasSize(1);
    assertThat(outcomes).containsOnly("OK", "PATIENT_BUSY", "SLOT_TAKEN");
  }

  @Test
  void oneOfConcurrentMovesAndBookingsGetsTheSlot() {
    for (int round = 0; round < 5; round++) {
      UUID doctor = clinic.doctor(15, 0, BusFixture.weekdays("08:00", "20:00"));
      OffsetDateTime wanted = TEN.withHour(19).withMinute(45);
      List<Appointment> booked = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        booked.add(book(doctor, clinic.patient(), TEN.withHour(8).plusMinutes(15L * i)));
      }
      List<Future<String>> attempts = new ArrayList<>();
      for (Appointment appointment : booked) {
        attempts.add(outcome(move(appointment, wanted)));
        attempts.add(outcome(sendBooking(doctor, clinic.patient(), wanted)));
      }
      assertThat(all(attempts)).filteredOn("OK"::equals).hasSize(1);
      assertThat(starts(doctor, wanted)).isEqualTo(1);
      assertThat(number("SELECT count(*) FROM scheduling.appointment WHERE doctor_id = $1", doctor))
          .isBetween(40L, 41L);
    }
  }

  @Test
  void aConcurrentMoveAndBookingOfAPatientDoNotDeadlock() {
    int people = 12;
    List<UUID> movedFrom = doctors(people);
    List<UUID> bookedWith = doctors(people);
    List<UUID> patients = patients(people);
    for (int day = 0; day < 60; day++) {
      OffsetDateTime ten = TEN.plusDays(day);
      if (ten.getDayOfWeek().getValue() > 5) {
        continue;
      }
      List<Future<String>> attempts = new ArrayList<>();
      List<Appointment> booked = new ArrayList<>();
      for (int i = 0; i < people; i++) {
        booked.add(book(movedFrom.get(i), patients.get(i), ten.plusHours(1)));
      }
      for (int i = 0; i < people; i++) {
        attempts.add(outcome(move(booked.get(i), ten)));
        attempts.add(outcome(sendBooking(bookedWith.get(i), patients.get(i), ten)));
      }
      List<String> outcomes = all(attempts);
      assertThat(outcomes).filteredOn("OK"::equals).hasSize(people);
      assertThat(outcomes).filteredOn("PATIENT_BUSY"::equals).hasSize(people);
    }
  }

  @Test
  void appointmentsThatSwapSlotsDoNotDeadlock() {
    UUID one = clinic.doctor();
    UUID other = clinic.doctor();
    Appointment first = book(one, clinic.patient(), TEN);
    Appointment second = book(other, clinic.patient(), TEN);
    for (int round = 0; round < 20; round++) {
      OffsetDateTime next = TEN.plusDays(round % 2 == 0 ? 1 : 0);
      List<Object> moved =
          all(List.of(either(move(first, other, next)), either(move(second, one, next))));
      first = moved.get(0) instanceof Appointment a ? a : first;
      second = moved.get(1) instanceof Appointment a ? a : second;
      UUID previous = one;
      one = other;
      other = previous;
      assertThat(moved).allMatch(Appointment.class::isInstance);
    }
  }

  @Test
  void aSlotOfReplacedHoursIsNeverBooked() {
    for (int round = 0; round < 10; round++) {
      UUID doctor = clinic.doctor();
      var afternoons =
          new AvailabilityDetails(60, 0, List.of(BusFixture.weekdays("14:00", "16:00")));
      List<Future<String>> bookings = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        bookings.add(outcome(sendBooking(doctor, clinic.patient(), TEN.plusHours(i % 3 - 1))));
      }
      var change =
          clinic.ask(
              SET_AVAILABILITY,
              new SetAvailability(doctor, 1, null, afternoons),
              clinic.frontDesk());
      all(bookings);
      assertThat(change.conflicts()).hasSize(booked(doctor).size());
    }
  }

  @Test
  void anIdempotencyKeySentManyTimesBooksOnce() {
    UUID doctor = clinic.doctor();
    UUID patient = clinic.patient();
    var request = new BookAppointment(doctor, patient, TEN, null, "key-" + patient);
    List<Object> answers =
        all(
            IntStream.range(0, 50)
                .mapToObj(
                    i -> either(clinic.send(BOOK_APPOINTMENT, request, clinic.asPatient(patient))))
                .toList());
    assertThat(answers).allMatch(Appointment.class::isInstance);
    assertThat(answers.stream().distinct()).hasSize(1);
  }

  @Test
  void anIdempotencyKeySentForTwoDaysBooksOneOfThem() {
    for (int round = 0; round < 20; round++) {
      UUID doctor = clinic.doctor();
      UUID patient = clinic.patient();
      List<String> outcomes =
          all(
              List.of(0, 1).stream()
                  .map(
                      day ->
                          outcome(
                              clinic.send(
                                  BOOK_APPOINTMENT,
                                  new BookAppointment(
                                      doctor, patient, TEN.plusDays(day), null, "key-" + patient),
                                  clinic.asPatient(patient))))
                  .toList());
      assertThat(outcomes).containsExactlyInAnyOrder("OK", "IDEMPOTENCY_KEY_REUSED");
    }
  }

  private static List<UUID> doctors(int count) {
    return IntStream.range(0, count).mapToObj(i -> clinic.doctor()).toList();
  }

  private static List<UUID> patients(int count) {
    return IntStream.range(0, count).mapToObj(i -> clinic.patient()).toList();
  }

  private static Future<String> bookInSql(UUID doctor, UUID patient, OffsetDateTime start) {
    Tuple values = Tuple.of(UuidV7.next(), patient, doctor, start, start.plusHours(1));
    values.addValue(LocalDate.parse("2026-11-24"));
    return clinic
        .platform()
        .database()
        .preparedQuery(
            """
            SELECT outcome FROM scheduling.book($1, NULL, $2, $3, $4, $5, $5, ARRAY[$6::date],
                                                scheduling.rules_version($3), '', NULL, NULL, now(), NULL)
            """)
        .execute(values)
        .map(rows -> rows.iterator().next().getString("outcome"));
  }

  private static Appointment book(UUID doctor, UUID patient, OffsetDateTime start) {
    return BusFixture.await(sendBooking(doctor, patient, start));
  }

  private static Future<Appointment> sendBooking(UUID doctor, UUID patient, OffsetDateTime start) {
    return clinic.send(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, start, null, null),
        clinic.frontDesk());
  }

  private static Future<Appointment> move(Appointment appointment, OffsetDateTime start) {
    return move(appointment, null, start);
  }

  private static Future<Appointment> move(
      Appointment appointment, UUID doctor, OffsetDateTime start) {
    return clinic.send(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(appointment.id(), appointment.version(), start, doctor, null),
        clinic.frontDesk());
  }

  private static List<Appointment> booked(UUID doctor) {
    return clinic
        .ask(
            LIST_APPOINTMENTS,
            new ListAppointments(
                null, null, doctor, null, null, List.of(AppointmentStatus.BOOKED), null, 200, null),
            clinic.frontDesk())
        .items();
  }

  private static long starts(UUID doctor, OffsetDateTime at) {
    return number(
        "SELECT count(*) FROM scheduling.appointment WHERE doctor_id = $1 AND starts_at = $2",
        doctor,
        at);
  }

  private static long number(String sql, Object... values) {
    return clinic.sql(sql, values).iterator().next().getLong(0);
  }

  private static Future<Object> either(Future<?> attempt) {
    return attempt.map(Object.class::cast).recover(Future::succeededFuture);
  }
}
