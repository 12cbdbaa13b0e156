package io.clinibus.prescriptions;

import static io.clinibus.prescriptions.api.PrescriptionsApi.CANCEL_PRESCRIPTION;
import static io.clinibus.prescriptions.api.PrescriptionsApi.CHECK_ENCOUNTER;
import static io.clinibus.prescriptions.api.PrescriptionsApi.CREATE_PRESCRIPTION;
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
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.DosageApi.Schedule;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi.CancelPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.CheckEncounter;
import io.clinibus.prescriptions.api.PrescriptionsApi.CreatePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.DeletePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionDetails;
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
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrescriptionsIT {

  private static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

  private static BusFixture clinic;
  private static PrescriptionsFixture fixture;

  private UUID doctor;
  private UUID patient;

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

  private void openInEmergency(UUID opener) {
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

  private static List<String> statuses(UUID prescription) {
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

  private List<UUID> ids(Caller caller) {
    return clinic.ask(LIST_PRESCRIPTIONS, listing(patient), caller).items().stream()
        .map(Prescription::id)
        .toList();
  }

  private static ListPrescriptions listing(UUID patient) {
    return new ListPrescriptions(patient, null, null, null, null, null);
  }

  private static Prescription get(UUID id, Caller caller, Language language) {
    return clinic.ask(GET_PRESCRIPTION, new GetPrescription(id, language), caller);
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

  private static PrescriptionDetails until(Medication medication, LocalDate day) {
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
