package io.clinibus.patients.api;

import io.clinibus.bus.HasETag;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Changes that patients propose and staff decide. {@code toString} of the records omits patient
 * data.
 */
public final class ProposalsApi {

  public static final Operation<ProposeChange, ChangeProposal> PROPOSE_CHANGE =
      Operation.command("patients.proposeChange", ProposeChange.class, ChangeProposal.class)
          .audited(AuditKind.CHANGE)
          .asking(ProposeChange::patientId);
  public static final Operation<ListProposals, ChangeProposals> LIST_PROPOSALS =
      Operation.query("patients.listProposals", ListProposals.class, ChangeProposals.class)
          .audited(AuditKind.READ)
          .asking(ListProposals::patientId);
  public static final Operation<DecideProposal, ChangeProposal> DECIDE_PROPOSAL =
      Operation.command("patients.decideProposal", DecideProposal.class, ChangeProposal.class)
          .audited(AuditKind.CHANGE)
          .about(DecideProposal::proposalId)
          .asking(DecideProposal::patientId);

  public enum ProposalStatus {
    PENDING,
    ACCEPTED,
    REFUSED
  }

  /** The proposed content of one part: exactly one component is stated. */
  public record ProposalDetails(
      Identity identity, Insurance insurance, MedicalHistory medicalHistory) {

    @Override
    public String toString() {
      return "ProposalDetails[…]";
    }
  }

  /** Replaces the patient's pending proposal for the same part, if there is one. */
  public record ProposeChange(UUID patientId, ProposalDetails details) {}

  public record ListProposals(UUID patientId) {}

  /**
   * @param items the caller's share of the latest 100, latest first
   */
  public record ChangeProposals(List<ChangeProposal> items) {}

  /**
   * @param version the proposal's version that was read
   * @param note for the patient, or null
   */
  public record DecideProposal(
      UUID patientId, UUID proposalId, long version, boolean accepted, String note) {

    @Override
    public String toString() {
      return "DecideProposal[" + proposalId + "]";
    }
  }

  /**
   * @param note of the one who decided, for the patient; null for none
   * @param unreadable true if {@code proposed} is empty and {@code note} null because they were
   *     damaged in the database; null otherwise
   */
  public record ChangeProposal(
      UUID id,
      UUID patientId,
      PatientPart part,
      ProposalDetails proposed,
      ProposalStatus status,
      OffsetDateTime proposedAt,
      OffsetDateTime decidedAt,
      String note,
      Boolean unreadable,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "ChangeProposal[" + id + "]";
    }
  }

  private ProposalsApi() {}
}
