package io.clinibus.records;

import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
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
        .with(EncountersApi.GET_ENCOUNTER, actor -> new GetEncounter(signed.id()))
        .with(
            EncountersApi.LIST_ENCOUNTERS,
            actor -> new ListEncounters(matrix.patient(), null, null, null))
        .tests(RecordsAccess.ALL);
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
