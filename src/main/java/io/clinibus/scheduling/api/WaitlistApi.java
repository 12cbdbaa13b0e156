package io.clinibus.scheduling.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitTypeSummary;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of the waitlist: join, leave, accept or pass an offer. */
public final class WaitlistApi {

  public static final Operation<ListWaitlist, WaitlistPage> LIST_WAITLIST =
      Operation.query("scheduling.listWaitlist", ListWaitlist.class, WaitlistPage.class)
          .audited(AuditKind.READ)
          .asking(ListWaitlist::patientId)
          .showingAll(page -> page.items().stream().map(WaitlistEntry::patientId).toList());

  /** Adds a waitlist entry for a doctor or a department; {@code TOO_MANY_ENTRIES}. */
  public static final Operation<JoinWaitlist, WaitlistEntry> JOIN_WAITLIST =
      Operation.command("scheduling.joinWaitlist", JoinWaitlist.class, WaitlistEntry.class)
          .audited(AuditKind.CHANGE)
          .asking(JoinWaitlist::patientId)
          .showing(WaitlistEntry::patientId);

  public static final Operation<LeaveWaitlist, NoContent> LEAVE_WAITLIST =
      Operation.command("scheduling.leaveWaitlist", LeaveWaitlist.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(LeaveWaitlist::entryId);

  /** Books the offered time; {@code OFFER_GONE} if the offer is no longer open. */
  public static final Operation<AcceptOffer, AppointmentsApi.Appointment> ACCEPT_OFFER =
      Operation.command(
              "scheduling.acceptOffer", AcceptOffer.class, AppointmentsApi.Appointment.class)
          .audited(AuditKind.CHANGE)
          .about(AcceptOffer::entryId)
          .showing(AppointmentsApi.Appointment::patientId);

  /**
   * Passes the open offer on to the next waitlist entry; {@code OFFER_GONE} without an open offer.
   */
  public static final Operation<PassOffer, WaitlistEntry> PASS_OFFER =
      Operation.command("scheduling.passOffer", PassOffer.class, WaitlistEntry.class)
          .audited(AuditKind.CHANGE)
          .about(PassOffer::entryId)
          .showing(WaitlistEntry::patientId);

  /**
   * Acceptable days and times of day, in the clinic's zone; null means any.
   *
   * @param from the first day
   * @param until the last day
   * @param earliest {@code HH:mm}: starts at or after
   * @param latest {@code HH:mm}: starts at or before
   */
  public record PreferredTimes(
      LocalDate from, LocalDate until, List<DayOfWeek> weekdays, String earliest, String latest) {

    public static final PreferredTimes ANY = new PreferredTimes(null, null, null, null, null);
  }

  public enum WaitlistStatus {
    WAITING,
    OFFERED,
    BOOKED,
    /** Left by the patient or the front desk. */
    LEFT,
    /** The last acceptable day has passed. */
    OVER
  }

  /** A free time reserved for a waitlist entry until the offer expires. */
  public record WaitlistOffer(
      UUID doctorId,
      String doctorName,
      OffsetDateTime start,
      OffsetDateTime end,
      OffsetDateTime expiresAt) {}

  /**
   * A patient's request to be offered a slot of a doctor or a department; the other one is null.
   *
   * @param patientListedName the name with the family name first
   * @param offer the open offer, or null
   * @param visitType what the patient waits for; null for a visit of the doctor's own length
   * @param answers to the questions of the type, as they were asked
   * @param reasonUnavailable whether reason and answers cannot be shown now; null for no
   * @param reasonUnreadable whether reason and answers were damaged in the database; null for no
   */
  public record WaitlistEntry(
      UUID id,
      UUID patientId,
      String patientName,
      String patientListedName,
      UUID doctorId,
      String doctorName,
      UUID departmentId,
      String departmentName,
      PreferredTimes preferred,
      String reason,
      WaitlistStatus status,
      OffsetDateTime joinedAt,
      WaitlistOffer offer,
      VisitTypeSummary visitType,
      List<AnsweredQuestion> answers,
      Boolean reasonUnavailable,
      Boolean reasonUnreadable) {

    @Override
    public String toString() {
      return "WaitlistEntry[" + id + "]";
    }
  }

  public record WaitlistPage(List<WaitlistEntry> items, String next) {}

  /** Open entries in the order of joining; null for those of all patients. */
  public record ListWaitlist(
      UUID patientId, UUID doctorId, UUID departmentId, Integer limit, String cursor) {}

  /**
   * @param visitTypeId the type of the visit, or null for one of the doctor's own length
   * @param answers to the questions of the type; null for none
   */
  public record JoinWaitlist(
      UUID patientId,
      UUID doctorId,
      UUID departmentId,
      PreferredTimes preferred,
      String reason,
      UUID visitTypeId,
      List<VisitAnswer> answers) {

    public JoinWaitlist {
      answers = answers == null ? List.of() : List.copyOf(answers);
    }

    /** For a visit of the doctor's own length. */
    public JoinWaitlist(
        UUID patientId, UUID doctorId, UUID departmentId, PreferredTimes preferred, String reason) {
      this(patientId, doctorId, departmentId, preferred, reason, null, null);
    }

    @Override
    public String toString() {
      return "JoinWaitlist[" + doctorId + ", " + departmentId + "]";
    }
  }

  public record LeaveWaitlist(UUID entryId) {}

  public record AcceptOffer(UUID entryId) {}

  public record PassOffer(UUID entryId) {}

  private WaitlistApi() {}
}
