package io.clinibus.prescriptions;

import static io.clinibus.prescriptions.api.PrescriptionsApi.CANCEL_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.CHECK_ENCOUNTER;
import static io.clinibus.prescriptions.api.PrescriptionsApi.DELETE_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRINTABLE;
import static io.clinibus.prescriptions.api.PrescriptionsApi.LIST_PRESCRIPTIONS;
import static io.clinibus.prescriptions.api.PrescriptionsApi.RENEW_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.SIGN_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.UPDATE_PRESCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.prescriptions.api.PrescriptionsApi.CancelPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.CheckEncounter;
import io.clinibus.prescriptions.api.PrescriptionsApi.DeletePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionEnd;
import io.clinibus.prescriptions.api.PrescriptionsApi.RenewPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.UpdatePrescription;
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
 * A prescription that was damaged in the database does not hide the others, is listed without what
 * it says, and is not printed, renewed, signed, changed or ended.
 */
class DamagedPrescriptionsIT {

  private static final String TABLE = "prescriptions.prescription";

  private static BusFixture clinic;
  private static PrescriptionsFixture fixture;
  private static DamagedSeals seals;

  private UUID doctor;
  private UUID patient;
  private Caller author;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    fixture = PrescriptionsFixture.of(clinic);
    seals = new DamagedSeals(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    doctor = fixture.doctor();
    patient = fixture.patientOf(doctor);
    author = clinic.asDoctor(doctor);
  }

  @Test
  void theListShowsItWithoutWhatItSaysAndLogsItOnce() {
    Prescription damaged = fixture.signed(doctor, patient);
    Prescription intact = fixture.signed(doctor, patient);
    seals.damage(TABLE, "content", damaged.id());
    double before = seals.counted();
    try (var logs = DamagedSeals.expected()) {
      for (Caller reader : List.of(author, clinic.asPatient(patient), fixture.pharmacist())) {
        List<Prescription> listed = listed(patient, reader);
        assertThat(listed).extracting(Prescription::id).containsExactly(intact.id(), damaged.id());
        assertThat(listed.get(0)).isEqualTo(intact);
        assertThat(listed.get(1)).isEqualTo(withoutContent(damaged));
      }
      assertThat(logs.events()).hasSize(1);
      assertThat(logs.events().toString()).doesNotContain("Amoxicillin", patient.toString());
    }
    assertThat(seals.counted()).isEqualTo(before + 1);
    seals.assertAuditedOnce(damaged.id(), patient, LIST_PRESCRIPTIONS);
    seals.damage(TABLE, "content", damaged.id());
    assertThat(listed(patient, author)).containsExactly(intact, damaged);
  }

  @Test
  void oneThatWasMovedToAnotherPatientIsNotOpenedThere() {
    Prescription moved = fixture.signed(doctor, patient);
    UUID other = fixture.patientOf(doctor);
    Prescription own = fixture.signed(doctor, other);
    clinic.sql("UPDATE " + TABLE + " SET patient_id = $2 WHERE id = $1", moved.id(), other);
    try (var logs = DamagedSeals.expected()) {
      List<Prescription> listed = listed(other, author);
      assertThat(listed.get(0)).isEqualTo(own);
      assertThat(listed.get(1).id()).isEqualTo(moved.id());
      assertThat(listed.get(1).medication()).isNull();
      assertThat(listed.get(1).unreadable()).isTrue();
      assertThat(logs.events()).hasSize(1);
    }
    seals.assertAuditedOnce(moved.id(), other, LIST_PRESCRIPTIONS);
  }

  @Test
  void whatItSaysIsShownAlthoughTheReasonOfItsEndIsDamaged() {
    Prescription signed = fixture.signed(doctor, patient);
    Prescription ended = clinic.ask(CANCEL_PRESCRIPTION, stop(signed), author);
    assertThat(ended.endReason()).isEqualTo("Rash");
    seals.damage(TABLE, "end_reason", signed.id());
    try (var logs = DamagedSeals.expected()) {
      Prescription shown = listed(patient, author).get(0);
      assertThat(shown)
          .usingRecursiveComparison()
          .ignoringFields("endReason", "endReasonUnreadable")
          .isEqualTo(ended);
      assertThat(shown.endReason()).isNull();
      assertThat(shown.endReasonUnreadable()).isTrue();
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void itIsNeitherReadAlonePrintedRenewedNorEnded() {
    Prescription damaged = fixture.signed(doctor, patient);
    seals.damage(TABLE, "content", damaged.id());
    seals.assertRefused(GET_PRESCRIPTION, new GetPrescription(damaged.id(), null), author);
    seals.assertRefused(
        GET_PRINTABLE, new GetPrintablePrescription(damaged.id(), Language.en), author);
    seals.assertRefused(RENEW_PRESCRIPTION, new RenewPrescription(damaged.id(), null), author);
    seals.assertRefused(CANCEL_PRESCRIPTION, stop(damaged), author);
    Row row = stored(damaged.id());
    assertThat(row.getString("status")).isEqualTo("ACTIVE");
    assertThat(row.getLong("version")).isEqualTo(damaged.version());
    assertThat(clinic.sql("SELECT FROM " + TABLE + " WHERE patient_id = $1", patient)).hasSize(1);
  }

  @Test
  void aDraftIsNeitherSignedNorChangedButDeleted() {
    UUID encounter = fixture.encounter(doctor, patient);
    Prescription draft = fixture.draft(doctor, patient, fixture.details(encounter));
    clinic.ask(CHECK_ENCOUNTER, new CheckEncounter(encounter), author);
    seals.damage(TABLE, "content", draft.id());
    seals.assertRefused(CHECK_ENCOUNTER, new CheckEncounter(encounter), author);
    seals.assertRefused(
        SIGN_PRESCRIPTION, new SignPrescription(draft.id(), draft.version()), author);
    seals.assertRefused(
        UPDATE_PRESCRIPTION,
        new UpdatePrescription(draft.id(), draft.version(), fixture.details(encounter)),
        author);
    assertThat(stored(draft.id()).getString("status")).isEqualTo("DRAFT");
    assertThat(stored(draft.id()).getLong("version")).isEqualTo(draft.version());
    clinic.ask(DELETE_PRESCRIPTION, new DeletePrescription(draft.id()), author);
    clinic.ask(CHECK_ENCOUNTER, new CheckEncounter(encounter), author);
    assertThat(listed(patient, author)).isEmpty();
  }

  private static CancelPrescription stop(Prescription signed) {
    return new CancelPrescription(signed.id(), signed.version(), PrescriptionEnd.STOPPED, "Rash");
  }

  private static List<Prescription> listed(UUID patient, Caller caller) {
    return clinic
        .ask(
            LIST_PRESCRIPTIONS,
            new ListPrescriptions(patient, null, null, null, null, null),
            caller)
        .items();
  }

  private static Row stored(UUID id) {
    return clinic
        .sql("SELECT status, version FROM " + TABLE + " WHERE id = $1", id)
        .iterator()
        .next();
  }

  private static Prescription withoutContent(Prescription one) {
    return new Prescription(
        one.id(),
        one.patientId(),
        one.doctorId(),
        one.doctorName(),
        one.encounterId(),
        one.status(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        one.repeats(),
        one.validUntil(),
        one.renews(),
        one.createdAt(),
        one.signedAt(),
        one.endedAt(),
        null,
        null,
        true,
        null,
        one.version());
  }
}
