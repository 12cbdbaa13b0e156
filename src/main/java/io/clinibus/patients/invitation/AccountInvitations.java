package io.clinibus.patients.invitation;

import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.AccountInvitationsApi;
import io.clinibus.patients.api.AccountInvitationsApi.GetPatientAccount;
import io.clinibus.patients.api.AccountInvitationsApi.InvitePatient;
import io.clinibus.patients.api.AccountInvitationsApi.PatientAccount;
import io.clinibus.patients.api.AccountInvitationsApi.WithdrawInvitation;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;

/**
 * Invites patients whom staff entered to an account. The mail goes to the address of the record and
 * says nothing about the patient; who uses its link sets a password in the identity domain.
 */
public final class AccountInvitations {

  public static final Duration LIFE = Duration.ofDays(7);

  private final AccountInvitationRepository repository;
  private final Clock clock;

  public AccountInvitations(AccountInvitationRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
  }

  public Future<PatientAccount> get(GetPatientAccount request, Caller caller) {
    PatientAccess.grant(
        AccountInvitationsApi.GET_PATIENT_ACCOUNT, caller, request.patientId(), clock.instant());
    return repository.get(request.patientId(), clock.instant());
  }

  /**
   * Mails a link, which replaces an earlier one. Fails with {@code NO_EMAIL_ADDRESS} or {@code
   * HAS_ACCOUNT}.
   */
  public Future<PatientAccount> invite(InvitePatient request, Caller caller) {
    PatientAccess.grant(
        AccountInvitationsApi.INVITE_PATIENT, caller, request.patientId(), clock.instant());
    return repository.invite(request.patientId(), clock.instant(), LIFE, caller);
  }

  /** Voids the link; {@code NOT_FOUND} if there is none. */
  public Future<NoContent> withdraw(WithdrawInvitation request, Caller caller) {
    PatientAccess.grant(
        AccountInvitationsApi.WITHDRAW_INVITATION, caller, request.patientId(), clock.instant());
    return repository.withdraw(request.patientId(), clock.instant(), caller).map(NoContent.DONE);
  }
}
