package io.clinibus.scheduling.waitlist;

import static io.clinibus.scheduling.api.AgendaApi.LIST_UPCOMING;
import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.VisitTypesApi.CREATE_VISIT_TYPE;
import static io.clinibus.scheduling.api.VisitTypesApi.UPDATE_VISIT_TYPE;
import static io.clinibus.scheduling.api.WaitlistApi.ACCEPT_OFFER;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LEAVE_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.PASS_OFFER;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Rows;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.CreateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.QuestionKind;
import io.clinibus.scheduling.api.VisitTypesApi.UpdateVisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitColour;
import io.clinibus.scheduling.api.VisitTypesApi.VisitPrice;
import io.clinibus.scheduling.api.VisitTypesApi.VisitQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeDetails;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.LeaveWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PassOffer;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistOffer;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistStatus;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who waits for a type of visits is offered times that are long enough, with a doctor who offers
 * it. The doctors see patients from nine to twelve, an hour each.
 */
class WaitlistTypesIT {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final PreferredTimes THAT_DAY =
      new PreferredTimes(TUESDAY, TUESDAY, null, null, null);

  /** So that the matching job finds no other time for an entry between two steps of a test. */
  private static final PreferredTimes AT_NINE =
      new PreferredTimes(TUESDAY, TUESDAY, null, null, "09:00");

  private static final VisitQuestion FIRST =
      new VisitQuestion(null, "Were you here before?", QuestionKind.YES_NO, true, null);

  private TestClock clock;
  private BusFixture clinic;
  private UUID doctor;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    doctor = clinic.doctor();
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void anOfferIsAsLongAsTheTypeAndBecomesAVisitOfItWithTheAnswers() {
    Appointment booked = book(null, "09:00");
    VisitType type = type("Blood pressure", 30, true, List.of(), FIRST);
    UUID question = type.questions().get(0).id();
    WaitlistEntry entry = join(type, doctor, new VisitAnswer(question, "yes"));
    var answers = List.of(new AnsweredQuestion(question, FIRST.question(), FIRST.kind(), "yes"));
    assertThat(entry.visitType().name()).isEqualTo("Blood pressure");
    assertThat(entry.visitType().price()).isEqualTo(type.price());
    assertThat(entry.answers()).isEqualTo(answers);

    cancel(booked);
    assertThat(offer(entry)).isEqualTo("09:00-09:30");
    assertThat(current(entry).visitType()).isEqualTo(entry.visitType());
    assertThat(offerMail(entry))
        .containsEntry("visitType", "Blood pressure")
        .containsEntry("entryId", entry.id().toString());

    // What is asked later was not asked when the patient joined.
    clinic.ask(
        UPDATE_VISIT_TYPE,
        new UpdateVisitType(type.id(), 1, details("Pressure", 30, true, List.of(), true, FIRST)),
        clinic.admin());
    Appointment visit = accept(entry);
    assertThat(visit.start()).isEqualTo(at("09:00"));
    assertThat(visit.end()).isEqualTo(at("09:30"));
    assertThat(visit.visitType().id()).isEqualTo(type.id());
    assertThat(visit.answers()).isEqualTo(answers);
    assertThat(accept(entry)).isEqualTo(visit);
  }

  @Test
  void aTimeThatIsTooShortGoesToTheNextWhomItSuits() {
    Appointment booked = book(null, "09:00");
    book(null, "10:00");
    WaitlistEntry longer = join(type("Check-up", 90), doctor);
    WaitlistEntry ofAnother =
        join(type("Of another", 30, true, List.of(clinic.doctor())), clinic.department());
    WaitlistEntry shorter = join(type("Injection", 30), clinic.department());
    cancel(booked);
    assertThat(offer(shorter)).isEqualTo("09:00-09:30");
    assertThat(current(longer).status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(current(ofAnother).status()).isEqualTo(WaitlistStatus.WAITING);
  }

  @Test
  void aVisitOfATypeThatIsCancelledIsOfferedAtOnceAndToTheFirstInLine() {
    VisitType type = type("Check-up", 90);
    Appointment booked = book(type, "09:00");
    WaitlistEntry first = join(type, doctor);
    WaitlistEntry second = join((VisitType) null, doctor);
    cancel(booked);
    assertThat(offer(first)).isEqualTo("09:00-10:30");
    assertThat(current(second).status()).isEqualTo(WaitlistStatus.WAITING);

    pass(first);
    assertThat(offer(second)).as("of the doctor's own length").isEqualTo("09:00-10:00");
    Appointment visit = accept(second);
    assertThat(visit.end()).isEqualTo(at("10:00"));
    assertThat(visit.visitType()).isNull();
  }

  @Test
  void theWholeFreedTimeIsPassedOnNotOnlyWhatWasOffered() {
    Appointment booked = book(null, "09:00");
    WaitlistEntry shorter = join(type("Injection", 30), doctor);
    WaitlistEntry whole = join((VisitType) null, doctor);
    cancel(booked);
    assertThat(offer(shorter)).isEqualTo("09:00-09:30");
    pass(shorter);
    assertThat(offer(whole)).isEqualTo("09:00-10:00");
  }

  @Test
  void whatIsTakenOfItMeanwhileIsNotPassedOn() {
    Appointment booked = book(type("Check-up", 90), "09:00");
    VisitType injection = type("Injection", 30);
    WaitlistEntry shorter = join(injection, doctor);
    WaitlistEntry next = join(type("Check-up again", 90), doctor);
    WaitlistEntry last = join((VisitType) null, doctor);
    cancel(booked);
    assertThat(offer(shorter)).isEqualTo("09:00-09:30");
    book(null, "10:00");
    pass(shorter);
    assertThat(current(next).status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(offer(last)).isEqualTo("09:00-10:00");
  }

  @Test
  void newHoursAreOfferedInTheLengthOfTheType() {
    WaitlistEntry entry = joinThatDay(type("Operation", 120), null, clinic.department());
    assertThat(knownTimes(entry)).isEqualTo("09:00-12:00");
    VisitType injection = type("Injection", 30, true, List.of(doctor));
    WaitlistEntry other = joinThatDay(injection, doctor, null);
    clinic.ask(
        AvailabilityApi.ADD_AVAILABILITY_EXCEPTION,
        new AddAvailabilityException(
            doctor, null, ExceptionKind.EXTRA_HOURS, at("14:00"), at("17:00"), null),
        clinic.frontDesk());
    Awaitility.await()
        .until(
            () ->
                current(entry).status() == WaitlistStatus.OFFERED
                    && current(other).status() == WaitlistStatus.OFFERED);
    assertThat(List.of(offer(entry), offer(other))).containsExactly("14:00-16:00", "16:00-16:30");
  }

  @Test
  void whatCannotBeBookedCannotBeWaitedFor() {
    VisitType staffOnly = type("For staff", 60, false, List.of());
    VisitType ofAnother = type("Of another", 60, true, List.of(clinic.doctor()));
    VisitType asking = type("Asking", 60, true, List.of(), FIRST);
    UUID patient = clinic.patient();
    Caller caller = clinic.asPatient(patient);
    assertThat(refused(wish(UUID.randomUUID(), doctor), caller))
        .isEqualTo("/visitTypeId not-found");
    assertThat(refused(wish(staffOnly.id(), doctor), caller)).isEqualTo("/visitTypeId not-found");
    assertThat(refused(wish(ofAnother.id(), doctor), caller))
        .isEqualTo("/visitTypeId visit-type-not-offered");
    assertThat(refused(wish(asking.id(), doctor), caller)).isEqualTo("/answers required");
    assertThat(refused(wish(null, doctor, new VisitAnswer(UUID.randomUUID(), "yes")), caller))
        .isEqualTo("/answers/0/questionId not-found");
    assertThat(
            refused(
                wish(asking.id(), doctor, new VisitAnswer(asking.questions().get(0).id(), "maybe")),
                caller))
        .isEqualTo("/answers/0/answer not-allowed");
    assertThat(refused(wish(ofAnother.id(), UUID.randomUUID()), caller))
        .isEqualTo("/doctorId not-found");

    for (VisitType type : List.of(staffOnly, asking)) {
      WaitlistEntry entry =
          clinic.ask(
              JOIN_WAITLIST,
              new JoinWaitlist(patient, doctor, null, THAT_DAY, null, type.id(), null),
              clinic.frontDesk());
      assertThat(entry.visitType().id()).isEqualTo(type.id());
      assertThat(entry.answers()).isEmpty();
    }
  }

  @Test
  void anEntryEndsWithItsTypeButWhatIsOfferedCanBeAccepted() {
    VisitType type = type("Check-up", 60, true, List.of());
    Appointment booked = book(null, "09:00");
    WaitlistEntry offered = join(type, doctor);
    WaitlistEntry waiting = join(type, clinic.department());
    cancel(booked);
    assertThat(offer(offered)).isEqualTo("09:00-10:00");
    clinic.ask(
        UPDATE_VISIT_TYPE,
        new UpdateVisitType(type.id(), 1, details("Check-up", 60, true, List.of(), false)),
        clinic.admin());
    clock.advance(Duration.ofMinutes(1));
    Awaitility.await().until(() -> status(waiting).equals("OVER"));
    assertThat(accept(offered).visitType().id()).isEqualTo(type.id());
  }

  @Test
  void nodesOfFormerReleasesJoinAndAcceptAsBefore() {
    VisitType type = type("Check-up", 90);
    Appointment booked = book(type, "09:00");
    UUID patient = clinic.patient();
    UUID untyped = UuidV7.next();
    assertThat(
            clinic
                .sql(
                    """
                    SELECT outcome FROM scheduling.join_waitlist(
                      $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                    """,
                    untyped,
                    clinic.patient(),
                    doctor,
                    null,
                    TUESDAY,
                    TUESDAY,
                    null,
                    null,
                    null,
                    "",
                    5,
                    clock.instant().atOffset(ZoneOffset.UTC),
                    new UUID[0],
                    new String[0],
                    null)
                .iterator()
                .next()
                .getString("outcome"))
        .isEqualTo("JOINED");
    clinic.ask(LEAVE_WAITLIST, new LeaveWaitlist(untyped), clinic.frontDesk());

    WaitlistEntry entry = join(patient, type, doctor);
    cancel(booked);
    assertThat(offer(entry)).isEqualTo("09:00-10:30");
    UUID offer =
        clinic
            .sql("SELECT id FROM scheduling.waitlist_offer WHERE entry_id = $1", entry.id())
            .iterator()
            .next()
            .getUUID("id");
    JsonObject visit =
        new JsonObject(
            clinic
                .sql(
                    """
                    SELECT appointment::text AS appointment
                      FROM scheduling.book($1, $2, $2, $3, $4, $5, $5, $6, scheduling.rules_version($3),
                                           '', NULL, NULL, $7, $8, NULL)
                    """,
                    UuidV7.next(),
                    patient,
                    doctor,
                    at("09:00"),
                    at("10:00"),
                    new LocalDate[] {TUESDAY},
                    clock.instant().atOffset(ZoneOffset.UTC),
                    offer)
                .iterator()
                .next()
                .getString("appointment"));
    assertThat(OffsetDateTime.parse(visit.getString("end")).toInstant())
        .isEqualTo(at("10:30").toInstant());
    assertThat(visit.getJsonObject("visitType").getString("id")).isEqualTo(type.id().toString());
    assertThat(status(entry)).isEqualTo("BOOKED");
  }

  private VisitType type(String name, int minutes) {
    return type(name, minutes, true, List.of());
  }

  private VisitType type(
      String name, int minutes, boolean bookable, List<UUID> doctors, VisitQuestion... questions) {
    return clinic.ask(
        CREATE_VISIT_TYPE,
        new CreateVisitType(details(name, minutes, bookable, doctors, true, questions)),
        clinic.admin());
  }

  private VisitTypeDetails details(
      String name,
      int minutes,
      boolean bookable,
      List<UUID> doctors,
      boolean active,
      VisitQuestion... questions) {
    return new VisitTypeDetails(
        name,
        minutes,
        new VisitPrice(2500, "EUR"),
        List.of(clinic.department()),
        doctors,
        bookable,
        false,
        VisitColour.BLUE,
        "Please be on time.",
        List.of(questions),
        active);
  }

  private Appointment book(VisitType type, String time) {
    UUID typeId = type == null ? null : type.id();
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), at(time), null, null, typeId, null),
        clinic.frontDesk());
  }

  private void cancel(Appointment visit) {
    clinic.ask(
        CANCEL_APPOINTMENT,
        new CancelAppointment(visit.id(), null),
        clinic.asPatient(visit.patientId()));
  }

  /** Later than those who joined before. */
  private WaitlistEntry join(VisitType type, UUID doctorOrDepartment, VisitAnswer... answers) {
    return join(clinic.patient(), type, doctorOrDepartment, answers);
  }

  private WaitlistEntry join(
      UUID patient, VisitType type, UUID doctorOrDepartment, VisitAnswer... answers) {
    clock.advance(Duration.ofSeconds(1));
    JoinWaitlist wish = wish(type == null ? null : type.id(), doctorOrDepartment, answers);
    return clinic.ask(JOIN_WAITLIST, wish, clinic.asPatient(patient));
  }

  private WaitlistEntry joinThatDay(VisitType type, UUID doctorId, UUID departmentId) {
    clock.advance(Duration.ofSeconds(1));
    return clinic.ask(
        JOIN_WAITLIST,
        new JoinWaitlist(null, doctorId, departmentId, THAT_DAY, null, type.id(), null),
        clinic.asPatient(clinic.patient()));
  }

  private JoinWaitlist wish(UUID typeId, UUID doctorOrDepartment, VisitAnswer... answers) {
    boolean any = doctorOrDepartment.equals(clinic.department());
    return new JoinWaitlist(
        null,
        any ? null : doctorOrDepartment,
        any ? doctorOrDepartment : null,
        AT_NINE,
        null,
        typeId,
        List.of(answers));
  }

  private Appointment accept(WaitlistEntry entry) {
    return clinic.ask(
        ACCEPT_OFFER, new AcceptOffer(entry.id()), clinic.asPatient(entry.patientId()));
  }

  private void pass(WaitlistEntry entry) {
    clinic.ask(PASS_OFFER, new PassOffer(entry.id()), clinic.asPatient(entry.patientId()));
  }

  private WaitlistEntry current(WaitlistEntry joined) {
    return clinic
        .ask(LIST_UPCOMING, new ListUpcoming(), clinic.asPatient(joined.patientId()))
        .waitlist()
        .get(0);
  }

  private String offer(WaitlistEntry joined) {
    WaitlistOffer offer = current(joined).offer();
    assertThat(offer).as("offer").isNotNull();
    return offer.start().toLocalTime() + "-" + offer.end().toLocalTime();
  }

  private String status(WaitlistEntry entry) {
    return clinic
        .sql("SELECT status FROM scheduling.waitlist_entry WHERE id = $1", entry.id())
        .iterator()
        .next()
        .getString("status");
  }

  private String knownTimes(WaitlistEntry entry) {
    return Rows.list(
            clinic.sql(
                """
                SELECT to_char(lower(free) AT TIME ZONE 'Europe/Berlin', 'HH24:MI-')
                       || to_char(upper(free) AT TIME ZONE 'Europe/Berlin', 'HH24:MI') AS free
                  FROM scheduling.waitlist_known_time WHERE entry_id = $1
                """,
                entry.id()),
            row -> row.getString("free"))
        .get(0);
  }

  private java.util.Map<String, Object> offerMail(WaitlistEntry entry) {
    return clinic
        .sql(
            """
            SELECT payload -> 'params' AS params FROM platform.outbox
             WHERE type = 'notifications.requested' AND payload ->> 'template' = 'WAITLIST_OFFER'
               AND payload #>> '{params,entryId}' = $1
            """,
            entry.id().toString())
        .iterator()
        .next()
        .get(JsonObject.class, "params")
        .getMap();
  }

  /** The pointer and the code of the error. */
  private String refused(JoinWaitlist wish, Caller caller) {
    Failure refused = clinic.refused(JOIN_WAITLIST, wish, caller);
    FieldError error = refused.errors().get(0);
    return error.pointer() + " " + error.code();
  }

  private static OffsetDateTime at(String time) {
    return OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00");
  }
}
