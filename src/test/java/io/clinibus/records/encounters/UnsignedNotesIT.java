package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.STRIKE_OUT_ENCOUNTER;
import static io.clinibus.records.api.UnsignedNotesApi.GET_UNSIGNED_NOTES_STATE;
import static io.clinibus.records.api.UnsignedNotesApi.LIST_UNSIGNED_NOTES;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.records.api.UnsignedNotesApi.GetUnsignedNotesState;
import io.clinibus.records.api.UnsignedNotesApi.ListUnsignedNotes;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNote;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNoteState;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNotes;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNotesState;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The notes that a doctor has begun and not signed. */
class UnsignedNotesIT {

  private static TestClock clock;
  private static BusFixture clinic;
  private static NotesFixture notes;

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
  void newDoctor() {
    doctor = clinic.doctor();
  }

  @Test
  void ownDraftsAreListedOldestFirstUntilTheyAreSignedOrStruckOut() {
    Encounter call = begin(EncounterKind.TELEPHONE, treated(doctor));
    Encounter emergency = begin(EncounterKind.EMERGENCY, treated(doctor));
    Encounter mistaken = begin(EncounterKind.TELEPHONE, treated(doctor));
    assertThat(ids(list())).containsExactly(call.id(), emergency.id(), mistaken.id());
    UnsignedNote oldest = list().items().get(0);
    assertThat(oldest)
        .isEqualTo(
            new UnsignedNote(
                call.id(),
                call.patientId(),
                "Ada B",
                null,
                EncounterKind.TELEPHONE,
                call.start(),
                call.savedAt(),
                null));

    notes.sign(call);
    clinic.ask(
        STRIKE_OUT_ENCOUNTER,
        new StrikeOutEncounter(mistaken.id(), "Another patient."),
        clinic.asDoctor(doctor));
    assertThat(ids(list())).containsExactly(emergency.id());
    assertThat(list().count()).isEqualTo(1);
    notes.sign(emergency);
    assertThat(list()).isEqualTo(new UnsignedNotes(List.of(), 0, null));
  }

  @Test
  void draftsOfOthersAreNeverListed() {
    UUID patient = treated(doctor);
    UUID other = clinic.doctor();
    clinic.treat(other, patient);
    begin(EncounterKind.TELEPHONE, patient);
    assertThat(list(other)).isEqualTo(new UnsignedNotes(List.of(), 0, null));
    assertThat(state(other)).isEqualTo(new UnsignedNotesState(List.of(), 0));
    for (var caller : List.of(clinic.admin(), clinic.asPatient(patient))) {
      assertThat(clinic.refused(LIST_UNSIGNED_NOTES, asked(null, null), caller).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  @Test
  void aDoctorWhoDoesNotTreatThePatientAnyMoreStillHasTheNote() {
    UUID patient = treated(doctor);
    Encounter begun = begin(EncounterKind.TELEPHONE, patient);
    assertThat(list().items().get(0).authorOnly()).isNull();
    clinic.sql(
        "UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE patient_id = $1", patient);

    UnsignedNote shown = list().items().get(0);
    assertThat(shown.id()).isEqualTo(begun.id());
    assertThat(shown.authorOnly()).isTrue();
    assertAsTheAuthorSeesIt(shown);
  }

  @Test
  void theAuthorOfAnEmergencyNoteHasItAfterTheHour() {
    UUID patient = clinic.patient();
    notes.openRecord(doctor, patient);
    begin(EncounterKind.EMERGENCY, patient);
    assertThat(list().items().get(0).authorOnly()).isNull();
    clock.advance(Duration.ofMinutes(61));

    UnsignedNote shown = list().items().get(0);
    assertThat(shown.authorOnly()).isTrue();
    assertAsTheAuthorSeesIt(shown);
  }

  /** The list says of a patient what the note itself says to its author, and no more. */
  private void assertAsTheAuthorSeesIt(UnsignedNote shown) {
    Encounter note =
        clinic.ask(GET_ENCOUNTER, new GetEncounter(shown.id(), null), clinic.asDoctor(doctor));
    assertThat(note.authorOnly()).isTrue();
    assertThat(shown.patientName()).isEqualTo(note.patientName());
    assertThat(shown.patientId()).isEqualTo(note.patientId());
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    UUID patient = treated(doctor);
    List<UUID> begun =
        Stream.generate(() -> begin(EncounterKind.TELEPHONE, patient).id()).limit(5).toList();
    List<UUID> read = new ArrayList<>();
    String cursor = null;
    do {
      UnsignedNotes page = clinic.ask(LIST_UNSIGNED_NOTES, asked(2, cursor), caller());
      assertThat(page.count()).isEqualTo(5);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(2);
      read.addAll(ids(page));
      cursor = page.next();
    } while (cursor != null);
    assertThat(read).isEqualTo(begun);
  }

  @Test
  void thePatientsOfAPageAreInItsAuditEntry() {
    UUID first = treated(doctor);
    UUID second = treated(doctor);
    begin(EncounterKind.TELEPHONE, first);
    begin(EncounterKind.TELEPHONE, second);
    list();
    assertThat(
            clinic.sql(
                """
                SELECT patient_ids FROM audit.entry
                 WHERE operation = 'records.listUnsignedNotes' AND $1 = ANY (patient_ids)
                """,
                first))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.getArrayOfUUIDs("patient_ids"))
                    .containsExactlyInAnyOrder(first, second));
  }

  @Test
  void theTopicSaysWhichNotesThereAreAndNothingOfPatients() {
    Encounter first = begin(EncounterKind.TELEPHONE, treated(doctor));
    Encounter second = begin(EncounterKind.EMERGENCY, treated(doctor));
    assertThat(state(doctor))
        .isEqualTo(
            new UnsignedNotesState(
                List.of(
                    new UnsignedNoteState(first.id(), first.kind(), first.start()),
                    new UnsignedNoteState(second.id(), second.kind(), second.start())),
                2));
  }

  private static UnsignedNotesState state(UUID reader) {
    return clinic.ask(
        GET_UNSIGNED_NOTES_STATE, new GetUnsignedNotesState(), clinic.asDoctor(reader));
  }

  private Caller caller() {
    return clinic.asDoctor(doctor);
  }

  private UnsignedNotes list() {
    return list(doctor);
  }

  private static UnsignedNotes list(UUID reader) {
    return clinic.ask(LIST_UNSIGNED_NOTES, asked(null, null), clinic.asDoctor(reader));
  }

  private static ListUnsignedNotes asked(Integer limit, String cursor) {
    return new ListUnsignedNotes(limit, cursor);
  }

  private static List<UUID> ids(UnsignedNotes page) {
    return page.items().stream().map(UnsignedNote::id).toList();
  }

  private Encounter begin(EncounterKind kind, UUID patient) {
    clock.advance(Duration.ofSeconds(1));
    return notes.begin(kind, doctor, patient);
  }

  private static UUID treated(UUID by) {
    UUID patient = clinic.patient();
    clinic.treat(by, patient);
    return patient;
  }
}
