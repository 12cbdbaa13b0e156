package io.clinibus.directory;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.patient;
import static io.clinibus.testing.DomainFixture.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.bus.failure.FieldError;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.CreateDepartment;
import io.clinibus.directory.api.DirectoryApi.CreateDoctor;
import io.clinibus.directory.api.DirectoryApi.DeleteDepartment;
import io.clinibus.directory.api.DirectoryApi.DeleteDoctor;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.DepartmentPage;
import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.directory.api.DirectoryApi.DoctorPage;
import io.clinibus.directory.api.DirectoryApi.Fee;
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.directory.api.DirectoryApi.GetDoctor;
import io.clinibus.directory.api.DirectoryApi.ListDepartments;
import io.clinibus.directory.api.DirectoryApi.ListDoctors;
import io.clinibus.directory.api.DirectoryApi.ListDoctorsBySpecialization;
import io.clinibus.directory.api.DirectoryApi.UpdateDepartment;
import io.clinibus.directory.api.DirectoryApi.UpdateDoctor;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.CloseCalendar;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.api.AvailabilityApi.GetAvailability;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import io.clinibus.scheduling.api.SlotsApi.FreeDoctors;
import io.clinibus.testing.DomainFixture;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DirectoryIT {

  private static final Caller ADMIN = caller(Role.ADMIN);
  private static final OffsetDateTime TOMORROW = OffsetDateTime.now().plusDays(1);

  private static DomainFixture domain;

  /** What the scheduling double answers. */
  private static final Map<UUID, Availability> AVAILABILITY = new HashMap<>();

  private static Failure availabilityFailure;
  private static List<UUID> free = List.of();
  private static FindFreeDoctors askedFree;
  private static Failure closeFailure;

  @BeforeAll
  static void start() {
    domain = DomainFixture.start(DirectoryVerticle::new);
    DomainFixture.await(
        domain.bus().serve(AvailabilityApi.GET_AVAILABILITY, DirectoryIT::availability));
    DomainFixture.await(domain.bus().serve(SlotsApi.FIND_FREE_DOCTORS, DirectoryIT::findFree));
    DomainFixture.await(domain.bus().serve(AvailabilityApi.CLOSE_CALENDAR, DirectoryIT::close));
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  @BeforeEach
  void resetDoubles() {
    availabilityFailure = null;
    closeFailure = null;
    free = List.of();
    askedFree = null;
  }

  // ---- departments

  @Test
  void departmentsAreStoredListedAndCounted() {
    Department eyes = department("Augenheilkunde Ω", "Sehen 👁", null);
    doctor("Ute", "Blick", eyes, "Ophthalmologie");

    Department read =
        domain.ask(DirectoryApi.GET_DEPARTMENT, new GetDepartment(eyes.id()), visitor());
    assertThat(read)
        .isEqualTo(new Department(eyes.id(), eyes.name(), "Sehen 👁", "hospital", 1, 1));
    assertThat(allDepartments(100)).contains(read);
  }

  @Test
  void departmentsArePagedByFoldedName() {
    department("ärzte 3", null, null);
    department("Arzte 1", null, null);
    department("ARZTE 2", null, null);
    List<Department> paged = allDepartments(1);
    assertThat(paged).doesNotHaveDuplicates().containsExactlyElementsOf(allDepartments(100));
    assertThat(paged)
        .extracting(Department::name)
        .containsSubsequence("Arzte 1", "ARZTE 2", "ärzte 3");
  }

  @Test
  void departmentNamesAreUniqueIgnoringAccents() {
    department("Pädiatrie", null, null);
    Department other = department("Chirurgie", null, null);
    var details = new DepartmentDetails("PADIATRIE", null, null);
    var creating =
        domain.refusal(DirectoryApi.CREATE_DEPARTMENT, new CreateDepartment(details), ADMIN);
    var renaming =
        domain.refusal(
            DirectoryApi.UPDATE_DEPARTMENT, new UpdateDepartment(other.id(), 1, details), ADMIN);
    for (Failure refused : List.of(creating, renaming)) {
      assertThat(refused.code()).isEqualTo(CommonFailures.ALREADY_EXISTS);
      assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly("/name");
    }
  }

  @Test
  void aStaleVersionOfADepartmentIsRefused() {
    Department before = department("Versions", null, null);
    var change =
        new UpdateDepartment(before.id(), 1, new DepartmentDetails("Versions 2", "x", "heart"));
    Department after = domain.ask(DirectoryApi.UPDATE_DEPARTMENT, change, ADMIN);
    assertThat(after).isEqualTo(new Department(before.id(), "Versions 2", "x", "heart", 0, 2));
    assertThat(domain.refusal(DirectoryApi.UPDATE_DEPARTMENT, change, ADMIN).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    var unknown = new UpdateDepartment(UUID.randomUUID(), 1, change.details());
    assertThat(domain.refusal(DirectoryApi.UPDATE_DEPARTMENT, unknown, ADMIN).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
  }

  @Test
  void aDepartmentWithDoctorsCannotBeRemoved() {
    Department department = department("Removable", null, null);
    Doctor doctor = doctor("Rem", "Ovable", department, "Tests");
    var delete = new DeleteDepartment(department.id());
    assertThat(domain.refusal(DirectoryApi.DELETE_DEPARTMENT, delete, ADMIN).code())
        .isEqualTo(CommonFailures.IN_USE);

    domain.ask(DirectoryApi.DELETE_DOCTOR, new DeleteDoctor(doctor.id()), ADMIN);
    domain.ask(DirectoryApi.DELETE_DEPARTMENT, delete, ADMIN);

    assertThat(
            domain
                .refusal(DirectoryApi.GET_DEPARTMENT, new GetDepartment(department.id()), visitor())
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(domain.refusal(DirectoryApi.DELETE_DEPARTMENT, delete, ADMIN).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertInvalid(
        DirectoryApi.CREATE_DOCTOR,
        new CreateDoctor(details("Too", "Late", department.id(), "Tests")),
        ADMIN,
        "/departmentId");
    department("Removable", null, null);
    String historic =
        domain
            .sql(
                "SELECT name FROM directory.department WHERE id = "
                    + "(SELECT department_id FROM directory.doctor WHERE id = $1)",
                doctor.id())
            .iterator()
            .next()
            .getString(0);
    assertThat(historic).isEqualTo("Removable");
  }

  // ---- doctors

  @Test
  void storesEveryFieldUnchanged() {
    Department department = department("Letters", null, null);
    var details =
        new DoctorDetails(
            "Prof. Dr.",
            "李娜 Zoë",
            "O'Neill-محمد",
            department.id(),
            "Кардиология\\%_",
            List.of("Facharzt, \"Innere\"", "{NULL}"),
            List.of("de-AT", "zh-Hant"),
            1999,
            "A\nB\u2028C",
            new Fee(12_345, "CHF"),
            "0.07",
            "zoe@example.org",
            "+49 30 901820",
            "/photos/1.jpg");
    Doctor created = domain.ask(DirectoryApi.CREATE_DOCTOR, new CreateDoctor(details), ADMIN);
    assertThat(get(created.id())).isEqualTo(created);
    assertThat(detailsOf(created)).isEqualTo(details);
    assertThat(created.departmentName()).isEqualTo("Letters");
    assertThat(created.active()).isTrue();
  }

  @Test
  void absentFieldsBecomeDefaults() {
    Doctor doctor = doctor("Dee", "Fault", department("Defaults", null, null), "Tests");
    assertThat(detailsOf(doctor))
        .isEqualTo(
            new DoctorDetails(
                "",
                "Dee",
                "Fault",
                doctor.departmentId(),
                "Tests",
                List.of(),
                List.of(),
                null,
                "",
                new Fee(0, "EUR"),
                "",
                null,
                null,
                null));
  }

  @Test
  void aStaleVersionOfADoctorIsRefused() {
    Department from = department("From", null, null);
    Department to = department("To", null, null);
    Doctor before = doctor("Mo", "Ving", from, "Tests");
    var change = new UpdateDoctor(before.id(), 1, details("Mo", "Ved", to.id(), "Trials"));
    Doctor after = domain.ask(DirectoryApi.UPDATE_DOCTOR, change, ADMIN);
    assertThat(after.familyName()).isEqualTo("Ved");
    assertThat(after.departmentName()).isEqualTo("To");
    assertThat(get(before.id())).isEqualTo(after);
    assertThat(domain.refusal(DirectoryApi.UPDATE_DOCTOR, change, ADMIN).code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    assertThat(
            domain
                .refusal(
                    DirectoryApi.UPDATE_DOCTOR,
                    new UpdateDoctor(UUID.randomUUID(), 1, change.details()),
                    ADMIN)
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertInvalid(
        DirectoryApi.UPDATE_DOCTOR,
        new UpdateDoctor(before.id(), 2, details("Mo", "X", UUID.randomUUID(), "Y")),
        ADMIN,
        "/departmentId");
  }

  @Test
  void onlyAdministratorsChangeTheDirectory() {
    Department department = department("Protected", null, null);
    Doctor doctor = doctor("Pro", "Tected", department, "Tests");
    var details = new DepartmentDetails("Mine", null, null);
    var profile = detailsOf(doctor);
    for (Caller caller :
        List.of(
            visitor(),
            patient(UUID.randomUUID()),
            DomainFixture.doctor(doctor.id()),
            caller(Role.RECEPTIONIST),
            caller(Role.PHARMACIST))) {
      assertForbidden(DirectoryApi.CREATE_DEPARTMENT, new CreateDepartment(details), caller);
      assertForbidden(
          DirectoryApi.UPDATE_DEPARTMENT,
          new UpdateDepartment(department.id(), 1, details),
          caller);
      assertForbidden(
          DirectoryApi.DELETE_DEPARTMENT, new DeleteDepartment(department.id()), caller);
      assertForbidden(DirectoryApi.CREATE_DOCTOR, new CreateDoctor(profile), caller);
      assertForbidden(
          DirectoryApi.UPDATE_DOCTOR, new UpdateDoctor(doctor.id(), 1, profile), caller);
      assertForbidden(DirectoryApi.DELETE_DOCTOR, new DeleteDoctor(doctor.id()), caller);
      assertThat(domain.ask(DirectoryApi.GET_DOCTOR, new GetDoctor(doctor.id()), caller))
          .isEqualTo(doctor);
    }
  }

  @Test
  void theProfileShowsAvailability() {
    Doctor doctor = doctor("Ava", "Ilable", department("Hours", null, null), "Tests");
    assertThat(get(doctor.id()).availability()).isNull();

    AVAILABILITY.put(doctor.id(), new Availability(doctor.id(), 60, 0, List.of(), 0));
    assertThat(get(doctor.id()).availability()).isNull();

    var window = new WeeklyWindow(DayOfWeek.MONDAY, "09:00", "12:00", null, null);
    var hours = new Availability(doctor.id(), 30, 5, List.of(window), 3);
    AVAILABILITY.put(doctor.id(), hours);
    assertThat(get(doctor.id()).availability()).isEqualTo(hours);

    availabilityFailure = Failure.of(CommonFailures.UNAVAILABLE);
    assertThat(
            domain.refusal(DirectoryApi.GET_DOCTOR, new GetDoctor(doctor.id()), visitor()).code())
        .isEqualTo(CommonFailures.UNAVAILABLE);
  }

  @Test
  void aDoctorWithUpcomingAppointmentsCannotBeRemoved() {
    Department department = department("Leaving", null, null);
    Doctor doctor = doctor("Lea", "Ving", department, "Leavology");
    var delete = new DeleteDoctor(doctor.id());
    var conflict = new Conflict(UUID.randomUUID(), doctor.id(), TOMORROW, TOMORROW.plusHours(1));
    closeFailure = Failure.of(CommonFailures.IN_USE).with("conflicts", List.of(conflict));

    Failure refused = domain.refusal(DirectoryApi.DELETE_DOCTOR, delete, ADMIN);
    assertThat(refused.code()).isEqualTo(CommonFailures.IN_USE);
    assertThat(refused.extensions()).containsEntry("conflicts", List.of(conflict));
    assertThat(get(doctor.id()).active()).isTrue();

    closeFailure = Failure.notFound("calendar");
    domain.ask(DirectoryApi.DELETE_DOCTOR, delete, ADMIN);

    assertThat(domain.refusal(DirectoryApi.GET_DOCTOR, new GetDoctor(doctor.id()), ADMIN).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            domain
                .refusal(
                    DirectoryApi.UPDATE_DOCTOR,
                    new UpdateDoctor(doctor.id(), 2, detailsOf(doctor)),
                    ADMIN)
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(domain.refusal(DirectoryApi.DELETE_DOCTOR, delete, ADMIN).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(names(list(query().q("Leavology")))).isEmpty();
    assertThat(domain.sql("SELECT 1 FROM directory.doctor WHERE id = $1", doctor.id()).size())
        .isEqualTo(1);
  }

  // ---- lists and search

  @Test
  void searchToleratesTyposAndReturnsTheBestMatchFirst() {
    Department department = department("Search", null, null);
    doctor("Jürgen", "Mullberg", department, "Kardiologie");
    doctor("Anna", "Müllbergen", department, "Neurologie");
    doctor("Ольга", "Петрова", department, "Дерматология");
    doctor("芳", "王", department, "针灸");

    assertThat(names(list(query().q("mullberg"))))
        .containsExactly("Jürgen Mullberg", "Anna Müllbergen");
    for (String q : List.of("Mulberg", "mullbegr", "müllberg kardio", "kardiolgie jurgen")) {
      assertThat(names(list(query().q(q)))).as(q).contains("Jürgen Mullberg");
    }
    assertThat(names(list(query().q("петорва")))).containsExactly("Ольга Петрова");
    assertThat(names(list(query().q("дерматология")))).containsExactly("Ольга Петрова");
    assertThat(names(list(query().q("王芳")))).containsExactly("芳 王");
    for (String q : List.of("%", "_", "'", "\\", "%' OR true --", "$1", "?")) {
      assertThat(names(list(query().q(q)))).as(q).isEmpty();
    }
    assertThat(names(list(query().q("mullberg").sort("-name"))))
        .containsExactly("Anna Müllbergen", "Jürgen Mullberg");
  }

  @Test
  void filtersAreCombined() {
    Department one = department("Filter One", null, null);
    Department two = department("Filter Two", null, null);
    Doctor a = doctor(filterable("Aa", one, "Filterkunde", "de-AT", 300));
    Doctor b = doctor(filterable("Bb", one, "FILTERKUNDE", "en", 100));
    Doctor c = doctor(filterable("Cc", two, "Filterkunde", "de", 200));

    assertThat(ids(list(query().specialization("filterkunde"))))
        .containsExactly(a.id(), b.id(), c.id());
    assertThat(ids(bySpecialization("FilterKunde"))).containsExactly(a.id(), b.id(), c.id());
    assertThat(bySpecialization("Filter").items()).isEmpty();
    assertThat(ids(list(query().departmentId(one.id())))).containsExactly(a.id(), b.id());
    assertThat(ids(list(query().specialization("Filterkunde").language("DE"))))
        .containsExactly(a.id(), c.id());
    assertThat(ids(list(query().departmentId(one.id()).language("de-at")))).containsExactly(a.id());
    assertThat(ids(list(query().departmentId(one.id()).language("d")))).isEmpty();
    assertThat(ids(list(query().specialization("Filterkunde").sort("fee"))))
        .containsExactly(b.id(), c.id(), a.id());
    assertThat(ids(list(query().specialization("Filterkunde").sort("-fee"))))
        .containsExactly(a.id(), c.id(), b.id());
    assertThat(ids(list(query().specialization("Filterkunde").sort("-name"))))
        .containsExactly(c.id(), b.id(), a.id());
  }

  @Test
  void findsDoctorsWithFreeSlots() {
    Department department = department("Free", null, null);
    Doctor idle = doctor("Ida", "Idle", department, "Freeology");
    doctor("Ben", "Busy", department, "Freeology");
    free = List.of(idle.id(), UUID.randomUUID());
    var request = query().departmentId(department.id()).free(TOMORROW, TOMORROW.plusDays(14));
    assertThat(ids(list(request))).containsExactly(idle.id());
    assertThat(askedFree).isEqualTo(new FindFreeDoctors(TOMORROW, TOMORROW.plusDays(14)));
    free = List.of();
    assertThat(list(request).items()).isEmpty();
  }

  @Test
  void refusesAnInvalidFreeRange() {
    assertInvalidList(query().free(TOMORROW, null), "freeUntil");
    assertInvalidList(query().free(null, TOMORROW), "freeFrom");
    assertInvalidList(query().free(TOMORROW, TOMORROW), "freeUntil");
    assertInvalidList(query().free(TOMORROW, TOMORROW.plusDays(14).plusSeconds(1)), "freeUntil");
  }

  @Test
  void everyOrderIsPagedWithoutLossOrRepetition() {
    Department department = department("Paging", null, null);
    var expected = new ArrayList<UUID>();
    for (int i = 0; i < 17; i++) {
      Doctor doctor =
          doctor(filterable("Page" + i % 3, department, "Pagingology", "de", i % 4 * 100));
      expected.add(doctor.id());
    }
    for (Query query :
        List.of(
            query().sort("name"),
            query().sort("-name"),
            query().sort("fee"),
            query().sort("-fee"),
            query().q("pagingolgy"),
            query().q("pagingology").sort("fee"))) {
      var found = new ArrayList<UUID>();
      String cursor = null;
      do {
        DoctorPage page = list(query.departmentId(department.id()).page(4, cursor));
        ids(page).stream().filter(expected::contains).forEach(found::add);
        cursor = page.next();
        doctor(filterable("Page1", department, "Pagingology", "de", 50));
      } while (cursor != null && found.size() < expected.size());
      assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  // ---- doubles

  private static Future<Availability> availability(GetAvailability request, Caller caller) {
    if (availabilityFailure != null) {
      return Future.failedFuture(availabilityFailure);
    }
    Availability known = AVAILABILITY.get(request.doctorId());
    return known == null
        ? Future.failedFuture(Failure.notFound("calendar"))
        : Future.succeededFuture(known);
  }

  private static Future<FreeDoctors> findFree(FindFreeDoctors request, Caller caller) {
    askedFree = request;
    return Future.succeededFuture(new FreeDoctors(free));
  }

  private static Future<NoContent> close(CloseCalendar request, Caller caller) {
    return closeFailure == null
        ? Future.succeededFuture(NoContent.DONE)
        : Future.failedFuture(closeFailure);
  }

  // ---- helpers

  private static Department department(String name, String description, String icon) {
    var details = new DepartmentDetails(name, description, icon);
    return domain.ask(DirectoryApi.CREATE_DEPARTMENT, new CreateDepartment(details), ADMIN);
  }

  private static List<Department> allDepartments(int limit) {
    var all = new ArrayList<Department>();
    String cursor = null;
    do {
      var request = new ListDepartments(limit, cursor);
      DepartmentPage page = domain.ask(DirectoryApi.LIST_DEPARTMENTS, request, visitor());
      all.addAll(page.items());
      cursor = page.next();
    } while (cursor != null);
    return all;
  }

  private static Doctor doctor(String given, String family, Department in, String specialization) {
    return doctor(details(given, family, in.id(), specialization));
  }

  private static Doctor doctor(DoctorDetails details) {
    return domain.ask(DirectoryApi.CREATE_DOCTOR, new CreateDoctor(details), ADMIN);
  }

  private static Doctor get(UUID id) {
    return domain.ask(DirectoryApi.GET_DOCTOR, new GetDoctor(id), visitor());
  }

  private static DoctorDetails details(
      String given, String family, UUID departmentId, String specialization) {
    return new DoctorDetails(
        null,
        given,
        family,
        departmentId,
        specialization,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static DoctorDetails filterable(
      String name, Department in, String specialization, String language, int fee) {
    return new DoctorDetails(
        null,
        name,
        name,
        in.id(),
        specialization,
        null,
        List.of(language),
        null,
        null,
        new Fee(fee, "EUR"),
        null,
        null,
        null,
        null);
  }

  private static DoctorDetails detailsOf(Doctor doctor) {
    return new DoctorDetails(
        doctor.title(),
        doctor.givenName(),
        doctor.familyName(),
        doctor.departmentId(),
        doctor.specialization(),
        doctor.qualifications(),
        doctor.languages(),
        doctor.practisingSince(),
        doctor.biography(),
        doctor.fee(),
        doctor.room(),
        doctor.email(),
        doctor.phone(),
        doctor.photoUrl());
  }

  private static DoctorPage list(Query query) {
    return domain.ask(DirectoryApi.LIST_DOCTORS, query.request(), visitor());
  }

  private static DoctorPage bySpecialization(String specialization) {
    return domain.ask(
        DirectoryApi.LIST_DOCTORS_BY_SPECIALIZATION,
        new ListDoctorsBySpecialization(specialization, null, null),
        visitor());
  }

  private static List<UUID> ids(DoctorPage page) {
    return page.items().stream().map(DirectoryApi.DoctorSummary::id).toList();
  }

  private static List<String> names(DoctorPage page) {
    return page.items().stream().map(d -> d.givenName() + " " + d.familyName()).toList();
  }

  private static void assertInvalidList(Query query, String parameter) {
    assertInvalid(DirectoryApi.LIST_DOCTORS, query.request(), visitor(), parameter);
  }

  private static <Q extends Record, R extends Record> void assertInvalid(
      Operation<Q, R> operation, Q request, Caller caller, String pointer) {
    Failure refused = domain.refusal(operation, request, caller);
    assertThat(refused.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly(pointer);
  }

  private static <Q extends Record, R extends Record> void assertForbidden(
      Operation<Q, R> operation, Q request, Caller caller) {
    assertThat(domain.refusal(operation, request, caller).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private static Query query() {
    return new Query(new ListDoctors(null, null, null, null, null, null, null, null, null));
  }

  /** A request for doctors, put together filter by filter. */
  private record Query(ListDoctors request) {

    Query q(String q) {
      return of(q, request.departmentId(), request.specialization(), request.language());
    }

    Query departmentId(UUID id) {
      return of(request.q(), id, request.specialization(), request.language());
    }

    Query specialization(String name) {
      return of(request.q(), request.departmentId(), name, request.language());
    }

    Query language(String tag) {
      return of(request.q(), request.departmentId(), request.specialization(), tag);
    }

    Query free(OffsetDateTime from, OffsetDateTime until) {
      return of(from, until, request.sort(), request.limit(), request.cursor());
    }

    Query sort(String sort) {
      return of(request.freeFrom(), request.freeUntil(), sort, request.limit(), request.cursor());
    }

    Query page(Integer limit, String cursor) {
      return of(request.freeFrom(), request.freeUntil(), request.sort(), limit, cursor);
    }

    private Query of(String q, UUID departmentId, String specialization, String language) {
      return new Query(
          new ListDoctors(
              q,
              departmentId,
              specialization,
              language,
              request.freeFrom(),
              request.freeUntil(),
              request.sort(),
              request.limit(),
              request.cursor()));
    }

    private Query of(
        OffsetDateTime from, OffsetDateTime until, String sort, Integer limit, String cursor) {
      return new Query(
          new ListDoctors(
              request.q(),
              request.departmentId(),
              request.specialization(),
              request.language(),
              from,
              until,
              sort,
              limit,
              cursor));
    }
  }
}
