package io.clinibus.scheduling.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Operation;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Public API of slots: schedules, free slots, the first free slot. */
public final class SlotsApi {

  public static final Operation<GetSchedule, Schedule> GET_SCHEDULE =
      Operation.query("scheduling.getSchedule", GetSchedule.class, Schedule.class)
          .notAudited("free and occupied times, without patients");

  public static final Operation<ListAvailableSlots, DoctorSlots> LIST_AVAILABLE_SLOTS =
      Operation.query("scheduling.listAvailableSlots", ListAvailableSlots.class, DoctorSlots.class)
          .notAudited("what everyone may see");

  public static final Operation<ListDepartmentSlots, FreeSlots> LIST_DEPARTMENT_SLOTS =
      Operation.query("scheduling.listDepartmentSlots", ListDepartmentSlots.class, FreeSlots.class)
          .notAudited("what everyone may see");

  public static final Operation<FindFirstFree, FreeSlots> FIND_FIRST_FREE =
      Operation.query("scheduling.findFirstFree", FindFirstFree.class, FreeSlots.class)
          .notAudited("what everyone may see");

  /** The earliest free slot of each department. */
  public static final Operation<FindFirstFreeOfDepartments, FirstFreeOfDepartments>
      FIND_FIRST_FREE_OF_DEPARTMENTS =
          Operation.query(
                  "scheduling.findFirstFreeOfDepartments",
                  FindFirstFreeOfDepartments.class,
                  FirstFreeOfDepartments.class)
              .notAudited("what everyone may see");

  /** Doctors with a free slot that starts in a range of time. */
  public static final Operation<FindFreeDoctors, FreeDoctors> FIND_FREE_DOCTORS =
      Operation.query("scheduling.findFreeDoctors", FindFreeDoctors.class, FreeDoctors.class)
          .notAudited("what everyone may see");

  /** The time of a visit, without the buffer after it, in the clinic's offset. */
  public record Slot(OffsetDateTime start, OffsetDateTime end) {}

  public record SlotDay(LocalDate date, long version, List<Slot> slots) {}

  /**
   * @param visitTypeId the type of visits that slots are for, or null for the doctor's own length
   */
  public record ListAvailableSlots(
      UUID doctorId, LocalDate date, LocalDate until, UUID visitTypeId) {

    public ListAvailableSlots(UUID doctorId, LocalDate date, LocalDate until) {
      this(doctorId, date, until, null);
    }
  }

  public record DoctorSlots(UUID doctorId, String zone, List<SlotDay> days) implements HasETag {

    /**
     * Made of the first day (a request may state days relative to today), the days' versions, and
     * the number of free slots of each, which decreases with time too.
     */
    @Override
    public String etag() {
      return days.stream()
          .map(day -> day.version() + "." + day.slots().size())
          .collect(Collectors.joining("-", days.get(0).date() + "-", ""));
    }
  }

  public enum SlotState {
    FREE,
    HELD,
    TAKEN,
    PAST,
    TOO_SOON,
    BEYOND_HORIZON,
    LEAVE,
    HOLIDAY
  }

  public record ScheduleSlot(OffsetDateTime start, OffsetDateTime end, SlotState state) {}

  /**
   * @param holiday the holiday's name if the clinic is closed, else null
   */
  public record ScheduleDay(
      LocalDate date, long version, String holiday, List<ScheduleSlot> slots) {}

  public record Schedule(UUID doctorId, String zone, List<ScheduleDay> days) {}

  public record GetSchedule(UUID doctorId, LocalDate from, Integer days, UUID visitTypeId) {

    public GetSchedule(UUID doctorId, LocalDate from, Integer days) {
      this(doctorId, from, days, null);
    }
  }

  public record FreeSlot(UUID doctorId, OffsetDateTime start, OffsetDateTime end) {}

  public record FreeSlots(String zone, List<FreeSlot> slots) {}

  public record ListDepartmentSlots(UUID departmentId, LocalDate date, UUID visitTypeId) {

    public ListDepartmentSlots(UUID departmentId, LocalDate date) {
      this(departmentId, date, null);
    }
  }

  /**
   * @param doctorIds only these, or null for any
   */
  public record FindFirstFree(
      UUID departmentId,
      String specialization,
      UUID doctorId,
      List<UUID> doctorIds,
      OffsetDateTime from,
      Integer perDoctor,
      Integer limit,
      UUID visitTypeId) {

    public FindFirstFree(
        UUID departmentId,
        String specialization,
        UUID doctorId,
        OffsetDateTime from,
        Integer perDoctor,
        Integer limit) {
      this(departmentId, specialization, doctorId, null, from, perDoctor, limit, null);
    }
  }

  public record FindFirstFreeOfDepartments() {}

  public record DepartmentSlot(UUID departmentId, FreeSlot slot) {}

  /**
   * @param items by start; departments without a free slot are left out
   */
  public record FirstFreeOfDepartments(String zone, List<DepartmentSlot> items) {}

  public record FindFreeDoctors(OffsetDateTime from, OffsetDateTime until) {}

  public record FreeDoctors(List<UUID> doctorIds) {}

  private SlotsApi() {}
}
