package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.ADD_ADDENDUM;
import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.LIST_ENCOUNTERS;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.STRIKE_OUT_ENCOUNTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.Operation;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EndEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.GetEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ListEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.WrittenKind;
import io.clinibus.patients.api.EmergencyAccessApi.WrittenNote;
import io.clinibus.patients.api.EmergencyAccessApi.WrittenStatus;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.EncountersApi.AddAddendum;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notes of doctors who do not treat the patient and have opened the record in an emergency. */
class EmergencyNoteIT {

  private static TestClock clock;
  private static BusFixture clinic;
  private static NotesFixture notes;

  private UUID patient;
  private UUID doctor;

  @BeforeAll
  static void open() {
    clock = new TestClock("2026-11-24T08:00:00Z");
    clinic = BusFixture.open(clock);
    notes = new NotesFixture(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    patient = clinic.patient();
    doctor = clinic.doctor();
  }

  @Test
  void aNoteIsBegunOnlyWhileTheRecordIsOpen() {
    assertThat(refusedToBegin()).isEqualTo(CommonFailures.FORBIDDEN);
    EmergencyAccess access = openRecord();
    for (EncounterKind kind : List.of(EncounterKind.EMERGENCY, EncounterKind.TELEPHONE)) {
      Encounter begun = begin(kind);
      assertThat(begun.kind()).isEqualTo(kind);
      assertThat(begun.doctorId()).isEqualTo(doctor);
      assertThat(begun.writable()).isTrue();
      assertThat(begun.authorOnly()).isNull();
    }
    end(access);
    assertThat(refusedToBegin()).isEqualTo(CommonFailures.FORBIDDEN);
    openRecord();
    clock.advance(Duration.ofMinutes(60));
    assertThat(refusedToBegin()).isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void beginningIsRecordedAsDoneInAnEmergency() {
    openRecord();
    begin(EncounterKind.EMERGENCY);
    assertThat(
            clinic.sql(
                """
                SELECT purpose FROM audit.entry
                 WHERE operation = 'records.openEncounter' AND outcome = 'done' AND $1 = ANY (patient_ids)
                """,
                patient))
        .extracting(row -> row.getString("purpose"))
        .containsExactly("EMERGENCY");
  }

  @Test
  void itIsFinishedAfterTheAccessAndNothingElseIsOpen() {
    Encounter others = signedBy(treating());
    EmergencyAccess access = openRecord();
    Encounter draft = begin(EncounterKind.EMERGENCY);
    assertThat(get(others).id()).isEqualTo(others.id());
    end(access);

    assertRestOfTheRecordIsClosed(others);
    Encounter read = get(draft);
    assertThat(read.authorOnly()).isTrue();
    assertThat(read.patientName()).isEqualTo("Ada B");
    assertThat(notes.sign(draft).status()).isEqualTo(EncounterStatus.FINISHED);
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(draft.id(), EntryKind.ADDENDUM, "The father was told.", null),
        clinic.asDoctor(doctor));
    assertThat(get(draft).note()).isEqualTo(NotesFixture.NOTE);
    assertRestOfTheRecordIsClosed(others);

    assertThat(
            clinic
                .ask(
                    ChartApi.GET_CHART,
                    new GetChart(patient, null),
                    clinic.asDoctor(others.doctorId()))
                .visits())
        .as("who treats the patient sees it with its author")
        .extracting(ChartVisit::id, ChartVisit::kind, ChartVisit::doctorId)
        .contains(tuple(draft.id(), EncounterKind.EMERGENCY, doctor));
  }

  private void assertRestOfTheRecordIsClosed(Encounter others) {
    assertThat(refused(GET_ENCOUNTER, new GetEncounter(others.id(), null)))
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(refused(LIST_ENCOUNTERS, new ListEncounters(patient, doctor, null, null, null)))
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(refused(ChartApi.GET_CHART, new GetChart(patient, null)))
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            refused(
                PrescriptionsApi.LIST_PRESCRIPTIONS,
                new ListPrescriptions(patient, null, null, null, null, null)))
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(refused(PatientsApi.GET_PATIENT, new GetPatient(patient)))
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void anOwnVisitDoesNotBegin() {
    UUID visit = UUID.randomUUID();
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, booked_by_doctor)
        VALUES ($1, $2, $3, '2026-11-24T08:00:00Z', '2026-11-24T08:30:00Z',
                tstzrange('2026-11-24T08:00:00Z', '2026-11-24T08:30:00Z'), 'BOOKED', $2)
        """,
        visit,
        doctor,
        patient);
    openRecord();
    assertThat(refused(OPEN_ENCOUNTER, new OpenEncounter(EncounterKind.VISIT, visit, null)))
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(clinic.sql("SELECT status FROM scheduling.appointment WHERE id = $1", visit))
        .extracting(row -> row.getString("status"))
        .containsExactly("BOOKED");
  }

  @Test
  void theReviewNamesTheNotesOfTheTimeWithoutWhatTheySay() {
    openRecord();
    begin(EncounterKind.EMERGENCY);
    clock.advance(Duration.ofHours(2));

    EmergencyAccess access = openRecord();
    Encounter signed = begin(EncounterKind.EMERGENCY);
    clock.advance(Duration.ofMinutes(10));
    Encounter struck = begin(EncounterKind.TELEPHONE);
    clock.advance(Duration.ofMinutes(10));
    begin(EncounterKind.TELEPHONE);
    signedBy(treating());
    beginWithAnotherPatient();
    end(access);
    notes.sign(signed);
    clinic.ask(
        STRIKE_OUT_ENCOUNTER,
        new StrikeOutEncounter(struck.id(), "of another patient"),
        clinic.asDoctor(doctor));

    assertThat(
            clinic
                .ask(
                    EmergencyAccessApi.GET_EMERGENCY_ACCESS,
                    new GetEmergencyAccess(access.id()),
                    clinic.admin())
                .written())
        .extracting(WrittenNote::kind, WrittenNote::begunAt, WrittenNote::status)
        .containsExactly(
            tuple(WrittenKind.EMERGENCY, signed.start(), WrittenStatus.FINISHED),
            tuple(WrittenKind.TELEPHONE, struck.start(), WrittenStatus.ENTERED_IN_ERROR),
            tuple(
                WrittenKind.TELEPHONE, struck.start().plusMinutes(10), WrittenStatus.IN_PROGRESS));
    assertThat(
            clinic
                .ask(
                    EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
                    new ListEmergencyAccess(null, null, 100, null),
                    clinic.admin())
                .items())
        .isNotEmpty()
        .allMatch(item -> item.written() == null);
  }

  private void beginWithAnotherPatient() {
    UUID one = patient;
    patient = clinic.patient();
    openRecord();
    begin(EncounterKind.EMERGENCY);
    patient = one;
  }

  @Test
  void whatThePatientRestrictsIsMarkedToWhoSeesItBecauseOfTheEmergency() {
    UUID author = treating();
    Encounter restricted = signedBy(author);
    Encounter open = signedBy(author);
    clinic.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.ENCOUNTER, restricted.id(), null),
        clinic.asPatient(patient));
    UUID other = treating();
    assertThat(marks(other)).containsExactly(tuple(open.id(), null));
    assertThat(marks(author))
        .containsExactlyInAnyOrder(tuple(open.id(), null), tuple(restricted.id(), null));

    openRecord();
    notes.openRecord(other, patient);
    notes.openRecord(author, patient);
    for (UUID reader : List.of(doctor, other)) {
      assertThat(marks(reader))
          .containsExactlyInAnyOrder(tuple(open.id(), null), tuple(restricted.id(), true));
      assertThat(get(restricted, reader).restricted()).isTrue();
      assertThat(get(open, reader).restricted()).isNull();
    }
    assertThat(marks(author))
        .as("what the author would see in any case")
        .containsExactlyInAnyOrder(tuple(open.id(), null), tuple(restricted.id(), null));
    assertThat(get(restricted, author).restricted()).isNull();
    assertThat(
            clinic
                .ask(
                    GET_ENCOUNTER,
                    new GetEncounter(restricted.id(), null),
                    clinic.asPatient(patient))
                .restricted())
        .as("the patient, who restricts it")
        .isTrue();
  }

  private List<Tuple> marks(UUID reader) {
    return clinic
        .ask(
            LIST_ENCOUNTERS,
            new ListEncounters(patient, null, null, null, null),
            clinic.asDoctor(reader))
        .items()
        .stream()
        .map(one -> tuple(one.id(), one.restricted()))
        .toList();
  }

  /** A doctor who has treated the patient. */
  private UUID treating() {
    UUID other = clinic.doctor();
    clinic.treat(other, patient);
    return other;
  }

  private Encounter signedBy(UUID author) {
    return notes.sign(notes.begin(EncounterKind.TELEPHONE, author, patient));
  }

  private EmergencyAccess openRecord() {
    return notes.openRecord(doctor, patient);
  }

  private void end(EmergencyAccess access) {
    clock.advance(Duration.ofMinutes(1));
    clinic.ask(
        EmergencyAccessApi.END_EMERGENCY_ACCESS,
        new EndEmergencyAccess(access.id()),
        clinic.asDoctor(doctor));
  }

  private Encounter begin(EncounterKind kind) {
    return notes.begin(kind, doctor, patient);
  }

  private FailureCode refusedToBegin() {
    return refused(OPEN_ENCOUNTER, new OpenEncounter(EncounterKind.EMERGENCY, null, patient));
  }

  private <Q extends Record, R extends Record> FailureCode refused(
      Operation<Q, R> operation, Q request) {
    return clinic.refused(operation, request, clinic.asDoctor(doctor)).code();
  }

  private Encounter get(Encounter encounter) {
    return get(encounter, doctor);
  }

  private Encounter get(Encounter encounter, UUID reader) {
    return clinic.ask(
        GET_ENCOUNTER, new GetEncounter(encounter.id(), null), clinic.asDoctor(reader));
  }
}
