package io.clinibus.records;

import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RecordRulesApi.GetRecordRules;
import io.clinibus.patients.api.RecordRulesApi.RecordRuleDetails;
import io.clinibus.patients.api.RecordRulesApi.SetRecordRules;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.testing.BusFixture;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Colleagues of the department read records if the clinic's rules let them, and only then. */
class ColleaguesIT {

  private static final EncounterNote NOTE =
      new EncounterNote(null, null, null, null, "Well", null, "Rest", null, null, null);

  private static BusFixture clinic;
  private UUID patient;
  private UUID treating;
  private UUID colleague;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void treat() {
    patient = clinic.patient();
    treating = clinic.doctor();
    colleague = clinic.doctor();
    clinic.treat(treating, patient);
  }

  @Test
  void theyReadAsLongAsTheRuleLetsThem() {
    Encounter signed = signed();
    for (boolean may : new boolean[] {false, true, false}) {
      set(may);
      assertThat(reads(signed.id())).as("rule " + may).isEqualTo(may);
      assertThat(finds()).as("rule " + may).isEqualTo(may);
      assertThat(sees()).as("rule " + may).isEqualTo(may);
    }
  }

  @Test
  void theyReadOnlyAndSeeThatTheyDo() {
    set(true);
    assertThat(patientAs(treating).colleague()).isNull();
    assertThat(patientAs(colleague).colleague()).isTrue();
    PatientPage own =
        clinic.ask(
            PatientsApi.LIST_PATIENTS,
            new ListPatients(null, null, null, null, null),
            clinic.asDoctor(colleague));
    assertThat(own.items()).as("patients whom the doctor treats").isEmpty();
    assertThat(clinic.refused(OPEN_ENCOUNTER, call(), clinic.asDoctor(colleague)).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  /** Pages offer notes where it is not stated. */
  @Test
  void theSearchStatesOfWhomTheyReadOnly() {
    set(true);
    clinic.treat(colleague, clinic.patient());
    assertThat(found(treating).colleague()).isNull();
    clinic.ask(OPEN_ENCOUNTER, call(), clinic.asDoctor(treating));
    assertThat(found(colleague).colleague()).isTrue();
    clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new OpenEmergencyAccess(
            patient, null, null, null, null, EmergencyReason.OTHER, "found unconscious at home"),
        clinic.asDoctor(colleague));
    assertThat(found(colleague).colleague()).isNull();
    assertThat(patientAs(colleague).colleague()).isNull();
    clinic.ask(OPEN_ENCOUNTER, call(), clinic.asDoctor(colleague));
  }

  private OpenEncounter call() {
    return new OpenEncounter(EncounterKind.TELEPHONE, null, patient);
  }

  private PatientSummary found(UUID doctor) {
    return search(doctor).filter(one -> one.id().equals(patient)).findAny().orElseThrow();
  }

  private static Stream<PatientSummary> search(UUID doctor) {
    return clinic
        .ask(
            PatientsApi.SEARCH_PATIENTS,
            new SearchPatients("Ada", null, 100, null),
            clinic.asDoctor(doctor))
        .items()
        .stream();
  }

  @Test
  void theySeeNeitherDraftsNorWhatThePatientRestricts() {
    set(true);
    Encounter signed = signed();
    Encounter draft = draft();
    assertThat(reads(signed.id())).isTrue();
    assertThat(reads(draft.id())).isFalse();
    clinic.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.ENCOUNTER, signed.id(), null),
        clinic.asPatient(patient));
    assertThat(reads(signed.id())).isFalse();
  }

  @Test
  void doctorsOfOtherDepartmentsDoNot() {
    set(true);
    Encounter signed = signed();
    UUID other = UUID.randomUUID();
    clinic.sql("INSERT INTO directory.department (id, name) VALUES ($1, 'Dermatology')", other);
    clinic.sql("UPDATE directory.doctor SET department_id = $1 WHERE id = $2", other, colleague);
    assertThat(reads(signed.id())).isFalse();
    assertThat(finds()).isFalse();
    assertThat(sees()).isFalse();
  }

  @Test
  void nodesOfTheFormerReleaseKnowNoColleagues() {
    set(true);
    var relation =
        clinic.sql("SELECT patients.relation(NULL, $1, $2, now()) AS is", colleague, patient);
    assertThat(relation).extracting(row -> row.getString("is")).containsExactly("OTHER");
  }

  private void set(boolean colleaguesRead) {
    long version =
        clinic.ask(RecordRulesApi.GET_RECORD_RULES, new GetRecordRules(), clinic.admin()).version();
    clinic.ask(
        RecordRulesApi.SET_RECORD_RULES,
        new SetRecordRules(version, new RecordRuleDetails(colleaguesRead, 0, null)),
        clinic.admin());
  }

  private Encounter draft() {
    Encounter opened = clinic.ask(OPEN_ENCOUNTER, call(), clinic.asDoctor(treating));
    clinic.ask(
        EncountersApi.SAVE_NOTE, new SaveNote(opened.id(), 1, NOTE), clinic.asDoctor(treating));
    return opened;
  }

  private Encounter signed() {
    return clinic.ask(
        EncountersApi.SIGN_ENCOUNTER,
        new SignEncounter(draft().id(), 2, null),
        clinic.asDoctor(treating));
  }

  private Patient patientAs(UUID doctor) {
    return clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(patient), clinic.asDoctor(doctor));
  }

  private boolean reads(UUID encounter) {
    return isAnswered(
        () ->
            clinic.send(
                EncountersApi.GET_ENCOUNTER,
                new GetEncounter(encounter, null),
                clinic.asDoctor(colleague)));
  }

  private boolean sees() {
    Caller reader = clinic.asDoctor(colleague);
    boolean chart =
        isAnswered(() -> clinic.send(ChartApi.GET_CHART, new GetChart(patient, null), reader));
    boolean person =
        isAnswered(() -> clinic.send(PatientsApi.GET_PATIENT, new GetPatient(patient), reader));
    assertThat(person).isEqualTo(chart);
    return chart;
  }

  private boolean finds() {
    return search(colleague).map(PatientSummary::id).anyMatch(patient::equals);
  }

  private static boolean isAnswered(Supplier<Future<?>> request) {
    return BusFixture.await(request.get().map(true).otherwise(false));
  }
}
