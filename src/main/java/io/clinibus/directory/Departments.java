package io.clinibus.directory;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.directory.api.DirectoryApi.CreateDepartment;
import io.clinibus.directory.api.DirectoryApi.DeleteDepartment;
import io.clinibus.directory.api.DirectoryApi.Department;
import io.clinibus.directory.api.DirectoryApi.DepartmentPage;
import io.clinibus.directory.api.DirectoryApi.GetDepartment;
import io.clinibus.directory.api.DirectoryApi.ListDepartments;
import io.clinibus.directory.api.DirectoryApi.UpdateDepartment;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Cursor;
import io.vertx.core.Future;
import java.util.UUID;

/** The clinic's departments: public to read, changed by administrators. */
final class Departments {

  private final DepartmentRepository repository;

  Departments(DepartmentRepository repository) {
    this.repository = repository;
  }

  /** By name, accents and case ignored. */
  Future<DepartmentPage> list(ListDepartments request, Caller caller) {
    return repository.list(Cursor.parse(request.cursor()), Cursor.limit(request.limit()));
  }

  /** Fails with {@code ALREADY_EXISTS} if another department has the same folded name. */
  Future<Department> create(CreateDepartment request, Caller caller) {
    Administrators.require(caller);
    UUID id = UuidV7.next();
    caller.isAbout(id);
    return repository.insert(id, request.details(), caller);
  }

  Future<Department> get(GetDepartment request, Caller caller) {
    return repository.get(request.departmentId());
  }

  /** Fails with {@code STALE_VERSION} unless the version is the current one. */
  Future<Department> update(UpdateDepartment request, Caller caller) {
    Administrators.require(caller);
    return repository.update(request.departmentId(), request.version(), request.details(), caller);
  }

  /**
   * Removes a department from lists. Fails with {@code IN_USE} while it has active doctors.
   * Inactive doctors keep referring to it, and its name may be reused.
   */
  Future<NoContent> delete(DeleteDepartment request, Caller caller) {
    Administrators.require(caller);
    return repository.remove(request.departmentId(), caller).map(NoContent.DONE);
  }
}
