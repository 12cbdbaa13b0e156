package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.DeletePatient;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.patients.api.PatientsApi.UpdateMedicalHistory;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who sees which patients, and which parts of their data. */
class PatientAccessIT extends PatientsFixture {

  private static final MedicalHistory ASTHMA =
      new MedicalHistory(List.of("Asthma"), List.of("Nuts"), null, List.of());

  @Test
  void aPatientReadsOnlyTheirOwnRecord() {
    Patient me = create("Mia", "Myself");
    Patient other = create("Otto", "Other");
    Caller caller = patient(me.id());

    assertThat(get(me.id(), caller).medicalHistory()).isEqualTo(NOTHING);
    for (UUID id : List.of(other.id(), UUID.randomUUID())) {
      assertForbidden(PatientsApi.GET_PATIENT, new GetPatient(id), caller);
    }
    assertForbidden(PatientsApi.DELETE_PATIENT, new DeletePatient(me.id()), caller);
    assertForbidden(
        PatientsApi.LIST_PATIENTS, new ListPatients(null, null, null, null, null), caller);
    assertForbidden(
        PatientsApi.SEARCH_PATIENTS, new SearchPatients("Otto", null, null, null), caller);
    assertForbidden(PatientsApi.CREATE_PATIENT, new CreatePatient(named("Not", "Allowed")), caller);
    assertForbidden(PatientsApi.GET_PATIENT, new GetPatient(me.id()), caller(Role.PHARMACIST));
  }

  @Test
  void aDoctorReadsOnlyPatientsWhomTheyTreat() {
    UUID doctorId = newDoctor();
    Patient mine = create("Greta", "Ownership");
    Patient foreign = create("Gerda", "Ownership");
    appointment(doctorId, mine.id(), -10, "COMPLETED");
    appointment(newDoctor(), foreign.id(), -10, "COMPLETED");
    Caller caller = doctor(doctorId);

    assertThat(get(mine.id(), caller).medicalHistory()).isEqualTo(NOTHING);
    assertSeesOnly(mine, foreign, "Ownership", caller);
    assertForbidden(
        PatientsApi.UPDATE_PATIENT,
        new UpdatePatient(mine.id(), 1, named("Greta", "Changed")),
        caller);
    appointment(doctorId, foreign.id(), 10, "CANCELLED");
    assertSeesOnly(mine, foreign, "Ownership", caller);
    assertThat(search("Ownership", doctor(UUID.randomUUID()))).isEmpty();
    assertForbidden(
        PatientsApi.LIST_PATIENTS, new ListPatients(null, null, null, null, null), doctor(null));
  }

  @Test
  void aDoctorsOwnBookingCountsFromCheckInOn() {
    UUID doctorId = newDoctor();
    Patient mine = create("Berta", "Booking");
    Patient booked = create("Bella", "Booking");
    appointment(doctorId, mine.id(), 1, "BOOKED");
    UUID own = appointment(doctorId, booked.id(), 2, "BOOKED", doctorId);
    Caller caller = doctor(doctorId);

    for (String status : List.of("BOOKED", "CANCELLED", "NO_SHOW")) {
      domain.sql("UPDATE scheduling.appointment SET status = $2 WHERE id = $1", own, status);
      assertSeesOnly(mine, booked, "Booking", caller);
    }
    for (String status : List.of("CHECKED_IN", "IN_CONSULTATION", "COMPLETED")) {
      domain.sql("UPDATE scheduling.appointment SET status = $2 WHERE id = $1", own, status);
      assertThat(get(booked.id(), caller).id()).isEqualTo(booked.id());
    }
    appointment(doctorId, booked.id(), 3, "BOOKED", newDoctor());
    domain.sql("UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE id = $1", own);
    assertThat(get(booked.id(), caller).id()).isEqualTo(booked.id());
  }

  @Test
  void theFrontDeskSeesNoMedicalHistoryAndDoesNotOverwriteIt() {
    UUID doctorId = newDoctor();
    Patient patient = create("Hilda", "History");
    appointment(doctorId, patient.id(), -1, "COMPLETED");
    Patient written = write(patient, ASTHMA, doctor(doctorId));
    assertThat(written.medicalHistory()).isEqualTo(ASTHMA);

    for (Caller desk : List.of(DESK, ADMIN)) {
      Patient seen = get(patient.id(), desk);
      assertThat(seen.medicalHistory()).isNull();
      Patient saved = update(patient.id(), seen.version(), named("Hilda", "Historia"), desk);
      assertThat(saved.medicalHistory()).isNull();
      assertThat(saved.familyName()).isEqualTo("Historia");
    }
    assertThat(get(patient.id(), doctor(doctorId)).medicalHistory()).isEqualTo(ASTHMA);
    assertThat(get(patient.id(), patient(patient.id())).medicalHistory()).isEqualTo(ASTHMA);
    Caller both =
        new Caller(
            UUID.randomUUID(),
            Set.of(Role.RECEPTIONIST, Role.DOCTOR),
            null,
            doctorId,
            "test",
            null,
            DESK.deadline());
    assertThat(get(patient.id(), both).medicalHistory()).isEqualTo(ASTHMA);
    assertThat(get(create("Nina", "Nontreated").id(), both).medicalHistory()).isNull();
  }

  @Test
  void onlyTreatingDoctorsChangeTheMedicalHistory() {
    UUID doctorId = newDoctor();
    Patient patient = create("Wanda", "Written");
    appointment(doctorId, patient.id(), -1, "COMPLETED");
    var change = new UpdateMedicalHistory(patient.id(), patient.version(), ASTHMA);

    for (Caller caller : List.of(DESK, ADMIN, patient(patient.id()), doctor(null))) {
      assertForbidden(PatientsApi.UPDATE_MEDICAL_HISTORY, change, caller);
    }
    Caller other = doctor(newDoctor());
    assertThat(domain.refusal(PatientsApi.UPDATE_MEDICAL_HISTORY, change, other).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    open(byId(patient.id()), other);
    assertThat(domain.refusal(PatientsApi.UPDATE_MEDICAL_HISTORY, change, other).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    write(patient, ASTHMA, doctor(doctorId));
    assertThat(domain.refusal(PatientsApi.UPDATE_MEDICAL_HISTORY, change, doctor(doctorId)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
  }

  @Test
  void emergencyAccessOpensARecordToOneDoctorForAnHour() {
    Patient patient = create("Emma", "Emergency");
    UUID doctorId = newDoctor();
    assertNotFound(patient.id(), doctor(doctorId));

    EmergencyAccess access = open(byId(patient.id()), doctor(doctorId));

    assertThat(access.patientId()).isEqualTo(patient.id());
    assertThat(Duration.between(access.openedAt(), access.expiresAt()))
        .isEqualTo(Duration.ofMinutes(60));
    Patient opened = get(patient.id(), doctor(doctorId));
    assertThat(opened.medicalHistory()).isEqualTo(NOTHING);
    assertThat(opened.emergencyAccessUntil()).isEqualTo(access.expiresAt());
    assertThat(search("Emergency", doctor(doctorId))).containsExactly("Emma Emergency");
    assertThat(list(null, null, doctor(doctorId))).containsExactly("Emma Emergency");
    assertNotFound(patient.id(), doctor(newDoctor()));
    domain.sql(
        "UPDATE patients.emergency_access SET expires_at = now() WHERE id = $1", access.id());
    assertNotFound(patient.id(), doctor(doctorId));
    assertThat(search("Emergency", doctor(doctorId))).isEmpty();
  }

  @Test
  void theEndOfEmergencyAccessIsStatedOnlyWhileItIsTheOnlyAccess() {
    Patient patient = create("Ernst", "Ended");
    UUID doctorId = newDoctor();
    open(byId(patient.id()), doctor(doctorId));
    EmergencyAccess latest = open(byId(patient.id()), doctor(doctorId));

    assertThat(get(patient.id(), doctor(doctorId)).emergencyAccessUntil())
        .isEqualTo(latest.expiresAt());
    for (Caller other : List.of(DESK, patient(patient.id()))) {
      assertThat(get(patient.id(), other).emergencyAccessUntil()).isNull();
    }
    appointment(doctorId, patient.id(), -1, "COMPLETED");
    assertThat(get(patient.id(), doctor(doctorId)).emergencyAccessUntil()).isNull();
  }

  @Test
  void emergencyAccessFindsPatientsByIdentifierOrByNamesAndDateOfBirth() {
    LocalDate day = LocalDate.of(1970, 5, 17);
    Patient numbered = create(numbered("Nora", "Numbered", "EM-77"));
    Patient born = create(born("Béa", "Born", day));
    Caller caller = doctor(newDoctor());

    assertThat(open(by("em 77", null, null, null), caller).patientId()).isEqualTo(numbered.id());
    assertThat(open(by(null, "bea", "born", day), caller).patientId()).isEqualTo(born.id());
    create(born("Bea", "Born", day));
    assertThat(refusal(by(null, "bea", "born", day), caller)).isEqualTo("NOT_FOUND");
    assertThat(refusal(by("EM-78", null, null, null), caller)).isEqualTo("NOT_FOUND");
    assertThat(refusal(by(null, null, null, null), caller)).isEqualTo("/patientId");
    assertThat(refusal(by("EM-77", "Bea", "Born", day), caller)).isEqualTo("/patientId");
    assertThat(refusal(by(null, "Bea", null, day), caller)).isEqualTo("/familyName");
    for (Caller other : List.of(DESK, ADMIN, patient(born.id()), doctor(null))) {
      assertForbidden(EmergencyAccessApi.OPEN_EMERGENCY_ACCESS, byId(born.id()), other);
    }
  }

  private static String refusal(OpenEmergencyAccess request, Caller caller) {
    var refused = domain.refusal(EmergencyAccessApi.OPEN_EMERGENCY_ACCESS, request, caller);
    return refused.errors().stream()
        .map(FieldError::pointer)
        .findFirst()
        .orElse(refused.code().name());
  }

  private static EmergencyAccess open(OpenEmergencyAccess request, Caller caller) {
    return domain.ask(EmergencyAccessApi.OPEN_EMERGENCY_ACCESS, request, caller);
  }

  private static OpenEmergencyAccess byId(UUID patientId) {
    return new OpenEmergencyAccess(
        patientId,
        null,
        null,
        null,
        null,
        EmergencyAccessApi.EmergencyReason.UNABLE_TO_CONSENT,
        "unconscious, no relatives");
  }

  private static OpenEmergencyAccess by(
      String identifier, String given, String family, LocalDate born) {
    return new OpenEmergencyAccess(
        null,
        identifier,
        given,
        family,
        born,
        EmergencyAccessApi.EmergencyReason.UNABLE_TO_CONSENT,
        "unconscious, no relatives");
  }

  private static Patient write(Patient patient, MedicalHistory history, Caller caller) {
    return domain.ask(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        new UpdateMedicalHistory(patient.id(), patient.version(), history),
        caller);
  }

  private static void assertSeesOnly(Patient mine, Patient foreign, String name, Caller caller) {
    String full = mine.givenName() + " " + mine.familyName();
    assertThat(get(mine.id(), caller).id()).isEqualTo(mine.id());
    assertNotFound(foreign.id(), caller);
    assertThat(search(name, caller)).containsExactly(full);
    assertThat(list(null, null, caller)).containsExactly(full);
  }
}
