package io.clinibus.prescriptions;

import static io.clinibus.prescriptions.api.PrescriptionsApi.CANCEL_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.DELETE_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.GET_PRINTABLE;
import static io.clinibus.prescriptions.api.PrescriptionsApi.LIST_PRESCRIPTIONS;
import static io.clinibus.prescriptions.api.PrescriptionsApi.RENEW_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.SIGN_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.UPDATE_PRESCRIPTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi.CancelPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.DeletePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionEnd;
import io.clinibus.prescriptions.api.PrescriptionsApi.RenewPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.SignPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.UpdatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsFailures;
import io.clinibus.prescriptions.orders.PrescriptionExpiry;
import io.clinibus.prescriptions.orders.PrescriptionRepository;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.DamagedSeals;
import io.vertx.pgclient.PgException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prescriptions once they are signed: who reads them, how they end and are renewed. */
class SignedPrescriptionsIT extends PrescribingFixture {

  @Test
  void whoMayReadASignedOne() {
    Prescription signed = fixture.signed(doctor, patient);
    UUID opener = fixture.doctor();
    openInEmergency(opener);
    UUID child = childOf(patient);
    clinic.treat(doctor, child);
    Prescription ofChild = fixture.signed(doctor, child);
    for (Caller reader :
        List.of(
            clinic.asPatient(patient),
            clinic.asDoctor(doctor),
            clinic.asDoctor(opener),
            fixture.pharmacist())) {
      assertThat(ids(reader)).containsExactly(signed.id());
      assertThat(get(signed.id(), reader, null).reason()).isEqualTo("Sinusitis");
    }
    assertThat(get(ofChild.id(), clinic.asPatient(patient), null).id()).isEqualTo(ofChild.id());
    for (Caller refused :
        List.of(
            clinic.frontDesk(),
            clinic.admin(),
            clinic.asPatient(clinic.patient()),
            clinic.asPatient(child),
            clinic.asDoctor(fixture.doctor()))) {
      assertThat(clinic.refused(LIST_PRESCRIPTIONS, listing(patient), refused).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      var get = new GetPrescription(signed.id(), null);
      assertThat(clinic.refused(GET_PRESCRIPTION, get, refused).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  @Test
  void aSignedOneIsNeverChanged() {
    Prescription signed = fixture.signed(doctor, patient);
    Caller author = clinic.asDoctor(doctor);
    var update = new UpdatePrescription(signed.id(), signed.version(), fixture.details());
    assertThat(clinic.refused(UPDATE_PRESCRIPTION, update, author).code())
        .isEqualTo(PrescriptionsFailures.PRESCRIPTION_SIGNED);
    var delete = new DeletePrescription(signed.id());
    assertThat(clinic.refused(DELETE_PRESCRIPTION, delete, author).code())
        .isEqualTo(PrescriptionsFailures.PRESCRIPTION_SIGNED);
    var again = new SignPrescription(signed.id(), signed.version());
    assertThat(clinic.refused(SIGN_PRESCRIPTION, again, author).code())
        .isEqualTo(PrescriptionsFailures.PRESCRIPTION_SIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE prescriptions.prescription SET content = content || '\\x00' WHERE id = $1",
        "UPDATE prescriptions.prescription SET repeats = repeats + 1 WHERE id = $1",
        "UPDATE prescriptions.prescription SET valid_until = valid_until + 1 WHERE id = $1",
        "UPDATE prescriptions.prescription SET doctor_id = id WHERE id = $1",
        "UPDATE prescriptions.prescription SET signed_at = signed_at + interval '1 s' WHERE id ="
            + " $1",
        "UPDATE prescriptions.prescription SET status = 'DRAFT', signed_at = NULL WHERE id = $1",
        "DELETE FROM prescriptions.prescription WHERE id = $1"
      })
  void theDatabaseRefusesToChangeASignedOne(String statement) {
    Prescription signed = fixture.signed(doctor, patient);
    assertThatThrownBy(() -> clinic.sql(statement, signed.id()))
        .isInstanceOfSatisfying(
            PgException.class, e -> assertThat(e.getSqlState()).isEqualTo("23001"));
  }

  @ParameterizedTest
  @EnumSource
  void aSignedOneIsEndedWithAReason(PrescriptionEnd end) {
    Prescription signed = fixture.signed(doctor, patient);
    UUID colleague = fixture.doctor();
    clinic.treat(colleague, patient);
    var cancel = new CancelPrescription(signed.id(), signed.version(), end, " Rash ");
    Prescription ended = clinic.ask(CANCEL_PRESCRIPTION, cancel, clinic.asDoctor(colleague));
    assertThat(ended.status()).isEqualTo(end.status());
    assertThat(get(signed.id(), clinic.asPatient(patient), null).endReason()).isEqualTo("Rash");
    assertThat(ended.endedAt()).isEqualTo(signed.signedAt());
    assertThat(statuses(signed.id())).containsExactly("ACTIVE", end.name());
    var again =
        new CancelPrescription(signed.id(), ended.version(), PrescriptionEnd.CANCELLED, "Again");
    assertThat(clinic.refused(CANCEL_PRESCRIPTION, again, clinic.asDoctor(doctor)).code())
        .isEqualTo(PrescriptionsFailures.PRESCRIPTION_ENDED);
  }

  @Test
  void whatWasEnteredInErrorIsStruckOutInAnyStatus() {
    Prescription signed = fixture.signed(doctor, patient);
    Caller author = clinic.asDoctor(doctor);
    var stop = new CancelPrescription(signed.id(), 2, PrescriptionEnd.STOPPED, "Better already");
    clinic.ask(CANCEL_PRESCRIPTION, stop, author);
    var strike =
        new CancelPrescription(signed.id(), 3, PrescriptionEnd.ENTERED_IN_ERROR, "Wrong patient");
    Prescription struck = clinic.ask(CANCEL_PRESCRIPTION, strike, author);
    assertThat(struck.status()).isEqualTo(PrescriptionStatus.ENTERED_IN_ERROR);
    assertThat(struck.endReason()).isEqualTo("Wrong patient");
    assertThat(ids(clinic.asPatient(patient))).containsExactly(signed.id());
  }

  @Test
  void aRenewalIsANewDraftOfWhoRenews() {
    Prescription signed = fixture.signed(doctor, patient);
    UUID colleague = fixture.doctor();
    clinic.treat(colleague, patient);
    Prescription renewal =
        clinic.ask(
            RENEW_PRESCRIPTION,
            new RenewPrescription(signed.id(), null),
            clinic.asDoctor(colleague));
    assertThat(renewal.status()).isEqualTo(PrescriptionStatus.DRAFT);
    assertThat(renewal.doctorId()).isEqualTo(colleague);
    assertThat(renewal.renews()).isEqualTo(signed.id());
    assertThat(renewal.medication()).isEqualTo(signed.medication());
    assertThat(renewal.dosage()).isEqualTo(signed.dosage());
    assertThat(renewal.quantity()).isEqualByComparingTo(signed.quantity());
    assertThat(fixture.sign(renewal).status()).isEqualTo(PrescriptionStatus.ACTIVE);
    var ofDraft = new RenewPrescription(fixture.draft(doctor, patient).id(), null);
    assertThat(clinic.refused(RENEW_PRESCRIPTION, ofDraft, clinic.asDoctor(doctor)).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void whatIsPrintedIsCompleteInEachLanguage() {
    Prescription signed = fixture.signed(doctor, patient);
    var print = new GetPrintablePrescription(signed.id(), Language.de);
    var printable = clinic.ask(GET_PRINTABLE, print, clinic.asDoctor(doctor));
    assertThat(printable.patient().birthDate()).isEqualTo("1970-01-02");
    assertThat(printable.patient().givenName()).isEqualTo("Ada");
    assertThat(printable.prescriber().email()).isEqualTo("doctor@example.org");
    assertThat(printable.prescriber().phone()).isEqualTo("+49 30 1234567");
    assertThat(printable.clinic().address()).isEqualTo("Lane 1, Berlin, Germany");
    assertThat(printable.form()).isEqualTo("Tablette");
    assertThat(printable.quantity()).isEqualTo("21 Tabletten");
    assertThat(printable.sentence()).startsWith("Nehmen Sie 7 Tage lang dreimal täglich");
  }

  @Test
  void afterItsLastDayItIsCompleted() {
    Prescription lasting = fixture.sign(fixture.draft(doctor, patient));
    Prescription over =
        fixture.sign(fixture.draft(doctor, patient, until(fixture.medication(), TODAY)));
    var repository = new PrescriptionRepository(clinic.platform().database());
    var job = new PrescriptionExpiry(repository, clinic.platform().bus(), CLOCK);
    BusFixture.await(job.run());
    assertThat(get(over.id(), clinic.asPatient(patient), null).status())
        .isEqualTo(PrescriptionStatus.ACTIVE);
    clinic.sql("UPDATE scheduling.policy SET zone = 'Pacific/Kiritimati'");
    try {
      CLOCK.set("2026-11-23T12:00:00Z");
      BusFixture.await(job.run());
    } finally {
      clinic.sql("UPDATE scheduling.policy SET zone = 'Europe/Berlin'");
      CLOCK.set("2026-11-23T07:00:00Z");
    }
    assertThat(get(over.id(), clinic.asPatient(patient), null).status())
        .isEqualTo(PrescriptionStatus.COMPLETED);
    assertThat(get(lasting.id(), clinic.asPatient(patient), null).status())
        .isEqualTo(PrescriptionStatus.ACTIVE);
  }

  @Test
  void aListIsPagedAndFiltered() {
    UUID encounter = fixture.encounter(doctor, patient);
    Prescription ofEncounter = fixture.draft(doctor, patient, fixture.details(encounter));
    List<UUID> signed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      signed.add(0, fixture.signed(doctor, patient).id());
    }
    Caller author = clinic.asDoctor(doctor);
    var first =
        clinic.ask(
            LIST_PRESCRIPTIONS,
            new ListPrescriptions(patient, null, PrescriptionStatus.ACTIVE, null, 2, null),
            author);
    var rest =
        clinic.ask(
            LIST_PRESCRIPTIONS,
            new ListPrescriptions(patient, null, PrescriptionStatus.ACTIVE, null, 2, first.next()),
            author);
    assertThat(rest.next()).isNull();
    List<UUID> read = new ArrayList<>();
    first.items().forEach(one -> read.add(one.id()));
    rest.items().forEach(one -> read.add(one.id()));
    assertThat(read).isEqualTo(signed);
    var drafts =
        clinic.ask(
            LIST_PRESCRIPTIONS,
            new ListPrescriptions(patient, encounter, null, null, null, null),
            author);
    assertThat(drafts.items()).extracting(Prescription::id).containsExactly(ofEncounter.id());
  }

  /** So that a page does not read again what is as new as the record. */
  @Test
  void aListStatesHowOftenTheRecordHadChangedAsTheLiveTopicDoes() {
    UUID encounter = fixture.encounter(doctor, patient);
    clinic.sql(
        """
        UPDATE records.encounter SET status = 'FINISHED', signed_at = '2026-11-20T08:00:00Z',
               signed_by = saved_by, released_at = '2026-11-20T08:00:00Z' WHERE id = $1
        """,
        encounter);
    Caller own = clinic.asPatient(patient);
    long before = changes(own);
    assertThat(List.of(listed(own), listed(clinic.asDoctor(doctor)))).containsOnly(before);
    clinic.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.ENCOUNTER, encounter, null),
        own);
    assertThat(changes(own)).isGreaterThan(before);
    assertThat(listed(own)).isEqualTo(changes(own));
    assertThat(listed(fixture.pharmacist())).as("who does not read the record").isNull();
  }

  private long changes(Caller caller) {
    return clinic.ask(ChartApi.GET_RECORD_STATE, new GetRecordState(patient), caller).changes();
  }

  private Long listed(Caller caller) {
    return clinic.ask(LIST_PRESCRIPTIONS, listing(patient), caller).changes();
  }

  @Test
  void aMovedSealIsNotOpened() {
    Prescription one = fixture.draft(doctor, patient);
    Prescription other = fixture.draft(doctor, patient);
    clinic.sql(
        """
        UPDATE prescriptions.prescription p SET content = o.content
          FROM prescriptions.prescription o WHERE p.id = $1 AND o.id = $2
        """,
        one.id(),
        other.id());
    var get = new GetPrescription(one.id(), null);
    new DamagedSeals(clinic).assertRefused(GET_PRESCRIPTION, get, clinic.asDoctor(doctor));
  }

  private static UUID childOf(UUID parent) {
    UUID child = clinic.patient();
    clinic.sql(
        "UPDATE patients.patient SET birth_date = $2 WHERE id = $1",
        child,
        LocalDate.parse("2020-01-01"));
    OffsetDateTime now = CLOCK.instant().atOffset(ZoneOffset.UTC);
    clinic.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES ($1, $2, $3, 'CHILD', $4, $4)
        """,
        UUID.randomUUID(),
        parent,
        child,
        now);
    return child;
  }
}
