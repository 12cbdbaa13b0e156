package io.clinibus.directory;

import static io.clinibus.testing.DomainFixture.caller;
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
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.directory.api.DirectoryApi.DoctorPage;
import io.clinibus.directory.api.DirectoryApi.GetDoctor;
import io.clinibus.directory.api.DirectoryApi.ListDoctors;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.CloseCalendar;
import io.clinibus.scheduling.api.AvailabilityApi.GetAvailability;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.FindFreeDoctors;
import io.clinibus.scheduling.api.SlotsApi.FreeDoctors;
import io.clinibus.testing.DomainFixture;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** The directory domain alone, with doubles of the scheduling operations it uses. */
abstract class DirectoryFixture {

  static final Caller ADMIN = caller(Role.ADMIN);
  static final OffsetDateTime TOMORROW = OffsetDateTime.now().plusDays(1);

  static DomainFixture domain;

  /** What the scheduling double answers. */
  static final Map<UUID, Availability> AVAILABILITY = new HashMap<>();

  static Failure availabilityFailure;
  static List<UUID> free = List.of();
  static FindFreeDoctors askedFree;
  static Failure closeFailure;

  @BeforeAll
  static void start() {
    domain = DomainFixture.start(DirectoryVerticle::new);
    DomainFixture.await(
        domain.bus().serve(AvailabilityApi.GET_AVAILABILITY, DirectoryFixture::availability));
    DomainFixture.await(domain.bus().serve(SlotsApi.FIND_FREE_DOCTORS, DirectoryFixture::findFree));
    DomainFixture.await(
        domain.bus().serve(AvailabilityApi.CLOSE_CALENDAR, DirectoryFixture::close));
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

  static Future<Availability> availability(GetAvailability request, Caller caller) {
    if (availabilityFailure != null) {
      return Future.failedFuture(availabilityFailure);
    }
    Availability known = AVAILABILITY.get(request.doctorId());
    return known == null
        ? Future.failedFuture(Failure.notFound("calendar"))
        : Future.succeededFuture(known);
  }

  static Future<FreeDoctors> findFree(FindFreeDoctors request, Caller caller) {
    askedFree = request;
    return Future.succeededFuture(new FreeDoctors(free));
  }

  static Future<NoContent> close(CloseCalendar request, Caller caller) {
    return closeFailure == null
        ? Future.succeededFuture(NoContent.DONE)
        : Future.failedFuture(closeFailure);
  }

  static Department department(String name, String description, String icon) {
    var details = new DepartmentDetails(name, description, icon);
    return domain.ask(DirectoryApi.CREATE_DEPARTMENT, new CreateDepartment(details), ADMIN);
  }

  static Doctor doctor(String given, String family, Department in, String specialization) {
    return doctor(details(given, family, in.id(), specialization));
  }

  static Doctor doctor(DoctorDetails details) {
    return domain.ask(DirectoryApi.CREATE_DOCTOR, new CreateDoctor(details), ADMIN);
  }

  static Doctor get(UUID id) {
    return domain.ask(DirectoryApi.GET_DOCTOR, new GetDoctor(id), visitor());
  }

  static DoctorDetails details(
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

  static DoctorPage list(Query query) {
    return domain.ask(DirectoryApi.LIST_DOCTORS, query.request(), visitor());
  }

  static List<String> names(DoctorPage page) {
    return page.items().stream().map(d -> d.givenName() + " " + d.familyName()).toList();
  }

  static <Q extends Record, R extends Record> void assertInvalid(
      Operation<Q, R> operation, Q request, Caller caller, String pointer) {
    Failure refused = domain.refusal(operation, request, caller);
    assertThat(refused.code()).isEqualTo(CommonFailures.INVALID_REQUEST);
    assertThat(refused.errors()).extracting(FieldError::pointer).containsExactly(pointer);
  }

  static Query query() {
    return new Query(new ListDoctors(null, null, null, null, null, null, null, null, null));
  }

  /** A request for doctors, put together filter by filter. */
  record Query(ListDoctors request) {

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
