package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.DeletePatient;
import io.clinibus.patients.api.PatientsApi.EmergencyContact;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.Sex;
import io.clinibus.patients.api.PatientsApi.UpcomingVisit;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Patients: editing, removal and access. */
class PatientsIT extends PatientsFixture {

  @Test
  void storesEveryFieldUnchanged() {
    var details =
        new PatientDetails(
            "Zoë \"Zo\" 李娜",
            "O'Neill-محمد\\%_",
            LocalDate.of(1984, 2, 29),
            Sex.FEMALE,
            "+49 (30) 55-501",
            "zoë@example.org",
            "Straße 1\n10115 Berlin",
            "007 ß/ж",
            new Insurance("AOK", "0001", LocalDate.of(2030, 1, 1)),
            new EmergencyContact("Ольга", "mother", "+7 495 1"));

    Patient created = domain.ask(PatientsApi.CREATE_PATIENT, new CreatePatient(details), DESK);

    assertThat(get(created.id(), DESK)).isEqualTo(created);
    assertThat(
            new PatientDetails(
                created.givenName(),
                created.familyName(),
                created.birthDate(),
                created.sex(),
                created.phone(),
                created.email(),
                created.address(),
                created.identifier(),
                created.insurance(),
                created.emergencyContact()))
        .isEqualTo(details);
  }

  @Test
  void aNewPatientHasAnEmptyMedicalHistory() {
    Patient created = create("Ada", "Absent");
    assertThat(created.medicalHistory()).isNull();
    assertThat(get(created.id(), patient(created.id())).medicalHistory()).isEqualTo(NOTHING);
  }

  @Test
  void changesOnlyTheVersionThatWasRead() {
    Patient before = create("Vera", "Version");
    Patient after = update(before.id(), before.version(), named("Vera", "Versionova"), DESK);

    assertThat(after.familyName()).isEqualTo("Versionova");
    assertThat(after.version()).isGreaterThan(before.version());
    var stale = new UpdatePatient(before.id(), before.version(), named("Lost", "Update"));
    assertThat(domain.refusal(PatientsApi.UPDATE_PATIENT, stale, DESK).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var wrapped = new UpdatePatient(before.id(), after.version() + (1L << 32), stale.details());
    assertThat(domain.refusal(PatientsApi.UPDATE_PATIENT, wrapped, DESK).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var unknown = new UpdatePatient(UUID.randomUUID(), 1, stale.details());
    assertThat(domain.refusal(PatientsApi.UPDATE_PATIENT, unknown, DESK).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(get(before.id(), DESK).familyName()).isEqualTo("Versionova");
  }

  @Test
  void anIdentifierBelongsToOnePatient() {
    create(numbered("Ida", "First", "DUP-1"));
    Patient other = create("Ida", "Second");

    var again = new CreatePatient(numbered("Ida", "Third", "DUP-1"));
    var refused = domain.refusal(PatientsApi.CREATE_PATIENT, again, DESK);
    assertThat(refused.code()).isEqualTo(CommonFailures.ALREADY_EXISTS);
    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/identifier");
    var taking = new UpdatePatient(other.id(), other.version(), again.details());
    assertThat(domain.refusal(PatientsApi.UPDATE_PATIENT, taking, DESK).code())
        .isEqualTo(CommonFailures.ALREADY_EXISTS);
  }

  @Test
  void refusesImpossibleBirthDatesAndUnstorableText() {
    for (LocalDate day :
        List.of(LocalDate.now(ZoneOffset.UTC).plusDays(2), LocalDate.of(1879, 12, 31))) {
      var refused =
          domain.refusal(
              PatientsApi.CREATE_PATIENT, new CreatePatient(born("Eva", "Early", day)), DESK);
      assertThat(refused.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
      assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/birthDate");
    }
    for (String name : List.of("nul\u0000", "half\ud83d")) {
      var request = new CreatePatient(named(name, "Unstorable"));
      assertThat(domain.refusal(PatientsApi.CREATE_PATIENT, request, DESK).code())
          .isEqualTo(CommonFailures.MALFORMED_REQUEST);
    }
    assertThat(search("unstorable")).isEmpty();
  }

  @Test
  void deletesOnlyWithoutUpcomingAppointments() {
    UUID doctorId = newDoctor();
    Patient patient = create(numbered("Dora", "Deletable", "DEL-1"));
    appointment(doctorId, patient.id(), -3, "COMPLETED");
    UUID upcoming = appointment(doctorId, patient.id(), 3, "BOOKED");

    var refused =
        domain.refusal(PatientsApi.DELETE_PATIENT, new DeletePatient(patient.id()), ADMIN);
    assertThat(refused.code()).isEqualTo(CommonFailures.IN_USE);
    assertThat((List<?>) refused.extensions().get("conflicts"))
        .singleElement()
        .isInstanceOfSatisfying(
            UpcomingVisit.class,
            conflict -> {
              assertThat(conflict.appointmentId()).isEqualTo(upcoming);
              assertThat(conflict.doctorId()).isEqualTo(doctorId);
              assertThat(conflict.start().getOffset()).isNotEqualTo(ZoneOffset.UTC);
            });
    assertThat(get(patient.id(), DESK)).isEqualTo(patient);

    domain.sql("UPDATE scheduling.appointment SET status = 'CANCELLED' WHERE id = $1", upcoming);
    domain.ask(PatientsApi.DELETE_PATIENT, new DeletePatient(patient.id()), ADMIN);

    assertNotFound(patient.id(), DESK);
    assertNotFound(patient.id(), doctor(doctorId));
    assertNotFound(patient.id(), patient(patient.id()));
    assertThat(search("Deletable")).isEmpty();
    assertThat(search("DEL-1")).isEmpty();
    create(numbered("Dora", "Successor", "DEL-1"));
    var again = domain.refusal(PatientsApi.DELETE_PATIENT, new DeletePatient(patient.id()), ADMIN);
    assertThat(again.code()).isEqualTo(CommonFailures.NOT_FOUND);
  }
}
