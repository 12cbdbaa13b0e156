package io.clinibus.scheduling.api;

import io.clinibus.bus.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The events of the scheduling domain. {@code at} is when an event was written, just before commit.
 */
public final class SchedulingEvents {

  public static final Event<AppointmentChanged> APPOINTMENT_CHANGED =
      Event.of("scheduling.appointment-changed", AppointmentChanged.class);

  public static final Event<HoldChanged> HOLD_CHANGED =
      Event.of("scheduling.hold-changed", HoldChanged.class);

  public static final Event<CalendarChanged> CALENDAR_CHANGED =
      Event.of("scheduling.calendar-changed", CalendarChanged.class);

  public static final Event<ClinicRulesChanged> CLINIC_RULES_CHANGED =
      Event.of("scheduling.clinic-rules-changed", ClinicRulesChanged.class);

  public static final Event<WaitlistChanged> WAITLIST_CHANGED =
      Event.of("scheduling.waitlist-changed", WaitlistChanged.class);

  public static final Event<WaitlistOffered> WAITLIST_OFFERED =
      Event.of("scheduling.waitlist-offered", WaitlistOffered.class);

  public static final Event<PatientCalled> PATIENT_CALLED =
      Event.of("scheduling.patient-called", PatientCalled.class);

  public static final Event<WallRemoved> WALL_REMOVED =
      Event.of("scheduling.wall-removed", WallRemoved.class);

  /** Every event of the domain. */
  public static final List<Event<?>> ALL =
      List.of(
          APPOINTMENT_CHANGED,
          HOLD_CHANGED,
          CALENDAR_CHANGED,
          CLINIC_RULES_CHANGED,
          WAITLIST_CHANGED,
          WAITLIST_OFFERED,
          PATIENT_CALLED,
          WALL_REMOVED);

  /** A doctor's day with its current version. */
  public record DayVersion(UUID doctorId, LocalDate day, long version) {}

  /**
   * An appointment was booked, moved or changed its status.
   *
   * @param days the doctor-days whose offer changed, with their new versions
   * @param representativeIds who represents the patient; empty in events of former releases
   */
  public record AppointmentChanged(
      UUID appointmentId,
      UUID patientId,
      UUID doctorId,
      AppointmentsApi.ChangeKind kind,
      AppointmentStatus status,
      OffsetDateTime start,
      OffsetDateTime end,
      long version,
      List<DayVersion> days,
      List<UUID> representativeIds,
      Instant at)
      implements Event.Versioned {

    public AppointmentChanged {
      representativeIds = orEmpty(representativeIds);
    }

    @Override
    public UUID subject() {
      return appointmentId;
    }
  }

  /**
   * A slot was held, or a hold was released or expired without a booking.
   *
   * @param patientId the patient, or null if unknown
   * @param days the doctor-days whose offer changed, with their new versions
   */
  public record HoldChanged(
      UUID holdId, UUID doctorId, UUID patientId, boolean held, List<DayVersion> days, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return holdId;
    }

    /** A hold is created once and ends once. */
    @Override
    public long version() {
      return held ? 0 : 1;
    }
  }

  /**
   * A doctor's hours or exceptions changed, which increments the version of all the doctor's days.
   */
  public record CalendarChanged(UUID doctorId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return doctorId;
    }
  }

  /**
   * The booking policy or a holiday changed, which increments the version of all days of all
   * doctors.
   */
  public record ClinicRulesChanged(long version, Instant at) implements Event.Versioned {

    private static final UUID CLINIC = new UUID(0, 0);

    @Override
    public UUID subject() {
      return CLINIC;
    }
  }

  /** A waitlist entry was added or changed its status. */
  public record WaitlistChanged(
      UUID entryId,
      UUID patientId,
      WaitlistApi.WaitlistStatus status,
      long version,
      List<UUID> representativeIds,
      Instant at)
      implements Event.Versioned {

    public WaitlistChanged {
      representativeIds = orEmpty(representativeIds);
    }

    @Override
    public UUID subject() {
      return entryId;
    }
  }

  /**
   * A free time was offered to a waitlist entry and is reserved for it until {@code expiresAt}.
   * Published once per offer.
   */
  public record WaitlistOffered(
      UUID offerId,
      UUID entryId,
      UUID patientId,
      UUID doctorId,
      String doctorName,
      OffsetDateTime start,
      OffsetDateTime end,
      OffsetDateTime expiresAt,
      Instant at) {}

  /**
   * A patient who waits was called to the room.
   *
   * @param version how many times
   */
  public record PatientCalled(UUID appointmentId, UUID doctorId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return appointmentId;
    }
  }

  /** A screen shows nothing any more. */
  public record WallRemoved(UUID wallId, Instant at) implements Event.Versioned {

    @Override
    public UUID subject() {
      return wallId;
    }

    /** A screen ends once. */
    @Override
    public long version() {
      return 0;
    }
  }

  private static List<UUID> orEmpty(List<UUID> ids) {
    return ids == null ? List.of() : ids;
  }

  private SchedulingEvents() {}
}
