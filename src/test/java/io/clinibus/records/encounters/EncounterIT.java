package io.clinibus.records.encounters;

import static io.clinibus.records.api.EncountersApi.ADD_ADDENDUM;
import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.GET_ENCOUNTER_STATE;
import static io.clinibus.records.api.EncountersApi.LIST_ENCOUNTERS;
import static io.clinibus.records.api.EncountersApi.OPEN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.SAVE_NOTE;
import static io.clinibus.records.api.EncountersApi.SIGN_ENCOUNTER;
import static io.clinibus.records.api.EncountersApi.STRIKE_OUT_ENCOUNTER;
import static io.clinibus.scheduling.api.AppointmentStatus.BOOKED;
import static io.clinibus.scheduling.api.AppointmentStatus.CANCELLED;
import static io.clinibus.scheduling.api.AppointmentStatus.CHECKED_IN;
import static io.clinibus.scheduling.api.AppointmentStatus.COMPLETED;
import static io.clinibus.scheduling.api.AppointmentStatus.IN_CONSULTATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.patients.api.RecordRulesApi;
import io.clinibus.patients.api.RecordRulesApi.RecordRuleDetails;
import io.clinibus.patients.api.RecordRulesApi.SetRecordRules;
import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.FollowUpUnit;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.MedicalOrder;
import io.clinibus.records.api.EncounterNotes.OrderKind;
import io.clinibus.records.api.EncounterNotes.SickNote;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.AddAddendum;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterEntry;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.GetEncounterState;
import io.clinibus.records.api.EncountersApi.KeepEditing;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EncountersApi.OpenEncounter;
import io.clinibus.records.api.EncountersApi.SaveNote;
import io.clinibus.records.api.EncountersApi.SavedNote;
import io.clinibus.records.api.EncountersApi.SignEncounter;
import io.clinibus.records.api.EncountersApi.StopEditing;
import io.clinibus.records.api.EncountersApi.StrikeOutEncounter;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Encounters from opening to addenda, with the visits that they are about. */
class EncounterIT {

  private static final EncounterNote NOTE =
      new EncounterNote(
          "I feel dizzy",
          "Dizzy for a week",
          "Alert",
          List.of(
              new Measurement(VitalSign.SYSTOLIC, 150, "mm[Hg]"),
              new Measurement(VitalSign.WEIGHT, 70, "kg"),
              new Measurement(VitalSign.HEIGHT, 175, "cm")),
          "Hypertension likely",
          List.of(new Diagnosis("Hypertension", "K86", "own", Certainty.PROVISIONAL, true)),
          "Measure at home",
          List.of(new MedicalOrder(OrderKind.REFERRAL, "Echo", "Cardiology")),
          new FollowUp(6, FollowUpUnit.WEEKS, null, null),
          new SickNote(LocalDate.parse("2026-11-24"), LocalDate.parse("2026-11-26"), null));

  private TestClock clock;
  private BusFixture clinic;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-24T08:55:00Z");
    clinic = BusFixture.open(clock);
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void treatingBeginsTheVisitAndCallsThePatient() {
    Appointment visit = checkedIn();
    Encounter opened = treat(visit);
    assertThat(opened.status()).isEqualTo(EncounterStatus.IN_PROGRESS);
    assertThat(opened.patientId()).isEqualTo(visit.patientId());
    assertThat(opened.writable()).isTrue();
    assertThat(opened.note().saysNothing()).isTrue();
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
    assertThat(clinic.sql("SELECT called_at FROM scheduling.ticket WHERE called_at IS NOT NULL"))
        .hasSize(1);
    assertThat(outbox())
        .contains(
            "scheduling.patient-called",
            "scheduling.appointment-changed",
            "records.encounter-changed");
    assertThat(history(visit)).containsExactly("BOOKED", "CHECKED_IN", "IN_CONSULTATION");
  }

  @Test
  void aVisitHasOneEncounterHoweverManyOpenIt() {
    Appointment visit = checkedIn();
    List<Future<Encounter>> opened =
        IntStream.range(0, 8)
            .mapToObj(i -> clinic.send(OPEN_ENCOUNTER, toTreat(visit), doctor(visit)))
            .toList();
    BusFixture.await(Future.all(opened));
    assertThat(opened.stream().map(one -> one.result().id()).distinct()).hasSize(1);
    assertThat(clinic.sql("SELECT FROM records.encounter")).hasSize(1);
    assertThat(history(visit)).containsExactly("BOOKED", "CHECKED_IN", "IN_CONSULTATION");
  }

  @Test
  void onlyTheDoctorOfTheVisitOpensIt() {
    Appointment visit = checkedIn();
    Caller other = clinic.asDoctor(clinic.doctor());
    assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(visit), other).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    for (Caller caller :
        List.of(clinic.frontDesk(), clinic.admin(), clinic.asPatient(visit.patientId()))) {
      assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(visit), caller).code())
          .isIn(CommonFailures.NOT_FOUND, CommonFailures.FORBIDDEN);
    }
    assertThat(clinic.sql("SELECT FROM records.encounter")).isEmpty();
  }

  @Test
  void aVisitThatDoesNotTakePlaceCannotBeTreated() {
    Appointment cancelled = set(book(), CANCELLED);
    // Another visit, so that the doctor treats the patient all the same.
    clinic.sql(
        """
        INSERT INTO scheduling.appointment
          (id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since, booked_by_doctor)
        SELECT gen_random_uuid(), doctor_id, patient_id, starts_at - interval '7 days',
               ends_at - interval '7 days', tstzrange(starts_at - interval '7 days', ends_at - interval '7 days'),
               'COMPLETED', starts_at, NULL
          FROM scheduling.appointment WHERE id = $1
        """,
        cancelled.id());
    assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(cancelled), doctor(cancelled)).code())
        .isEqualTo(RecordsFailures.VISIT_NOT_OPEN);
    Appointment tomorrow = book("2026-11-25T10:00:00+01:00");
    assertThat(clinic.refused(OPEN_ENCOUNTER, toTreat(tomorrow), doctor(tomorrow)).code())
        .isEqualTo(RecordsFailures.VISIT_NOT_OPEN);
    assertThat(status(tomorrow)).isEqualTo(BOOKED);
  }

  @Test
  void encountersWithoutVisitAreOfPatientsWhomTheDoctorTreats() {
    Appointment visit = checkedIn();
    var call = new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId());
    Encounter one = clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    Encounter other = clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    assertThat(one.id()).isNotEqualTo(other.id());
    assertThat(one.appointmentId()).isNull();
    assertThat(status(visit)).isEqualTo(CHECKED_IN);
    Caller stranger = clinic.asDoctor(clinic.doctor());
    assertThat(clinic.refused(OPEN_ENCOUNTER, call, stranger).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    for (OpenEncounter wrong :
        List.of(
            new OpenEncounter(EncounterKind.TELEPHONE, visit.id(), null),
            new OpenEncounter(EncounterKind.VISIT, null, visit.patientId()),
            new OpenEncounter(EncounterKind.VISIT, visit.id(), visit.patientId()),
            new OpenEncounter(EncounterKind.EMERGENCY, null, null))) {
      assertThat(clinic.refused(OPEN_ENCOUNTER, wrong, doctor(visit)).code())
          .isEqualTo(CommonFailures.INVALID_REQUEST);
    }
  }

  @Test
  void aDraftIsSavedAndReadAsItWas() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    clock.advance(Duration.ofMinutes(2));
    SavedNote saved = save(draft, 1, NOTE, doctor(visit));
    assertThat(saved.version()).isEqualTo(2);
    Encounter read = clinic.ask(GET_ENCOUNTER, new GetEncounter(draft.id()), doctor(visit));
    assertThat(read.note()).isEqualTo(NOTE);
    assertThat(read.bodyMassIndex()).isEqualTo(22.9);
    assertThat(read.savedAt()).isEqualTo(OffsetDateTime.parse("2026-11-24T09:57:00+01:00"));
  }

  @Test
  void savesOfAPersonInTheSameMinuteAreOneEntryOfTheAuditTrail() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    save(draft, 2, EncounterNote.EMPTY, doctor(visit));
    assertThat(recordedSaves(draft)).isEqualTo(1);
    save(draft, 3, NOTE, another(doctor(visit)));
    assertThat(recordedSaves(draft)).isEqualTo(2);
    clock.advance(Duration.ofMinutes(1));
    save(draft, 4, EncounterNote.EMPTY, another(doctor(visit)));
    save(draft, 5, NOTE, another(doctor(visit)));
    assertThat(recordedSaves(draft)).isEqualTo(3);
  }

  /** Entries with the patient, of the operation alone. */
  private int recordedSaves(Encounter draft) {
    return clinic
        .sql(
            """
            SELECT FROM audit.entry
             WHERE operation = 'records.saveNote' AND outcome = 'done' AND resource_id = $1 AND $2 = ANY (patient_ids)
            """,
            draft.id(),
            draft.patientId())
        .size();
  }

  /** Another account of the same doctor. */
  private static Caller another(Caller doctor) {
    return new Caller(
        new UUID(7, 7),
        doctor.roles(),
        null,
        doctor.doctorId(),
        doctor.requestId(),
        null,
        doctor.deadline());
  }

  @Test
  void aDraftThatAnotherPageSavedIsNotOverwritten() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    assertThat(refusedSave(draft, 1, EncounterNote.EMPTY, doctor(visit)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    List<Future<SavedNote>> race =
        IntStream.range(0, 6)
            .mapToObj(i -> clinic.send(SAVE_NOTE, saying(draft, 2, "text " + i), doctor(visit)))
            .toList();
    BusFixture.await(Future.join(race).otherwiseEmpty());
    List<String> winners =
        IntStream.range(0, 6)
            .filter(i -> race.get(i).succeeded())
            .mapToObj(i -> "text " + i)
            .toList();
    assertThat(winners).hasSize(1);
    assertThat(read(draft, doctor(visit)).note().plan()).isEqualTo(winners.get(0));
  }

  @Test
  void signingCompletesTheVisit() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    Encounter signed = clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    assertThat(signed.status()).isEqualTo(EncounterStatus.FINISHED);
    assertThat(signed.note()).isEqualTo(NOTE);
    assertThat(signed.signedAt()).isNotNull();
    assertThat(status(visit)).isEqualTo(COMPLETED);
    assertThat(history(visit))
        .containsExactly("BOOKED", "CHECKED_IN", "IN_CONSULTATION", "COMPLETED");
    assertThat(outbox()).contains("records.encounter-signed");
    assertThat(refusedSave(draft, signed.version(), NOTE, doctor(visit)).code())
        .isEqualTo(RecordsFailures.NOT_IN_PROGRESS);
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 3), doctor(visit)).code())
        .isEqualTo(RecordsFailures.NOT_IN_PROGRESS);
    assertThat(treat(visit).id()).isEqualTo(draft.id());
  }

  @Test
  void aVisitWhoseNoteIsSignedStaysCompleted() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    var back = new ChangeAppointmentStatus(visit.id(), null, IN_CONSULTATION, "by mistake");
    assertThat(
            clinic
                .refused(AppointmentsApi.CHANGE_APPOINTMENT_STATUS, back, clinic.frontDesk())
                .code())
        .isEqualTo(SchedulingFailures.ILLEGAL_TRANSITION);
    assertThat(status(visit)).isEqualTo(COMPLETED);
    var reason = new StrikeOutEncounter(draft.id(), "of another patient");
    clinic.ask(EncountersApi.STRIKE_OUT_ENCOUNTER, reason, doctor(visit));
    clinic.ask(AppointmentsApi.CHANGE_APPOINTMENT_STATUS, back, clinic.frontDesk());
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
  }

  @Test
  void signingCompletesAVisitThatWasSetBackMeanwhile() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, CHECKED_IN, "by mistake"),
        clinic.frontDesk());
    clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    assertThat(status(visit)).isEqualTo(COMPLETED);
  }

  @Test
  void aNoteOfACancelledVisitIsNotSigned() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, CHECKED_IN, "by mistake"),
        clinic.frontDesk());
    set(visit, CANCELLED);
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit)).code())
        .isEqualTo(RecordsFailures.VISIT_NOT_OPEN);
    assertThat(read(draft, doctor(visit)).status()).isEqualTo(EncounterStatus.IN_PROGRESS);
  }

  @Test
  void whatIsSignedIsTheVersionThatTheDoctorHasSeen() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 1), doctor(visit)).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
  }

  @Test
  void aNoteThatIsEmptyOrImplausibleIsNotSigned() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 1), doctor(visit)).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/assessment");
    var wrong =
        new EncounterNote(
            null,
            null,
            null,
            List.of(new Measurement(VitalSign.PULSE, 3, "/min")),
            "Fine",
            List.of(new Diagnosis(" ", null, null, Certainty.CONFIRMED, false)),
            null,
            List.of(new MedicalOrder(OrderKind.ORDER, "", null)),
            new FollowUp(6, FollowUpUnit.WEEKS, LocalDate.parse("2026-12-01"), null),
            new SickNote(LocalDate.parse("2026-11-24"), LocalDate.parse("2026-11-23"), null));
    save(draft, 1, wrong, doctor(visit));
    Failure refused = clinic.refused(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    assertThat(refused.errors())
        .extracting(FieldError::pointer, FieldError::code)
        .containsExactly(
            tuple("/measurements/0/value", "implausible"),
            tuple("/diagnoses/0/text", "required"),
            tuple("/orders/0/text", "required"),
            tuple("/followUp", "exactly-one-of"),
            tuple("/sickNote/until", "too-early"));
    assertThat(status(visit)).isEqualTo(IN_CONSULTATION);
  }

  @Test
  void aSignedNoteIsAddedToAndStruckOutButNeverOverwritten() {
    Appointment visit = checkedIn();
    Encounter signed = signed(visit);
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(signed.id(), EntryKind.ADDENDUM, "Laboratory normal", null),
        doctor(visit));
    clock.advance(Duration.ofHours(1));
    var correction = new AddAddendum(signed.id(), EntryKind.CORRECTION, "Left, not right", null);
    assertThat(clinic.refused(ADD_ADDENDUM, correction, doctor(visit)).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/reason");
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(signed.id(), EntryKind.CORRECTION, "Left, not right", "Sides mixed up"),
        doctor(visit));
    Encounter struck =
        clinic.ask(
            STRIKE_OUT_ENCOUNTER,
            new StrikeOutEncounter(signed.id(), "Of another patient"),
            doctor(visit));
    assertThat(struck.status()).isEqualTo(EncounterStatus.ENTERED_IN_ERROR);
    assertThat(struck.note()).isEqualTo(NOTE);
    assertThat(struck.entries())
        .extracting(EncounterEntry::kind, EncounterEntry::text, EncounterEntry::reason)
        .containsExactly(
            tuple(EntryKind.ADDENDUM, "Laboratory normal", null),
            tuple(EntryKind.CORRECTION, "Left, not right", "Sides mixed up"),
            tuple(EntryKind.ENTERED_IN_ERROR, "", "Of another patient"));
    assertThat(struck.entries())
        .allMatch(entry -> entry.doctorId().equals(visit.doctorId()) && entry.createdAt() != null);
    assertThat(
            clinic
                .refused(
                    ADD_ADDENDUM,
                    new AddAddendum(signed.id(), EntryKind.ADDENDUM, "More", null),
                    doctor(visit))
                .code())
        .isEqualTo(RecordsFailures.NOT_SIGNED);
  }

  @Test
  void theDatabaseRefusesToOverwriteWhatIsSigned() {
    Encounter signed = signed(checkedIn());
    clinic.ask(
        ADD_ADDENDUM,
        new AddAddendum(signed.id(), EntryKind.ADDENDUM, "More", null),
        clinic.asDoctor(signed.doctorId()));
    for (String statement :
        List.of(
            "UPDATE records.encounter SET note = '\\x00'",
            "UPDATE records.encounter SET signed_at = now()",
            "UPDATE records.encounter SET status = 'IN_PROGRESS'",
            "UPDATE records.encounter SET doctor_id = (SELECT min(id::text)::uuid FROM"
                + " directory.doctor WHERE id <> doctor_id)",
            "DELETE FROM records.encounter",
            "TRUNCATE records.encounter CASCADE",
            "UPDATE records.encounter_entry SET text = '\\x00'",
            "DELETE FROM records.encounter_entry",
            "TRUNCATE records.encounter_entry")) {
      assertThatThrownBy(() -> clinic.sql(statement))
          .as(statement)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void aDraftThatWasStruckOutGivesWayToAnother() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    clinic.ask(
        STRIKE_OUT_ENCOUNTER,
        new StrikeOutEncounter(draft.id(), "Wrong patient chosen"),
        doctor(visit));
    assertThat(treat(visit).id()).isNotEqualTo(draft.id());
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).isEmpty();
  }

  @Test
  void draftsAreSeenByTheirDoctorAndSignedNotesByThoseWhoTreat() {
    Appointment visit = checkedIn();
    UUID patient = visit.patientId();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    UUID colleague = clinic.doctor();
    clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(colleague, patient, at("2026-11-24T11:00:00+01:00"), null, null),
        clinic.frontDesk());
    Caller treating = clinic.asDoctor(colleague);
    Caller stranger = clinic.asDoctor(clinic.doctor());
    Caller own = clinic.asPatient(patient);
    var get = new GetEncounter(draft.id());
    assertThat(clinic.refused(GET_ENCOUNTER, get, treating).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(clinic.refused(GET_ENCOUNTER, get, own).code()).isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(list(visit, treating)).isEmpty();
    assertThat(list(visit, own)).isEmpty();
    assertThat(list(visit, doctor(visit))).hasSize(1);

    clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
    for (Caller reader : List.of(treating, own, doctor(visit))) {
      assertThat(clinic.ask(GET_ENCOUNTER, get, reader).note()).isEqualTo(NOTE);
      assertThat(list(visit, reader)).hasSize(1);
    }
    assertThat(clinic.ask(GET_ENCOUNTER, get, treating).writable()).isFalse();
    for (Caller refused :
        List.of(stranger, clinic.frontDesk(), clinic.admin(), clinic.asPatient(clinic.patient()))) {
      assertThat(clinic.refused(GET_ENCOUNTER, get, refused).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              clinic
                  .refused(LIST_ENCOUNTERS, new ListEncounters(patient, null, null, null), refused)
                  .code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
    for (Caller refused : List.of(treating, own, stranger)) {
      assertThat(refusedSave(draft, 3, NOTE, refused).code()).isEqualTo(CommonFailures.NOT_FOUND);
      assertThat(clinic.refused(SIGN_ENCOUNTER, sign(draft, 3), refused).code())
          .isEqualTo(CommonFailures.NOT_FOUND);
      assertThat(
              clinic
                  .refused(
                      ADD_ADDENDUM,
                      new AddAddendum(draft.id(), EntryKind.ADDENDUM, "x", null),
                      refused)
                  .code())
          .isEqualTo(CommonFailures.NOT_FOUND);
    }
  }

  @Test
  void whatThePatientRestrictsIsListedForItsAuthorOnly() {
    Appointment visit = checkedIn();
    UUID patient = visit.patientId();
    Encounter signed = signed(visit);
    UUID colleague = clinic.doctor();
    clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(colleague, patient, at("2026-11-24T11:00:00+01:00"), null, null),
        clinic.frontDesk());
    Caller treating = clinic.asDoctor(colleague);
    Caller own = clinic.asPatient(patient);
    assertThat(list(visit, treating)).hasSize(1);
    clinic.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, RestrictedPart.ENCOUNTER, signed.id(), null),
        own);
    assertThat(list(visit, treating)).isEmpty();
    assertThat(clinic.refused(GET_ENCOUNTER, new GetEncounter(signed.id()), treating).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(list(visit, doctor(visit))).hasSize(1);
    assertThat(list(visit, own)).hasSize(1);
  }

  @Test
  void aSensitiveNoteIsReleasedToThePatientLater() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    var later = new SignEncounter(draft.id(), 2, OffsetDateTime.parse("2026-11-26T09:00:00+01:00"));
    clinic.ask(SIGN_ENCOUNTER, later, doctor(visit));
    Caller own = clinic.asPatient(visit.patientId());
    assertThat(list(visit, own)).isEmpty();
    assertThat(clinic.refused(GET_ENCOUNTER, new GetEncounter(draft.id()), own).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    clock.set("2026-11-26T08:00:00Z");
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).hasSize(1);
  }

  @Test
  void theClinicKeepsNotesFromPatientsForDaysAndTheDoctorForLonger() {
    Appointment visit = checkedIn();
    var days = new RecordRuleDetails(false, 2, null);
    clinic.ask(RecordRulesApi.SET_RECORD_RULES, new SetRecordRules(1, days), clinic.admin());
    String rule = "2026-11-26T08:55:00Z";
    String later = "2026-11-28T08:55:00Z";
    assertThat(releasedAt(visit, null)).isEqualTo(rule);
    assertThat(releasedAt(visit, "2026-11-25T08:55:00Z")).isEqualTo(rule);
    assertThat(releasedAt(visit, later)).isEqualTo(later);
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).isEmpty();
    clock.set(rule);
    assertThat(list(visit, clinic.asPatient(visit.patientId()))).hasSize(2);
  }

  /** When the patient sees a note that the doctor signs, wanting a time or none. */
  private Instant releasedAt(Appointment visit, String wanted) {
    var call = new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId());
    Encounter draft = clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    save(draft, 1, NOTE, doctor(visit));
    OffsetDateTime at = wanted == null ? null : OffsetDateTime.parse(wanted);
    var signature = new SignEncounter(draft.id(), 2, at);
    return clinic.ask(SIGN_ENCOUNTER, signature, doctor(visit)).releasedAt().toInstant();
  }

  @Test
  void theListIsPagedLatestFirstAndOfOneDoctor() {
    Appointment visit = checkedIn();
    var call = new OpenEncounter(EncounterKind.TELEPHONE, null, visit.patientId());
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofMinutes(1));
      clinic.ask(OPEN_ENCOUNTER, call, doctor(visit));
    }
    var first = new ListEncounters(visit.patientId(), visit.doctorId(), 2, null);
    var page = clinic.ask(LIST_ENCOUNTERS, first, doctor(visit));
    assertThat(page.items()).hasSize(2);
    assertThat(page.items().get(0).start()).isAfter(page.items().get(1).start());
    var next = new ListEncounters(visit.patientId(), visit.doctorId(), 2, page.next());
    assertThat(clinic.ask(LIST_ENCOUNTERS, next, doctor(visit)).items()).hasSize(1);
    var others = new ListEncounters(visit.patientId(), clinic.doctor(), null, null);
    assertThat(clinic.ask(LIST_ENCOUNTERS, others, doctor(visit)).items()).isEmpty();
  }

  @Test
  void whoWritesIsAnnouncedUntilTheyLeave() {
    Appointment visit = checkedIn();
    Encounter draft = treat(visit);
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    for (UUID page : List.of(one, other, one)) {
      clinic.ask(EncountersApi.KEEP_EDITING, new KeepEditing(draft.id(), page), doctor(visit));
    }
    assertThat(editors(draft, doctor(visit))).containsExactlyInAnyOrder(one, other);
    assertThat(outbox().filter("records.editors-changed"::equals)).hasSize(2);
    clinic.ask(EncountersApi.STOP_EDITING, new StopEditing(draft.id(), other), doctor(visit));
    assertThat(editors(draft, doctor(visit))).containsExactly(one);
    clock.advance(Duration.ofSeconds(61));
    assertThat(editors(draft, doctor(visit))).isEmpty();
    Caller stranger = clinic.asDoctor(clinic.doctor());
    assertThat(
            clinic
                .refused(EncountersApi.KEEP_EDITING, new KeepEditing(draft.id(), one), stranger)
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            clinic.refused(GET_ENCOUNTER_STATE, new GetEncounterState(draft.id()), stranger).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private Set<UUID> editors(Encounter draft, Caller caller) {
    return clinic
        .ask(GET_ENCOUNTER_STATE, new GetEncounterState(draft.id()), caller)
        .editors()
        .stream()
        .map(EncountersApi.EncounterEditor::id)
        .collect(java.util.stream.Collectors.toSet());
  }

  private Encounter signed(Appointment visit) {
    Encounter draft = treat(visit);
    save(draft, 1, NOTE, doctor(visit));
    return clinic.ask(SIGN_ENCOUNTER, sign(draft, 2), doctor(visit));
  }

  private Encounter treat(Appointment visit) {
    return clinic.ask(OPEN_ENCOUNTER, toTreat(visit), doctor(visit));
  }

  private Encounter read(Encounter encounter, Caller caller) {
    return clinic.ask(GET_ENCOUNTER, new GetEncounter(encounter.id()), caller);
  }

  private List<Encounter> list(Appointment visit, Caller caller) {
    return clinic
        .ask(LIST_ENCOUNTERS, new ListEncounters(visit.patientId(), null, null, null), caller)
        .items();
  }

  private SavedNote save(Encounter draft, long version, EncounterNote note, Caller caller) {
    return clinic.ask(SAVE_NOTE, new SaveNote(draft.id(), version, note), caller);
  }

  private Failure refusedSave(Encounter draft, long version, EncounterNote note, Caller caller) {
    return clinic.refused(SAVE_NOTE, new SaveNote(draft.id(), version, note), caller);
  }

  private static SaveNote saying(Encounter draft, long version, String plan) {
    return new SaveNote(
        draft.id(),
        version,
        new EncounterNote(null, null, null, null, null, null, plan, null, null, null));
  }

  private static SignEncounter sign(Encounter draft, long version) {
    return new SignEncounter(draft.id(), version, null);
  }

  private static OpenEncounter toTreat(Appointment visit) {
    return new OpenEncounter(EncounterKind.VISIT, visit.id(), null);
  }

  private Caller doctor(Appointment visit) {
    return clinic.asDoctor(visit.doctorId());
  }

  private Appointment checkedIn() {
    return set(book(), CHECKED_IN);
  }

  private Appointment book() {
    return book("2026-11-24T10:00:00+01:00");
  }

  private Appointment book(String time) {
    var wanted = new BookAppointment(clinic.doctor(), clinic.patient(), at(time), null, null);
    return clinic.ask(AppointmentsApi.BOOK_APPOINTMENT, wanted, clinic.frontDesk());
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse(time);
  }

  private Appointment set(Appointment visit, AppointmentStatus status) {
    return clinic.ask(
        AppointmentsApi.CHANGE_APPOINTMENT_STATUS,
        new ChangeAppointmentStatus(visit.id(), null, status, null),
        clinic.frontDesk());
  }

  private AppointmentStatus status(Appointment visit) {
    return clinic
        .ask(
            AppointmentsApi.GET_APPOINTMENT,
            new AppointmentsApi.GetAppointment(visit.id()),
            clinic.frontDesk())
        .status();
  }

  private List<String> history(Appointment visit) {
    return Rows.list(
        clinic.sql(
            "SELECT status FROM scheduling.appointment_change WHERE appointment_id = $1 ORDER BY"
                + " version",
            visit.id()),
        row -> row.getString("status"));
  }

  private Stream<String> outbox() {
    return Rows.list(
        clinic.sql("SELECT type FROM platform.outbox ORDER BY xid, id"),
        row -> row.getString("type"))
        .stream();
  }
}
