package io.clinibus.scheduling.stored;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT_HISTORY;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_CALENDAR_FILE;
import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.WaitlistApi.ACCEPT_OFFER;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LIST_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.sealing.wrapping.TransitStub;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AgendaApi.Upcoming;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * While the Vault with the clinic's key is away, the clinic goes on without the texts of visits.
 */
class UnavailableTextsIT {

  private static final int SEALED = 503;
  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");

  @TempDir private static Path folder;

  private static Vertx vertx;
  private static TransitStub vault;
  private static BusFixture clinic;

  private UUID doctor;
  private UUID known;
  private UUID patient;
  private Appointment ofKnown;
  private Appointment booked;

  @BeforeAll
  static void open() throws IOException {
    vertx = Vertx.vertx();
    vault = new TransitStub(vertx);
    var transit =
        new Settings.Vault(
            URI.create("http://127.0.0.1:" + vault.port()),
            "clinic/transit",
            "patients",
            Files.writeString(folder.resolve("token"), "hvs.first\n"),
            Optional.empty());
    Settings settings =
        SettingsParts.with(
            new Settings.Records(List.of(), Optional.of(transit)),
            TestNode.settings(TestServers.newDatabase()));
    clinic = BusFixture.open(settings, new TestClock("2026-11-23T07:00:00Z"));
    clinic.platform().jobs().stop();
  }

  @AfterAll
  static void close() {
    clinic.close();
    vault.close();
    BusFixture.await(vertx.close());
  }

  /** Of two patients with a visit, this node keeps the key of one. */
  @BeforeEach
  void book() {
    doctor = clinic.doctor();
    known = clinic.patient();
    patient = clinic.patient();
    ofKnown = book(known, "09:00", "Asthma");
    booked = book(patient, "10:00", "Diabetes");
  }

  @AfterEach
  void vaultIsBack() {
    vault.answering = 200;
    Awaitility.await()
        .untilAsserted(
            () -> assertThat(get(booked.id(), clinic.frontDesk()).reasonUnavailable()).isNull());
  }

  @Test
  void listsShowVisitsWithoutReasonsAndStateIt() {
    WaitlistEntry entry = join(patient, "cough");
    vaultIsAway();
    for (Caller reader : List.of(clinic.asDoctor(doctor), clinic.frontDesk())) {
      List<Appointment> listed =
          clinic
              .ask(
                  LIST_APPOINTMENTS,
                  new ListAppointments(null, null, doctor, null, null, null, null, null, null),
                  reader)
              .items();
      assertThat(listed.get(0)).isEqualTo(ofKnown);
      assertWithoutText(listed.subList(1, listed.size()), booked);
    }
    Upcoming own =
        clinic.ask(AgendaApi.LIST_UPCOMING, new ListUpcoming(), clinic.asPatient(patient));
    assertWithoutText(own.items(), booked);
    assertWithoutReason(own.waitlist(), entry);
    var all = new ListWaitlist(patient, null, null, null, null);
    assertWithoutReason(clinic.ask(LIST_WAITLIST, all, clinic.frontDesk()).items(), entry);
    assertWithoutText(List.of(get(booked.id(), clinic.asPatient(patient))), booked);
    assertThat(
            clinic
                .ask(
                    GET_CALENDAR_FILE,
                    new GetCalendarFile(booked.id(), "en"),
                    clinic.asPatient(patient))
                .content())
        .contains("BEGIN:VEVENT")
        .doesNotContain("Diabetes");
  }

  @Test
  void whatNeedsNoTextGoesOnAndWhatNeedsOneIsRefused() {
    vaultIsAway();
    Appointment moved =
        clinic.ask(
            RESCHEDULE_APPOINTMENT,
            new RescheduleAppointment(booked.id(), 1, at("11:00"), null, null),
            clinic.frontDesk());
    assertThat(moved.reasonUnavailable()).isTrue();
    assertThat(
            clinic
                .refused(
                    CHANGE_APPOINTMENT_STATUS,
                    cancellation(booked.id(), "a note"),
                    clinic.frontDesk())
                .code())
        .isEqualTo(CommonFailures.UNAVAILABLE);
    UUID other = clinic.patient();
    assertThat(
            clinic
                .refused(
                    BOOK_APPOINTMENT,
                    new BookAppointment(doctor, other, at("10:00"), "Gout", null),
                    clinic.asPatient(other))
                .code())
        .isEqualTo(CommonFailures.UNAVAILABLE);
    assertThat(book(other, "10:00", null).reasonUnavailable()).isNull();
    clinic.ask(
        CANCEL_APPOINTMENT, new CancelAppointment(booked.id(), null), clinic.asPatient(patient));
  }

  @Test
  void anOfferIsNotAcceptedWithoutItsReason() {
    book(clinic.patient(), "11:00", null);
    WaitlistEntry entry = join(patient, "cough");
    clinic.ask(CANCEL_APPOINTMENT, new CancelAppointment(ofKnown.id(), null), clinic.frontDesk());
    vaultIsAway();
    Caller waiting = clinic.asPatient(patient);
    assertThat(clinic.refused(ACCEPT_OFFER, new AcceptOffer(entry.id()), waiting).code())
        .isEqualTo(CommonFailures.UNAVAILABLE);
    vaultIsBack();
    assertThat(clinic.ask(ACCEPT_OFFER, new AcceptOffer(entry.id()), waiting).reason())
        .isEqualTo("cough");
  }

  @Test
  void aHistoryStatesThatItsNotesAreNotAvailable() {
    clinic.ask(
        CHANGE_APPOINTMENT_STATUS, cancellation(booked.id(), "better again"), clinic.frontDesk());
    vaultIsAway();
    List<AppointmentChange> changes =
        clinic
            .ask(
                GET_APPOINTMENT_HISTORY, new GetAppointmentHistory(booked.id()), clinic.frontDesk())
            .changes();
    assertThat(changes).extracting(AppointmentChange::note).containsExactly("", "");
    assertThat(changes).extracting(AppointmentChange::noteUnavailable).containsExactly(null, true);
  }

  @Test
  void whoMayNotSeeAReasonAsksForNoKey() {
    clinic.platform().patientKeys().forget(patient);
    vault.requests.clear();
    UUID stranger = clinic.patient();
    for (Caller other : List.of(clinic.asPatient(stranger), clinic.asDoctor(clinic.doctor()))) {
      assertThat(clinic.refused(GET_APPOINTMENT, new GetAppointment(booked.id()), other).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
      assertThat(
              clinic
                  .refused(CHANGE_APPOINTMENT_STATUS, cancellation(booked.id(), "a note"), other)
                  .code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
    var forAnother = new BookAppointment(doctor, patient, at("11:00"), "Gout", null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, forAnother, clinic.asPatient(stranger)).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(vault.requests).isEmpty();
    assertThat(get(booked.id(), clinic.frontDesk()).reason()).isEqualTo("Diabetes");
    assertThat(vault.requests).hasSize(1);
  }

  @Test
  void aListReadsAllKeysAtOnce() {
    UUID third = clinic.patient();
    book(third, "11:00", "Gout");
    List.of(known, patient, third).forEach(clinic.platform().patientKeys()::forget);
    vault.requests.clear();
    assertThat(
            clinic
                .ask(
                    LIST_APPOINTMENTS,
                    new ListAppointments(null, null, doctor, null, null, null, null, null, null),
                    clinic.frontDesk())
                .items())
        .extracting(Appointment::reason)
        .containsExactly("Asthma", "Diabetes", "Gout");
    assertThat(vault.requests).hasSize(1);
  }

  private void vaultIsAway() {
    clinic.platform().patientKeys().forget(patient);
    vault.answering = SEALED;
  }

  private static void assertWithoutText(List<Appointment> shown, Appointment visit) {
    assertThat(shown)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields(
            "reason", "answers", "reasonUnavailable")
        .containsExactly(visit);
    assertThat(shown.get(0).reason()).isEmpty();
    assertThat(shown.get(0).answers()).isEmpty();
    assertThat(shown.get(0).reasonUnavailable()).isTrue();
  }

  private static void assertWithoutReason(List<WaitlistEntry> shown, WaitlistEntry entry) {
    assertThat(shown)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("reason", "reasonUnavailable")
        .containsExactly(entry);
    assertThat(shown.get(0).reason()).isEmpty();
    assertThat(shown.get(0).reasonUnavailable()).isTrue();
  }

  private Appointment book(UUID whom, String time, String reason) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, whom, at(time), reason, null),
        clinic.asPatient(whom));
  }

  private WaitlistEntry join(UUID whom, String reason) {
    return clinic.ask(
        JOIN_WAITLIST,
        new JoinWaitlist(
            whom, doctor, null, new PreferredTimes(null, TUESDAY, null, null, null), reason),
        clinic.asPatient(whom));
  }

  private static ChangeAppointmentStatus cancellation(UUID visit, String why) {
    return new ChangeAppointmentStatus(visit, null, AppointmentStatus.CANCELLED, why);
  }

  private static Appointment get(UUID id, Caller caller) {
    return clinic.ask(GET_APPOINTMENT, new GetAppointment(id), caller);
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
