package io.clinibus.scheduling.booking;

import static io.clinibus.identity.api.UsersApi.BLOCK_USER;
import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.identity.api.UsersApi.BlockUser;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ends in scheduling when the account of a patient is blocked. */
class BlockedAccountIT {

  private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");
  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");

  private BusFixture clinic;
  private UUID doctor;
  private UUID patient;
  private Appointment visit;
  private UUID waiting;
  private UUID offered;

  @BeforeEach
  void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
    doctor = clinic.doctor();
    patient = clinic.patient();
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, patient_id)
        VALUES ($1, 'ada@clinibus.example', 'Ada', '{PATIENT}', $1)
        """,
        patient);
    visit = book(patient, NINE);
    Appointment other = book(clinic.patient(), NINE.plusHours(1));
    clinic.ask(
        HOLD_SLOT, new HoldSlot(doctor, NINE.plusHours(2), null, null), clinic.asPatient(patient));
    waiting = join(TUESDAY.plusDays(30), TUESDAY.plusDays(30), "00:00", "00:01");
    offered = join(TUESDAY, TUESDAY, "10:00", "10:30");
    clinic.ask(
        CANCEL_APPOINTMENT,
        new CancelAppointment(other.id(), null),
        clinic.asPatient(other.patientId()));
    assertThat(status(offered)).isEqualTo("OFFERED");
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void holdsAndWaitlistEntriesEndAndAppointmentsStay() {
    clinic.ask(BLOCK_USER, new BlockUser(patient, null, "Abuse of the staff"), clinic.admin());
    assertThat(status(waiting)).isEqualTo("LEFT");
    assertThat(status(offered)).isEqualTo("LEFT");
    Awaitility.await().untilAsserted(() -> assertThat(free()).containsExactly("10:00", "11:00"));
    assertThat(appointment()).isEqualTo("BOOKED");
  }

  @Test
  void appointmentsAreCancelledWithAMailIfWanted() {
    clinic.ask(BLOCK_USER, new BlockUser(patient, true, "Abuse of the staff"), clinic.admin());
    Awaitility.await()
        .untilAsserted(() -> assertThat(free()).containsExactly("09:00", "10:00", "11:00"));
    assertThat(appointment()).isEqualTo("CANCELLED");
    assertThat(
            text(
                """
                SELECT actor_id::text FROM scheduling.appointment_change
                 WHERE appointment_id = $1 AND kind = 'CANCELLED'
                """,
                visit.id()))
        .isEqualTo(clinic.admin().userId().toString());
    assertThat(
            text(
                """
                SELECT count(*)::text FROM platform.outbox
                 WHERE type = 'notifications.requested' AND payload ->> 'template' = 'CANCELLED'
                   AND payload ->> 'patientId' = $1::text
                """,
                patient.toString()))
        .isEqualTo("1");
  }

  private Appointment book(UUID who, OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT, new BookAppointment(doctor, who, start, null, null), clinic.frontDesk());
  }

  private UUID join(LocalDate from, LocalDate until, String earliest, String latest) {
    return clinic
        .ask(
            JOIN_WAITLIST,
            new JoinWaitlist(
                null, doctor, null, new PreferredTimes(from, until, null, earliest, latest), null),
            clinic.asPatient(patient))
        .id();
  }

  private List<String> free() {
    return clinic
        .ask(LIST_AVAILABLE_SLOTS, new ListAvailableSlots(doctor, TUESDAY, null), clinic.admin())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(slot -> slot.start().toLocalTime().toString())
        .toList();
  }

  private String status(UUID entry) {
    return text("SELECT status FROM scheduling.waitlist_entry WHERE id = $1", entry);
  }

  private String appointment() {
    return text("SELECT status FROM scheduling.appointment WHERE id = $1", visit.id());
  }

  private String text(String sql, Object value) {
    return clinic.sql(sql, value).iterator().next().getString(0);
  }
}
