package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.caller;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.platform.UuidV7;
import io.clinibus.testing.DomainFixture;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The patients domain alone. */
abstract class PatientsFixture {

  static final Caller DESK = caller(Role.RECEPTIONIST);
  static final Caller ADMIN = caller(Role.ADMIN);
  static final MedicalHistory NOTHING = new MedicalHistory(List.of(), List.of(), null, List.of());

  static DomainFixture domain;

  @BeforeAll
  static void start() {
    domain = DomainFixture.start(PatientsVerticle::new);
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  static Patient create(String givenName, String familyName) {
    return create(named(givenName, familyName));
  }

  static Patient create(PatientDetails details) {
    return domain.ask(PatientsApi.CREATE_PATIENT, new CreatePatient(details), DESK);
  }

  static List<String> search(String q) {
    return search(q, DESK);
  }

  static List<String> search(String q, Caller caller) {
    return names(
        domain.ask(PatientsApi.SEARCH_PATIENTS, new SearchPatients(q, null, null, null), caller));
  }

  static List<String> list(LocalDate birthDate, String sort, Caller caller) {
    return names(
        domain.ask(
            PatientsApi.LIST_PATIENTS,
            new ListPatients(birthDate, sort, null, null, null),
            caller));
  }

  static List<String> names(PatientPage page) {
    return page.items().stream().map(p -> p.givenName() + " " + p.familyName()).toList();
  }

  static PatientDetails named(String givenName, String familyName) {
    return details(givenName, familyName, null, null, null);
  }

  static PatientDetails numbered(String given, String family, String identifier) {
    return details(given, family, null, null, identifier);
  }

  static PatientDetails born(String givenName, String familyName, LocalDate birthDate) {
    return details(givenName, familyName, birthDate, null, null);
  }

  static PatientDetails details(
      String givenName, String familyName, LocalDate birthDate, String phone, String identifier) {
    return new PatientDetails(
        givenName, familyName, birthDate, null, phone, null, null, identifier, null, null);
  }

  static Patient get(UUID id, Caller caller) {
    return domain.ask(PatientsApi.GET_PATIENT, new GetPatient(id), caller);
  }

  static Patient update(UUID id, long version, PatientDetails details, Caller caller) {
    return domain.ask(PatientsApi.UPDATE_PATIENT, new UpdatePatient(id, version, details), caller);
  }

  static void assertNotFound(UUID id, Caller caller) {
    assertThat(domain.refusal(PatientsApi.GET_PATIENT, new GetPatient(id), caller).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  static <Q extends Record, R extends Record> void assertForbidden(
      Operation<Q, R> operation, Q request, Caller caller) {
    assertThat(domain.refusal(operation, request, caller).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  static UUID newDoctor() {
    UUID id = UuidV7.next();
    domain.sql(
        """
        WITH department AS (
          INSERT INTO directory.department (id, name) VALUES ($1, $1::text) RETURNING id),
        doctor AS (
          INSERT INTO directory.doctor (id, department_id, given_name, family_name, specialization)
          SELECT id, id, 'Doc', 'Tor', 'Tests' FROM department RETURNING id)
        INSERT INTO scheduling.calendar (doctor_id) SELECT id FROM doctor
        """,
        id);
    return id;
  }

  static UUID appointment(UUID doctorId, UUID patientId, int daysFromNow, String status) {
    return appointment(doctorId, patientId, daysFromNow, status, null);
  }

  /**
   * @param bookedBy the doctor who booked it in their own calendar, or null
   */
  static UUID appointment(
      UUID doctorId, UUID patientId, int daysFromNow, String status, UUID bookedBy) {
    UUID id = UuidV7.next();
    OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC).plusDays(daysFromNow);
    domain.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, booked_by_doctor)
        VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), $6, $7)
        """,
        id,
        doctorId,
        patientId,
        start,
        start.plusHours(1),
        status,
        bookedBy);
    return id;
  }
}
