package io.clinibus.patients.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Invitations of patients whom staff entered to an account of their own. */
public final class AccountInvitationsApi {

  public static final Operation<GetPatientAccount, PatientAccount> GET_PATIENT_ACCOUNT =
      Operation.query("patients.getPatientAccount", GetPatientAccount.class, PatientAccount.class)
          .audited(AuditKind.READ)
          .asking(GetPatientAccount::patientId);
  public static final Operation<InvitePatient, PatientAccount> INVITE_PATIENT =
      Operation.command("patients.invitePatient", InvitePatient.class, PatientAccount.class)
          .audited(AuditKind.CHANGE)
          .asking(InvitePatient::patientId);
  public static final Operation<WithdrawInvitation, NoContent> WITHDRAW_INVITATION =
      Operation.command("patients.withdrawInvitation", WithdrawInvitation.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .asking(WithdrawInvitation::patientId);

  public static final Operation<RequestEmailConfirmation, NoContent> REQUEST_EMAIL_CONFIRMATION =
      Operation.command(
              "patients.requestEmailConfirmation", RequestEmailConfirmation.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .asking(RequestEmailConfirmation::patientId);

  public record GetPatientAccount(UUID patientId) {}

  public record InvitePatient(UUID patientId) {}

  public record WithdrawInvitation(UUID patientId) {}

  public record RequestEmailConfirmation(UUID patientId) {}

  /**
   * Whether a patient has an account, or is invited to one.
   *
   * @param emailConfirmed whether the address of the record gets mails
   * @param invitedAt when the present link was mailed; null if there is none
   * @param expiresAt of the link
   */
  public record PatientAccount(
      UUID patientId,
      boolean hasAccount,
      boolean emailConfirmed,
      OffsetDateTime invitedAt,
      OffsetDateTime expiresAt) {}

  private AccountInvitationsApi() {}
}
