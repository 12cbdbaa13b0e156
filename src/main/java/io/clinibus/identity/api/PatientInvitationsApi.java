package io.clinibus.identity.api;

import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.SignInApi.SignedIn;

/** What patients do with the link of an invitation to an account. */
public final class PatientInvitationsApi {

  public static final Operation<AcceptPatientInvitation, SignedIn> ACCEPT_PATIENT_INVITATION =
      Operation.command(
              "identity.acceptPatientInvitation", AcceptPatientInvitation.class, SignedIn.class)
          .audited(AuditKind.SECURITY);
  public static final Operation<LinkPatientInvitation, NoContent> LINK_PATIENT_INVITATION =
      Operation.command(
              "identity.linkPatientInvitation", LinkPatientInvitation.class, NoContent.class)
          .audited(AuditKind.SECURITY);

  /**
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record AcceptPatientInvitation(
      String token, String password, String deviceToken, String userAgent) {

    @Override
    public String toString() {
      return "AcceptPatientInvitation[…]";
    }
  }

  public record LinkPatientInvitation(String token) {

    @Override
    public String toString() {
      return "LinkPatientInvitation[…]";
    }
  }

  private PatientInvitationsApi() {}
}
