package io.clinibus.scheduling.stored;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_APPOINTMENT_HISTORY;
import static io.clinibus.scheduling.api.AppointmentsApi.GET_CALENDAR_FILE;
import static io.clinibus.scheduling.api.AppointmentsApi.LIST_APPOINTMENTS;
import static io.clinibus.scheduling.api.AppointmentsApi.OVERBOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.WaitlistApi.ACCEPT_OFFER;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LIST_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergePatients;
import io.clinibus.patients.api.PatientMergesApi.UndoMerge;
import io.clinibus.platform.DataForm;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.SealingJob;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.scheduling.api.AgendaApi;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.AppointmentChange;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.ChangeAppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.GetAppointmentHistory;
import io.clinibus.scheduling.api.AppointmentsApi.GetCalendarFile;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.AppointmentsApi.OverbookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.AssignmentApi;
import io.clinibus.scheduling.api.AssignmentApi.AutoAssign;
import io.clinibus.scheduling.api.VisitTypesApi;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ClinicalDump;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What patients write for visits is sealed, and so is what former releases wrote in clear. */
class SealedBookingsIT {

  private static final String WORD = "canarybooking";
  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");

  /** The statement of the former release, whose nodes may run beside those of this one. */
  private static final String FORMER_BOOKING =
      """
      SELECT outcome, told::text AS events, appointment::text AS appointment
        FROM scheduling.book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15,
               visit_type => $16, visit_answers => $17::text::jsonb)
      """;

  private static final String FORMER_CHANGE =
      """
      SELECT outcome, told::text AS events, appointment::text AS appointment
        FROM scheduling.change($1, 1, $2, 'CANCELLED', $3, $4, $5, 'CANCELLED', NULL, NULL, NULL, NULL, NULL, $6, NULL,
                               NULL, 0)
      """;

  private static final String FORMER_ENTRY =
      """
      SELECT outcome, told::text AS events
        FROM scheduling.join_waitlist($1, $2, $3, NULL, NULL, NULL, NULL, NULL, NULL, $4, 5, $5, '{}', '{}')
      """;

  private static final TestClock CLOCK = new TestClock("2026-11-23T07:00:00Z");
  private static BusFixture clinic;

  private UUID doctor;
  private UUID patient;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(CLOCK);
    clinic.platform().jobs().stop(); // One of them would seal between two steps of a test.
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void people() {
    doctor = clinic.doctor();
    patient = clinic.patient();
  }

  @Test
  void noWordOfABookingIsInDatabaseRedisOrLogs() {
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      VisitType type = typeWithQuestion();
      var answer = new VisitAnswer(type.questions().get(0).id(), WORD + "answer");
      Appointment booked =
          clinic.ask(
              BOOK_APPOINTMENT,
              new BookAppointment(
                  doctor, patient, at("09:00"), WORD + "reason", "key", type.id(), List.of(answer)),
              clinic.asPatient(patient));
      assertThat(booked.reason()).isEqualTo(WORD + "reason");
      assertThat(booked.answers())
          .extracting(AnsweredQuestion::answer)
          .containsExactly(WORD + "answer");
      assertThat(booked.reasonUnavailable()).isNull();
      Appointment moved =
          clinic.ask(
              RESCHEDULE_APPOINTMENT,
              new RescheduleAppointment(booked.id(), 1, at("10:00"), null, WORD + "move"),
              clinic.frontDesk());
      assertThat(moved.answers()).isEqualTo(booked.answers());
      for (Caller reader :
          List.of(clinic.asPatient(patient), clinic.asDoctor(doctor), clinic.frontDesk())) {
        assertThat(clinic.ask(GET_APPOINTMENT, new GetAppointment(booked.id()), reader))
            .isEqualTo(moved);
        assertThat(listed(reader)).containsExactly(moved);
      }
      assertThat(upcoming(clinic.asPatient(patient)).items()).containsExactly(moved);
      assertThat(upcoming(clinic.asDoctor(doctor)).items()).containsExactly(moved);
      assertThat(
              clinic
                  .ask(
                      GET_CALENDAR_FILE,
                      new GetCalendarFile(booked.id(), "en"),
                      clinic.asPatient(patient))
                  .content())
          .contains(WORD + "reason");

      clinic.ask(
          OVERBOOK_APPOINTMENT,
          new OverbookAppointment(
              doctor, clinic.patient(), at("10:00"), WORD + "beside", WORD + "why", "over"),
          clinic.admin());
      assertThat(
              clinic
                  .ask(
                      AssignmentApi.AUTO_ASSIGN,
                      new AutoAssign(
                          patient,
                          WORD + "chest",
                          "Cardiology",
                          null,
                          null,
                          null,
                          true,
                          true,
                          "a",
                          null,
                          null),
                      clinic.asPatient(patient))
                  .booked()
                  .reason())
          .isEqualTo(WORD + "chest");

      UUID waiting = clinic.patient();
      WaitlistEntry entry =
          clinic.ask(
              JOIN_WAITLIST,
              new JoinWaitlist(
                  waiting,
                  doctor,
                  null,
                  null,
                  WORD + "waiting",
                  type.id(),
                  List.of(new VisitAnswer(answer.questionId(), WORD + "waitinganswer"))),
              clinic.asPatient(waiting));
      assertThat(entry.reason()).isEqualTo(WORD + "waiting");
      assertThat(entry.answers())
          .extracting(AnsweredQuestion::answer)
          .containsExactly(WORD + "waitinganswer");
      assertThat(waitlist(clinic.frontDesk(), waiting)).containsExactly(entry);
      assertThat(upcoming(clinic.asPatient(waiting)).waitlist()).containsExactly(entry);
      cancel(moved, WORD + "cancel");
      assertThat(notes(booked)).containsExactly("", WORD + "move", WORD + "cancel");
      Appointment accepted = accepted(entry, waiting);
      assertThat(accepted.reason()).isEqualTo(WORD + "waiting");
      assertThat(accepted.answers()).isEqualTo(entry.answers());

      dump.assertNoWord(List.of(WORD));
      clinic.sql("UPDATE patients.patient SET address = $2 WHERE id = $1", patient, WORD);
      assertThat(dump.find(List.of(WORD))).as("it does find").hasSize(1);
    }
  }

  @Test
  void whatNodesOfFormerReleasesWroteIsReadAndSealedByTheJob() {
    UUID visit = formerBooking(patient, "09:00", "legacyreason", "legacyanswer", null);
    formerCancellation(visit, "legacynote");
    UUID entry = UuidV7.next();
    assertThat(
            clinic
                .sql(
                    FORMER_ENTRY,
                    entry,
                    patient,
                    doctor,
                    "legacywaiting",
                    CLOCK.instant().atOffset(ZoneOffset.UTC))
                .iterator()
                .next()
                .getString("outcome"))
        .isEqualTo("JOINED");
    Appointment before = get(visit);
    assertThat(before.reason()).isEqualTo("legacyreason");
    assertThat(before.answers())
        .extracting(AnsweredQuestion::answer)
        .containsExactly("legacyanswer");
    List<WaitlistEntry> waiting = waitlist(clinic.frontDesk(), patient);
    assertThat(waiting).extracting(WaitlistEntry::reason).containsExactly("legacywaiting");

    sealAll();

    assertThat(get(visit)).isEqualTo(before);
    assertThat(notes(before)).containsExactly("legacybooked", "legacynote");
    assertThat(waitlist(clinic.frontDesk(), patient)).isEqualTo(waiting);
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      dump.assertNoWord(List.of("legacy"));
    }
  }

  @Test
  void theJobWorksInBatchesAndWritesNoEntryOfAnIndex() {
    sealAll();
    clinic.sql(
        """
        INSERT INTO scheduling.appointment (id, doctor_id, patient_id, starts_at, ends_at, during, status, reason)
        SELECT gen_random_uuid(), $1, $2, at, at + interval '1 minute', tstzrange(at, at + interval '1 minute'),
               'COMPLETED', 'Asthma'
          FROM (SELECT '2020-01-01Z'::timestamptz + n * interval '1 hour' AS at FROM generate_series(1, 210) AS n) AS t
        """,
        doctor,
        patient);
    assertThat(number("SELECT count(*) AS n FROM scheduling.visit_in_clear")).isEqualTo(210);
    assertThat(BusFixture.await(job().run())).as("more to do").isTrue();
    assertThat(number("SELECT count(*) AS n FROM scheduling.visit_in_clear")).isEqualTo(10);
    assertThat(BusFixture.await(job().run())).isTrue();
    assertThat(BusFixture.await(job().run())).isFalse();
    assertThat(number("SELECT count(*) AS n FROM scheduling.appointment WHERE reason <> ''"))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) AS n FROM pg_index
                 WHERE indrelid = 'scheduling.appointment'::regclass
                   AND pg_get_indexdef(indexrelid) ~ 'reason|answers|sealed'
                """))
        .as("an update of an indexed column writes entries of all indexes")
        .isZero();
  }

  @Test
  void nothingIsSealedWhileANodeOfTheFormerReleaseReadsIt() {
    clinic.sql(
        """
        INSERT INTO platform.node (id, name, roles, started_at, seen_at, connected, data_form)
        VALUES ($1, 'former', '{}', now(), now() + interval '1 hour', '{}', 1)
        """,
        UuidV7.next());
    try (BusFixture mixed = BusFixture.beside(clinic)) {
      mixed.platform().jobs().stop();
      var wanted = new BookAppointment(doctor, patient, at("09:00"), "Asthma", "mixed");
      Appointment booked = mixed.ask(BOOK_APPOINTMENT, wanted, mixed.asPatient(patient));
      mixed.ask(
          CHANGE_APPOINTMENT_STATUS, cancellation(booked.id(), "better again"), mixed.frontDesk());
      VisitType type = typeWithQuestion();
      var answer = new VisitAnswer(type.questions().get(0).id(), "since Monday");
      WaitlistEntry entry =
          mixed.ask(
              JOIN_WAITLIST,
              new JoinWaitlist(patient, doctor, null, null, null, type.id(), List.of(answer)),
              mixed.asPatient(patient));
      assertThat(BusFixture.await(job().run())).isFalse();
      assertThat(
              number(
                  "SELECT count(*) AS n FROM scheduling.waitlist_entry WHERE answers <> '[]'"
                      + " AND sealed IS NULL"))
          .isEqualTo(1);
      Row stored = visit(booked.id());
      assertThat(stored.getString("reason")).isEqualTo("Asthma");
      assertThat(stored.getBuffer("sealed")).isNull();
      String digest = fingerprint(booked);
      assertThat(digest).as("what the former release compares").hasSize(36);
      assertThat(formerBooking(patient, "09:00", "Asthma", null, digest)).isEqualTo(booked.id());

      clinic.sql("UPDATE platform.node SET seen_at = now() - interval '2 minutes'");
      assertThat(mixed.ask(BOOK_APPOINTMENT, wanted, mixed.asPatient(patient)).id())
          .isEqualTo(booked.id());
      sealAll();
      assertThat(visit(booked.id()).getString("reason")).isEmpty();
      assertThat(
              number("SELECT count(*) AS n FROM scheduling.waitlist_entry WHERE answers <> '[]'"))
          .isZero();
      assertThat(waitlist(mixed.frontDesk(), patient)).containsExactly(entry);
      Appointment repeated = mixed.ask(BOOK_APPOINTMENT, wanted, mixed.asPatient(patient));
      assertThat(repeated.id()).isEqualTo(booked.id());
      assertThat(repeated.reason()).isEqualTo("Asthma");
      assertThat(notes(booked)).containsExactly("", "better again");

      Appointment next =
          mixed.ask(
              BOOK_APPOINTMENT,
              new BookAppointment(doctor, patient, at("10:00"), "Gout", "next"),
              mixed.asPatient(patient));
      assertThat(visit(next.id()).getString("reason")).isEmpty();
      assertThat(fingerprint(next)).as("by a key").hasSize(43);
    } finally {
      clinic.sql("DELETE FROM platform.node");
    }
  }

  @Test
  void aNodeOfTheFormerReleaseCannotWriteOverWhatIsSealed() {
    Appointment booked = book(patient, "09:00", "Asthma", null);
    cancel(booked, "better");
    WaitlistEntry entry = join(patient, "cough");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.appointment SET reason = 'clear' WHERE id = $1",
                    booked.id()))
        .hasMessageContaining("appointment_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.appointment_change SET note = 'clear' WHERE appointment_id ="
                        + " $1 AND version = 2",
                    booked.id()))
        .hasMessageContaining("appointment_change_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.waitlist_entry SET reason = 'clear' WHERE id = $1",
                    entry.id()))
        .hasMessageContaining("waitlist_entry_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.waitlist_entry SET answers = '[{}]' WHERE id = $1",
                    entry.id()))
        .hasMessageContaining("waitlist_entry_answers_sealed");
  }

  @Test
  void aRepeatedRequestIsRecognizedWithoutItsReasonInTheDatabase() {
    Appointment booked = book(patient, "09:00", "Asthma", "again");
    assertThat(book(patient, "09:00", "Asthma", "again")).isEqualTo(booked);
    var another = new BookAppointment(doctor, patient, at("09:00"), "Angina", "again");
    assertThat(clinic.refused(BOOK_APPOINTMENT, another, clinic.asPatient(patient)).code())
        .isEqualTo(CommonFailures.IDEMPOTENCY_KEY_REUSED);
    clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(booked.id(), 1, at("10:00"), null, null),
        clinic.frontDesk());
    book(clinic.patient(), "09:00", null, null);
    assertThat(book(patient, "09:00", "Asthma", "again"))
        .as("as it was booked, at a time that is taken now")
        .isEqualTo(booked);
  }

  @Test
  void visitsAndNotesStayReadableThroughAMergeAndItsUndoing() {
    UUID from = clinic.patient();
    Appointment visit = book(from, "09:00", "Asthma", null);
    UUID former = formerBooking(from, "10:00", "legacy cough", null, null);
    WaitlistEntry entry = join(from, "waiting");
    Merge merge =
        clinic.ask(
            PatientMergesApi.MERGE_PATIENTS,
            new MergePatients(patient, from, null),
            clinic.frontDesk());
    assertThat(listed(clinic.asDoctor(doctor)))
        .extracting(Appointment::patientId)
        .containsOnly(patient);
    assertThat(listed(clinic.asPatient(patient)))
        .extracting(Appointment::reason)
        .containsExactly("Asthma", "legacy cough");
    assertThat(waitlist(clinic.frontDesk(), patient))
        .extracting(WaitlistEntry::reason)
        .containsExactly("waiting");
    Appointment own = book(patient, "11:00", "Gout", null);
    cancel(get(visit.id()), "while merged");
    sealAll();
    assertThat(get(former).reason()).isEqualTo("legacy cough");

    clinic.ask(PatientMergesApi.UNDO_MERGE, new UndoMerge(patient, merge.id()), clinic.frontDesk());

    assertThat(get(visit.id()).reason()).isEqualTo("Asthma");
    assertThat(get(visit.id()).patientId()).isEqualTo(from);
    assertThat(get(former).reason()).isEqualTo("legacy cough");
    assertThat(notes(visit)).contains("while merged");
    assertThat(get(own.id()).reason()).isEqualTo("Gout");
    assertThat(waitlist(clinic.frontDesk(), from))
        .extracting(WaitlistEntry::id)
        .contains(entry.id());
  }

  @Test
  void aReasonForAPatientWhoseDataWasErasedIsRefused() {
    clinic.sql(
        "INSERT INTO platform.patient_key (patient_id, destroyed_at) VALUES ($1, now())", patient);
    var wanted = new BookAppointment(doctor, patient, at("09:00"), "Asthma", null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, wanted, clinic.frontDesk()).code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
  }

  @Test
  void aReasonForAPatientWhoDoesNotExistLeavesNoKey() {
    UUID nobody = UuidV7.next();
    var visit = new BookAppointment(doctor, nobody, at("09:00"), "Asthma", null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, visit, clinic.frontDesk()).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
    var wish = new JoinWaitlist(nobody, doctor, null, null, "cough");
    assertThat(clinic.refused(JOIN_WAITLIST, wish, clinic.frontDesk()).errors())
        .extracting(FieldError::pointer)
        .containsExactly("/patientId");
    assertThat(
            number("SELECT count(*) AS n FROM platform.patient_key WHERE patient_id = $1", nobody))
        .isZero();
    book(patient, "09:00", "Asthma", null);
    assertThat(
            number("SELECT count(*) AS n FROM platform.patient_key WHERE patient_id = $1", patient))
        .isOne();
  }

  private VisitType typeWithQuestion() {
    return clinic.ask(
        VisitTypesApi.CREATE_VISIT_TYPE,
        new CreateVisitType(
            new VisitTypeDetails(
                "Check-up",
                60,
                null,
                List.of(clinic.department()),
                null,
                true,
                false,
                VisitColour.BLUE,
                null,
                List.of(new VisitQuestion(null, "Why?", QuestionKind.TEXT, false, null)),
                true)),
        clinic.admin());
  }

  private Appointment book(UUID whom, String time, String reason, String key) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, whom, at(time), reason, key),
        clinic.asPatient(whom));
  }

  /** As a node of the former release books; the visit that it returns. */
  private UUID formerBooking(
      UUID whom, String time, String reason, String answer, String fingerprint) {
    OffsetDateTime start = at(time);
    String answers =
        answer == null
            ? "[]"
            : """
            [{"questionId": "%s", "question": "Why?", "kind": "TEXT", "answer": "%s"}]
            """
                .formatted(UuidV7.next(), answer);
    Row row =
        clinic
            .sql(
                FORMER_BOOKING.replace("$15,", "$15, booking_note => $18,"),
                UuidV7.next(),
                whom,
                whom,
                doctor,
                start,
                start.plusHours(1),
                start.plusHours(1),
                new LocalDate[] {TUESDAY},
                rulesVersion(),
                reason,
                fingerprint == null ? null : "mixed",
                fingerprint,
                CLOCK.instant().atOffset(ZoneOffset.UTC),
                null,
                null,
                null,
                answers,
                fingerprint == null ? "legacybooked" : "")
            .iterator()
            .next();
    assertThat(row.getString("outcome")).isEqualTo(fingerprint == null ? "BOOKED" : "REPEATED");
    return UUID.fromString(new JsonObject(row.getString("appointment")).getString("id"));
  }

  private void formerCancellation(UUID visit, String note) {
    assertThat(
            clinic
                .sql(
                    FORMER_CHANGE,
                    visit,
                    patient,
                    note,
                    new UUID[] {doctor},
                    new LocalDate[] {TUESDAY},
                    CLOCK.instant().atOffset(ZoneOffset.UTC))
                .iterator()
                .next()
                .getString("outcome"))
        .isEqualTo("CHANGED");
  }

  private long rulesVersion() {
    return number("SELECT scheduling.rules_version($1) AS n", doctor);
  }

  private static void cancel(Appointment visit, String why) {
    clinic.ask(CHANGE_APPOINTMENT_STATUS, cancellation(visit.id(), why), clinic.frontDesk());
  }

  private static ChangeAppointmentStatus cancellation(UUID visit, String why) {
    return new ChangeAppointmentStatus(visit, null, AppointmentStatus.CANCELLED, why);
  }

  private WaitlistEntry join(UUID whom, String reason) {
    return clinic.ask(
        JOIN_WAITLIST,
        new JoinWaitlist(
            whom, doctor, null, new PreferredTimes(null, TUESDAY, null, null, null), reason),
        clinic.asPatient(whom));
  }

  private static Appointment accepted(WaitlistEntry entry, UUID whom) {
    Caller waiting = clinic.asPatient(whom);
    return clinic.ask(ACCEPT_OFFER, new AcceptOffer(entry.id()), waiting);
  }

  private static List<WaitlistEntry> waitlist(Caller caller, UUID whom) {
    return clinic
        .ask(LIST_WAITLIST, new ListWaitlist(whom, null, null, null, null), caller)
        .items();
  }

  private List<Appointment> listed(Caller caller) {
    return clinic
        .ask(
            LIST_APPOINTMENTS,
            new ListAppointments(null, null, doctor, null, null, null, null, null, null),
            caller)
        .items();
  }

  private static AgendaApi.Upcoming upcoming(Caller caller) {
    return clinic.ask(AgendaApi.LIST_UPCOMING, new ListUpcoming(), caller);
  }

  private static Appointment get(UUID id) {
    return clinic.ask(GET_APPOINTMENT, new GetAppointment(id), clinic.frontDesk());
  }

  private static List<String> notes(Appointment visit) {
    return clinic
        .ask(GET_APPOINTMENT_HISTORY, new GetAppointmentHistory(visit.id()), clinic.frontDesk())
        .changes()
        .stream()
        .map(AppointmentChange::note)
        .toList();
  }

  private static Row visit(UUID id) {
    return clinic
        .sql("SELECT reason, sealed FROM scheduling.appointment WHERE id = $1", id)
        .iterator()
        .next();
  }

  private static String fingerprint(Appointment booked) {
    return clinic
        .sql(
            "SELECT fingerprint FROM scheduling.booking_request WHERE appointment_id = $1",
            booked.id())
        .iterator()
        .next()
        .getString("fingerprint");
  }

  private static SealingJob job() {
    return new SealingJob(
        clinic.platform().database(),
        clinic.platform().patientKeys(),
        "scheduling",
        DataForm.SEALED_BOOKINGS,
        ClearSchedulingRows.ALL,
        new Metrics());
  }

  private static void sealAll() {
    while (BusFixture.await(job().run())) {}
    assertThat(
            number(
                """
                SELECT (SELECT count(*) FROM scheduling.appointment WHERE reason <> '' OR answers <> '[]')
                     + (SELECT count(*) FROM scheduling.appointment_change WHERE note <> '')
                     + (SELECT count(*) FROM scheduling.waitlist_entry WHERE reason <> '')
                     + (SELECT count(*) FROM scheduling.visit_in_clear) AS n
                """))
        .isZero();
  }

  private static long number(String select, Object... values) {
    return clinic.sql(select, values).iterator().next().getLong("n");
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
