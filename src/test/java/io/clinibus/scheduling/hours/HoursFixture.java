package io.clinibus.scheduling.hours;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AvailabilityApi.GET_AVAILABILITY;
import static io.clinibus.scheduling.api.AvailabilityApi.SET_AVAILABILITY;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;

import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.GetAvailability;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A clinic with a doctor whose hours are changed. */
abstract class HoursFixture {

  static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  static final OffsetDateTime TEN = at("10:00");
  static BusFixture clinic;
  UUID doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void someDoctor() {
    doctor = clinic.doctor();
  }

  static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }

  Appointment book(OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), start, null, null),
        clinic.frontDesk());
  }

  SetAvailability set(long version, boolean dryRun, AvailabilityDetails details) {
    return new SetAvailability(doctor, version, dryRun, details);
  }

  String pointer(AvailabilityDetails details) {
    return clinic
        .refused(SET_AVAILABILITY, set(version(), false, details), clinic.frontDesk())
        .errors()
        .get(0)
        .pointer();
  }

  Availability availability() {
    return clinic.ask(GET_AVAILABILITY, new GetAvailability(doctor), clinic.frontDesk());
  }

  long version() {
    return availability().version();
  }

  static List<String> free(UUID doctor, LocalDate day) {
    return clinic
        .ask(LIST_AVAILABLE_SLOTS, new ListAvailableSlots(doctor, day, null), clinic.frontDesk())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(slot -> slot.start().toLocalTime().toString())
        .toList();
  }
}
