package io.clinibus.scheduling.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeSummary;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of appointments: book, read, move, cancel, change the status. */
public final class AppointmentsApi {

  public static final Operation<BookAppointment, Appointment> BOOK_APPOINTMENT =
      Operation.command("scheduling.bookAppointment", BookAppointment.class, Appointment.class)
          .audited(AuditKind.CHANGE)
          .asking(BookAppointment::patientId)
          .showing(Appointment::patientId);

  public static final Operation<OverbookAppointment, Appointment> OVERBOOK_APPOINTMENT =
      Operation.command(
              "scheduling.overbookAppointment", OverbookAppointment.class, Appointment.class)
          .audited(AuditKind.CHANGE)
          .asking(OverbookAppointment::patientId)
          .showing(Appointment::patientId);

  public static final Operation<ListAppointments, AppointmentPage> LIST_APPOINTMENTS =
      Operation.query("scheduling.listAppointments", ListAppointments.class, AppointmentPage.class)
          .audited(AuditKind.READ)
          .asking(ListAppointments::patientId)
          .showingAll(page -> page.items().stream().map(Appointment::patientId).toList());

  public static final Operation<GetAppointment, Appointment> GET_APPOINTMENT =
      Operation.query("scheduling.getAppointment", GetAppointment.class, Appointment.class)
          .audited(AuditKind.READ)
          .about(GetAppointment::appointmentId)
          .showing(Appointment::patientId);

  public static final Operation<RescheduleAppointment, Appointment> RESCHEDULE_APPOINTMENT =
      Operation.command(
              "scheduling.rescheduleAppointment", RescheduleAppointment.class, Appointment.class)
          .audited(AuditKind.CHANGE)
          .about(RescheduleAppointment::appointmentId)
          .showing(Appointment::patientId);

  public static final Operation<CancelAppointment, Appointment> CANCEL_APPOINTMENT =
      Operation.command("scheduling.cancelAppointment", CancelAppointment.class, Appointment.class)
          .audited(AuditKind.CHANGE)
          .about(CancelAppointment::appointmentId)
          .showing(Appointment::patientId);

  public static final Operation<ChangeAppointmentStatus, Appointment> CHANGE_APPOINTMENT_STATUS =
      Operation.command(
              "scheduling.changeAppointmentStatus",
              ChangeAppointmentStatus.class,
              Appointment.class)
          .audited(AuditKind.CHANGE)
          .about(ChangeAppointmentStatus::appointmentId)
          .showing(Appointment::patientId);

  public static final Operation<GetAppointmentHistory, AppointmentHistory> GET_APPOINTMENT_HISTORY =
      Operation.query(
              "scheduling.getAppointmentHistory",
              GetAppointmentHistory.class,
              AppointmentHistory.class)
          .audited(AuditKind.READ)
          .about(GetAppointmentHistory::appointmentId);

  public static final Operation<GetCalendarFile, CalendarFile> GET_CALENDAR_FILE =
      Operation.query("scheduling.getCalendarFile", GetCalendarFile.class, CalendarFile.class)
          .audited(AuditKind.READ)
          .about(GetCalendarFile::appointmentId);

  /**
   * @param visitTypeId the type of the visit, or null for one of the doctor's own length
   * @param answers to the questions of the type; null for none
   */
  public record BookAppointment(
      UUID doctorId,
      UUID patientId,
      OffsetDateTime start,
      String reason,
      String idempotencyKey,
      UUID visitTypeId,
      List<VisitAnswer> answers) {

    /** Of the doctor's own length. */
    public BookAppointment(
        UUID doctorId, UUID patientId, OffsetDateTime start, String reason, String idempotencyKey) {
      this(doctorId, patientId, start, reason, idempotencyKey, null, null);
    }

    @Override
    public String toString() {
      return "BookAppointment[" + doctorId + "]";
    }
  }

  /**
   * @param justification why the visit is booked beside another one; kept in its history
   * @param visitTypeId the type of the visit, or null for one of the doctor's own length
   */
  public record OverbookAppointment(
      UUID doctorId,
      UUID patientId,
      OffsetDateTime start,
      String reason,
      String justification,
      String idempotencyKey,
      UUID visitTypeId) {

    /** Of the doctor's own length. */
    public OverbookAppointment(
        UUID doctorId,
        UUID patientId,
        OffsetDateTime start,
        String reason,
        String justification,
        String idempotencyKey) {
      this(doctorId, patientId, start, reason, justification, idempotencyKey, null);
    }

    @Override
    public String toString() {
      return "OverbookAppointment[" + doctorId + "]";
    }
  }

  /**
   * @param patientListedName the name with the family name first
   * @param since when it got its status
   * @param ticket the code by which the patient is called; null unless the patient waits
   * @param visitType null for one of the doctor's own length
   * @param reasonUnavailable whether reason and answers cannot be shown now: the service that keeps
   *     the clinic's key does not answer; null for no
   * @param reasonUnreadable whether reason and answers cannot be shown any more: they were damaged
   *     in the database; null for no
   */
  public record Appointment(
      UUID id,
      UUID doctorId,
      String doctorName,
      String departmentName,
      String room,
      UUID patientId,
      String patientName,
      String patientListedName,
      OffsetDateTime start,
      OffsetDateTime end,
      AppointmentStatus status,
      OffsetDateTime since,
      String reason,
      AppointmentLane lane,
      long version,
      String ticket,
      VisitTypeSummary visitType,
      List<AnsweredQuestion> answers,
      Boolean reasonUnavailable,
      Boolean reasonUnreadable)
      implements HasETag {

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

  public record GetAppointment(UUID appointmentId) {}

  /**
   * @param justification why the visit is moved beside another one; null to move it to a free time
   * @param undoable whether the mail waits, so that moving it back voids it; null for false
   */
  public record RescheduleAppointment(
      UUID appointmentId,
      long version,
      OffsetDateTime start,
      UUID doctorId,
      String note,
      String justification,
      Boolean undoable) {

    /** To a free time. */
    public RescheduleAppointment(
        UUID appointmentId, long version, OffsetDateTime start, UUID doctorId, String note) {
      this(appointmentId, version, start, doctorId, note, null, null);
    }

    @Override
    public String toString() {
      return "RescheduleAppointment[" + appointmentId + "]";
    }
  }

  /** Without a reason; a cancellation for one is a {@link ChangeAppointmentStatus} with a note. */
  public record CancelAppointment(UUID appointmentId, Long version) {}

  public record ChangeAppointmentStatus(
      UUID appointmentId, Long version, AppointmentStatus status, String note) {

    @Override
    public String toString() {
      return "ChangeAppointmentStatus[" + appointmentId + "]";
    }
  }

  /**
   * @param language a language of the app, or null for English
   */
  public record GetCalendarFile(UUID appointmentId, String language) {}

  /**
   * @param content an iCalendar object (RFC 5545)
   */
  public record CalendarFile(String name, String content) {

    @Override
    public String toString() {
      return "CalendarFile[…]";
    }
  }

  public record GetAppointmentHistory(UUID appointmentId) {}

  public enum ChangeKind {
    BOOKED,
    RESCHEDULED,
    STATUS_CHANGED,
    CANCELLED,
    /** The record of the patient was merged into another, or that was undone. */
    REASSIGNED
  }

  /**
   * @param actorId the user who made the change, or null for the system
   * @param noteUnavailable whether the note cannot be shown now; null for no
   * @param noteUnreadable whether the note was damaged in the database; null for no
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
      String note,
      Boolean noteUnavailable,
      Boolean noteUnreadable) {

    @Override
    public String toString() {
      return "AppointmentChange[" + kind + "]";
    }
  }

  public record AppointmentHistory(List<AppointmentChange> changes) {}

  private AppointmentsApi() {}
}
