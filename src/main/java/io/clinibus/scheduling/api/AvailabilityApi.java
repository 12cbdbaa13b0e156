package io.clinibus.scheduling.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of doctors' weekly hours and availability exceptions. */
public final class AvailabilityApi {

  public static final Operation<GetAvailability, Availability> GET_AVAILABILITY =
      Operation.query("scheduling.getAvailability", GetAvailability.class, Availability.class)
          .notAudited("hours of doctors");

  public static final Operation<SetAvailability, AvailabilityChange> SET_AVAILABILITY =
      Operation.command(
              "scheduling.setAvailability", SetAvailability.class, AvailabilityChange.class)
          .audited(AuditKind.CONFIGURATION)
          .about(SetAvailability::doctorId)
          .unless(SetAvailability::dryRun);

  public static final Operation<ListAvailabilityExceptions, AvailabilityExceptionPage>
      LIST_AVAILABILITY_EXCEPTIONS =
          Operation.query(
                  "scheduling.listAvailabilityExceptions",
                  ListAvailabilityExceptions.class,
                  AvailabilityExceptionPage.class)
              .notAudited("hours of doctors");

  public static final Operation<AddAvailabilityException, AvailabilityExceptionChange>
      ADD_AVAILABILITY_EXCEPTION =
          Operation.command(
                  "scheduling.addAvailabilityException",
                  AddAvailabilityException.class,
                  AvailabilityExceptionChange.class)
              .audited(AuditKind.CONFIGURATION)
              .about(AddAvailabilityException::doctorId)
              .unless(AddAvailabilityException::dryRun);

  public static final Operation<RemoveAvailabilityException, Conflicts>
      REMOVE_AVAILABILITY_EXCEPTION =
          Operation.command(
                  "scheduling.removeAvailabilityException",
                  RemoveAvailabilityException.class,
                  Conflicts.class)
              .audited(AuditKind.CONFIGURATION)
              .about(RemoveAvailabilityException::doctorId)
              .unless(RemoveAvailabilityException::dryRun);

  /**
   * Closes a doctor's calendar permanently. Refused with {@code IN_USE} and the {@code conflicts}
   * while there are upcoming appointments.
   */
  public static final Operation<CloseCalendar, NoContent> CLOSE_CALENDAR =
      Operation.command("scheduling.closeCalendar", CloseCalendar.class, NoContent.class)
          .notAudited("part of the removal of a doctor, which is recorded");

  /**
   * A window of a weekday in which visits are offered, in the clinic's local time.
   *
   * @param opens {@code HH:mm}
   * @param closes {@code HH:mm}, or {@code 24:00} for the end of the day
   * @param validFrom the first day on which it applies, or null for no limit
   * @param validUntil the last day on which it applies, or null for no limit
   */
  public record WeeklyWindow(
      DayOfWeek weekday, String opens, String closes, LocalDate validFrom, LocalDate validUntil) {}

  public record AvailabilityDetails(
      int visitMinutes, Integer bufferMinutes, List<WeeklyWindow> windows) {}

  public record Availability(
      UUID doctorId, int visitMinutes, int bufferMinutes, List<WeeklyWindow> windows, long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  public record GetAvailability(UUID doctorId) {}

  public record SetAvailability(
      UUID doctorId, long version, Boolean dryRun, AvailabilityDetails details) {}

  public record AvailabilityChange(Availability availability, List<Conflict> conflicts)
      implements HasETag {

    @Override
    public String etag() {
      return availability.etag();
    }
  }

  public enum ExceptionKind {
    LEAVE,
    EXTRA_HOURS
  }

  /**
   * @param note empty if there is none
   * @param noteUnavailable true if the note cannot be shown now; null for no
   */
  public record AvailabilityException(
      UUID id,
      UUID doctorId,
      ExceptionKind kind,
      OffsetDateTime start,
      OffsetDateTime end,
      String note,
      Boolean noteUnavailable) {

    /**
     * @param opened null if it cannot be shown now
     */
    public AvailabilityException withNote(String opened) {
      return new AvailabilityException(
          id,
          doctorId,
          kind,
          start,
          end,
          opened == null ? "" : opened,
          opened == null ? Boolean.TRUE : null);
    }

    @Override
    public String toString() {
      return "AvailabilityException[" + id + "]";
    }
  }

  public record AvailabilityExceptionPage(List<AvailabilityException> items, String next) {}

  public record ListAvailabilityExceptions(
      UUID doctorId, LocalDate from, Integer limit, String cursor) {}

  public record AddAvailabilityException(
      UUID doctorId,
      Boolean dryRun,
      ExceptionKind kind,
      OffsetDateTime start,
      OffsetDateTime end,
      String note) {}

  public record AvailabilityExceptionChange(
      AvailabilityException exception, List<Conflict> conflicts) {}

  public record RemoveAvailabilityException(UUID doctorId, UUID exceptionId, Boolean dryRun) {}

  /** An upcoming appointment outside the new hours. */
  public record Conflict(
      UUID appointmentId, UUID doctorId, OffsetDateTime start, OffsetDateTime end) {}

  public record Conflicts(List<Conflict> conflicts) {}

  public record CloseCalendar(UUID doctorId) {}

  private AvailabilityApi() {}
}
