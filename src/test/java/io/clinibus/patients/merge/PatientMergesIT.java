package io.clinibus.patients.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientChangesApi;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.ConflictKind;
import io.clinibus.patients.api.PatientMergesApi.ListMerges;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergeConflict;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientMergesApi.PreviewMerge;
import io.clinibus.patients.api.PatientMergesApi.RecordChoice;
import io.clinibus.patients.api.PatientMergesApi.UndoMerge;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.CreatePatient;
import io.clinibus.patients.api.PatientsApi.EmergencyContact;
import io.clinibus.patients.api.PatientsApi.GetPatient;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.UpdatePatient;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PatientMergesIT {

  private static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  private static BusFixture clinic;
  private static int people;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void visitsAndWaitlistEntriesBecomeThoseOfTheRecordThatStaysAndReturn() {
    UUID from = patient();
    UUID into = patient();
    Appointment visit = booked(clinic.doctor(), from, "10:00");
    UUID entry = waiting(clinic.doctor(), from);
    Merge merge = merge(from, into, null);

    assertThat(visit(visit.id()).patientId()).isEqualTo(into);
    assertThat(patientOfEntry(entry)).isEqualTo(into);
    assertThat(history(visit.id())).containsExactly("BOOKED", "REASSIGNED");
    assertThat(get(from).id()).isEqualTo(into);

    Merge undone = undo(into, merge);
    assertThat(undone.undoneAt()).isNotNull();
    assertThat(visit(visit.id()).patientId()).isEqualTo(from);
    assertThat(patientOfEntry(entry)).isEqualTo(from);
    assertThat(get(from).id()).isEqualTo(from);
    assertThat(get(into).id()).isEqualTo(into);
    assertThat(history(visit.id())).containsExactly("BOOKED", "REASSIGNED", "REASSIGNED");
  }

  @Test
  void whatWasAddedSinceStaysWhenAMergeIsUndone() {
    UUID from = patient();
    UUID into = patient();
    UUID doctor = clinic.doctor();
    Appointment moved = booked(doctor, from, "09:00");
    Merge merge = merge(from, into, null);
    Appointment later = booked(doctor, into, "11:00");
    undo(into, merge);
    assertThat(visit(moved.id()).patientId()).isEqualTo(from);
    assertThat(visit(later.id()).patientId()).isEqualTo(into);
  }

  @Test
  void overlappingVisitsAndTheSameWaitlistAreDecidedFirst() {
    UUID from = patient();
    UUID into = patient();
    UUID doctor = clinic.doctor();
    Appointment one = booked(clinic.doctor(), from, "10:00");
    booked(clinic.doctor(), into, "10:00");
    UUID entry = waiting(doctor, from);
    waiting(doctor, into);

    List<MergeConflict> conflicts =
        clinic
            .ask(PatientMergesApi.PREVIEW_MERGE, new PreviewMerge(into, from), desk())
            .conflicts();
    assertThat(conflicts)
        .extracting(MergeConflict::kind, MergeConflict::fromRow)
        .containsExactly(
            tuple(ConflictKind.VISITS_OVERLAP, one.id()), tuple(ConflictKind.SAME_WAITLIST, entry));
    assertThat(refused(from, into).code()).isEqualTo(PatientsFailures.MERGE_CONFLICTS);
    assertThat(get(from).id()).isEqualTo(from);

    clinic.ask(AppointmentsApi.CANCEL_APPOINTMENT, new CancelAppointment(one.id(), null), desk());
    clinic.ask(WaitlistApi.LEAVE_WAITLIST, new WaitlistApi.LeaveWaitlist(entry), desk());
    merge(from, into, null);
    assertThat(visit(one.id()).patientId()).isEqualTo(into);
  }

  @Test
  void anAccountFollowsItsRecord() {
    UUID from = patient();
    UUID into = patient();
    UUID account = account(from);
    Merge merge = merge(from, into, null);
    assertThat(patientOf(account)).isEqualTo(into);
    assertThat(tokensAreVoid(account)).isTrue();
    undo(into, merge);
    assertThat(patientOf(account)).isEqualTo(from);
  }

  @Test
  void ofTwoAccountsOneRemainsAndTheOtherIsBlockedUntilTheMergeIsUndone() {
    for (RecordChoice choice : RecordChoice.values()) {
      UUID from = patient();
      UUID into = patient();
      UUID ofFrom = account(from);
      UUID ofInto = account(into);
      assertThat(refused(from, into).code()).isEqualTo(PatientsFailures.MERGE_CONFLICTS);
      Merge merge = merge(from, into, choice);
      UUID kept = choice == RecordChoice.FROM ? ofFrom : ofInto;
      UUID ended = choice == RecordChoice.FROM ? ofInto : ofFrom;
      assertThat(patientOf(kept)).isEqualTo(into);
      assertThat(isBlocked(kept)).isFalse();
      assertThat(isBlocked(ended)).isTrue();
      undo(into, merge);
      assertThat(patientOf(ofFrom)).isEqualTo(from);
      assertThat(patientOf(ofInto)).isEqualTo(into);
      assertThat(isBlocked(ended)).isFalse();
    }
  }

  @Test
  void theRecordThatStaysGetsWhatOnlyTheOtherStatesAndReturnsIt() {
    UUID from = entered("Paula", "030 1", "N-" + ++people);
    UUID into = entered("Paula", "030 2", null);
    history(from, "Nuts");
    history(into, "Latex");
    String identifier = get(from).identifier();
    Merge merge = merge(from, into, null);
    assertThat(get(into).phone()).isEqualTo("030 2");
    assertThat(get(into).identifier()).isEqualTo(identifier);
    assertThat(get(into).emergencyContact().name()).isEqualTo(identifier);
    assertThat(allergies(into)).isEqualTo("[Latex, Nuts]");
    assertThat(
            clinic
                .ask(
                    PatientChangesApi.LIST_PATIENT_CHANGES,
                    new ListPatientChanges(into, null, null),
                    desk())
                .items())
        .isNotEmpty();

    undo(into, merge);
    assertThat(get(into).identifier()).isNull();
    assertThat(get(into).emergencyContact()).isNull();
    assertThat(get(from).identifier()).isEqualTo(identifier);
    assertThat(allergies(into)).isEqualTo("[Latex]");
  }

  @Test
  void aPartThatWasChangedSinceStaysWhenAMergeIsUndone() {
    UUID from = entered("Petra", "030 3", null);
    UUID into = entered("Petra", null, null);
    Merge merge = merge(from, into, null);
    Patient merged = get(into);
    assertThat(merged.phone()).isEqualTo("030 3");
    clinic.ask(
        PatientsApi.UPDATE_PATIENT,
        new UpdatePatient(into, merged.version(), details("Petra", "030 4", null)),
        desk());
    undo(into, merge);
    assertThat(get(into).phone()).isEqualTo("030 4");
  }

  @Test
  void aMergeIsFinalAfterThirtyDays() {
    UUID from = patient();
    UUID into = patient();
    Merge merge = merge(from, into, null);
    assertThat(merge.undoableUntil()).isEqualTo(merge.mergedAt().plus(PatientMerges.UNDOABLE));
    clinic.sql(
        "UPDATE patients.merge SET merged_at = merged_at - interval '30 days' WHERE id = $1",
        merge.id());
    assertThat(
            clinic
                .refused(PatientMergesApi.UNDO_MERGE, new UndoMerge(into, merge.id()), desk())
                .code())
        .isEqualTo(PatientsFailures.MERGE_FINAL);
  }

  @Test
  void mergesOfMergedRecordsAreUndoneInReverse() {
    UUID first = patient();
    UUID second = patient();
    UUID third = patient();
    Merge inner = merge(first, second, null);
    Merge outer = merge(second, third, null);
    assertThat(get(first).id()).isEqualTo(third);
    assertThat(
            clinic
                .refused(PatientMergesApi.UNDO_MERGE, new UndoMerge(second, inner.id()), desk())
                .code())
        .isEqualTo(PatientsFailures.MERGE_FINAL);
    undo(third, outer);
    undo(second, inner);
    assertThat(get(first).id()).isEqualTo(first);
    assertThat(clinic.ask(PatientMergesApi.LIST_MERGES, new ListMerges(third), desk()).items())
        .extracting(Merge::undoneAt)
        .doesNotContainNull();
  }

  @Test
  void aRecordIsNotMergedWithItselfOrWithOneThatIsGone() {
    UUID one = patient();
    UUID other = patient();
    assertThat(refused(one, one).code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    merge(one, other, null);
    assertThat(refused(one, other).code()).isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(refused(UUID.randomUUID(), other).code()).isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void bothPeopleAreNotified() {
    UUID from = patient();
    UUID into = patient();
    Merge merge = merge(from, into, null);
    assertThat(
            clinic
                .sql(
                    """
                    SELECT payload FROM platform.outbox
                     WHERE type = 'patients.patients-merged' AND payload ->> 'mergeId' = $1
                    """,
                    merge.id().toString())
                .size())
        .isOne();
  }

  @Test
  void theOldIdOpensTheRecordOnlyForThoseWhoMay() {
    UUID from = patient();
    UUID into = patient();
    merge(from, into, null);
    assertThat(
            clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(from), clinic.asPatient(into)).id())
        .isEqualTo(into);
    for (Caller stranger :
        Set.of(clinic.asPatient(UUID.randomUUID()), clinic.asDoctor(clinic.doctor()))) {
      assertThat(clinic.refused(PatientsApi.GET_PATIENT, new GetPatient(from), stranger).code())
          .isIn(CommonFailures.FORBIDDEN, CommonFailures.NOT_FOUND);
    }
  }

  private static Caller desk() {
    return clinic.frontDesk();
  }

  private static UUID patient() {
    return entered("Person" + ++people, null, null);
  }

  private static UUID entered(String givenName, String phone, String identifier) {
    return clinic
        .ask(
            PatientsApi.CREATE_PATIENT,
            new CreatePatient(details(givenName, phone, identifier)),
            desk())
        .id();
  }

  private static PatientDetails details(String givenName, String phone, String identifier) {
    return new PatientDetails(
        givenName,
        "Merged",
        LocalDate.of(1980, 1, 1),
        null,
        phone,
        null,
        null,
        identifier,
        null,
        identifier == null ? null : new EmergencyContact(identifier, "sister", "+49 30 9"));
  }

  private static void history(UUID patient, String allergy) {
    clinic.sql(
        """
        UPDATE patients.patient
           SET medical_history = jsonb_build_object('conditions', '[]'::jsonb, 'medication', '[]'::jsonb,
                                                    'allergies', jsonb_build_array($2::text))
         WHERE id = $1
        """,
        patient,
        allergy);
  }

  private static String allergies(UUID patient) {
    return clinic
        .ask(
            PatientsApi.GET_PATIENT, new PatientsApi.GetPatient(patient), clinic.asPatient(patient))
        .medicalHistory()
        .allergies()
        .toString();
  }

  private static Appointment booked(UUID doctor, UUID patient, String time) {
    var start = OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
    return clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(doctor, patient, start, null, null),
        desk());
  }

  private static UUID waiting(UUID doctor, UUID patient) {
    return clinic
        .ask(WaitlistApi.JOIN_WAITLIST, new JoinWaitlist(patient, doctor, null, null, null), desk())
        .id();
  }

  private static Appointment visit(UUID id) {
    return clinic.ask(AppointmentsApi.GET_APPOINTMENT, new GetAppointment(id), desk());
  }

  private static List<String> history(UUID visit) {
    return clinic
        .ask(AppointmentsApi.GET_APPOINTMENT_HISTORY, new GetAppointmentHistory(visit), desk())
        .changes()
        .stream()
        .map(change -> change.kind().name())
        .toList();
  }

  private static UUID patientOfEntry(UUID entry) {
    return clinic
        .sql("SELECT patient_id FROM scheduling.waitlist_entry WHERE id = $1", entry)
        .iterator()
        .next()
        .getUUID("patient_id");
  }

  private static UUID account(UUID patient) {
    UUID id = UUID.randomUUID();
    clinic.sql(
        """
        INSERT INTO identity.account (id, email, name, roles, patient_id)
        VALUES ($1, $2, 'Person', '{PATIENT}', $3)
        """,
        id,
        id + "@example.org",
        patient);
    return id;
  }

  private static UUID patientOf(UUID account) {
    return clinic
        .sql("SELECT patient_id FROM identity.account WHERE id = $1", account)
        .iterator()
        .next()
        .getUUID("patient_id");
  }

  private static boolean isBlocked(UUID account) {
    return clinic
        .sql("SELECT blocked_at IS NOT NULL AS yes FROM identity.account WHERE id = $1", account)
        .iterator()
        .next()
        .getBoolean("yes");
  }

  private static boolean tokensAreVoid(UUID account) {
    return clinic.sql("SELECT FROM identity.revocation WHERE account_id = $1", account).size() == 1;
  }

  private static Patient get(UUID id) {
    return clinic.ask(PatientsApi.GET_PATIENT, new GetPatient(id), desk());
  }

  private static Merge merge(UUID from, UUID into, RecordChoice account) {
    return clinic.ask(
        PatientMergesApi.MERGE_PATIENTS, new MergePatients(into, from, account), desk());
  }

  private static Failure refused(UUID from, UUID into) {
    return clinic.refused(
        PatientMergesApi.MERGE_PATIENTS, new MergePatients(into, from, null), desk());
  }

  private static Merge undo(UUID into, Merge merge) {
    return clinic.ask(PatientMergesApi.UNDO_MERGE, new UndoMerge(into, merge.id()), desk());
  }
}
