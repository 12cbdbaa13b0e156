package io.clinibus.patients.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Access of doctors to the records of patients whom they do not treat, in an emergency. */
public final class EmergencyAccessApi {

  public static final Operation<OpenEmergencyAccess, EmergencyAccess> OPEN_EMERGENCY_ACCESS =
      Operation.command(
              "patients.openEmergencyAccess", OpenEmergencyAccess.class, EmergencyAccess.class)
          .audited(AuditKind.SECURITY)
          .showing(EmergencyAccess::patientId)
          .stepUp();

  /** The records that the calling doctor has opened and that are open still. */
  public static final Operation<ListOpenRecords, OpenRecords> LIST_OPEN_RECORDS =
      Operation.query("patients.listOpenRecords", ListOpenRecords.class, OpenRecords.class)
          .audited(AuditKind.READ)
          .showingAll(records -> records.items().stream().map(EmergencyAccess::patientId).toList());

  /** Closes a record before its time; does nothing if it is closed. */
  public static final Operation<EndEmergencyAccess, NoContent> END_EMERGENCY_ACCESS =
      Operation.command("patients.endEmergencyAccess", EndEmergencyAccess.class, NoContent.class)
          .audited(AuditKind.SECURITY)
          .about(EndEmergencyAccess::accessId);

  /** Accesses without what was written about them. */
  public static final Operation<ListEmergencyAccess, EmergencyReviewPage> LIST_EMERGENCY_ACCESS =
      Operation.query(
              "patients.listEmergencyAccess", ListEmergencyAccess.class, EmergencyReviewPage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(EmergencyReview::patientId).toList());

  public static final Operation<GetEmergencyAccess, EmergencyReview> GET_EMERGENCY_ACCESS =
      Operation.query(
              "patients.getEmergencyAccess", GetEmergencyAccess.class, EmergencyReview.class)
          .audited(AuditKind.READ)
          .about(GetEmergencyAccess::accessId)
          .showing(EmergencyReview::patientId);

  /**
   * Fails with {@code OWN_EMERGENCY_ACCESS} for the doctor, {@code OFFICER_REVIEWS} for
   * administrators where a privacy officer does, {@code ALREADY_REVIEWED} if it was.
   */
  public static final Operation<ReviewEmergencyAccess, EmergencyReview> REVIEW_EMERGENCY_ACCESS =
      Operation.command(
              "patients.reviewEmergencyAccess", ReviewEmergencyAccess.class, EmergencyReview.class)
          .audited(AuditKind.SECURITY)
          .about(ReviewEmergencyAccess::accessId)
          .showing(EmergencyReview::patientId);

  /** A record was opened, closed before its time, or the access was reviewed. */
  public static final Event<EmergencyAccessChanged> EMERGENCY_ACCESS_CHANGED =
      Event.of("patients.emergency-access-changed", EmergencyAccessChanged.class);

  /** Why a record is opened. */
  public enum EmergencyReason {
    LIFE_THREATENING,
    UNABLE_TO_CONSENT,
    COVERING_COLLEAGUE,
    OTHER
  }

  /** Of a note without a visit. */
  public enum WrittenKind {
    EMERGENCY,
    TELEPHONE
  }

  /** What has become of a note. */
  public enum WrittenStatus {
    IN_PROGRESS,
    /** Signed. */
    FINISHED,
    ENTERED_IN_ERROR
  }

  /** What a review finds. */
  public enum ReviewResult {
    JUSTIFIED,
    UNJUSTIFIED,
    UNCLEAR
  }

  /**
   * The patient is stated by id, by identifier, or by names and date of birth; exactly one of them.
   */
  public record OpenEmergencyAccess(
      UUID patientId,
      String identifier,
      String givenName,
      String familyName,
      LocalDate birthDate,
      EmergencyReason reasonCode,
      String reason) {

    @Override
    public String toString() {
      return "OpenEmergencyAccess[…]";
    }
  }

  public record EmergencyAccess(
      UUID id,
      UUID patientId,
      String patientName,
      OffsetDateTime openedAt,
      OffsetDateTime expiresAt) {

    @Override
    public String toString() {
      return "EmergencyAccess[" + id + "]";
    }
  }

  public record ListOpenRecords() {}

  public record OpenRecords(List<EmergencyAccess> items) {}

  public record EndEmergencyAccess(UUID accessId) {}

  /**
   * @param reviewed whether only those that were, or were not; null for all
   * @param month only those opened in this month, such as {@code 2026-11}
   */
  public record ListEmergencyAccess(Boolean reviewed, String month, Integer limit, String cursor) {}

  public record GetEmergencyAccess(UUID accessId) {}

  public record ReviewEmergencyAccess(UUID accessId, ReviewResult result, String note) {

    @Override
    public String toString() {
      return "ReviewEmergencyAccess[" + accessId + "]";
    }
  }

  /**
   * An access with its review.
   *
   * @param endedAt when the doctor closed the record before its time
   * @param own whether the caller has opened it
   * @param byOfficer true if a privacy officer reviews it, and not administrators; they do not read
   *     what was written then
   * @param reason what the doctor wrote; not in lists
   * @param reviewedBy the name
   * @param note of the review; not in lists
   * @param written the notes without a visit that the doctor began while the record was open,
   *     earliest first; not in lists
   */
  public record EmergencyReview(
      UUID id,
      UUID patientId,
      String patientName,
      UUID doctorId,
      String doctorName,
      OffsetDateTime openedAt,
      OffsetDateTime expiresAt,
      OffsetDateTime endedAt,
      EmergencyReason reasonCode,
      boolean own,
      Boolean byOfficer,
      String reason,
      OffsetDateTime reviewedAt,
      String reviewedBy,
      ReviewResult result,
      String note,
      List<WrittenNote> written) {

    @Override
    public String toString() {
      return "EmergencyReview[" + id + "]";
    }
  }

  /** That a doctor has written a note, without anything of it. */
  public record WrittenNote(WrittenKind kind, OffsetDateTime begunAt, WrittenStatus status) {}

  public record EmergencyReviewPage(List<EmergencyReview> items, String next) {}

  /** See {@link #EMERGENCY_ACCESS_CHANGED}. */
  public record EmergencyAccessChanged(
      UUID accessId, UUID doctorId, UUID patientId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return accessId;
    }
  }

  private EmergencyAccessApi() {}
}
