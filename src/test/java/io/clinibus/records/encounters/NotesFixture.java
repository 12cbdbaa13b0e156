package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;

import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.testing.BusFixture;
import java.util.UUID;

/** Notes without a visit: begun, saved and signed, also in an emergency. */
record NotesFixture(BusFixture clinic) {

  static final EncounterNote NOTE =
      new EncounterNote(
          null, null, null, null, "Anaphylaxis", null, "Adrenaline", null, null, null);

  Encounter begin(EncounterKind kind, UUID author, UUID patient) {
    return clinic.ask(
        OPEN_ENCOUNTER, new OpenEncounter(kind, null, patient), clinic.asDoctor(author));
  }

  /** Saves a text in a draft that has none, and signs it. */
  Encounter sign(Encounter draft) {
    var author = clinic.asDoctor(draft.doctorId());
    clinic.ask(SAVE_NOTE, new SaveNote(draft.id(), 1, NOTE), author);
    return clinic.ask(SIGN_ENCOUNTER, new SignEncounter(draft.id(), 2, null), author);
  }

  /** Opens the record of a patient whom a doctor does not treat, for an hour. */
  EmergencyAccess openRecord(UUID doctor, UUID patient) {
    return clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new OpenEmergencyAccess(
            patient,
            null,
            null,
            null,
            null,
            EmergencyReason.UNABLE_TO_CONSENT,
            "found unconscious in the waiting room"),
        clinic.asDoctor(doctor));
  }
}
