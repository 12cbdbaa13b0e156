package io.clinibus.patients.emergency;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyAccessChanged;
import io.clinibus.patients.api.EmergencyAccessApi.EndEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ListOpenRecords;
import io.clinibus.patients.api.EmergencyAccessApi.OpenEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.OpenRecords;
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
 * the record for a limited time, after stating a reason that is kept. Such a doctor writes notes
 * without a visit as well, and neither changes anything else of the record nor books for the
 * patient.
 */
public final class EmergencyAccesses {

  private static final Duration OPEN = Duration.ofMinutes(60);
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
        .compose(
            patientId -> {
              caller.concerns(patientId);
              caller.isInEmergency();
              UUID id = UuidV7.next();
              return repository
                  .insert(id, patientId, request, now, now.plus(OPEN), caller)
                  .onSuccess(access -> publish(id, caller.doctorId(), patientId, 1, now));
            });
  }

  /** The records that are open to the caller. */
  public Future<OpenRecords> list(ListOpenRecords request, Caller caller) {
    PatientAccess.grant(EmergencyAccessApi.LIST_OPEN_RECORDS, caller, null, clock.instant());
    return caller.doctorId() == null
        ? Future.succeededFuture(new OpenRecords(List.of()))
        : repository.open(caller.doctorId(), clock.instant()).map(OpenRecords::new);
  }

  /** Closes a record; {@code NOT_FOUND} unless the caller has opened it. */
  public Future<NoContent> end(EndEmergencyAccess request, Caller caller) {
    PatientAccess.grant(EmergencyAccessApi.END_EMERGENCY_ACCESS, caller, null, clock.instant());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return repository
        .end(request.accessId(), now, caller)
        .map(
            ended -> {
              ended.ifPresent(
                  change -> bus.publish(EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED, change));
              return NoContent.DONE;
            });
  }

  private void publish(UUID id, UUID doctorId, UUID patientId, long version, Instant at) {
    bus.publish(
        EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED,
        new EmergencyAccessChanged(id, doctorId, patientId, version, at));
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
