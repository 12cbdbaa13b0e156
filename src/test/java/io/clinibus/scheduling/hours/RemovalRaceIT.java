package io.clinibus.scheduling.hours;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.NoContent;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A patient or doctor is removed while a visit is booked: one of the two succeeds, never both. */
class RemovalRaceIT {

  private static final int ROUNDS = 40;
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

  @Test
  void concurrentRemovalAndBookingOfAPatientDoNotBothSucceed() {
    for (int round = 0; round < ROUNDS; round++) {
      UUID patient = clinic.patient();
      exactlyOne(
          book(clinic.doctor(), patient),
          clinic.send(
              PatientsApi.DELETE_PATIENT, new PatientsApi.DeletePatient(patient), clinic.admin()));
    }
  }

  @Test
  void concurrentRemovalAndBookingOfADoctorDoNotBothSucceed() {
    for (int round = 0; round < ROUNDS; round++) {
      UUID doctor = clinic.doctor();
      exactlyOne(
          book(doctor, clinic.patient()),
          clinic.send(
              DirectoryApi.DELETE_DOCTOR, new DirectoryApi.DeleteDoctor(doctor), clinic.admin()));
    }
  }

  private static Future<Appointment> book(UUID doctor, UUID patient) {
    return clinic.send(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, TEN, null, null),
        clinic.frontDesk());
  }

  private static void exactlyOne(Future<Appointment> booking, Future<NoContent> removal) {
    List<Boolean> happened =
        BusFixture.await(
            Future.all(
                    booking.transform(booked -> Future.succeededFuture(booked.succeeded())),
                    removal.transform(removed -> Future.succeededFuture(removed.succeeded())))
                .map(both -> both.<Boolean>list()));
    assertThat(happened).containsExactlyInAnyOrder(true, false);
  }
}
