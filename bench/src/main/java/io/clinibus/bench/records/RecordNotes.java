package io.clinibus.bench.records;

import io.clinibus.bus.Json;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.FollowUpUnit;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.EntryCode;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.entries.EntryContent;
import java.util.List;
import java.util.UUID;

/** A note as a doctor writes it in ten minutes, some 900 bytes, and a problem; sealed as real ones. */
public final class RecordNotes {

  public static final EncounterNote NOTE =
      new EncounterNote(
          "Cough with phlegm for a week, worse at night",
          "No fever any more, appetite good. Has taken a cough syrup without effect. Smokes ten"
              + " cigarettes a day; no known exposure. Sleeps badly because of the cough.",
          "Alert, no distress. Rhonchi on both sides, no rales; heart sounds regular; throat red.",
          List.of(
              new Measurement(VitalSign.SYSTOLIC, 134, "mm[Hg]"),
              new Measurement(VitalSign.DIASTOLIC, 82, "mm[Hg]"),
              new Measurement(VitalSign.PULSE, 76, "/min"),
              new Measurement(VitalSign.TEMPERATURE, 37.1, "Cel"),
              new Measurement(VitalSign.SATURATION, 97, "%")),
          "Acute bronchitis, most likely viral.",
          List.of(new Diagnosis("Acute bronchitis", "RESP-04", "clinibus-demo", Certainty.CONFIRMED, false)),
          "Inhale steam, no antibiotic needed. Come again in a week if it does not get better.",
          List.of(),
          new FollowUp(1, FollowUpUnit.WEEKS, null, "if it does not get better"),
          null);

  private static final EntryDetails PROBLEM =
      EntryDetails.of(
          new Condition(
              new EntryCode("clinibus-demo", "HEART-01", "High blood pressure"),
              "High blood pressure",
              "2019",
              null,
              ClinicalStatus.ACTIVE,
              Certainty.CONFIRMED,
              "measured at home"));

  private RecordNotes() {}

  /** The note as the API takes it. */
  public static String json() {
    return Json.MAPPER.valueToTree(NOTE).toString();
  }

  public static SealedPlace place(UUID encounterId, long version) {
    return new SealedPlace("records.encounter.note", encounterId, version);
  }

  public static byte[] sealed(PatientKey key, UUID encounterId, long version) {
    return SealedJson.seal(key, place(encounterId, version), NOTE);
  }

  static byte[] sealedProblem(PatientKey key, UUID entryId) {
    return new EntryContent(PROBLEM, null).seal(key, entryId, 1);
  }
}
