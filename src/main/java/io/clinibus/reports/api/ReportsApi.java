package io.clinibus.reports.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.Operation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The public API of the reports domain. */
public final class ReportsApi {

  /** The clinic today and its trends; at most two seconds old. */
  public static final Operation<GetOverview, Overview> GET_OVERVIEW =
      Operation.query("reports.getOverview", GetOverview.class, Overview.class)
          .notAudited("counts only");

  /** What waits for the caller: counts, without who it is about. */
  public static final Operation<GetToDo, ToDo> GET_TO_DO =
      Operation.query("reports.getToDo", GetToDo.class, ToDo.class).notAudited("counts only");

  /** What waits for staff has changed; each domain writes it with its own change. */
  public static final Event<TasksChanged> TASKS_CHANGED =
      Event.of("reports.tasks-changed", TasksChanged.class);

  /**
   * @param id of this event
   */
  public record TasksChanged(UUID id, Instant at) implements Event.Versioned {

    @Override
    public UUID subject() {
      return id;
    }

    @Override
    public long version() {
      return 1;
    }
  }

  public record GetOverview() {}

  public record GetToDo() {}

  /** What there is to do. */
  public enum TaskKind {
    /** Visits of earlier days of which it is not known whether the patient came. */
    OPEN_VISITS,
    /** Patients who propose changes. */
    PROPOSALS,
    /** Pairs of records that may be of one person. */
    DUPLICATES,
    /** Requests for erasure to confirm. */
    ERASURES,
    /** Accesses in an emergency to review. */
    EMERGENCY_REVIEWS,
    /** Mails that were given up and are still of use. */
    UNDELIVERED_MAILS
  }

  public record Task(TaskKind kind, int count) {}

  /**
   * @param items the tasks of the caller's roles of which there are any
   */
  public record ToDo(List<Task> items) {}

  /**
   * @param zone IANA id of the zone of the days
   * @param doctors number of active doctors
   * @param newPatients registered in the last 30 days
   * @param days the last 30 and the next 7, in order, today included
   * @param departments by name
   */
  public record Overview(
      OffsetDateTime asOf,
      String zone,
      int doctors,
      int patients,
      int newPatients,
      OverviewDay today,
      List<OverviewDay> days,
      List<OverviewDepartment> departments) {}

  /**
   * @param byStatus number of appointments that start on the day, by status; zeros are omitted
   * @param bookedMinutes of visits that were neither cancelled nor missed
   * @param offeredMinutes of the doctors who are active now: weekly hours and extra hours without
   *     leave and holidays
   */
  public record OverviewDay(
      LocalDate date, Map<String, Integer> byStatus, int bookedMinutes, int offeredMinutes) {}

  /**
   * A department today.
   *
   * @param appointments those that are not cancelled
   * @param waiting checked in and not yet called
   */
  public record OverviewDepartment(
      UUID departmentId,
      String name,
      int appointments,
      int waiting,
      int bookedMinutes,
      int offeredMinutes) {}

  private ReportsApi() {}
}
