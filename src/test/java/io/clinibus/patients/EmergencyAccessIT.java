package io.clinibus.patients;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FailureCode;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReason;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReview;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReviewPage;
import io.clinibus.patients.api.EmergencyAccessApi.EndEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.GetEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ListEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ListOpenRecords;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewResult;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RecordRulesApi.GetRecordRules;
import io.clinibus.patients.api.RecordRulesApi.RecordRuleDetails;
import io.clinibus.patients.api.RecordRulesApi.SetRecordRules;
import io.clinibus.platform.db.Rows;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ClinicalDump;
import io.clinibus.testing.MovedSeals;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Breaking the glass: what it opens, for how long, who learns of it and who reviews it. */
class EmergencyAccessIT {

  private static final String REASON = "unconscious, anaphylaxis suspected";
  private static TestClock clock;
  private static BusFixture clinic;
  private static ClinicalDump dump;

  @BeforeAll
  static void open() {
    clock = new TestClock("2026-11-10T08:00:00Z");
    clinic = BusFixture.open(clock);
    dump = ClinicalDump.of(clinic);
  }

  @AfterAll
  static void close() {
    dump.close();
    clinic.close();
  }

  @Test
  void aRecordIsOpenForAnHourToOneDoctor() {
    UUID patient = clinic.patient();
    UUID doctor = clinic.doctor();
    EmergencyAccess access = open(patient, clinic.asDoctor(doctor));
    assertThat(Duration.between(access.openedAt(), access.expiresAt())).hasMinutes(60);
    assertThat(isReadable(patient, doctor)).isTrue();
    assertThat(isReadable(patient, clinic.doctor())).isFalse();
    assertThat(opened(doctor)).extracting(EmergencyAccess::id).containsExactly(access.id());
    clock.advance(Duration.ofMinutes(59));
    assertThat(isReadable(patient, doctor)).isTrue();
    clock.advance(Duration.ofMinutes(1));
    assertThat(isReadable(patient, doctor)).isFalse();
    assertThat(opened(doctor)).isEmpty();
  }

  @Test
  void theDoctorClosesItBeforeItsTimeAndNobodyElseDoes() {
    UUID patient = clinic.patient();
    UUID doctor = clinic.doctor();
    EmergencyAccess access = open(patient, clinic.asDoctor(doctor));
    var end = new EndEmergencyAccess(access.id());
    assertThat(refused(end, clinic.asDoctor(clinic.doctor()))).isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(isReadable(patient, doctor)).isTrue();
    clock.advance(Duration.ofMinutes(5));
    clinic.ask(EmergencyAccessApi.END_EMERGENCY_ACCESS, end, clinic.asDoctor(doctor));
    assertThat(isReadable(patient, doctor)).isFalse();
    clinic.ask(EmergencyAccessApi.END_EMERGENCY_ACCESS, end, clinic.asDoctor(doctor));
    EmergencyReview review = get(access.id(), clinic.admin());
    assertThat(Duration.between(review.openedAt(), review.endedAt())).hasMinutes(5);
    assertThat(review.expiresAt()).isEqualTo(review.endedAt());
  }

  @Test
  void somebodyElseReviewsItOnce() {
    UUID patient = clinic.patient();
    UUID doctorId = clinic.doctor();
    Caller plain = clinic.asDoctor(doctorId);
    // A head of department who is a doctor and an administrator.
    Caller head =
        new Caller(
            plain.userId(),
            Set.of(Role.DOCTOR, Role.ADMIN),
            null,
            doctorId,
            "test",
            null,
            plain.deadline());
    EmergencyAccess access = open(patient, head);
    var found = new ReviewEmergencyAccess(access.id(), ReviewResult.JUSTIFIED, "as the ward says");
    assertThat(clinic.refused(EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS, found, head).code())
        .isEqualTo(PatientsFailures.OWN_EMERGENCY_ACCESS);
    assertThat(get(access.id(), head).own()).isTrue();
    assertThat(waiting()).contains(access.id());

    Caller admin = clinic.admin();
    EmergencyReview read = get(access.id(), admin);
    assertThat(read.own()).isFalse();
    assertThat(read.reason()).isEqualTo(REASON);
    assertThat(read.reasonCode()).isEqualTo(EmergencyReason.LIFE_THREATENING);
    EmergencyReview done = clinic.ask(EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS, found, admin);
    assertThat(done.result()).isEqualTo(ReviewResult.JUSTIFIED);
    assertThat(done.note()).isEqualTo("as the ward says");
    assertThat(done.reason()).isEqualTo(REASON);
    assertThat(waiting()).doesNotContain(access.id());
    assertThat(clinic.refused(EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS, found, admin).code())
        .isEqualTo(PatientsFailures.ALREADY_REVIEWED);
  }

  @Test
  void whatIsWrittenIsSealedAndInNoListOrEvent() {
    UUID patient = clinic.patient();
    EmergencyAccess access = open(patient, clinic.asDoctor(clinic.doctor()));
    clinic.ask(
        EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS,
        new ReviewEmergencyAccess(access.id(), ReviewResult.UNCLEAR, "adrenaline was given"),
        clinic.admin());
    get(access.id(), clinic.admin());
    dump.assertNoWord(List.of("anaphylaxis", "adrenaline"));
    clinic.sql(
        "UPDATE patients.patient SET address = 'anaphylaxis' || encode('xadrenaline', 'base64')"
            + " WHERE id = $1",
        patient);
    assertThat(dump.find(List.of("anaphylaxis"))).as("it does find").hasSize(1);
    assertThat(dump.find(List.of("adrenaline"))).as("in Base64 as well").hasSize(1);
    clinic.sql("UPDATE patients.patient SET address = NULL WHERE id = $1", patient);
    assertThat(list(null, null).items())
        .isNotEmpty()
        .allMatch(item -> item.reason() == null && item.note() == null);
    assertThat(access.toString()).doesNotContain(patient.toString());
  }

  @Test
  void whatWasWrittenCannotBeMovedToAnotherAccess() {
    UUID doctor = clinic.doctor();
    UUID patient = clinic.patient();
    EmergencyAccess one = open(patient, clinic.asDoctor(doctor));
    EmergencyAccess same = open(patient, clinic.asDoctor(doctor));
    EmergencyAccess other = open(clinic.patient(), clinic.asDoctor(doctor));
    for (UUID from : List.of(same.id(), other.id())) {
      new MovedSeals(clinic)
          .assertRefused(
              "patients.emergency_access",
              "sealed",
              one.id(),
              from,
              EmergencyAccessApi.GET_EMERGENCY_ACCESS,
              new GetEmergencyAccess(one.id()),
              clinic.admin());
    }
  }

  @Test
  void patientAdministratorsAndOfficerGetMailsWithoutClinicalWords() {
    UUID patient = clinic.patient();
    clinic.sql(
        "UPDATE patients.patient SET email = 'p@example.org', email_confirmed_at = now() WHERE id ="
            + " $1",
        patient);
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, password_hash)
        VALUES (gen_random_uuid(), 'admin@example.org', 'Administrator', '{ADMIN}', 'x'),
               (gen_random_uuid(), 'desk@example.org', 'Desk', '{RECEPTIONIST}', 'x'),
               (gen_random_uuid(), 'invited@example.org', 'Invited', '{ADMIN}', NULL)
        """);
    Caller doctor = clinic.asDoctor(clinic.doctor());
    assertThat(mails(open(patient, doctor)))
        .containsExactlyInAnyOrder(
            "RECORD_OPENED {} " + patient, "EMERGENCY_REVIEW {} admin@example.org");
    setOfficer("officer@example.org");
    assertThat(mails(open(patient, doctor)))
        .containsExactlyInAnyOrder(
            "RECORD_OPENED {} " + patient,
            "EMERGENCY_REVIEW {} admin@example.org",
            "EMERGENCY_REVIEW {} officer@example.org");
    setOfficer("Admin@example.org");
    assertThat(mails(open(patient, doctor)))
        .as("one mail to one address")
        .containsExactlyInAnyOrder(
            "RECORD_OPENED {} " + patient, "EMERGENCY_REVIEW {} admin@example.org");
    setOfficer(null);
  }

  private static void setOfficer(String email) {
    var now = clinic.ask(RecordRulesApi.GET_RECORD_RULES, new GetRecordRules(), clinic.admin());
    clinic.ask(
        RecordRulesApi.SET_RECORD_RULES,
        new SetRecordRules(now.version(), new RecordRuleDetails(false, 0, email)),
        clinic.admin());
  }

  /** The mails about an access, once all that were requested are there. */
  private static List<String> mails(EmergencyAccess access) {
    String key = "patients/emergency:" + access.id() + "%";
    int requested =
        clinic.sql("SELECT FROM platform.outbox WHERE payload ->> 'key' LIKE $1", key).size();
    return Awaitility.await()
        .until(() -> deliveries(key), mails -> mails.size() == requested && requested > 0);
  }

  private static List<String> deliveries(String key) {
    return Rows.list(
        clinic.sql(
            """
            SELECT kind || ' ' || payload::text || ' ' || coalesce(email, patient_id::text) AS mail
              FROM notifications.delivery WHERE key LIKE $1
            """,
            key),
        row -> row.getString("mail"));
  }

  @Test
  void theListIsByMonthInPages() {
    UUID doctor = clinic.doctor();
    List<UUID> patients = List.of(clinic.patient(), clinic.patient(), clinic.patient());
    patients.forEach(patient -> open(patient, clinic.asDoctor(doctor)));
    clinic.sql(
        """
        UPDATE patients.emergency_access SET opened_at = '2026-09-30T22:30:00Z'
         WHERE doctor_id = $1 AND patient_id <> $2
        """,
        doctor,
        patients.get(0));
    EmergencyReviewPage first = list("2026-10", 1);
    assertThat(first.items()).hasSize(1).allMatch(item -> item.doctorId().equals(doctor));
    EmergencyReviewPage second =
        clinic.ask(
            EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
            new ListEmergencyAccess(null, "2026-10", 1, first.next()),
            clinic.admin());
    assertThat(second.items()).hasSize(1).doesNotContainAnyElementsOf(first.items());
    assertThat(second.next()).isNull();
    assertThat(list("2026-09", 5).items()).as("in the clinic's time zone").isEmpty();
    assertThat(
            clinic
                .refused(
                    EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
                    new ListEmergencyAccess(null, "2026-13", null, null),
                    clinic.admin())
                .code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
  }

  @Test
  void whatWasWrittenStaysReadableAfterAMergeAndItsUndoing() {
    UUID from = clinic.patient();
    UUID into = clinic.patient();
    EmergencyAccess access = open(from, clinic.asDoctor(clinic.doctor()));
    // Of the records domain, in one test with what is sealed here.
    clinic.sql(
        """
        INSERT INTO records.encounter (id, patient_id, sealed_for, doctor_id, kind, starts_at, note,
          note_version, saved_at, saved_by)
        SELECT id, patient_id, patient_id, doctor_id, 'TELEPHONE', opened_at, sealed, 1, opened_at,
               actor_id
          FROM patients.emergency_access WHERE id = $1
        """,
        access.id());
    var merge =
        clinic.ask(
            PatientMergesApi.MERGE_PATIENTS,
            new PatientMergesApi.MergePatients(into, from, null),
            clinic.frontDesk());
    assertThat(encounterOf(access.id())).isEqualTo(into);
    EmergencyReview merged = get(access.id(), clinic.admin());
    assertThat(merged.patientId()).isEqualTo(into);
    assertThat(merged.reason()).isEqualTo(REASON);
    clinic.ask(
        EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS,
        new ReviewEmergencyAccess(access.id(), ReviewResult.JUSTIFIED, "written while merged"),
        clinic.admin());
    clinic.ask(
        PatientMergesApi.UNDO_MERGE,
        new PatientMergesApi.UndoMerge(into, merge.id()),
        clinic.frontDesk());
    assertThat(encounterOf(access.id())).isEqualTo(from);
    EmergencyReview separated = get(access.id(), clinic.admin());
    assertThat(separated.patientId()).isEqualTo(from);
    assertThat(separated.reason()).isEqualTo(REASON);
    assertThat(separated.note()).isEqualTo("written while merged");
  }

  private static UUID encounterOf(UUID id) {
    return clinic
        .sql(
            "SELECT patient_id FROM records.encounter WHERE id = $1 AND sealed_for IS NOT NULL", id)
        .iterator()
        .next()
        .getUUID("patient_id");
  }

  private static EmergencyAccess open(UUID patient, Caller doctor) {
    return clinic.ask(
        EmergencyAccessApi.OPEN_EMERGENCY_ACCESS,
        new OpenEmergencyAccess(
            patient, null, null, null, null, EmergencyReason.LIFE_THREATENING, REASON),
        doctor);
  }

  private static FailureCode refused(EndEmergencyAccess end, Caller caller) {
    return clinic.refused(EmergencyAccessApi.END_EMERGENCY_ACCESS, end, caller).code();
  }

  /** A caller's deadline is of the time at which it is made. */
  private static boolean isReadable(UUID patient, UUID doctor) {
    return BusFixture.await(
        clinic
            .send(PatientsApi.GET_PATIENT, new GetPatient(patient), clinic.asDoctor(doctor))
            .map(read -> true)
            .otherwise(false));
  }

  private static List<EmergencyAccess> opened(UUID doctor) {
    return clinic
        .ask(EmergencyAccessApi.LIST_OPEN_RECORDS, new ListOpenRecords(), clinic.asDoctor(doctor))
        .items();
  }

  private static EmergencyReview get(UUID access, Caller caller) {
    return clinic.ask(
        EmergencyAccessApi.GET_EMERGENCY_ACCESS, new GetEmergencyAccess(access), caller);
  }

  private static List<UUID> waiting() {
    return clinic
        .ask(
            EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
            new ListEmergencyAccess(false, null, 100, null),
            clinic.admin())
        .items()
        .stream()
        .map(EmergencyReview::id)
        .toList();
  }

  private static EmergencyReviewPage list(String month, Integer limit) {
    return clinic.ask(
        EmergencyAccessApi.LIST_EMERGENCY_ACCESS,
        new ListEmergencyAccess(null, month, limit, null),
        clinic.admin());
  }
}
