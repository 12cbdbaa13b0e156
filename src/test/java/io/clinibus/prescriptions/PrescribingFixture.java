package io.clinibus.prescriptions;

import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.LIST_PRESCRIPTIONS;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A doctor, a patient whom the doctor treats, and their prescriptions. */
abstract class PrescribingFixture {

  static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  static final LocalDate TODAY = LocalDate.parse("2026-11-23");
  static BusFixture clinic;
  static PrescriptionsFixture fixture;
  UUID doctor;
  UUID patient;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
    fixture = PrescriptionsFixture.of(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    doctor = fixture.doctor();
    patient = fixture.patientOf(doctor);
  }

  void openInEmergency(UUID opener) {
    OffsetDateTime now = CLOCK.instant().atOffset(ZoneOffset.UTC);
    clinic.sql(
        """
        INSERT INTO patients.emergency_access
          (id, doctor_id, patient_id, actor_id, reason_code, reason, opened_at, expires_at)
        VALUES ($1, $2, $3, $2, 'LIFE_THREATENING', 'Unconscious in the ambulance', $4, $5)
        """,
        UUID.randomUUID(),
        opener,
        patient,
        now,
        now.plusHours(1));
  }

  static List<String> statuses(UUID prescription) {
    List<String> statuses = new ArrayList<>();
    clinic
        .sql(
            """
            SELECT payload ->> 'status' FROM platform.outbox
             WHERE type = 'prescriptions.prescription-changed'
               AND payload ->> 'prescriptionId' = $1 ORDER BY (payload ->> 'version')::int
            """,
            prescription.toString())
        .forEach(row -> statuses.add(row.getString(0)));
    return statuses;
  }

  List<UUID> ids(Caller caller) {
    return clinic.ask(LIST_PRESCRIPTIONS, listing(patient), caller).items().stream()
        .map(Prescription::id)
        .toList();
  }

  static ListPrescriptions listing(UUID patient) {
    return new ListPrescriptions(patient, null, null, null, null, null);
  }

  static Prescription get(UUID id, Caller caller, Language language) {
    return clinic.ask(GET_PRESCRIPTION, new GetPrescription(id, language), caller);
  }

  static PrescriptionDetails until(Medication medication, LocalDate day) {
    return new PrescriptionDetails(
        null,
        medication.id(),
        PrescriptionsFixture.thriceForAWeek(null),
        null,
        null,
        true,
        null,
        0,
        day);
  }
}
