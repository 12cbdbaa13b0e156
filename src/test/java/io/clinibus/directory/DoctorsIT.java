package io.clinibus.directory;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.patient;
import static io.clinibus.testing.DomainFixture.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.directory.api.DirectoryApi;
import io.clinibus.directory.api.DirectoryApi.CreateDepartment;
import io.clinibus.directory.api.DirectoryApi.CreateDoctor;
import io.clinibus.directory.api.DirectoryApi.DeleteDepartment;
import io.clinibus.directory.api.DirectoryApi.DeleteDoctor;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentDetails;
import io.clinibus.directory.api.DirectoryApi.Doctor;
import io.clinibus.directory.api.DirectoryApi.DoctorContact;
import io.clinibus.directory.api.DirectoryApi.DoctorDetails;
import io.clinibus.directory.api.DirectoryApi.Fee;
import io.clinibus.directory.api.DirectoryApi.GetDoctor;
import io.clinibus.directory.api.DirectoryApi.GetDoctorContact;
import io.clinibus.directory.api.DirectoryApi.UpdateDepartment;
import io.clinibus.directory.api.DirectoryApi.UpdateDoctor;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import io.clinibus.scheduling.api.AvailabilityApi.Conflict;
import io.clinibus.scheduling.api.AvailabilityApi.WeeklyWindow;
import io.clinibus.testing.DomainFixture;
import java.time.DayOfWeek;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Doctors: editing, profile and removal. */
class DoctorsIT extends DirectoryFixture {

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
  void onlyStaffSeeHowADoctorIsReached() {
    Doctor doctor = doctor("Connie", "Tact", department("Contacts", null, null), "Tests");
    for (Role role : List.of(Role.ADMIN, Role.RECEPTIONIST, Role.DOCTOR)) {
      assertThat(contact(doctor, DomainFixture.caller(role)))
          .isEqualTo(new DoctorContact(null, null));
    }
    for (Caller caller : List.of(DomainFixture.caller(Role.PATIENT), DomainFixture.visitor())) {
      assertForbidden(DirectoryApi.GET_DOCTOR_CONTACT, new GetDoctorContact(doctor.id()), caller);
    }
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
    DoctorDetails details = detailsOf(doctor);
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
                    DirectoryApi.UPDATE_DOCTOR, new UpdateDoctor(doctor.id(), 2, details), ADMIN)
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(domain.refusal(DirectoryApi.DELETE_DOCTOR, delete, ADMIN).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(names(list(query().q("Leavology")))).isEmpty();
    assertThat(domain.sql("SELECT 1 FROM directory.doctor WHERE id = $1", doctor.id()).size())
        .isEqualTo(1);
  }

  private static DoctorDetails detailsOf(Doctor doctor) {
    DoctorContact contact = contact(doctor, ADMIN);
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
        contact.email(),
        contact.phone(),
        doctor.photoUrl());
  }

  private static DoctorContact contact(Doctor doctor, Caller caller) {
    return domain.ask(DirectoryApi.GET_DOCTOR_CONTACT, new GetDoctorContact(doctor.id()), caller);
  }

  private static <Q extends Record, R extends Record> void assertForbidden(
      Operation<Q, R> operation, Q request, Caller caller) {
    assertThat(domain.refusal(operation, request, caller).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }
}
