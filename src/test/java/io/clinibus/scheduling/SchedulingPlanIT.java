package io.clinibus.scheduling;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.scheduling.api.AppointmentStatus;
import io.clinibus.scheduling.api.AppointmentsApi.ListAppointments;
import io.clinibus.scheduling.api.ClinicRulesApi.ClinicContact;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.appointments.AppointmentRepository;
import io.clinibus.scheduling.appointments.AppointmentRepository.Outcome;
import io.clinibus.scheduling.appointments.AppointmentRepository.Result;
import io.clinibus.scheduling.appointments.AppointmentSearch;
import io.clinibus.scheduling.appointments.AppointmentSearch.Scope;
import io.clinibus.scheduling.appointments.NewAppointment;
import io.clinibus.scheduling.assignment.AssignmentRepository;
import io.clinibus.scheduling.assignment.AssignmentThesaurus;
import io.clinibus.scheduling.booking.HoldRepository;
import io.clinibus.scheduling.booking.HoldRepository.NewHold;
import io.clinibus.scheduling.booking.SlotSelection.Offered;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DoctorRules;
import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitTypeRules;
import io.clinibus.scheduling.hours.ConflictRepository;
import io.clinibus.scheduling.queue.QueueRepository;
import io.clinibus.scheduling.queue.WallRepository;
import io.clinibus.scheduling.slots.DayRepository;
import io.clinibus.scheduling.stored.EntryText;
import io.clinibus.scheduling.stored.Fingerprint;
import io.clinibus.scheduling.stored.Written;
import io.clinibus.scheduling.waitlist.KnownTimes;
import io.clinibus.scheduling.waitlist.WaitlistMatchingRepository;
import io.clinibus.scheduling.waitlist.WaitlistRepository;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.LargeDataset;
import io.clinibus.testing.QueryPlans;
import io.clinibus.testing.ScanCounter;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * With many appointments no statement of the domain reads a large table from one end to the other:
 * the product's own methods are run, and PostgreSQL says what it read.
 */
@Tag("slow")
class SchedulingPlanIT {

  private static final Caller SYSTEM = Caller.system("test", Instant.MAX);

  private static final Set<String> LARGE =
      Set.of(
          "scheduling.appointment",
          "scheduling.appointment_change",
          "scheduling.booking_request",
          "scheduling.doctor_day",
          "patients.patient",
          "platform.outbox");

  private static final ClinicRules BERLIN =
      new ClinicRules(
          "Clinic",
          ZoneId.of("Europe/Berlin"),
          Duration.ZERO,
          90,
          Duration.ZERO,
          Duration.ofMinutes(3),
          Duration.ofMinutes(30),
          5,
          2,
          90,
          "112",
          Language.en,
          ClinicContact.NONE,
          Map.of(),
          Map.of(),
          1);

  private static DomainFixture domain;
  private static UUID doctor;
  private static UUID patient;

  private static UUID department;
  private static PlanRequests requests;
  private ScanCounter counter;
  private AppointmentRepository appointments;

  @BeforeAll
  static void fill() {
    domain = LargeDataset.clinic();
    doctor = id("doctor 3");
    patient = id("patient 7920");
    department = id("department 4");
    requests = new PlanRequests(doctor, patient, department);
  }

  @AfterEach
  void disconnect() {
    counter.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void listsUseAnIndex(String planMode) {
    connect(planMode);
    var list = new AppointmentSearch(counter.database());
    var scopes =
        List.of(Scope.ALL, Scope.ofDoctor(doctor), Scope.ofFamily(patient, LargeDataset.NOW));
    for (ListAppointments wanted : requests.filters()) {
      assertNoScan(
          wanted.toString(),
          () ->
              Future.all(
                  PlanRequests.inAllOrders(wanted)
                      .flatMap(ordered -> scopes.stream().map(scope -> list.list(ordered, scope)))
                      .toList()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void rowsReadForAPageAreBounded(String planMode) {
    connect(planMode);
    for (List<AppointmentStatus> status : PlanRequests.statuses()) {
      int stretches = status == null ? AppointmentStatus.values().length : status.size();
      for (String sort : List.of("start", "-start")) {
        assertThat(read(PlanRequests.list(null, null, null, null, null, status, sort, null)))
            .as("all, %s", status)
            .isLessThanOrEqualTo(2L * stretches * (PlanRequests.LIMIT + 1));
        assertThat(read(PlanRequests.list(null, null, null, null, department, status, sort, null)))
            .as("a department's, %s", status)
            .isLessThanOrEqualTo(departmentsRows() + PlanRequests.LIMIT + 1);
        assertThat(
                read(
                    PlanRequests.list(
                        null,
                        null,
                        LargeDataset.busyDoctor(domain),
                        null,
                        null,
                        status,
                        sort,
                        null)))
            .as("a busy doctor's, %s", status)
            .isLessThanOrEqualTo(2L * stretches * (PlanRequests.LIMIT + 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void readingOneUsesAnIndex(String planMode) {
    connect(planMode);
    UUID id = new UUID(0, 4711);
    assertNoScan("find", () -> appointments.find(id));
    assertNoScan("history", () -> appointments.history(id, patient, BERLIN));
    assertNoScan(
        "booked before",
        () ->
            appointments
                .bookedBefore(patient, requestOf(patient), new Fingerprint("", List.of()))
                .onSuccess(found -> assertThat(found).isPresent()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void daysAndConflictsUseAnIndex(String planMode) {
    connect(planMode);
    var days = new DayRepository(counter.database());
    var conflicts = new ConflictRepository(counter.database());
    LocalDate today = LocalDate.ofInstant(LargeDataset.NOW, ZoneOffset.UTC);
    assertNoScan("a day", () -> days.days(List.of(new DayKey(doctor, today)), BERLIN));
    var month = new ArrayList<DayKey>();
    for (int number = 1; number <= 20; number++) {
      UUID one = id("doctor " + number);
      today.datesUntil(today.plusDays(31)).forEach(day -> month.add(new DayKey(one, day)));
    }
    assertNoScan("a month", () -> days.days(month, BERLIN));
    assertNoScan(
        "a doctor's conflicts", () -> conflicts.ofDoctor(doctor, LargeDataset.NOW, BERLIN));
    assertNoScan("a day's conflicts", () -> conflicts.within(BERLIN.wholeDay(today), BERLIN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void bookingAndChangingUseAnIndex(String planMode) {
    connect(planMode);
    UUID first = UUID.randomUUID();
    UUID otherPatient = id("patient 8");
    UUID otherDoctor = id("doctor 4");
    NewAppointment wanted = PlanRequests.wanted(first, patient, doctor, "key");
    assertNoScan(
        "book, repeat, take the same, be busy",
        () ->
            book(wanted, Outcome.BOOKED)
                .compose(booked -> book(wanted, Outcome.REPEATED))
                .compose(
                    again -> {
                      var late = PlanRequests.wanted(UUID.randomUUID(), otherPatient, doctor, null);
                      return book(late, Outcome.SLOT_TAKEN);
                    })
                .compose(
                    taken -> {
                      var busy = PlanRequests.wanted(UUID.randomUUID(), patient, otherDoctor, null);
                      return book(busy, Outcome.PATIENT_BUSY);
                    })
                .compose(busy -> appointments.change(requests.move(first), SYSTEM))
                .compose(moved -> expect(moved, Outcome.CHANGED))
                .compose(moved -> appointments.change(requests.cancel(first), SYSTEM))
                .compose(cancelled -> expect(cancelled, Outcome.CHANGED)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void accessToAPatientUsesAnIndex(String planMode) {
    connect(planMode);
    var assignments = new AssignmentRepository(counter.database());
    var need = AssignmentThesaurus.load().ofReason("Herzrasen");
    assertNoScan(
        "by specialization",
        () ->
            assignments
                .doctors(patient, null, null, need, Set.of("Dermatologie"), BERLIN)
                .onSuccess(found -> assertThat(found).hasSize(60)));
    assertNoScan(
        "of a department",
        () -> assignments.doctors(patient, department, null, need, Set.of(), BERLIN));
    var type =
        new VisitTypeRules(
            UUID.randomUUID(),
            Duration.ofMinutes(30),
            true,
            true,
            Set.of(department, id("department 5")),
            Set.of(doctor),
            List.of());
    assertNoScan(
        "of a type", () -> assignments.doctors(patient, null, type, need, Set.of(), BERLIN));
    assertNoScan("the patient's times", () -> assignments.busy(patient, LargeDataset.NOW));
    assertNoScan("booked before", () -> assignments.bookedBefore(patient, requestOf(patient)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void holdingUsesAnIndex(String planMode) {
    connect(planMode);
    var holds = new HoldRepository(counter.database());
    UUID id = UUID.randomUUID();
    UUID holder = UUID.randomUUID();
    TimeRange visit = TimeRange.of(PlanRequests.FREE, Duration.ofHours(1));
    var calendar =
        new SlotCalendar(
            BERLIN,
            new DoctorRules(
                doctor, null, Duration.ofHours(1), Duration.ZERO, List.of(), List.of(), false, 1));
    Instant until = LargeDataset.NOW.plusSeconds(180);
    var wanted =
        new NewHold(
            id, holder, patient, new Offered(calendar, visit), 3, LargeDataset.NOW, until, true);
    assertNoScan(
        "hold, hold again, list, keep, abandon, release, expire",
        () ->
            holds
                .hold(wanted, BERLIN, SYSTEM)
                .compose(held -> holds.hold(wanted, BERLIN, SYSTEM))
                .map(held -> assertThat(held.hold().id()).isEqualTo(id))
                .compose(held -> holds.list(holder, LargeDataset.NOW, BERLIN))
                .compose(list -> holds.keep(id, holder, id, LargeDataset.NOW, BERLIN))
                .compose(kept -> holds.abandon(List.of(id), id, LargeDataset.NOW))
                .map(event -> assertThat(event.isEmpty()).isFalse())
                .compose(abandoned -> holds.hold(wanted, BERLIN, SYSTEM))
                .compose(held -> holds.release(id, holder, LargeDataset.NOW))
                .map(event -> assertThat(event.isEmpty()).isFalse())
                .compose(released -> holds.exists(id))
                .compose(gone -> holds.hold(wanted, BERLIN, SYSTEM))
                .compose(held -> holds.freeExpired(until, 10))
                .map(released -> assertThat(released.events().isEmpty()).isFalse()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void theWaitlistUsesAnIndex(String planMode) {
    connect(planMode);
    var waitlist = new WaitlistRepository(counter.database());
    var matching = new WaitlistMatchingRepository(counter.database());
    UUID id = UUID.randomUUID();
    TimeRange visit = TimeRange.of(PlanRequests.FREE, Duration.ofHours(1));
    var calendar =
        new SlotCalendar(
            BERLIN,
            new DoctorRules(
                doctor, null, Duration.ofHours(1), Duration.ZERO, List.of(), List.of(), false, 1));
    var free = List.of(new FreeTime(calendar, visit));
    var wish = new WaitlistApi.JoinWaitlist(patient, doctor, null, null, "");
    assertNoScan(
        "join, match, offer, pass, leave, list",
        () ->
            waitlist
                .join(
                    id,
                    wish,
                    patient,
                    Written.inClear(new EntryText("", List.of())),
                    KnownTimes.NONE,
                    5,
                    LargeDataset.NOW,
                    SYSTEM)
                .compose(joined -> matching.waiting(null, LargeDataset.NOW, 1000))
                .map(waiting -> assertThat(waiting).hasSize(1))
                .compose(waiting -> matching.offer(free, LargeDataset.NOW))
                .map(event -> assertThat(event.facts()).hasSize(3))
                .compose(offered -> waitlist.decline(id, false, LargeDataset.NOW, SYSTEM))
                .compose(passed -> waitlist.find(id, BERLIN))
                .compose(found -> waitlist.openOf(patient, LargeDataset.NOW, BERLIN))
                .compose(
                    open ->
                        waitlist.list(
                            new WaitlistApi.ListWaitlist(null, doctor, null, null, null),
                            patient,
                            BERLIN))
                .compose(listed -> waitlist.decline(id, true, LargeDataset.NOW, SYSTEM))
                .compose(left -> matching.endWaiting(LocalDate.EPOCH)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void aLongWaitlistOfTypesIsReadByIndex(String planMode) {
    connect(planMode);
    var matching = new WaitlistMatchingRepository(counter.database());
    var calendar =
        new SlotCalendar(
            BERLIN,
            new DoctorRules(
                doctor, null, Duration.ofHours(1), Duration.ZERO, List.of(), List.of(), false, 1));
    var free =
        List.of(new FreeTime(calendar, TimeRange.of(PlanRequests.FREE, Duration.ofHours(1))));
    assertThat(
            counter.during(
                () ->
                    fillWaitlist()
                        .compose(filled -> matching.offer(free, LargeDataset.NOW))
                        .map(events -> assertThat(events.facts()).hasSize(3))
                        .compose(offered -> matching.waiting(null, LargeDataset.NOW, 500))
                        .compose(read -> matching.endWaiting(LocalDate.EPOCH))))
        .doesNotContain("scheduling.waitlist_entry", "scheduling.appointment");
  }

  /** Twenty thousand entries for doctors and departments, most for a type of visits. */
  private Future<?> fillWaitlist() {
    String types =
        """
        INSERT INTO scheduling.visit_type (id, name, minutes, bookable, colour)
        SELECT md5('type ' || n)::uuid, 'Type ' || n, 15 * n, true, 'BLUE' FROM generate_series(1, 8) AS n
        """;
    String offered =
        """
        INSERT INTO scheduling.visit_type_department
        SELECT v.id, g.id FROM scheduling.visit_type v, directory.department g
        """;
    String entries =
        """
        WITH doctors AS (
          SELECT array_agg(id ORDER BY id) AS ids, array_agg(department_id ORDER BY id) AS departments
            FROM directory.doctor),
        patients AS (SELECT array_agg(id ORDER BY id) AS ids FROM (SELECT id FROM patients.patient LIMIT 1000) AS p)
        INSERT INTO scheduling.waitlist_entry
          (id, patient_id, doctor_id, department_id, visit_type_id, last_day, joined_at)
        SELECT gen_random_uuid(), p.ids[n % 1000 + 1], CASE WHEN n % 2 = 0 THEN d.ids[n % cardinality(d.ids) + 1] END,
               CASE WHEN n % 2 = 1 THEN d.departments[n % cardinality(d.ids) + 1] END,
               CASE WHEN n % 9 > 0 THEN md5('type ' || n % 9)::uuid END, '2028-01-01',
               '2026-01-01'::timestamptz + n * interval '1 minute'
          FROM generate_series(1, 20000) AS n, doctors d, patients p
        """;
    var database = counter.database();
    return database
        .query("SET LOCAL statement_timeout = 0")
        .execute()
        .compose(unlimited -> database.query(types).execute())
        .compose(filled -> database.query(offered).execute())
        .compose(filled -> database.query(entries).execute())
        .compose(filled -> database.query("ANALYZE scheduling.waitlist_entry").execute());
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void theQueueUsesAnIndex(String planMode) {
    connect(planMode);
    LocalDate day = BERLIN.dayOf(LargeDataset.NOW);
    DomainFixture.await(
        domain
            .database()
            .query(
                """
                INSERT INTO scheduling.ticket (appointment_id, day, number, code)
                SELECT id, '%s', row_number() OVER (), scheduling.ticket_code(row_number() OVER ()::int)
                  FROM (SELECT id FROM scheduling.appointment WHERE status = 'CHECKED_IN' LIMIT 200)
                    AS waiting
                ON CONFLICT DO NOTHING
                """
                    .formatted(day))
            .execute());
    var queue = new QueueRepository(counter.database());
    var walls = new WallRepository(counter.database());
    assertNoScan(
        "queue, pace",
        () -> queue.waiting(BERLIN, day).compose(waiting -> walls.paces(BERLIN.wholeDay(day))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"force_custom_plan", "force_generic_plan"})
  void theChangeFeedUsesAnIndex(String planMode) {
    connect(planMode);
    var jobs = new Jobs(counter.vertx(), new Metrics());
    var feed =
        new ChangeFeed(counter.vertx(), jobs, domain.bus(), counter.database(), Clock.systemUTC());
    assertNoScan("the change feed", feed::start);
  }

  private void connect(String planMode) {
    counter = new ScanCounter(domain.databaseSettings(), planMode);
    appointments = new AppointmentRepository(counter.database());
  }

  private void assertNoScan(String what, Supplier<Future<?>> work) {
    assertThat(counter.during(work)).as(what).doesNotContainAnyElementsOf(LARGE);
  }

  private long read(ListAppointments wanted) {
    var sql = AppointmentSearch.statement(wanted, Scope.ALL, null, PlanRequests.LIMIT);
    return QueryPlans.rowsRead(counter.database(), sql, "appointment");
  }

  private static long departmentsRows() {
    return domain
        .sql(
            """
            SELECT count(*) FROM scheduling.appointment
             WHERE doctor_id IN (SELECT id FROM directory.doctor WHERE department_id = $1)
            """,
            department)
        .iterator()
        .next()
        .getLong(0);
  }

  private Future<Result> book(NewAppointment wanted, Outcome expected) {
    return appointments.book(wanted, SYSTEM).compose(result -> expect(result, expected));
  }

  private static Future<Result> expect(Result result, Outcome expected) {
    assertThat(result.outcome()).isEqualTo(expected);
    return Future.succeededFuture(result);
  }

  private static String requestOf(UUID actor) {
    return domain
        .sql("SELECT key FROM scheduling.booking_request WHERE actor_id = $1 LIMIT 1", actor)
        .iterator()
        .next()
        .getString(0);
  }

  private static UUID id(String name) {
    return domain.sql("SELECT md5($1::text)::uuid", name).iterator().next().getUUID(0);
  }
}
