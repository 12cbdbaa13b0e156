package io.clinibus.identity.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.identity.api.SignInApi.SignedIn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Public API of registration: a patient opens an account and confirms its address. */
public final class RegistrationApi {

  public static final Operation<Register, StartedRegistration> REGISTER =
      Operation.command("identity.register", Register.class, StartedRegistration.class)
          .notAudited("no account yet: its confirmation is recorded");

  public static final Operation<ConfirmRegistration, SignedIn> CONFIRM_REGISTRATION =
      Operation.command("identity.confirmRegistration", ConfirmRegistration.class, SignedIn.class)
          .audited(AuditKind.SECURITY);

  public static final Operation<ConfirmPatientAddress, NoContent> CONFIRM_PATIENT_ADDRESS =
      Operation.command(
              "identity.confirmPatientAddress", ConfirmPatientAddress.class, NoContent.class)
          .notAudited("no account; the patient has the time of the confirmation");

  public record Register(
      String email,
      String givenName,
      String familyName,
      LocalDate birthDate,
      String phone,
      Language language) {

    @Override
    public String toString() {
      return "Register[…]";
    }
  }

  /**
   * @param registrationId is stated with the code
   * @param expiresAt until when the code is valid
   */
  public record StartedRegistration(UUID registrationId, Instant expiresAt) {}

  /**
   * @param code from the mail
   * @param deviceToken the token of a device that has signed in before, or null
   * @param userAgent of the device, or null
   */
  public record ConfirmRegistration(
      UUID registrationId, String code, String password, String deviceToken, String userAgent) {

    @Override
    public String toString() {
      return "ConfirmRegistration[…]";
    }
  }

  public record ConfirmPatientAddress(String token) {

    @Override
    public String toString() {
      return "ConfirmPatientAddress[…]";
    }
  }

  private RegistrationApi() {}
}
