package io.clinibus.identity.confirmation;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.api.RegistrationApi.ConfirmPatientAddress;
import io.clinibus.identity.credential.LinkTokens;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.signin.LoginThrottle;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.patients.api.PatientsApi.ConfirmEmail;
import io.vertx.core.Future;

/** Confirms the address of a patient, with or without an account, by the link mailed to it. */
public final class PatientAddress {

  private final LoginThrottle throttle;
  private final LinkTokens links;
  private final Bus bus;

  public PatientAddress(LoginThrottle throttle, LinkTokens links, Bus bus) {
    this.throttle = throttle;
    this.links = links;
    this.bus = bus;
  }

  /**
   * @return fails with {@code INVALID_REQUEST} naming {@code /token}
   */
  public Future<NoContent> confirm(ConfirmPatientAddress confirm, Caller caller) {
    Caller system = Caller.system(caller.requestId(), caller.deadline());
    return throttle
        .acceptInvitation(caller.address())
        .map(
            allowed ->
                links
                    .link(AccountMail.CONFIRM_PATIENT_EMAIL.name(), confirm.token())
                    .orElseThrow(InvitationRepository::linkVoid))
        .compose(link -> bus.request(PatientsApi.CONFIRM_EMAIL, new ConfirmEmail(link), system))
        .recover(PatientAddress::refused);
  }

  private static Future<NoContent> refused(Throwable cause) {
    boolean gone =
        cause instanceof Failure failure && failure.code().equals(CommonFailures.NOT_FOUND);
    return Future.failedFuture(gone ? InvitationRepository.linkVoid() : cause);
  }
}
