package io.clinibus.directory.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.scheduling.api.AvailabilityApi.Availability;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** The public API of the directory domain: departments and doctors. */
public final class DirectoryApi {

  public static final Operation<ListDepartments, DepartmentPage> LIST_DEPARTMENTS =
      Operation.query("directory.listDepartments", ListDepartments.class, DepartmentPage.class)
          .notAudited("what everyone may see");
  public static final Operation<CreateDepartment, Department> CREATE_DEPARTMENT =
      Operation.command("directory.createDepartment", CreateDepartment.class, Department.class)
          .audited(AuditKind.CONFIGURATION);
  public static final Operation<GetDepartment, Department> GET_DEPARTMENT =
      Operation.query("directory.getDepartment", GetDepartment.class, Department.class)
          .notAudited("what everyone may see");
  public static final Operation<UpdateDepartment, Department> UPDATE_DEPARTMENT =
      Operation.command("directory.updateDepartment", UpdateDepartment.class, Department.class)
          .audited(AuditKind.CONFIGURATION)
          .about(UpdateDepartment::departmentId);
  public static final Operation<DeleteDepartment, NoContent> DELETE_DEPARTMENT =
      Operation.command("directory.deleteDepartment", DeleteDepartment.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(DeleteDepartment::departmentId);
  public static final Operation<ListDoctors, DoctorPage> LIST_DOCTORS =
      Operation.query("directory.listDoctors", ListDoctors.class, DoctorPage.class)
          .notAudited("what everyone may see");
  public static final Operation<ListDoctorsBySpecialization, DoctorPage>
      LIST_DOCTORS_BY_SPECIALIZATION =
          Operation.query(
                  "directory.listDoctorsBySpecialization",
                  ListDoctorsBySpecialization.class,
                  DoctorPage.class)
              .notAudited("what everyone may see");
  public static final Operation<CreateDoctor, Doctor> CREATE_DOCTOR =
      Operation.command("directory.createDoctor", CreateDoctor.class, Doctor.class)
          .audited(AuditKind.CONFIGURATION);
  public static final Operation<GetDoctor, Doctor> GET_DOCTOR =
      Operation.query("directory.getDoctor", GetDoctor.class, Doctor.class)
          .notAudited("what everyone may see");

  /** How staff reach a doctor; not part of the public profile. */
  public static final Operation<GetDoctorContact, DoctorContact> GET_DOCTOR_CONTACT =
      Operation.query("directory.getDoctorContact", GetDoctorContact.class, DoctorContact.class)
          .notAudited("no patient");

  public static final Operation<UpdateDoctor, Doctor> UPDATE_DOCTOR =
      Operation.command("directory.updateDoctor", UpdateDoctor.class, Doctor.class)
          .audited(AuditKind.CONFIGURATION)
          .about(UpdateDoctor::doctorId);
  public static final Operation<DeleteDoctor, NoContent> DELETE_DOCTOR =
      Operation.command("directory.deleteDoctor", DeleteDoctor.class, NoContent.class)
          .audited(AuditKind.CONFIGURATION)
          .about(DeleteDoctor::doctorId)
          .stepUp();

  /** A doctor was removed. */
  public static final Event<DoctorRemoved> DOCTOR_REMOVED =
      Event.of("directory.doctor-removed", DoctorRemoved.class);

  public record DoctorRemoved(UUID doctorId) {}

  public record ListDepartments(Integer limit, String cursor) {}

  public record DepartmentDetails(String name, String description, String icon) {}

  public record CreateDepartment(DepartmentDetails details) {}

  public record GetDepartment(UUID departmentId) {}

  public record UpdateDepartment(UUID departmentId, long version, DepartmentDetails details) {}

  public record DeleteDepartment(UUID departmentId) {}

  /**
   * @param doctors number of active doctors
   */
  public record Department(
      UUID id, String name, String description, String icon, int doctors, long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  public record DepartmentPage(List<Department> items, String next) {}

  /**
   * @param q any part of a name or specialization, typos tolerated, or null
   * @param freeFrom with freeUntil: only doctors with a free slot that starts in this range
   * @param sort {@code name}, {@code -name}, {@code fee} or {@code -fee}; null for best match first
   */
  public record ListDoctors(
      String q,
      UUID departmentId,
      String specialization,
      String language,
      OffsetDateTime freeFrom,
      OffsetDateTime freeUntil,
      String sort,
      Integer limit,
      String cursor) {}

  public record ListDoctorsBySpecialization(String specialization, Integer limit, String cursor) {}

  /**
   * @param amount in minor units of the currency
   * @param currency ISO 4217 code
   */
  public record Fee(int amount, String currency) {}

  /**
   * @param languages BCP 47 tags
   * @param practisingSince a year
   */
  public record DoctorDetails(
      String title,
      String givenName,
      String familyName,
      UUID departmentId,
      String specialization,
      List<String> qualifications,
      List<String> languages,
      Integer practisingSince,
      String biography,
      Fee fee,
      String room,
      String email,
      String phone,
      String photoUrl) {}

  public record CreateDoctor(DoctorDetails details) {}

  public record GetDoctor(UUID doctorId) {}

  public record GetDoctorContact(UUID doctorId) {}

  public record DoctorContact(String email, String phone) {}

  public record UpdateDoctor(UUID doctorId, long version, DoctorDetails details) {}

  public record DeleteDoctor(UUID doctorId) {}

  public record DoctorSummary(
      UUID id,
      String title,
      String givenName,
      String familyName,
      UUID departmentId,
      String departmentName,
      String specialization,
      List<String> languages,
      Integer practisingSince,
      Fee fee,
      String room,
      String photoUrl) {}

  public record DoctorPage(List<DoctorSummary> items, String next) {}

  public record Doctor(
      UUID id,
      String title,
      String givenName,
      String familyName,
      UUID departmentId,
      String departmentName,
      String specialization,
      List<String> qualifications,
      List<String> languages,
      Integer practisingSince,
      String biography,
      Fee fee,
      String room,
      String photoUrl,
      boolean active,
      long version,
      Availability availability)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  private DirectoryApi() {}
}
