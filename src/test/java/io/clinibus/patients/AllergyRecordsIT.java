package io.clinibus.patients;

import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.UpdateMedicalHistory;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.DecideProposal;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposeChange;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.Test;

/** Allergies are not asked, none known, or a list. */
class AllergyRecordsIT extends PatientsFixture {

  private static final TemporalUnitWithinOffset A_MINUTE =
      new TemporalUnitWithinOffset(
          Duration.ofMinutes(1).toSeconds(), java.time.temporal.ChronoUnit.SECONDS);

  @Test
  void allergiesOfANewPatientWereNotAsked() {
    Treated treated = treated("Nina", "New");
    assertNotAsked(get(treated.patient().id(), treated.doctor()));
    assertNotAsked(write(treated, history(List.of(), null)));
    assertNotAsked(write(treated, history(List.of(), false)));
  }

  @Test
  void anEmptyListOfFormerVersionsMeansNotAsked() {
    Treated treated = treated("Olaf", "Old");
    domain.sql(
        "UPDATE patients.patient SET medical_history = '{\"allergies\": []}' WHERE id = $1",
        treated.patient().id());
    assertNotAsked(get(treated.patient().id(), treated.doctor()));
  }

  @Test
  void noKnownAllergiesAreRecordedWithTimeAndRole() {
    Treated treated = treated("Nora", "None");
    Patient written = write(treated, history(List.of(), true));
    Patient read = get(written.id(), treated.doctor());

    assertThat(read).isEqualTo(written);
    assertThat(read.medicalHistory().noKnownAllergies()).isTrue();
    assertThat(read.allergiesAsked().by()).isEqualTo(Role.DOCTOR);
    assertThat(read.allergiesAsked().at()).isCloseTo(OffsetDateTime.now(), A_MINUTE);
    assertThat(get(written.id(), patient(written.id())).allergiesAsked())
        .isEqualTo(read.allergiesAsked());
    assertThat(get(written.id(), DESK).allergiesAsked()).isNull();
  }

  @Test
  void otherChangesOfTheHistoryKeepTheTime() {
    Treated treated = treated("Kay", "Keeps");
    Patient asked = write(treated, history(List.of(), true));
    Patient later =
        write(treated, new MedicalHistory(List.of("Asthma"), List.of(), true, List.of()));
    assertThat(later.allergiesAsked()).isEqualTo(asked.allergiesAsked());
  }

  @Test
  void aListPrevailsOverNoneKnown() {
    Patient written = write(treated("Lisa", "List"), history(List.of("Nuts"), true));
    assertThat(written.medicalHistory().allergies()).containsExactly("Nuts");
    assertThat(written.medicalHistory().noKnownAllergies()).isNull();
    assertThat(written.allergiesAsked().by()).isEqualTo(Role.DOCTOR);
  }

  @Test
  void patientsProposeThatTheyKnowOfNone() {
    Treated treated = treated("Pia", "Proposes");
    ChangeProposal proposal =
        domain.ask(
            ProposalsApi.PROPOSE_CHANGE,
            new ProposeChange(
                treated.patient().id(), new ProposalDetails(null, null, history(List.of(), true))),
            patient(treated.patient().id()));
    domain.ask(
        ProposalsApi.DECIDE_PROPOSAL,
        new DecideProposal(treated.patient().id(), proposal.id(), proposal.version(), true, "seen"),
        treated.doctor());
    Patient read = get(treated.patient().id(), treated.doctor());
    assertThat(read.medicalHistory().noKnownAllergies()).isTrue();
    assertThat(read.allergiesAsked()).isNotNull();
  }

  private record Treated(Patient patient, Caller doctor) {}

  private static Treated treated(String given, String family) {
    Patient patient = create(given, family);
    var doctorId = newDoctor();
    appointment(doctorId, patient.id(), 1, "BOOKED");
    return new Treated(patient, doctor(doctorId));
  }

  private static MedicalHistory history(List<String> allergies, Boolean noneKnown) {
    return new MedicalHistory(List.of(), allergies, noneKnown, List.of());
  }

  private static Patient write(Treated treated, MedicalHistory history) {
    long version = get(treated.patient().id(), treated.doctor()).version();
    return domain.ask(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        new UpdateMedicalHistory(treated.patient().id(), version, history),
        treated.doctor());
  }

  private static void assertNotAsked(Patient patient) {
    assertThat(patient.medicalHistory().allergies()).isEmpty();
    assertThat(patient.medicalHistory().noKnownAllergies()).isNull();
    assertThat(patient.allergiesAsked()).isNull();
  }
}
