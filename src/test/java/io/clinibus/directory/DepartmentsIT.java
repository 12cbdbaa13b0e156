package io.clinibus.directory;

import static io.clinibus.testing.DomainFixture.visitor;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.directory.api.DirectoryApi.ListDepartments;
import io.clinibus.directory.api.DirectoryApi.UpdateDepartment;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Departments: editing, lists and removal. */
class DepartmentsIT extends DirectoryFixture {

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
}
