package io.clinibus.prescriptions;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.platform.UuidV7;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.MedicationsApi;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationDetails;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationForm;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.CreatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.clinibus.testing.BusFixture;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A clinic whose data is complete enough to sign prescriptions. */
public record PrescriptionsFixture(BusFixture clinic) {

  public static PrescriptionsFixture of(BusFixture clinic) {
    clinic.sql(
        "UPDATE scheduling.policy SET clinic_name = 'Clinic', address = 'Lane 1, Berlin, Germany',"
            + " phone = '+49 30 1234567'");
    return new PrescriptionsFixture(clinic);
  }

  /** A doctor who is reached by mail. */
  public UUID doctor() {
    UUID doctor = clinic.doctor();
    clinic.sql("UPDATE directory.doctor SET email = 'doctor@example.org' WHERE id = $1", doctor);
    return doctor;
  }

  /** A patient whom a doctor treats. */
  public UUID patientOf(UUID doctor) {
    UUID patient = clinic.patient();
    clinic.sql(
        "UPDATE patients.patient SET birth_date = $2 WHERE id = $1",
        patient,
        LocalDate.parse("1970-01-02"));
    clinic.treat(doctor, patient);
    return patient;
  }

  /** An encounter that a doctor is writing. */
  public UUID encounter(UUID doctor, UUID patient) {
    UUID encounter = UuidV7.next();
    clinic.sql(
        """
        INSERT INTO records.encounter
          (id, patient_id, sealed_for, doctor_id, kind, starts_at, note, note_version, saved_at, saved_by)
        VALUES ($1, $2, $2, $3, 'TELEPHONE', now(), '', 1, now(), $3)
        """,
        encounter,
        patient,
        doctor);
    return encounter;
  }

  public Caller pharmacist() {
    return new Caller(
        new UUID(0, 3),
        Set.of(Role.PHARMACIST),
        null,
        null,
        "test-request",
        null,
        clinic.platform().clock().instant().plusSeconds(20));
  }

  public Medication medication() {
    return medication("Amoxicillin " + UUID.randomUUID());
  }

  public Medication medication(String name) {
    var details =
        new MedicationDetails(
            name,
            List.of("Amoxicillin"),
            "500 mg",
            MedicationForm.TABLET,
            DoseUnit.TABLET,
            Route.ORAL,
            null,
            true);
    return clinic.ask(
        MedicationsApi.CREATE_MEDICATION,
        new MedicationsApi.CreateMedication(details),
        clinic.admin());
  }

  public static Dosage thriceForAWeek(String note) {
    return new Dosage(BigDecimal.ONE, DoseUnit.TABLET, Schedule.timesADay(3), Route.ORAL, 7, note);
  }

  public PrescriptionDetails details() {
    return details(null);
  }

  public PrescriptionDetails details(UUID encounter) {
    return new PrescriptionDetails(
        encounter,
        medication().id(),
        thriceForAWeek("With food"),
        null,
        "Sinusitis",
        true,
        null,
        0,
        null);
  }

  public Prescription draft(UUID doctor, UUID patient) {
    return draft(doctor, patient, details());
  }

  public Prescription draft(UUID doctor, UUID patient, PrescriptionDetails details) {
    return clinic.ask(
        PrescriptionsApi.CREATE_PRESCRIPTION,
        new CreatePrescription(patient, details),
        clinic.asDoctor(doctor));
  }

  public Prescription signed(UUID doctor, UUID patient) {
    return sign(draft(doctor, patient));
  }

  public Prescription sign(Prescription draft) {
    return clinic.ask(
        PrescriptionsApi.SIGN_PRESCRIPTION,
        new SignPrescription(draft.id(), draft.version()),
        clinic.asDoctor(draft.doctorId()));
  }
}
