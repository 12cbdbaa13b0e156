package io.clinibus.scheduling;

import io.clinibus.bus.Done;
import io.clinibus.bus.Event;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Versioned;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** What others may ask of the scheduling domain: availability, free slots and appointments. */
public final class SchedulingApi {

  public static final Operation<GetAvailability, Availability> GET_AVAILABILITY =
      Operation.query("scheduling.getAvailability", GetAvailability.class, Availability.class);
  public static final Operation<SetAvailability, AvailabilityChange> SET_AVAILABILITY =
      Operation.command(
          "scheduling.setAvailability", SetAvailability.class, AvailabilityChange.class);
  public static final Operation<ListAvailabilityExceptions, AvailabilityExceptionPage>
      LIST_AVAILABILITY_EXCEPTIONS =
          Operation.query(
              "scheduling.listAvailabilityExceptions",
              ListAvailabilityExceptions.class,
              AvailabilityExceptionPage.class);
  public static final Operation<AddAvailabilityException, AvailabilityExceptionChange>
      ADD_AVAILABILITY_EXCEPTION =
          Operation.command(
              "scheduling.addAvailabilityException",
              AddAvailabilityException.class,
              AvailabilityExceptionChange.class);
  public static final Operation<RemoveAvailabilityException, Conflicts>
      REMOVE_AVAILABILITY_EXCEPTION =
          Operation.command(
              "scheduling.removeAvailabilityException",
              RemoveAvailabilityException.class,
              Conflicts.class);
  public static final Operation<ListHolidays, HolidayPage> LIST_HOLIDAYS =
      Operation.query("scheduling.listHolidays", ListHolidays.class, HolidayPage.class);
  public static final Operation<AddHoliday, Conflicts> ADD_HOLIDAY =
      Operation.command("scheduling.addHoliday", AddHoliday.class, Conflicts.class);
  public static final Operation<RemoveHoliday, Done> REMOVE_HOLIDAY =
      Operation.command("scheduling.removeHoliday", RemoveHoliday.class, Done.class);
  public static final Operation<GetPolicy, Policy> GET_POLICY =
      Operation.query("scheduling.getPolicy", GetPolicy.class, Policy.class);
  public static final Operation<SetPolicy, Policy> SET_POLICY =
      Operation.command("scheduling.setPolicy", SetPolicy.class, Policy.class);

  public static final Operation<GetSchedule, Schedule> GET_SCHEDULE =
      Operation.query("scheduling.getSchedule", GetSchedule.class, Schedule.class);
  public static final Operation<ListAvailableSlots, DoctorSlots> LIST_AVAILABLE_SLOTS =
      Operation.query("scheduling.listAvailableSlots", ListAvailableSlots.class, DoctorSlots.class);
  public static final Operation<ListDepartmentSlots, FreeSlots> LIST_DEPARTMENT_SLOTS =
      Operation.query("scheduling.listDepartmentSlots", ListDepartmentSlots.class, FreeSlots.class);
  public static final Operation<FindFirstFree, FreeSlots> FIND_FIRST_FREE =
      Operation.query("scheduling.findFirstFree", FindFirstFree.class, FreeSlots.class);

  /** Which doctors have a free slot that starts in a range of time. */
  public static final Operation<FindFreeDoctors, FreeDoctors> FIND_FREE_DOCTORS =
      Operation.query("scheduling.findFreeDoctors", FindFreeDoctors.class, FreeDoctors.class);

  /**
   * Ends a doctor's calendar for good. Refused with {@code IN_USE} and the {@code conflicts} while
   * there are upcoming appointments.
   */
  public static final Operation<CloseCalendar, Done> CLOSE_CALENDAR =
      Operation.command("scheduling.closeCalendar", CloseCalendar.class, Done.class);

  public static final Operation<BookAppointment, Appointment> BOOK_APPOINTMENT =
      Operation.command("scheduling.bookAppointment", BookAppointment.class, Appointment.class);

  /**
   * Keeps a slot while somebody confirms. {@code SLOT_TAKEN}, {@code SLOT_HELD} or {@code
   * SLOT_NOT_OFFERED} with {@code alternatives}, {@code PATIENT_BUSY}, {@code TOO_MANY_HOLDS}.
   */
  public static final Operation<HoldSlot, Hold> HOLD_SLOT =
      Operation.command("scheduling.holdSlot", HoldSlot.class, Hold.class);

  public static final Operation<ListHolds, Holds> LIST_HOLDS =
      Operation.query("scheduling.listHolds", ListHolds.class, Holds.class);

  /** Lets a held slot go; {@code FORBIDDEN} if somebody else holds it. */
  public static final Operation<ReleaseHold, Done> RELEASE_HOLD =
      Operation.command("scheduling.releaseHold", ReleaseHold.class, Done.class);

  /**
   * Ties one of the caller's holds to a live socket, in place of the one it was tied to. {@code
   * NOT_FOUND} if it is gone or not the caller's.
   */
  public static final Operation<KeepHold, Hold> KEEP_HOLD =
      Operation.command("scheduling.keepHold", KeepHold.class, Hold.class);

  /** Frees those of some holds that are still tied to a live socket that is gone. */
  public static final Operation<AbandonHolds, Done> ABANDON_HOLDS =
      Operation.command("scheduling.abandonHolds", AbandonHolds.class, Done.class);

  public static final Operation<ListWaitlist, WaitlistPage> LIST_WAITLIST =
      Operation.query("scheduling.listWaitlist", ListWaitlist.class, WaitlistPage.class);

  /** Waits for a free time of a doctor or a department; {@code TOO_MANY_ENTRIES}. */
  public static final Operation<JoinWaitlist, WaitlistEntry> JOIN_WAITLIST =
      Operation.command("scheduling.joinWaitlist", JoinWaitlist.class, WaitlistEntry.class);

  public static final Operation<LeaveWaitlist, Done> LEAVE_WAITLIST =
      Operation.command("scheduling.leaveWaitlist", LeaveWaitlist.class, Done.class);

  /** Books the offered time; {@code OFFER_GONE} if it is not offered any more. */
  public static final Operation<AcceptOffer, Appointment> ACCEPT_OFFER =
      Operation.command("scheduling.acceptOffer", AcceptOffer.class, Appointment.class);

  /** Lets the offered time go to the next in line; {@code OFFER_GONE} if there is none. */
  public static final Operation<PassOffer, WaitlistEntry> PASS_OFFER =
      Operation.command("scheduling.passOffer", PassOffer.class, WaitlistEntry.class);

  public static final Operation<ListAppointments, AppointmentPage> LIST_APPOINTMENTS =
      Operation.query("scheduling.listAppointments", ListAppointments.class, AppointmentPage.class);
  public static final Operation<GetAppointment, Appointment> GET_APPOINTMENT =
      Operation.query("scheduling.getAppointment", GetAppointment.class, Appointment.class);
  public static final Operation<RescheduleAppointment, Appointment> RESCHEDULE_APPOINTMENT =
      Operation.command(
          "scheduling.rescheduleAppointment", RescheduleAppointment.class, Appointment.class);
  public static final Operation<CancelAppointment, Appointment> CANCEL_APPOINTMENT =
      Operation.command("scheduling.cancelAppointment", CancelAppointment.class, Appointment.class);
  public static final Operation<ChangeAppointmentStatus, Appointment> CHANGE_APPOINTMENT_STATUS =
      Operation.command(
          "scheduling.changeAppointmentStatus", ChangeAppointmentStatus.class, Appointment.class);
  public static final Operation<GetAppointmentHistory, AppointmentHistory> GET_APPOINTMENT_HISTORY =
      Operation.query(
          "scheduling.getAppointmentHistory",
          GetAppointmentHistory.class,
          AppointmentHistory.class);

  /** Ranks doctors and their free times for a patient, and books the best if that is wished. */
  public static final Operation<AutoAssign, Assignment> AUTO_ASSIGN =
      Operation.command("scheduling.autoAssign", AutoAssign.class, Assignment.class);

  /**
   * The caller's own appointments, today's and later: a doctor's those with patients, anybody
   * else's those as a patient. {@code FORBIDDEN} for an account that is neither.
   */
  public static final Operation<ListUpcoming, Upcoming> LIST_UPCOMING =
      Operation.query("scheduling.listUpcoming", ListUpcoming.class, Upcoming.class);

  /**
   * A department's doctors and their visits on a day, as of one moment. For the front desk and the
   * department's doctors, {@code FORBIDDEN} for others.
   */
  public static final Operation<GetDepartmentDay, DepartmentDay> GET_DEPARTMENT_DAY =
      Operation.query("scheduling.getDepartmentDay", GetDepartmentDay.class, DepartmentDay.class);

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

  // ---- availability

  /**
   * One stretch of a weekday in which visits are offered, in the clinic's local time.
   *
   * @param opens {@code HH:mm}
   * @param closes {@code HH:mm}, or {@code 24:00} for the end of the day
   * @param validFrom the first day it holds, or null for always
   * @param validUntil the last day it holds, or null for ever
   */
  public record WeeklyWindow(
      DayOfWeek weekday, String opens, String closes, LocalDate validFrom, LocalDate validUntil) {}

  public record AvailabilityDetails(
      int visitMinutes, Integer bufferMinutes, List<WeeklyWindow> windows) {}

  public record Availability(
      UUID doctorId, int visitMinutes, int bufferMinutes, List<WeeklyWindow> windows, long version)
      implements Versioned {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  public record GetAvailability(UUID doctorId) {}

  public record SetAvailability(
      UUID doctorId, long version, Boolean dryRun, AvailabilityDetails details) {}

  public record AvailabilityChange(Availability availability, List<Conflict> conflicts)
      implements Versioned {

    @Override
    public String etag() {
      return availability.etag();
    }
  }

  public enum ExceptionKind {
    LEAVE,
    EXTRA_HOURS
  }

  public record AvailabilityException(
      UUID id,
      UUID doctorId,
      ExceptionKind kind,
      OffsetDateTime start,
      OffsetDateTime end,
      String note) {}

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

  /** An upcoming appointment that does not fit. */
  public record Conflict(
      UUID appointmentId, UUID doctorId, OffsetDateTime start, OffsetDateTime end) {}

  public record Conflicts(List<Conflict> conflicts) {}

  public record Holiday(LocalDate day, String name) {}

  public record HolidayPage(List<Holiday> items, String next) {}

  public record ListHolidays(LocalDate from, Integer limit, String cursor) {}

  public record AddHoliday(LocalDate day, String name, Boolean dryRun) {}

  public record RemoveHoliday(LocalDate day) {}

  public record GetPolicy() {}

  /**
   * @param zone IANA time-zone id
   * @param holdSeconds null to leave it as it is
   * @param offerMinutes null to leave it as it is
   */
  public record PolicyDetails(
      String clinicName,
      String zone,
      int minimumNoticeMinutes,
      int horizonDays,
      int changeCutoffMinutes,
      Integer holdSeconds,
      Integer offerMinutes) {}

  public record SetPolicy(long version, PolicyDetails details) {}

  public record Policy(
      String clinicName,
      String zone,
      int minimumNoticeMinutes,
      int horizonDays,
      int changeCutoffMinutes,
      int holdSeconds,
      int offerMinutes,
      long version)
      implements Versioned {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  public record CloseCalendar(UUID doctorId) {}

  // ---- slots

  /** A visit's time, without the buffer after it, in the clinic's offset. */
  public record Slot(OffsetDateTime start, OffsetDateTime end) {}

  public record SlotDay(LocalDate date, long version, List<Slot> slots) {}

  public record ListAvailableSlots(UUID doctorId, LocalDate date, LocalDate until) {}

  public record DoctorSlots(UUID doctorId, String zone, List<SlotDay> days) implements Versioned {

    /**
     * The first day, as the days may be stated relative to today, the days' versions, and how many
     * slots are left of each, as time takes slots away too.
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
   * @param holiday the holiday's name on a closed day, else null
   */
  public record ScheduleDay(
      LocalDate date, long version, String holiday, List<ScheduleSlot> slots) {}

  public record Schedule(UUID doctorId, String zone, List<ScheduleDay> days) {}

  public record GetSchedule(UUID doctorId, LocalDate from, Integer days) {}

  public record FreeSlot(UUID doctorId, OffsetDateTime start, OffsetDateTime end) {}

  public record FreeSlots(String zone, List<FreeSlot> slots) {}

  public record ListDepartmentSlots(UUID departmentId, LocalDate date) {}

  public record FindFirstFree(
      UUID departmentId,
      String specialization,
      UUID doctorId,
      OffsetDateTime from,
      Integer perDoctor,
      Integer limit) {}

  public record FindFreeDoctors(OffsetDateTime from, OffsetDateTime until) {}

  public record FreeDoctors(List<UUID> doctorIds) {}

  // ---- appointments

  public record BookAppointment(
      UUID doctorId, UUID patientId, OffsetDateTime start, String reason, String idempotencyKey) {

    @Override
    public String toString() {
      return "BookAppointment[" + doctorId + "]";
    }
  }

  // ---- holds

  public record HoldSlot(UUID doctorId, OffsetDateTime start, UUID patientId) {}

  /** A slot that nobody but its holder can book until it expires. */
  public record Hold(
      UUID id, UUID doctorId, OffsetDateTime start, OffsetDateTime end, OffsetDateTime expiresAt) {}

  public record ListHolds() {}

  public record Holds(List<Hold> items) {}

  public record ReleaseHold(UUID holdId) {}

  public record KeepHold(UUID holdId, UUID socketId) {}

  public record AbandonHolds(UUID socketId, List<UUID> holdIds) {}

  // ---- one appointment and lists of them

  public record Appointment(
      UUID id,
      UUID doctorId,
      String doctorName,
      String departmentName,
      String room,
      UUID patientId,
      String patientName,
      OffsetDateTime start,
      OffsetDateTime end,
      AppointmentStatus status,
      String reason,
      long version)
      implements Versioned {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "Appointment[" + id + "]";
    }
  }

  public record AppointmentPage(List<Appointment> items, String next) {}

  /**
   * @param from only those that start at or after this instant, or null
   * @param until only those that start before this instant, or null
   * @param status only these, or null for all
   * @param sort {@code start} or {@code -start}, or null for start
   */
  public record ListAppointments(
      OffsetDateTime from,
      OffsetDateTime until,
      UUID doctorId,
      UUID patientId,
      UUID departmentId,
      List<AppointmentStatus> status,
      String sort,
      Integer limit,
      String cursor) {}

  public record ListUpcoming() {}

  /**
   * @param items the first 500 by start; cancelled ones too
   * @param waitlist what the caller waits for as a patient, in the order of joining
   */
  public record Upcoming(List<Appointment> items, List<WaitlistEntry> waitlist) {}

  public record GetDepartmentDay(UUID departmentId, LocalDate day) {}

  /** A doctor who sees patients in a department. */
  public record DayDoctor(UUID id, String name, String room) {}

  /**
   * An appointment as a day plan shows it: not what it is about.
   *
   * @param since when it got its status
   */
  public record DayVisit(
      UUID id,
      UUID doctorId,
      UUID patientId,
      String patientName,
      OffsetDateTime start,
      OffsetDateTime end,
      AppointmentStatus status,
      OffsetDateTime since,
      long version) {

    @Override
    public String toString() {
      return "DayVisit[" + id + "]";
    }
  }

  /**
   * @param doctors those active now, by name
   * @param visits the doctors' appointments that start on the day, by start; cancelled ones too
   */
  public record DepartmentDay(
      UUID departmentId,
      LocalDate day,
      String zone,
      List<DayDoctor> doctors,
      List<DayVisit> visits) {}

  public record GetAppointment(UUID appointmentId) {}

  public record RescheduleAppointment(
      UUID appointmentId, long version, OffsetDateTime start, UUID doctorId, String note) {}

  public record CancelAppointment(UUID appointmentId, Long version, String reason) {}

  public record ChangeAppointmentStatus(
      UUID appointmentId, Long version, AppointmentStatus status, String note) {}

  public record GetAppointmentHistory(UUID appointmentId) {}

  public enum ChangeKind {
    BOOKED,
    RESCHEDULED,
    STATUS_CHANGED,
    CANCELLED
  }

  /**
   * @param actorId the user who did it, or null if Clinibus itself acted
   */
  public record AppointmentChange(
      int version,
      OffsetDateTime at,
      UUID actorId,
      ChangeKind kind,
      UUID doctorId,
      OffsetDateTime start,
      OffsetDateTime end,
      AppointmentStatus status,
      String note) {}

  public record AppointmentHistory(List<AppointmentChange> changes) {}

  /**
   * Days and times of day that suit somebody, in the clinic's zone; what is null does not matter.
   *
   * @param from the first day
   * @param until the last day
   * @param earliest {@code HH:mm}: starts at or after
   * @param latest {@code HH:mm}: starts at or before
   */
  public record PreferredTimes(
      LocalDate from, LocalDate until, List<DayOfWeek> weekdays, String earliest, String latest) {}

  public enum WaitlistStatus {
    WAITING,
    OFFERED,
    BOOKED,
    /** They wait no more. */
    LEFT,
    /** Nothing can come any more: the last day that suits has passed. */
    OVER
  }

  /** A time that is kept for somebody until it expires. */
  public record WaitlistOffer(
      UUID doctorId,
      String doctorName,
      OffsetDateTime start,
      OffsetDateTime end,
      OffsetDateTime expiresAt) {}

  /**
   * Somebody waits for a doctor or a department, one of which is null.
   *
   * @param offer the time they are offered now, or null
   */
  public record WaitlistEntry(
      UUID id,
      UUID patientId,
      String patientName,
      UUID doctorId,
      String doctorName,
      UUID departmentId,
      String departmentName,
      PreferredTimes preferred,
      String reason,
      WaitlistStatus status,
      OffsetDateTime joinedAt,
      WaitlistOffer offer) {

    @Override
    public String toString() {
      return "WaitlistEntry[" + id + "]";
    }
  }

  public record WaitlistPage(List<WaitlistEntry> items, String next) {}

  /** Open entries in the order of joining; null for any. */
  public record ListWaitlist(
      UUID patientId, UUID doctorId, UUID departmentId, Integer limit, String cursor) {}

  public record JoinWaitlist(
      UUID patientId, UUID doctorId, UUID departmentId, PreferredTimes preferred, String reason) {

    @Override
    public String toString() {
      return "JoinWaitlist[" + doctorId + ", " + departmentId + "]";
    }
  }

  public record LeaveWaitlist(UUID entryId) {}

  public record AcceptOffer(UUID entryId) {}

  public record PassOffer(UUID entryId) {}

  // ---- automatic assignment

  public enum Urgency {
    ROUTINE,
    SOON,
    URGENT
  }

  /**
   * @param reason what it is about, in the patient's words; this, a specialization or a department
   * @param urgency null for {@code ROUTINE}
   * @param book whether the best proposal is booked
   */
  public record AutoAssign(
      UUID patientId,
      String reason,
      String specialization,
      UUID departmentId,
      Urgency urgency,
      PreferredTimes preferred,
      Boolean book,
      String idempotencyKey) {

    @Override
    public String toString() {
      return "AutoAssign[" + urgency + "]";
    }
  }

  public enum ReasonKind {
    SPECIALTY_FITS,
    HISTORY_FITS,
    KNOWS_YOU,
    SUITS_YOUR_TIMES,
    SOONEST,
    SHORT_WAIT,
    LESS_BUSY
  }

  /**
   * @param text in words a patient understands
   * @param value what the reason is about: a specialization, a date, a number of days, a percentage
   */
  public record ProposalReason(ReasonKind kind, String text, String value) {

    @Override
    public String toString() {
      return "ProposalReason[" + kind + "]";
    }
  }

  public record Proposal(
      UUID doctorId,
      String doctorName,
      String specialization,
      String departmentName,
      OffsetDateTime start,
      OffsetDateTime end,
      List<ProposalReason> reasons) {

    @Override
    public String toString() {
      return "Proposal[" + doctorId + "]";
    }
  }

  /**
   * @param understood the specializations that the reason points to
   * @param proposals the best first
   * @param booked null unless something was booked
   */
  public record Assignment(List<String> understood, List<Proposal> proposals, Appointment booked) {

    @Override
    public String toString() {
      return "Assignment[" + proposals.size() + "]";
    }
  }

  // ---- events: each says when it was written, a moment before its transaction was committed

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
      ChangeKind kind,
      AppointmentStatus status,
      OffsetDateTime start,
      OffsetDateTime end,
      long version,
      List<DayVersion> days,
      Instant at) {}

  /**
   * A slot was held, or a hold is gone without having become an appointment.
   *
   * @param patientId for whom, or null if not known
   * @param days the doctor-days whose offer it changed, with their new versions
   */
  public record HoldChanged(
      UUID holdId,
      UUID doctorId,
      UUID patientId,
      boolean held,
      List<DayVersion> days,
      Instant at) {}

  /** A doctor's hours or exceptions changed; every day of the doctor's moved on by one version. */
  public record CalendarChanged(UUID doctorId, long version, Instant at) {}

  /** The booking policy or a holiday changed; every doctor's every day moved on by one version. */
  public record ClinicRulesChanged(long version, Instant at) {}

  /** Somebody joined the waitlist, or their entry changed its status. */
  public record WaitlistChanged(
      UUID entryId, UUID patientId, WaitlistStatus status, long version, Instant at) {}

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

  private SchedulingApi() {}
}
