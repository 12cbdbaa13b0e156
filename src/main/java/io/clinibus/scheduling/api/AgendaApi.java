package io.clinibus.scheduling.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeMark;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** Public API of agendas: a user's own upcoming visits and a department's day. */
public final class AgendaApi {

  /**
   * The caller's own appointments, today's and later: a doctor's with patients, otherwise those as
   * a patient. {@code FORBIDDEN} for an account that is neither.
   */
  public static final Operation<ListUpcoming, Upcoming> LIST_UPCOMING =
      Operation.query("scheduling.listUpcoming", ListUpcoming.class, Upcoming.class)
          .audited(AuditKind.READ)
          .showingAll(Upcoming::patientIds);

  /**
   * A department's doctors and their visits on a day, as one snapshot. For the front desk, {@code
   * FORBIDDEN} for others.
   */
  public static final Operation<GetDepartmentDay, DepartmentDay> GET_DEPARTMENT_DAY =
      Operation.query("scheduling.getDepartmentDay", GetDepartmentDay.class, DepartmentDay.class)
          .audited(AuditKind.READ)
          .about(GetDepartmentDay::departmentId)
          .showingAll(AgendaApi::patients);

  /**
   * The day of a doctor's department for that doctor: as {@link #GET_DEPARTMENT_DAY}, but visits of
   * colleagues are without their patients. {@code FORBIDDEN} for others.
   */
  public static final Operation<GetRota, DepartmentDay> GET_ROTA =
      Operation.query("scheduling.getRota", GetRota.class, DepartmentDay.class)
          .audited(AuditKind.READ)
          .about(GetRota::doctorId)
          .showingAll(AgendaApi::patients);

  /**
   * How much there is to do on a day, by doctor, and when each has the next visits. For the front
   * desk.
   */
  public static final Operation<ListDayLoads, DayLoads> LIST_DAY_LOADS =
      Operation.query("scheduling.listDayLoads", ListDayLoads.class, DayLoads.class)
          .notAudited("counts only");

  public record ListDayLoads(LocalDate day) {}

  public record DayLoads(LocalDate day, List<DoctorLoad> doctors) {}

  /**
   * A doctor's visits on a day, without cancelled and missed ones.
   *
   * @param open those that are not completed
   * @param nextDay the next later day with a visit; null if there is none
   */
  public record DoctorLoad(
      UUID doctorId, UUID departmentId, int visits, int open, LocalDate nextDay) {}

  public record ListUpcoming() {}

  /**
   * @param items the first 500 by start; includes cancelled ones
   * @param waitlist the caller's open waitlist entries as a patient, in the order of joining
   */
  public record Upcoming(
      List<AppointmentsApi.Appointment> items, List<WaitlistApi.WaitlistEntry> waitlist) {

    private List<UUID> patientIds() {
      return Stream.concat(
              items.stream().map(AppointmentsApi.Appointment::patientId),
              waitlist.stream().map(WaitlistApi.WaitlistEntry::patientId))
          .toList();
    }
  }

  public record GetDepartmentDay(UUID departmentId, LocalDate day) {}

  public record GetRota(UUID doctorId, LocalDate day) {}

  /**
   * A doctor who sees patients in a department.
   *
   * @param listedName the name with the family name first
   */
  public record DayDoctor(UUID id, String name, String listedName, String room) {}

  /**
   * An appointment as a day plan shows it, without its reason.
   *
   * @param patientId the patient; null in a rota for another doctor's visit, as are the names
   * @param patientListedName the name with the family name first
   * @param since when it got its status
   * @param typeMark null for one of the doctor's own length, and in a rota for another doctor's
   */
  public record DayVisit(
      UUID id,
      UUID doctorId,
      UUID patientId,
      String patientName,
      String patientListedName,
      OffsetDateTime start,
      OffsetDateTime end,
      AppointmentStatus status,
      OffsetDateTime since,
      AppointmentLane lane,
      long version,
      VisitTypeMark typeMark) {

    @Override
    public String toString() {
      return "DayVisit[" + id + "]";
    }
  }

  /**
   * @param doctors active doctors, by name
   * @param visits the doctors' appointments that start on the day, by start; includes cancelled
   *     ones
   */
  public record DepartmentDay(
      UUID departmentId,
      LocalDate day,
      String zone,
      List<DayDoctor> doctors,
      List<DayVisit> visits) {}

  /** Those of visits that are shown with their patient. */
  private static List<UUID> patients(DepartmentDay day) {
    return day.visits().stream().map(DayVisit::patientId).filter(Objects::nonNull).toList();
  }

  private AgendaApi() {}
}
