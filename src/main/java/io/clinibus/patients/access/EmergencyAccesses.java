package io.clinibus.patients.access;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccessOpened;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Opens records in an emergency ("break the glass"): a doctor who does not treat a patient reads
 * the record for a limited time, after stating a reason that is kept. It gives no other right: such
 * a doctor neither changes the record nor books for the patient.
 */
public final class EmergencyAccesses {

  private static final Duration OPEN = Duration.ofHours(12);
  private static final List<String> WAYS = List.of("patientId", "identifier", "birthDate");

  private final EmergencyAccessRepository repository;
  private final Bus bus;
  private final Clock clock;

  public EmergencyAccesses(EmergencyAccessRepository repository, Bus bus, Clock clock) {
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
  }

  /**
   * Opens a record to the calling doctor.
   *
   * @return {@code NOT_FOUND} unless exactly one patient is as stated, {@code INVALID_REQUEST}
   *     naming the field, {@code FORBIDDEN} for an account that belongs to no doctor
   */
  public Future<EmergencyAccess> open(OpenEmergencyAccess request, Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    PatientAccess.grant(EmergencyAccessApi.OPEN_EMERGENCY_ACCESS, caller, request.patientId(), now);
    if (caller.doctorId() == null) {
      throw Failure.forbidden("This account belongs to no doctor.");
    }
    check(request);
    return repository
        .find(request)
        .compose(patientId -> open(patientId, request.reason(), caller, now));
  }

  private Future<EmergencyAccess> open(UUID patientId, String reason, Caller caller, Instant now) {
    var opened =
        new EmergencyAccessOpened(
            UuidV7.next(),
            caller.doctorId(),
            patientId,
            caller.userId(),
            reason,
            now,
            now.plus(OPEN));
    caller.concerns(patientId);
    caller.isInEmergency();
    return repository
        .insert(opened, caller)
        .onSuccess(access -> bus.publish(EmergencyAccessApi.EMERGENCY_ACCESS_OPENED, opened));
  }

  private static void check(OpenEmergencyAccess request) {
    long ways =
        Stream.of(request.patientId(), request.identifier(), request.birthDate())
            .filter(Objects::nonNull)
            .count();
    if (ways != 1) {
      throw Failure.invalid(
          CommonFieldErrors.EXACTLY_ONE_OF.at(
              "/patientId",
              "State the patient's id, identifier, or names and date of birth.",
              WAYS));
    }
    if (request.birthDate() != null) {
      require("/givenName", request.givenName());
      require("/familyName", request.familyName());
    }
  }

  private static void require(String pointer, String name) {
    if (name == null) {
      throw Failure.invalid(
          CommonFieldErrors.REQUIRED.at(pointer, "State it together with birthDate."));
    }
  }
}
