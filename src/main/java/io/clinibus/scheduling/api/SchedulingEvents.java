package io.clinibus.scheduling.api;

import io.clinibus.bus.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * The events of the scheduling domain. Each says when it was written, just before its transaction
 * was committed.
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

  /** A doctor's day reached a version. */
  public record DayVersion(UUID doctorId, LocalDate day, long version) {}

  /**
   * An appointment was booked, moved or changed its status.
   *
   * @param days the doctor-days whose offer it changed, with their new versions
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
      Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return appointmentId;
    }
  }

  /**
   * A slot was held, or a hold is gone without having become an appointment.
   *
   * @param patientId for whom, or null if not known
   * @param days the doctor-days whose offer it changed, with their new versions
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

  /** A doctor's hours or exceptions changed; every day of the doctor's moved on by one version. */
  public record CalendarChanged(UUID doctorId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return doctorId;
    }
  }

  /** The booking policy or a holiday changed; every doctor's every day moved on by one version. */
  public record ClinicRulesChanged(long version, Instant at) implements Event.Versioned {

    private static final UUID CLINIC = new UUID(0, 0);

    @Override
    public UUID subject() {
      return CLINIC;
    }
  }

  /** Somebody joined the waitlist, or their entry changed its status. */
  public record WaitlistChanged(
      UUID entryId, UUID patientId, WaitlistApi.WaitlistStatus status, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return entryId;
    }
  }

  /**
   * A time is kept for somebody on the waitlist: from now until {@code expiresAt} they alone can
   * take it. Each offer is told once.
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

  private SchedulingEvents() {}
}
