package io.clinibus.records;

import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.ChartApi.ListTimeline;
import io.clinibus.records.api.ChartApi.SearchRecord;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ChangeEntry;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.FamilyHistory;
import io.clinibus.records.api.EntriesApi.GetEntryHistory;
import io.clinibus.records.api.EntriesApi.RecordEntry;
import io.clinibus.records.api.EntriesApi.Relative;
import io.clinibus.records.api.EntriesApi.StrikeEntry;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.LiftRestriction;
import io.clinibus.records.api.RestrictionsApi.ListRestrictions;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.testing.AccessMatrix;
import io.clinibus.testing.BusFixture;
import java.time.Clock;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every operation on records that has a rule, by every role in every relation. */
class RecordsAccessMatrixIT {

  private static final EntryDetails SMOKES =
      new EntryDetails(null, null, new FamilyHistory(Relative.MOTHER, "Smokes", null, null), null);

  private static BusFixture clinic;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @TestFactory
  Stream<DynamicTest> everyCell() {
    var matrix = new AccessMatrix(clinic);
    Encounter signed = signed(matrix);
    return matrix
        .with(
            EncountersApi.OPEN_ENCOUNTER,
            actor -> new OpenEncounter(EncounterKind.TELEPHONE, null, matrix.patient()))
        .with(EncountersApi.GET_ENCOUNTER, actor -> new GetEncounter(signed.id(), null))
        .with(
            EncountersApi.LIST_ENCOUNTERS,
            actor -> new ListEncounters(matrix.patient(), null, null, null, null))
        .with(EntriesApi.RECORD_ENTRY, actor -> new RecordEntry(matrix.patient(), SMOKES))
        .with(
            EntriesApi.CHANGE_ENTRY,
            actor -> {
              Entry entry = entry(matrix);
              return new ChangeEntry(matrix.patient(), entry.id(), entry.version(), SMOKES);
            })
        .with(
            EntriesApi.STRIKE_ENTRY,
            actor -> {
              Entry entry = entry(matrix);
              return new StrikeEntry(matrix.patient(), entry.id(), entry.version(), "a mix-up");
            })
        .with(
            EntriesApi.GET_ENTRY_HISTORY,
            actor -> new GetEntryHistory(matrix.patient(), entry(matrix).id(), null))
        .with(ChartApi.GET_CHART, actor -> new GetChart(matrix.patient(), null))
        .with(
            ChartApi.LIST_TIMELINE,
            actor -> new ListTimeline(matrix.patient(), null, null, null, null))
        .with(ChartApi.SEARCH_RECORD, actor -> new SearchRecord(matrix.patient(), "smokes", null))
        .with(ChartApi.GET_RECORD_STATE, actor -> new GetRecordState(matrix.patient()))
        .with(RestrictionsApi.LIST_RESTRICTIONS, actor -> new ListRestrictions(matrix.patient()))
        .with(RestrictionsApi.RESTRICT_PART, actor -> restriction(matrix))
        .with(
            RestrictionsApi.LIFT_RESTRICTION,
            actor ->
                new LiftRestriction(
                    matrix.patient(),
                    clinic
                        .ask(
                            RestrictionsApi.RESTRICT_PART,
                            restriction(matrix),
                            clinic.asPatient(matrix.patient()))
                        .id()))
        .tests(RecordsAccess.ALL);
  }

  private static Entry entry(AccessMatrix matrix) {
    return clinic.ask(
        EntriesApi.RECORD_ENTRY,
        new RecordEntry(matrix.patient(), SMOKES),
        clinic.asDoctor(matrix.doctor()));
  }

  /** Of an entry of its own, so that it hides nothing that another cell reads. */
  private static RestrictPart restriction(AccessMatrix matrix) {
    return new RestrictPart(matrix.patient(), RestrictedPart.ENTRY, entry(matrix).id(), null);
  }

  private static Encounter signed(AccessMatrix matrix) {
    var doctor = clinic.asDoctor(matrix.doctor());
    Encounter opened =
        clinic.ask(
            EncountersApi.OPEN_ENCOUNTER,
            new OpenEncounter(EncounterKind.TELEPHONE, null, matrix.patient()),
            doctor);
    var note = new EncounterNote(null, null, null, null, "Well", null, "Rest", null, null, null);
    long version =
        clinic
            .ask(EncountersApi.SAVE_NOTE, new SaveNote(opened.id(), opened.version(), note), doctor)
            .version();
    return clinic.ask(
        EncountersApi.SIGN_ENCOUNTER, new SignEncounter(opened.id(), version, null), doctor);
  }
}
