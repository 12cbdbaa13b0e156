package io.clinibus.prescriptions;

import static io.clinibus.prescriptions.api.PrescriptionsApi.CHECK_ENCOUNTER;
import static io.clinibus.prescriptions.api.PrescriptionsApi.CREATE_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.DELETE_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRINTABLE;
import static io.clinibus.prescriptions.api.PrescriptionsApi.SIGN_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.UPDATE_PRESCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi.CheckEncounter;
import io.clinibus.prescriptions.api.PrescriptionsApi.CreatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.DeletePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.UpdatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsFailures;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Prescriptions until they are signed. */
class PrescriptionDraftsIT extends PrescribingFixture {

  @Test
  void aDraftIsWrittenChangedSignedAndRead() {
    Prescription draft = fixture.draft(doctor, patient);
    assertThat(draft.status()).isEqualTo(PrescriptionStatus.DRAFT);
    assertThat(draft.quantity()).isEqualByComparingTo("21");
    assertThat(draft.validUntil()).isEqualTo(TODAY.plusDays(90));
    assertThat(draft.sentence())
        .isEqualTo("Take 1 tablet three times a day for 7 days: With food.");
    Medication other = fixture.medication();
    Prescription changed =
        clinic.ask(
            UPDATE_PRESCRIPTION,
            new UpdatePrescription(draft.id(), draft.version(), with(other.id(), "15", 2)),
            clinic.asDoctor(doctor));
    assertThat(changed.medication().id()).isEqualTo(other.id());
    assertThat(changed.quantity()).isEqualByComparingTo("15");
    assertThat(changed.version()).isEqualTo(draft.version() + 1);
    Prescription signed = fixture.sign(changed);
    assertThat(signed.status()).isEqualTo(PrescriptionStatus.ACTIVE);
    assertThat(signed.signedAt()).isEqualTo(OffsetDateTime.parse("2026-11-23T08:00:00+01:00"));
    assertThat(signed.doctorName()).isEqualTo("Dr. Sofia Lindqvist");
    Prescription read = get(signed.id(), clinic.asPatient(patient), Language.es);
    assertThat(read.sentence())
        .isEqualTo("Tome 1 comprimido tres veces al día durante 7 días: With food.");
    assertThat(read.medication()).isEqualTo(signed.medication());
    assertThat(statuses(signed.id())).containsExactly("ACTIVE");
  }

  @Test
  void onlyItsAuthorSeesADraft() {
    Prescription draft = fixture.draft(doctor, patient);
    UUID colleague = fixture.doctor();
    clinic.treat(colleague, patient);
    assertThat(ids(clinic.asDoctor(doctor))).containsExactly(draft.id());
    for (Caller other :
        List.of(clinic.asPatient(patient), clinic.asDoctor(colleague), fixture.pharmacist())) {
      assertThat(ids(other)).isEmpty();
      var get = new GetPrescription(draft.id(), null);
      assertThat(clinic.refused(GET_PRESCRIPTION, get, other).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
      var print = new GetPrintablePrescription(draft.id(), Language.en);
      assertThat(clinic.refused(GET_PRINTABLE, print, other).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
    var sign = new SignPrescription(draft.id(), 1);
    assertThat(clinic.refused(SIGN_PRESCRIPTION, sign, clinic.asDoctor(colleague)).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    var delete = new DeletePrescription(draft.id());
    clinic.ask(DELETE_PRESCRIPTION, delete, clinic.asDoctor(doctor));
    assertThat(ids(clinic.asDoctor(doctor))).isEmpty();
  }

  @Test
  void onlyDoctorsWhoTreatThePatientWrite() {
    UUID opener = fixture.doctor();
    openInEmergency(opener);
    var create = new CreatePrescription(patient, fixture.details());
    for (Caller refused :
        List.of(
            clinic.asDoctor(opener),
            clinic.asDoctor(fixture.doctor()),
            clinic.asPatient(patient),
            fixture.pharmacist(),
            clinic.admin())) {
      assertThat(clinic.refused(CREATE_PRESCRIPTION, create, refused).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  @Test
  void whatIsWrongIsNamed() {
    Medication medication = fixture.medication();
    assertThat(refusedFields(with(UUID.randomUUID(), "1", 0)))
        .containsExactly("/medicationId not-found");
    assertThat(refusedFields(dosed(medication, DoseUnit.CAPSULE, 7)))
        .containsExactly("/dosage/unit unit-of-another-medication");
    assertThat(refusedFields(dosed(medication, DoseUnit.TABLET, null)))
        .containsExactly("/quantity quantity-unknown");
    assertThat(refusedFields(until(medication, TODAY.minusDays(1))))
        .containsExactly("/validUntil in-the-past");
    assertThat(refusedFields(until(medication, TODAY.plusDays(366))))
        .containsExactly("/validUntil period-too-long");
    clinic.sql("UPDATE prescriptions.medication SET active = false WHERE id = $1", medication.id());
    assertThat(refusedFields(until(medication, TODAY)))
        .containsExactly("/medicationId medication-inactive");
  }

  @Test
  void twoWhoChangeADraftDoNotOverwriteEachOther() {
    Prescription draft = fixture.draft(doctor, patient);
    var change = new UpdatePrescription(draft.id(), draft.version(), fixture.details());
    clinic.ask(UPDATE_PRESCRIPTION, change, clinic.asDoctor(doctor));
    assertThat(clinic.refused(UPDATE_PRESCRIPTION, change, clinic.asDoctor(doctor)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var sign = new SignPrescription(draft.id(), draft.version());
    assertThat(clinic.refused(SIGN_PRESCRIPTION, sign, clinic.asDoctor(doctor)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
  }

  @Test
  void signingNeedsWhatTheDirectiveRequires() {
    Prescription draft = fixture.draft(doctor, patient);
    clinic.sql("UPDATE patients.patient SET birth_date = NULL WHERE id = $1", patient);
    clinic.sql(
        "UPDATE directory.doctor SET email = NULL, specialization = '' WHERE id = $1", doctor);
    clinic.sql("UPDATE scheduling.policy SET address = NULL, phone = NULL");
    try {
      var sign = new SignPrescription(draft.id(), draft.version());
      Failure refusal = clinic.refused(SIGN_PRESCRIPTION, sign, clinic.asDoctor(doctor));
      assertThat(refusal.code()).isEqualTo(PrescriptionsFailures.PRESCRIPTION_INCOMPLETE);
      assertThat(refusal.errors())
          .extracting(error -> error.params().get("what"))
          .containsExactly(
              "patient-birth-date",
              "doctor-qualification",
              "doctor-email",
              "doctor-phone",
              "clinic-address");
      assertThat(refusal.errors()).allMatch(error -> error.message().endsWith(" recorded."));
      assertThat(statuses(draft.id())).isEmpty();
    } finally {
      PrescriptionsFixture.of(clinic);
    }
  }

  @Test
  void draftsOfAnEncounterAreSignedWithItOnce() {
    UUID encounter = fixture.encounter(doctor, patient);
    Prescription first = fixture.draft(doctor, patient, fixture.details(encounter));
    Prescription second = fixture.draft(doctor, patient, fixture.details(encounter));
    Prescription other = fixture.draft(doctor, patient);
    clinic.ask(CHECK_ENCOUNTER, new CheckEncounter(encounter), clinic.asDoctor(doctor));
    assertThat(signOf(encounter)).containsExactlyInAnyOrder(first.id(), second.id());
    assertThat(signOf(encounter)).isEmpty();
    assertThat(ids(clinic.asPatient(patient))).containsExactlyInAnyOrder(first.id(), second.id());
    Prescription read = get(first.id(), clinic.asPatient(patient), Language.en);
    assertThat(read.status()).isEqualTo(PrescriptionStatus.ACTIVE);
    assertThat(read.reason()).isEqualTo("Sinusitis");
    assertThat(statuses(first.id())).containsExactly("ACTIVE");
    assertThat(statuses(other.id())).isEmpty();
  }

  @Test
  void aDraftBelongsToAnEncounterThatItsAuthorIsWriting() {
    UUID colleague = fixture.doctor();
    clinic.treat(colleague, patient);
    UUID others = fixture.encounter(colleague, patient);
    UUID ofAnother = fixture.encounter(doctor, fixture.patientOf(doctor));
    for (UUID encounter : List.of(others, ofAnother, UUID.randomUUID())) {
      assertThat(refusedFields(fixture.details(encounter)))
          .containsExactly("/encounterId not-found");
    }
    Prescription draft = fixture.draft(doctor, patient);
    var update = new UpdatePrescription(draft.id(), 1, fixture.details(others));
    assertThat(clinic.refused(UPDATE_PRESCRIPTION, update, clinic.asDoctor(doctor)).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/encounterId");
  }

  @Test
  void anEncounterIsNotSignedWithAnIncompleteDraft() {
    UUID encounter = fixture.encounter(doctor, patient);
    Prescription draft = fixture.draft(doctor, patient, fixture.details(encounter));
    clinic.sql("UPDATE patients.patient SET birth_date = NULL WHERE id = $1", patient);
    var check = new CheckEncounter(encounter);
    assertThat(clinic.refused(CHECK_ENCOUNTER, check, clinic.asDoctor(doctor)).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patient-birth-date");
    assertThatThrownBy(() -> signOf(encounter))
        .isInstanceOfSatisfying(
            PgException.class,
            e -> {
              assertThat(e.getSqlState()).isEqualTo("P0P01");
              assertThat(e.getDetail()).isEqualTo("patient-birth-date");
            });
    assertThat(statuses(draft.id())).isEmpty();
  }

  private static Set<UUID> signOf(UUID encounter) {
    Set<UUID> signed = new java.util.HashSet<>();
    var rows =
        clinic.sql(
            "SELECT payload FROM prescriptions.sign_of_encounter($1, $2, $3)",
            encounter,
            UUID.randomUUID(),
            CLOCK.instant().atOffset(ZoneOffset.UTC));
    for (Row row : rows) {
      signed.add(UUID.fromString(((JsonObject) row.getJson(0)).getString("prescriptionId")));
    }
    return signed;
  }

  private List<String> refusedFields(PrescriptionDetails details) {
    return clinic
        .refused(
            CREATE_PRESCRIPTION, new CreatePrescription(patient, details), clinic.asDoctor(doctor))
        .errors()
        .stream()
        .map(error -> error.pointer() + " " + error.code())
        .toList();
  }

  private static PrescriptionDetails with(UUID medication, String quantity, int repeats) {
    return new PrescriptionDetails(
        null,
        medication,
        PrescriptionsFixture.thriceForAWeek("With food"),
        new BigDecimal(quantity),
        "Sinusitis",
        false,
        "Allergy to a colouring",
        repeats,
        null);
  }

  private static PrescriptionDetails dosed(Medication medication, DoseUnit unit, Integer days) {
    var dosage = new Dosage(BigDecimal.ONE, unit, Schedule.timesADay(3), Route.ORAL, days, null);
    return new PrescriptionDetails(null, medication.id(), dosage, null, null, true, null, 0, null);
  }
}
