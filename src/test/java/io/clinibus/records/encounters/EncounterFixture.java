package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.LIST_ENCOUNTERS;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.FollowUpUnit;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.MedicalOrder;
import io.clinibus.records.api.EncounterNotes.OrderKind;
import io.clinibus.records.api.EncounterNotes.SickNote;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SavedNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A clinic with visits that are treated, and the steps of their encounters. */
abstract class EncounterFixture {

  static final EncounterNote NOTE =
      new EncounterNote(
          "I feel dizzy",
          "Dizzy for a week",
          "Alert",
          List.of(
              new Measurement(VitalSign.SYSTOLIC, 150, "mm[Hg]"),
              new Measurement(VitalSign.WEIGHT, 70, "kg"),
              new Measurement(VitalSign.HEIGHT, 175, "cm")),
          "Hypertension likely",
          List.of(new Diagnosis("Hypertension", "K86", "own", Certainty.PROVISIONAL, true)),
          "Measure at home",
          List.of(new MedicalOrder(OrderKind.REFERRAL, "Echo", "Cardiology")),
          new FollowUp(6, FollowUpUnit.WEEKS, null, null),
          new SickNote(LocalDate.parse("2026-11-24"), LocalDate.parse("2026-11-26"), null));

  TestClock clock;
  BusFixture clinic;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-24T08:55:00Z");
    clinic = BusFixture.open(clock);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  Encounter signed(Appointment visit) {
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    return clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
  }

  Encounter treat(Appointment visit) {
    return clinic.ask(OPEN_ENCOUNTER, toTreat(visit), doctor(visit));
  }

  Encounter read(Encounter encounter, Caller caller) {
    return clinic.ask(GET_ENCOUNTER, new GetEncounter(encounter.id(), null), caller);
  }

  List<Encounter> list(Appointment visit, Caller caller) {
    return clinic
        .ask(LIST_ENCOUNTERS, new ListEncounters(visit.patientId(), null, null, null, null), caller)
        .items();
  }

  SavedNote save(Encounter draft, long version, EncounterNote note, Caller caller) {
    return clinic.ask(SAVE_NOTE, new SaveNote(draft.id(), version, note), caller);
  }

  Failure refusedSave(Encounter draft, long version, EncounterNote note, Caller caller) {
    return clinic.refused(SAVE_NOTE, new SaveNote(draft.id(), version, note), caller);
  }

  static SignEncounter sign(Encounter draft, long version) {
    return new SignEncounter(draft.id(), version, null);
  }

  static OpenEncounter toTreat(Appointment visit) {
    return new OpenEncounter(EncounterKind.VISIT, visit.id(), null);
  }

  Caller doctor(Appointment visit) {
    return clinic.asDoctor(visit.doctorId());
  }

  Appointment checkedIn() {
    return set(book(), CHECKED_IN);
  }

  Appointment book() {
    return book("2026-11-24T10:00:00+01:00");
  }

  Appointment book(String time) {
    var wanted = new BookAppointment(clinic.doctor(), clinic.patient(), at(time), null, null);
    return clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
  }

  static OffsetDateTime at(String time) {
    return OffsetDateTime.parse(time);
  }

  Appointment set(Appointment visit, AppointmentStatus status) {
    return clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, status, null),
        clinic.frontDesk());
  }

  AppointmentStatus status(Appointment visit) {
    return clinic
        .ask(
            AppointmentsApi.GET_APPOINTMENT,
            new AppointmentsApi.GetAppointment(visit.id()),
            clinic.frontDesk())
        .status();
  }

  Stream<String> outbox() {
    return Rows.list(
        clinic.sql("SELECT type FROM platform.outbox ORDER BY xid, id"),
        row -> row.getString("type"))
        .stream();
  }
}
