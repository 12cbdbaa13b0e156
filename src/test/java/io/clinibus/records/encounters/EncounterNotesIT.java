package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.ADD_ADDENDUM;
import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER_STATE;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.STRIKE_OUT_ENCOUNTER;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
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
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.AddAddendum;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterEntry;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.GetEncounterState;
import io.clinibus.records.api.EncountersApi.KeepEditing;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SavedNote;
import io.clinibus.records.api.EncountersApi.StopEditing;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.testing.BusFixture;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The note of an encounter, from the first save to its addenda. */
class EncounterNotesIT extends EncounterFixture {

  @Test
  void aDraftIsSavedAndReadAsItWas() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    clock.advance(Duration.ofMinutes(2));
    SavedNote saved = save(draft, 1, NOTE, doctor(visit));
    assertThat(saved.version()).isEqualTo(2);
    Encounter read = clinic.ask(GET_ENCOUNTER, new GetEncounter(draft.id(), null), doctor(visit));
    assertThat(read.note()).isEqualTo(NOTE);
    assertThat(read.bodyMassIndex()).isEqualTo(22.9);
    assertThat(read.savedAt()).isEqualTo(OffsetDateTime.parse("2026-11-24T09:57:00+01:00"));
  }

  @Test
  void savesOfAPersonInTheSameMinuteAreOneEntryOfTheAuditTrail() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    save(draft, 2, EncounterNote.EMPTY, doctor(visit));
    assertThat(recordedSaves(draft)).isEqualTo(1);
    save(draft, 3, NOTE, another(doctor(visit)));
    assertThat(recordedSaves(draft)).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    save(draft, 4, EncounterNote.EMPTY, another(doctor(visit)));
    save(draft, 5, NOTE, another(doctor(visit)));
    assertThat(recordedSaves(draft)).isEqualTo(3);
  }

  /** Entries with the patient, of the operation alone. */
  private int recordedSaves(Encounter draft) {
    return clinic
        .sql(
            """
            SELECT FROM audit.entry
             WHERE operation = 'records.saveNote' AND outcome = 'done' AND resource_id = $1 AND $2 = ANY (patient_ids)
            """,
            draft.id(),
            draft.patientId())
        .size();
  }

  /** Another account of the same doctor. */
  private static Caller another(Caller doctor) {
    return new Caller(
        new UUID(7, 7),
        doctor.roles(),
        null,
        doctor.doctorId(),
        doctor.requestId(),
        null,
        doctor.deadline());
  }

  @Test
  void aDraftThatAnotherPageSavedIsNotOverwritten() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    assertThat(refusedSave(draft, 1, EncounterNote.EMPTY, doctor(visit)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    List<Future<SavedNote>> race =
        IntStream.range(0, 6)
            .mapToObj(i -> clinic.send(SAVE_NOTE, saying(draft, 2, "text " + i), doctor(visit)))
            .toList();
    BusFixture.await(Future.join(race).otherwiseEmpty());
    List<String> winners =
        IntStream.range(0, 6)
            .filter(i -> race.get(i).succeeded())
            .mapToObj(i -> "text " + i)
            .toList();
    assertThat(winners).hasSize(1);
    assertThat(read(draft, doctor(visit)).note().plan()).isEqualTo(winners.get(0));
  }

  @Test
  void whatIsSignedIsTheVersionThatTheDoctorHasSeen() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 1), doctor(visit)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
  }

  @Test
  void aNoteThatIsEmptyOrImplausibleIsNotSigned() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 1), doctor(visit)).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/assessment");
    var wrong =
        new EncounterNote(
            null,
            null,
            null,
            List.of(new Measurement(VitalSign.PULSE, 3, "/min")),
            "Fine",
            List.of(new Diagnosis(" ", null, null, Certainty.CONFIRMED, false)),
            null,
            List.of(new MedicalOrder(OrderKind.ORDER, "", null)),
            new FollowUp(6, FollowUpUnit.WEEKS, LocalDate.parse("2026-12-01"), null),
            new SickNote(LocalDate.parse("2026-11-24"), LocalDate.parse("2026-11-23"), null));
    save(draft, 1, wrong, doctor(visit));
    Failure refused = clinic.refused(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    assertThat(refused.errors())
        .extracting(FieldError::pointer, FieldError::code)
        .containsExactly(
            tuple("/measurements/0/value", "implausible"),
            tuple("/diagnoses/0/text", "required"),
            tuple("/orders/0/text", "required"),
            tuple("/followUp", "exactly-one-of"),
            tuple("/sickNote/until", "too-early"));
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
  }

  @Test
  void aSignedNoteIsAddedToAndStruckOutButNeverOverwritten() {
    Appointment visit = checkedIn();
    Encounter signed = signed(visit);
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(signed.id(), EntryKind.ADDENDUM, "Laboratory normal", null),
        doctor(visit));
    clock.advance(Duration.ofHours(1));
    var correction = new AddAddendum(signed.id(), EntryKind.CORRECTION, "Left, not right", null);
    assertThat(clinic.refused(ADD_ADDENDUM, correction, doctor(visit)).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/reason");
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(signed.id(), EntryKind.CORRECTION, "Left, not right", "Sides mixed up"),
        doctor(visit));
    Encounter struck =
        clinic.ask(
            STRIKE_OUT_ENCOUNTER,
            new StrikeOutEncounter(signed.id(), "Of another patient"),
            doctor(visit));
    assertThat(struck.status()).isEqualTo(EncounterStatus.ENTERED_IN_ERROR);
    assertThat(struck.note()).isEqualTo(NOTE);
    assertThat(struck.entries())
        .extracting(EncounterEntry::kind, EncounterEntry::text, EncounterEntry::reason)
        .containsExactly(
            tuple(EntryKind.ADDENDUM, "Laboratory normal", null),
            tuple(EntryKind.CORRECTION, "Left, not right", "Sides mixed up"),
            tuple(EntryKind.ENTERED_IN_ERROR, "", "Of another patient"));
    assertThat(struck.entries())
        .allMatch(entry -> entry.doctorId().equals(visit.doctorId()) && entry.createdAt() != null);
    assertThat(
            clinic
                .refused(
                    ADD_ADDENDUM,
                    new AddAddendum(signed.id(), EntryKind.ADDENDUM, "More", null),
                    doctor(visit))
                .code())
        .isEqualTo(RecordsFailures.NOT_SIGNED);
  }

  @Test
  void theDatabaseRefusesToOverwriteWhatIsSigned() {
    Encounter signed = signed(checkedIn());
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(signed.id(), EntryKind.ADDENDUM, "More", null),
        clinic.asDoctor(signed.doctorId()));
    for (String statement :
        List.of(
            "UPDATE records.encounter SET note = '\\x00'",
            "UPDATE records.encounter SET signed_at = now()",
            "UPDATE records.encounter SET status = 'IN_PROGRESS'",
            "UPDATE records.encounter SET doctor_id = (SELECT min(id::text)::uuid FROM"
                + " directory.doctor WHERE id <> doctor_id)",
            "DELETE FROM records.encounter",
            "TRUNCATE records.encounter CASCADE",
            "UPDATE records.encounter_entry SET text = '\\x00'",
            "DELETE FROM records.encounter_entry",
            "TRUNCATE records.encounter_entry")) {
      assertThatThrownBy(() -> clinic.sql(statement))
          .as(statement)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void whoWritesIsAnnouncedUntilTheyLeave() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    for (UUID page : List.of(one, other, one)) {
      clinic.ask(EncountersApi.KEEP_EDITING, new KeepEditing(draft.id(), page), doctor(visit));
    }
    assertThat(editors(draft, doctor(visit))).containsExactlyInAnyOrder(one, other);
    assertThat(outbox().filter("records.editors-changed"::equals)).hasSize(2);
    clinic.ask(EncountersApi.STOP_EDITING, new StopEditing(draft.id(), other), doctor(visit));
    assertThat(editors(draft, doctor(visit))).containsExactly(one);
    clock.advance(Duration.ofSeconds(61));
    assertThat(editors(draft, doctor(visit))).isEmpty();
    Caller stranger = clinic.asDoctor(clinic.doctor());
    assertThat(
            clinic
                .refused(EncountersApi.KEEP_EDITING, new KeepEditing(draft.id(), one), stranger)
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            clinic.refused(GET_ENCOUNTER_STATE, new GetEncounterState(draft.id()), stranger).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private Set<UUID> editors(Encounter draft, Caller caller) {
    return clinic
        .ask(GET_ENCOUNTER_STATE, new GetEncounterState(draft.id()), caller)
        .editors()
        .stream()
        .map(EncountersApi.EncounterEditor::id)
        .collect(java.util.stream.Collectors.toSet());
  }

  private static SaveNote saying(Encounter draft, long version, String plan) {
    return new SaveNote(
        draft.id(),
        version,
        new EncounterNote(null, null, null, null, null, null, plan, null, null, null));
  }
}
