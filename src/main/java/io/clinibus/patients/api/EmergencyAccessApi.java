package io.clinibus.patients.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Access of doctors to the records of patients whom they do not treat, in an emergency. */
public final class EmergencyAccessApi {

  public static final Operation<OpenEmergencyAccess, EmergencyAccess> OPEN_EMERGENCY_ACCESS =
      Operation.command(
              "patients.openEmergencyAccess", OpenEmergencyAccess.class, EmergencyAccess.class)
          .audited(AuditKind.SECURITY)
          .showing(EmergencyAccess::patientId)
          .stepUp();

  public static final Event<EmergencyAccessOpened> EMERGENCY_ACCESS_OPENED =
      Event.of("patients.emergency-access-opened", EmergencyAccessOpened.class);

  /**
   * The patient is stated by id, by identifier, or by names and date of birth; exactly one of them.
   */
  public record OpenEmergencyAccess(
      UUID patientId,
      String identifier,
      String givenName,
      String familyName,
      LocalDate birthDate,
      String reason) {

    @Override
    public String toString() {
      return "OpenEmergencyAccess[…]";
    }
  }

  public record EmergencyAccess(
      UUID id, UUID patientId, OffsetDateTime openedAt, OffsetDateTime expiresAt) {}

  /** A doctor opened a record. */
  public record EmergencyAccessOpened(
      UUID accessId,
      UUID doctorId,
      UUID patientId,
      UUID actorId,
      String reason,
      Instant openedAt,
      Instant expiresAt) {

    @Override
    public String toString() {
      return "EmergencyAccessOpened[" + accessId + "]";
    }
  }

  private EmergencyAccessApi() {}
}
