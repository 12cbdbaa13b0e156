package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReview;
import io.clinibus.patients.api.EmergencyAccessApi.GetEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewResult;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientChangesApi.PatientChange;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientMergesApi.UndoMerge;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.ListConditions;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.UpdateContact;
import io.clinibus.patients.api.PatientsApi.UpdateMedicalHistory;
import io.clinibus.patients.api.ProposalsApi;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.DecideProposal;
import io.clinibus.patients.api.ProposalsApi.ListProposals;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposeChange;
import io.clinibus.patients.stored.ClearPatientRows;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ClinicalDump;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Medical histories are sealed, and so is what former releases wrote in clear. */
class SealedHistoryIT {

  private static final String WORD = "canaryhistory";
  private static final String COUNT = "SELECT count(*) AS n FROM patients.";
  private static BusFixture clinic;
  private static UUID doctorId;
  private static Caller doctor;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(Clock.systemUTC());
    // One of them would seal between two steps of a test.
    clinic.platform().jobs().stop();
    Awaitility.await().until(() -> clinic.platform().jobs().inFlight().isEmpty());
    doctorId = clinic.doctor();
    doctor =
        new Caller(
            doctorId,
            Set.of(Role.DOCTOR),
            null,
            doctorId,
            "test",
            null,
            Clock.systemUTC().instant().plusSeconds(3600));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @AfterEach
  void formerNodeEnds() {
    clinic.sql("DELETE FROM platform.node");
  }

  @Test
  void noWordOfAHistoryOrProposalIsInDatabaseRedisOrLogs() {
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      UUID patient = treated();
      Patient written = write(patient, 1, history(WORD));
      assertThat(written.medicalHistory()).isEqualTo(history(WORD));
      assertThat(get(patient).medicalHistory()).isEqualTo(history(WORD));
      assertThat(get(patient).allergiesAsked().by()).isEqualTo(Role.DOCTOR);
      assertThat(
              clinic
                  .ask(
                      PatientsApi.LIST_CONDITIONS,
                      new ListConditions(patient),
                      clinic.asPatient(patient))
                  .conditions())
          .containsExactly(WORD + "condition");
      assertThat(changes(patient))
          .singleElement()
          .satisfies(
              change -> {
                assertThat(change.before().medicalHistory().conditions()).isEmpty();
                assertThat(change.after().medicalHistory()).isEqualTo(history(WORD));
              });

      ChangeProposal first = propose(patient, history(WORD + "first"));
      ChangeProposal second = propose(patient, history(WORD + "second"));
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(second.proposed().medicalHistory()).isEqualTo(history(WORD + "second"));
      assertThat(proposals(patient)).containsExactly(second);
      ChangeProposal refused = decide(second, false);
      assertThat(refused.note()).isEqualTo(WORD + "note");
      assertThat(refused.proposed()).isEqualTo(second.proposed());
      ChangeProposal accepted = decide(propose(patient, history(WORD + "third")), true);
      assertThat(proposals(patient)).containsExactly(accepted, refused);
      assertThat(get(patient).medicalHistory()).isEqualTo(history(WORD + "third"));

      dump.assertNoWord(List.of(WORD));
      clinic.sql("UPDATE patients.patient SET address = $2 WHERE id = $1", patient, WORD);
      assertThat(dump.find(List.of(WORD))).as("it does find").hasSize(1);
    }
  }

  @Test
  void whoDoesNotChangeTheHistoryLeavesItAsItIsSealed() {
    UUID patient = treated();
    write(patient, 1, history("Asthma"));
    Object before = sealed(patient);
    var contact = new Contact("+49 30 1", null, null, null);
    Patient changed =
        clinic.ask(
            PatientsApi.UPDATE_CONTACT,
            new UpdateContact(patient, 2, contact),
            clinic.asPatient(patient));
    assertThat(changed.medicalHistory()).isEqualTo(history("Asthma"));
    assertThat(sealed(patient)).isEqualTo(before);
  }

  @Test
  void whatFormerReleasesWroteIsSealedByTheJob() {
    UUID patient = treated();
    clinic.sql(
        "UPDATE patients.patient SET medical_history = $2, version = 9 WHERE id = $1",
        patient,
        stored("legacynow"));
    clinic.sql(
        """
        INSERT INTO patients.change (id, patient_id, version, part, before, after, actor_role)
        VALUES ($1, $4, 7, 'MEDICAL_HISTORY', $5, $6, 'DOCTOR'),
               ($2, $4, 8, 'MEDICAL_HISTORY', $6, jsonb_set($6, '{conditions}', '[]'), 'PATIENT'),
               ($3, $4, 9, 'IDENTITY', '{"givenName": "A"}', '{"givenName": "B"}', 'RECEPTIONIST')
        """,
        UuidV7.next(),
        UuidV7.next(),
        UuidV7.next(),
        patient,
        stored("legacybefore"),
        stored("legacynow"));
    clinic.sql(
        """
        INSERT INTO patients.proposal (id, patient_id, part, proposed, status, note)
        VALUES ($1, $3, 'MEDICAL_HISTORY', $4, 'REFUSED', 'legacynote'),
               ($2, $3, 'MEDICAL_HISTORY', $4, 'PENDING', NULL)
        """,
        UuidV7.next(),
        UuidV7.next(),
        patient,
        stored("legacyproposed"));
    UUID access = emergency(patient, "legacyreason", true);
    Patient before = get(patient);
    List<PatientChange> changes = changes(patient);
    List<ChangeProposal> proposals = proposals(patient);
    assertThat(before.allergiesAsked().by()).as("of the first change").isEqualTo(Role.DOCTOR);

    sealAll();

    assertThat(get(patient)).isEqualTo(before);
    assertThat(before.medicalHistory()).isEqualTo(history("legacynow"));
    assertThat(changes(patient)).isEqualTo(changes).hasSize(3);
    assertThat(proposals(patient)).isEqualTo(proposals).hasSize(2);
    assertThat(proposals).extracting(ChangeProposal::note).containsOnlyOnce("legacynote");
    assertThat(review(access).reason()).isEqualTo("legacyreason");
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      dump.assertNoWord(List.of("legacynow", "legacybefore", "legacynote", "legacyreason"));
      dump.assertNoWord(List.of("legacyproposed"));
    }
    assertThat(write(patient, 9, history("Gout")).medicalHistory()).isEqualTo(history("Gout"));
  }

  @Test
  void theJobWorksInBatchesOnOneNodeAtATime() {
    sealAll();
    clinic.sql(
        """
        INSERT INTO patients.patient (id, given_name, family_name, medical_history)
        SELECT gen_random_uuid(), 'Many', 'Legacies', $1 FROM generate_series(1, 210)
        """,
        stored("Asthma"));
    String left = COUNT + "patient WHERE medical_history <> '{}'";
    Boolean whileAnotherIsAtWork =
        BusFixture.await(
            clinic
                .platform()
                .database()
                .withTransaction(
                    other ->
                        other
                            .query(
                                "SELECT pg_advisory_xact_lock("
                                    + "hashtextextended('sealing.patients', 0))")
                            .execute()
                            .compose(locked -> job().run())));
    assertThat(whileAnotherIsAtWork).isFalse();
    assertThat(number(left)).isEqualTo(210);
    assertThat(BusFixture.await(job().run())).as("more to do").isTrue();
    assertThat(number(left)).isEqualTo(10);
    assertThat(BusFixture.await(job().run())).isTrue();
    assertThat(number(left)).isZero();
    assertThat(BusFixture.await(job().run())).isFalse();
  }

  @Test
  void nothingIsSealedWhileANodeOfTheFormerReleaseReadsIt() {
    UUID patient = treated();
    formerNode();
    assertThat(write(patient, 1, history("Asthma")).medicalHistory()).isEqualTo(history("Asthma"));
    propose(patient, history("Diabetes"));
    assertThat(BusFixture.await(job().run())).isFalse();
    assertThat(inClear(patient)).as("history, change and proposal").isEqualTo(3);

    // It was killed: its heartbeat stays.
    clinic.sql("UPDATE platform.node SET seen_at = now() - interval '2 minutes'");
    sealAll();
    assertThat(inClear(patient)).isZero();
    assertThat(get(patient).medicalHistory()).isEqualTo(history("Asthma"));
    write(patient, 2, history("Gout"));
    formerNode();
    write(patient, 3, history("Epilepsy"));
    assertThat(inClear(patient)).as("what is sealed stays so").isZero();
  }

  @Test
  void aNodeOfTheFormerReleaseCannotWriteOverWhatIsSealed() {
    UUID patient = treated();
    write(patient, 1, history("Asthma"));
    ChangeProposal proposal = propose(patient, history("Diabetes"));
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE patients.patient SET medical_history = '{\"allergies\": []}' WHERE id ="
                        + " $1",
                    patient))
        .hasMessageContaining("patient_history");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE patients.proposal SET note = 'clinical' WHERE id = $1", proposal.id()))
        .hasMessageContaining("proposal_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE patients.change SET sealed = 'x' WHERE patient_id = $1", patient))
        .hasMessageContaining("append-only");
  }

  @Test
  void whatAMergeMovedIsSealedForTheRecordItWasWrittenIn() {
    UUID from = treated();
    UUID into = treated();
    UUID access = emergency(from, "merged without a word", false);
    clinic.sql(
        """
        INSERT INTO patients.proposal (id, patient_id, part, proposed)
        VALUES ($1, $2, 'MEDICAL_HISTORY', $3)
        """,
        UuidV7.next(),
        from,
        stored("Asthma"));
    Merge merge =
        clinic.ask(
            PatientMergesApi.MERGE_PATIENTS,
            new MergePatients(into, from, null),
            clinic.frontDesk());
    sealAll();
    assertThat(review(access).reason()).isEqualTo("merged without a word");
    assertThat(proposals(into)).hasSize(1);
    propose(into, history("Diabetes"));

    clinic.ask(PatientMergesApi.UNDO_MERGE, new UndoMerge(into, merge.id()), clinic.frontDesk());

    assertThat(review(access).patientId()).isEqualTo(from);
    assertThat(review(access).reason()).isEqualTo("merged without a word");
    assertThat(proposals(from))
        .extracting(proposal -> proposal.proposed().medicalHistory())
        .containsExactly(history("Diabetes"));
  }

  @Test
  void anAccessOfAFormerNodeIsReviewedBeforeAndAfterItIsSealed() {
    UUID patient = clinic.patient();
    formerNode();
    UUID access = emergency(patient, "unconscious", false);
    EmergencyReview reviewed =
        clinic.ask(
            EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS,
            new ReviewEmergencyAccess(access, ReviewResult.JUSTIFIED, "as the ward says"),
            clinic.admin());
    assertThat(reviewed.reason()).isEqualTo("unconscious");
    assertThat(review(access).note()).isEqualTo("as the ward says");
    assertThat(
            clinic.sql(
                "SELECT FROM patients.emergency_access WHERE reason IS NOT NULL AND id = $1",
                access))
        .isEmpty();
  }

  private static UUID treated() {
    UUID patient = clinic.patient();
    OffsetDateTime start = OffsetDateTime.now(ZoneOffset.UTC).minusDays(1);
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, lane)
        SELECT $1, $2, $3, at, at + interval '1 minute', tstzrange(at, at + interval '1 minute'),
               'COMPLETED', 'REGULAR'
          FROM (SELECT $4::timestamptz - count(*) * interval '1 hour' AS at
                  FROM scheduling.appointment) AS free
        """,
        UuidV7.next(),
        doctorId,
        patient,
        start);
    return patient;
  }

  private static UUID emergency(UUID patient, String reason, boolean reviewed) {
    UUID id = UuidV7.next();
    clinic.sql(
        """
        INSERT INTO patients.emergency_access
          (id, doctor_id, patient_id, actor_id, reason, opened_at, expires_at, reviewed_at,
           reviewed_by, review_result)
        SELECT $1, $2, $3, $2, $4, now(), now(), at, CASE WHEN $5 THEN gen_random_uuid() END,
               CASE WHEN $5 THEN 'UNCLEAR' END
          FROM (SELECT CASE WHEN $5 THEN now() END AS at) AS review
        """,
        id,
        doctorId,
        patient,
        reason,
        reviewed);
    return id;
  }

  private static void formerNode() {
    clinic.sql(
        """
        INSERT INTO platform.node (id, name, roles, started_at, seen_at, connected)
        VALUES ($1, 'former', '{}', now(), now() + interval '1 hour', '{}')
        """,
        UuidV7.next());
  }

  private static SealingJob job() {
    return new SealingJob(
        clinic.platform().database(),
        clinic.platform().patientKeys(),
        "patients",
        DataForm.SEALED_HISTORIES,
        ClearPatientRows.ALL,
        new Metrics());
  }

  private static void sealAll() {
    while (BusFixture.await(job().run())) {}
    assertThat(
            Stream.of(
                    "patient WHERE medical_history <> '{}'",
                    "change WHERE part = 'MEDICAL_HISTORY' AND sealed IS NULL",
                    "proposal WHERE part = 'MEDICAL_HISTORY' AND sealed IS NULL",
                    "emergency_access WHERE sealed IS NULL")
                .map(rows -> number(COUNT + rows)))
        .containsOnly(0L);
  }

  private static long inClear(UUID patient) {
    return number(
        """
        SELECT (SELECT count(*) FROM patients.patient
                 WHERE id = $1 AND medical_history <> '{}' AND history IS NULL)
             + (SELECT count(*) FROM patients.change
                 WHERE patient_id = $1 AND after IS NOT NULL AND sealed IS NULL)
             + (SELECT count(*) FROM patients.proposal
                 WHERE patient_id = $1 AND proposed <> '{}' AND sealed IS NULL) AS n
        """,
        patient);
  }

  private static long number(String select, Object... values) {
    return clinic.sql(select, values).iterator().next().getLong("n");
  }

  private static Object sealed(UUID patient) {
    Row row =
        clinic.sql("SELECT history FROM patients.patient WHERE id = $1", patient).iterator().next();
    return row.getBuffer("history");
  }

  private static MedicalHistory history(String word) {
    return new MedicalHistory(
        List.of(word + "condition"), List.of(word + "allergy"), null, List.of(word + "drug"));
  }

  private static JsonObject stored(String word) {
    return JsonObject.mapFrom(history(word));
  }

  private static Patient get(UUID patient) {
    return clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(patient), doctor);
  }

  private static Patient write(UUID patient, long version, MedicalHistory history) {
    return clinic.ask(
        PatientsApi.UPDATE_MEDICAL_HISTORY,
        new UpdateMedicalHistory(patient, version, history),
        doctor);
  }

  private static List<PatientChange> changes(UUID patient) {
    return clinic
        .ask(
            PatientChangesApi.LIST_PATIENT_CHANGES,
            new ListPatientChanges(patient, null, null),
            doctor)
        .items();
  }

  private static ChangeProposal propose(UUID patient, MedicalHistory history) {
    return clinic.ask(
        ProposalsApi.PROPOSE_CHANGE,
        new ProposeChange(patient, new ProposalDetails(null, null, history)),
        clinic.asPatient(patient));
  }

  private static List<ChangeProposal> proposals(UUID patient) {
    return clinic.ask(ProposalsApi.LIST_PROPOSALS, new ListProposals(patient), doctor).items();
  }

  private static ChangeProposal decide(ChangeProposal proposal, boolean accepted) {
    return clinic.ask(
        ProposalsApi.DECIDE_PROPOSAL,
        new DecideProposal(
            proposal.patientId(), proposal.id(), proposal.version(), accepted, WORD + "note"),
        doctor);
  }

  private static EmergencyReview review(UUID access) {
    return clinic.ask(
        EmergencyAccessApi.GET_EMERGENCY_ACCESS, new GetEmergencyAccess(access), clinic.admin());
  }
}
