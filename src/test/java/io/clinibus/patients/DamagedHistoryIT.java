package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientChangesApi.PatientChange;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.ListConditions;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.UpdateContact;
import io.clinibus.patients.api.PatientsApi.UpdateMedicalHistory;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.DecideProposal;
import io.clinibus.patients.api.ProposalsApi.ListProposals;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposeChange;
import io.clinibus.prescriptions.PrescriptionsFixture;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DamagedSeals;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A medical history that was damaged in the database, and with it what is known about allergies, is
 * stated as such and never shown as none; nothing is written over it.
 */
class DamagedHistoryIT {

  private static final String TABLE = "patients.patient";

  private static BusFixture clinic;
  private static PrescriptionsFixture people;
  private static DamagedSeals seals;

  private UUID patient;
  private Caller doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    people = PrescriptionsFixture.of(clinic);
    seals = new DamagedSeals(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    UUID doctorId = people.doctor();
    patient = people.patientOf(doctorId);
    doctor = clinic.asDoctor(doctorId);
  }

  @Test
  void thePatientIsShownWithoutItAndItIsLoggedOnce() {
    Patient written = write(patient, 1, none());
    assertThat(written.medicalHistory().noKnownAllergies()).isTrue();
    seals.damage(TABLE, "history", patient);
    double before = seals.counted();
    try (var logs = DamagedSeals.expected()) {
      for (Caller reader : List.of(doctor, clinic.asPatient(patient))) {
        Patient shown = get(patient, reader);
        assertThat(shown.medicalHistory()).isNull();
        assertThat(shown.medicalHistoryUnreadable()).isTrue();
        assertThat(shown.allergiesAsked()).as("as if there were none").isNull();
        assertThat(shown.familyName()).isEqualTo(written.familyName());
        assertThat(shown.version()).isEqualTo(written.version());
      }
      assertThat(get(patient, clinic.frontDesk()).medicalHistoryUnreadable())
          .as("who may not see it")
          .isNull();
      assertThat(conditions()).as("doctors are ranked without").isEmpty();
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(seals.counted()).isEqualTo(before + 1);
    seals.assertAuditedOnce(patient, patient, PatientsApi.GET_PATIENT);
    seals.damage(TABLE, "history", patient);
    assertThat(get(patient, doctor)).isEqualTo(written);
  }

  @Test
  void oneThatWasMovedOrPutBackIsNotShownEither() {
    write(patient, 1, history("Asthma"));
    UUID other = people.patientOf(doctor.doctorId());
    write(other, 1, history("Diabetes"));
    Object old = stored(patient).getBuffer("history");
    try (var logs = DamagedSeals.expected()) {
      seals.swap(TABLE, "history", patient, other);
      assertThat(get(patient, doctor).medicalHistoryUnreadable()).isTrue();
      assertThat(get(other, doctor).medicalHistory()).isNull();
      seals.swap(TABLE, "history", patient, other);
      assertThat(get(patient, doctor).medicalHistory()).isEqualTo(history("Asthma"));

      write(patient, 2, history("Epilepsy"));
      clinic.sql("UPDATE patients.patient SET history = $2 WHERE id = $1", patient, old);
      assertThat(get(patient, doctor).medicalHistoryUnreadable()).isTrue();
      assertThat(logs.events()).hasSize(3);
    }
  }

  @Test
  void nothingIsWrittenOverItOrCopiedFromIt() {
    write(patient, 1, history("Asthma"));
    ChangeProposal proposal = propose(history("Gout"));
    UUID other = clinic.patient();
    seals.damage(TABLE, "history", patient);
    Row before = stored(patient);
    seals.assertRefused(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        new UpdateMedicalHistory(patient, 2, history("Gout")),
        doctor);
    seals.assertRefused(
        ProposalsApi.DECIDE_PROPOSAL,
        new DecideProposal(patient, proposal.id(), proposal.version(), true, null),
        doctor);
    seals.assertRefused(
        PatientMergesApi.MERGE_PATIENTS,
        new MergePatients(other, patient, null),
        clinic.frontDesk());
    assertThat(stored(patient).getBuffer("history")).isEqualTo(before.getBuffer("history"));
    assertThat(stored(patient).getLong("version")).isEqualTo(before.getLong("version"));
  }

  @Test
  void otherPartsAreChangedAllTheSame() {
    write(patient, 1, history("Asthma"));
    seals.damage(TABLE, "history", patient);
    try (var logs = DamagedSeals.expected()) {
      Patient changed =
          clinic.ask(
              PatientsApi.UPDATE_CONTACT,
              new UpdateContact(patient, 2, new Contact("+49 30 1", null, null, null)),
              clinic.asPatient(patient));
      assertThat(changed.phone()).isEqualTo("+49 30 1");
      assertThat(changed.medicalHistoryUnreadable()).isTrue();
      assertThat(logs.events()).hasSize(1);
    }
    seals.damage(TABLE, "history", patient);
    assertThat(get(patient, doctor).medicalHistory()).isEqualTo(history("Asthma"));
  }

  @Test
  void theLogOfChangesShowsADamagedOneAndTheOthers() {
    write(patient, 1, history("Asthma"));
    write(patient, 2, history("Gout"));
    List<PatientChange> before = changes();
    UUID damaged = before.get(0).id();
    seals.damage("patients.change", "sealed", damaged);
    try (var logs = DamagedSeals.expected()) {
      List<PatientChange> shown = changes();
      assertThat(shown).hasSize(2);
      assertThat(shown.get(0))
          .usingRecursiveComparison()
          .ignoringFields("before", "after", "unreadable")
          .isEqualTo(before.get(0));
      assertThat(shown.get(0).unreadable()).isTrue();
      assertThat(shown.get(0).before()).isNull();
      assertThat(shown.get(0).after()).isNull();
      assertThat(shown.get(1)).isEqualTo(before.get(1));
      assertThat(logs.events()).hasSize(1);
    }
    seals.assertAuditedOnce(damaged, patient, PatientChangesApi.LIST_PATIENT_CHANGES);
  }

  @Test
  void proposalsAreListedAlthoughOneIsDamagedWhichIsNotDecided() {
    ChangeProposal refused = propose(history("Gout"));
    clinic.ask(
        ProposalsApi.DECIDE_PROPOSAL,
        new DecideProposal(patient, refused.id(), refused.version(), false, "no"),
        doctor);
    ChangeProposal pending = propose(history("Asthma"));
    List<ChangeProposal> before = proposals();
    seals.damage("patients.proposal", "sealed", pending.id());
    try (var logs = DamagedSeals.expected()) {
      List<ChangeProposal> shown = proposals();
      assertThat(shown.get(0).id()).isEqualTo(pending.id());
      assertThat(shown.get(0).unreadable()).isTrue();
      assertThat(shown.get(0).proposed()).isEqualTo(new ProposalDetails(null, null, null));
      assertThat(shown.get(1)).isEqualTo(before.get(1));
      assertThat(shown).hasSize(2);
      assertThat(logs.events()).hasSize(1);
    }
    seals.assertAuditedOnce(pending.id(), patient, ProposalsApi.LIST_PROPOSALS);
    seals.assertRefused(
        ProposalsApi.DECIDE_PROPOSAL,
        new DecideProposal(patient, pending.id(), pending.version(), true, null),
        doctor);
  }

  private static MedicalHistory none() {
    return new MedicalHistory(List.of("Asthma"), List.of(), true, List.of());
  }

  private static MedicalHistory history(String condition) {
    return new MedicalHistory(List.of(condition), List.of("Nuts"), null, List.of());
  }

  private Patient write(UUID id, long version, MedicalHistory history) {
    return clinic.ask(
        PatientsApi.UPDATE_MEDICAL_HISTORY, new UpdateMedicalHistory(id, version, history), doctor);
  }

  private static Patient get(UUID id, Caller caller) {
    return clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(id), caller);
  }

  private List<String> conditions() {
    return clinic
        .ask(PatientsApi.LIST_CONDITIONS, new ListConditions(patient), clinic.asPatient(patient))
        .conditions();
  }

  private static Row stored(UUID id) {
    return clinic
        .sql("SELECT history, version FROM patients.patient WHERE id = $1", id)
        .iterator()
        .next();
  }

  private List<PatientChange> changes() {
    return clinic
        .ask(
            PatientChangesApi.LIST_PATIENT_CHANGES,
            new ListPatientChanges(patient, null, null),
            doctor)
        .items();
  }

  private ChangeProposal propose(MedicalHistory history) {
    return clinic.ask(
        ProposalsApi.PROPOSE_CHANGE,
        new ProposeChange(patient, new ProposalDetails(null, null, history)),
        clinic.asPatient(patient));
  }

  private List<ChangeProposal> proposals() {
    return clinic.ask(ProposalsApi.LIST_PROPOSALS, new ListProposals(patient), doctor).items();
  }
}
