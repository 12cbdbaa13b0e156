package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.caller;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.ListPatients;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.PatientPage;
import io.clinibus.patients.api.PatientsApi.SearchPatients;
import io.clinibus.testing.DomainFixture;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The patients domain alone. */
abstract class PatientsFixture {

  static final Caller DESK = caller(Role.RECEPTIONIST);
  static final Caller ADMIN = caller(Role.ADMIN);

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
            PatientsApi.LIST_PATIENTS, new ListPatients(birthDate, sort, null, null), caller));
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
        givenName, familyName, birthDate, null, phone, null, null, identifier, null, null, null);
  }
}
