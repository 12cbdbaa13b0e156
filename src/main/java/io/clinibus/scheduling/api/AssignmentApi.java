package io.clinibus.scheduling.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Public API of assignment: ranked doctors and times for a patient. */
public final class AssignmentApi {

  /** Ranks doctors and their free times for a patient, and books the best if requested. */
  public static final Operation<AutoAssign, Assignment> AUTO_ASSIGN =
      Operation.command("scheduling.autoAssign", AutoAssign.class, Assignment.class)
          .audited(AuditKind.CHANGE)
          .asking(AutoAssign::patientId);

  public enum Urgency {
    ROUTINE,
    SOON,
    URGENT
  }

  /**
   * @param reason the problem in the patient's words; this, a specialization, a department or a
   *     type of visits
   * @param urgency null for {@code ROUTINE}
   * @param book whether to book the best proposal
   * @param notAnEmergency whether the person has denied an emergency
   * @param visitTypeId the type of the visit, or null for one of the doctor's own length
   * @param answers to the questions of the type; null for none
   */
  public record AutoAssign(
      UUID patientId,
      String reason,
      String specialization,
      UUID departmentId,
      Urgency urgency,
      WaitlistApi.PreferredTimes preferred,
      Boolean book,
      Boolean notAnEmergency,
      String idempotencyKey,
      UUID visitTypeId,
      List<VisitAnswer> answers) {

    public AutoAssign {
      answers = answers == null ? List.of() : List.copyOf(answers);
    }

    @Override
    public String toString() {
      return "AutoAssign[" + urgency + "]";
    }
  }

  public enum ReasonKind {
    SPECIALTY_FITS,
    RELATED_SPECIALTY,
    FIRST_ADDRESS,
    HISTORY_FITS,
    KNOWS_YOU,
    SUITS_YOUR_TIMES,
    SOONEST,
    SHORT_WAIT,
    LESS_BUSY
  }

  /**
   * @param text for the patient, in English
   * @param value the reason's parameter: a specialization, a date, a number of days, a percentage
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
   * @param emergency whether the reason describes a possible emergency
   * @param understood the specializations derived from the reason
   * @param proposals best first
   * @param booked null if nothing was booked
   */
  public record Assignment(
      boolean emergency,
      List<String> understood,
      List<Proposal> proposals,
      AppointmentsApi.Appointment booked) {

    @Override
    public String toString() {
      return "Assignment[" + proposals.size() + "]";
    }
  }

  private AssignmentApi() {}
}
