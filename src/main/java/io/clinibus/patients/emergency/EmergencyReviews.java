package io.clinibus.patients.emergency;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.EmergencyAccessApi;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReview;
import io.clinibus.patients.api.EmergencyAccessApi.EmergencyReviewPage;
import io.clinibus.patients.api.EmergencyAccessApi.GetEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ListEmergencyAccess;
import io.clinibus.patients.api.EmergencyAccessApi.ReviewEmergencyAccess;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.emergency.EmergencyReviewRepository.Stored;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * Every access in an emergency is reviewed by somebody else than who opened the record: by a
 * privacy officer, or where no other one is active by an administrator.
 */
public final class EmergencyReviews {

  private final EmergencyReviewRepository repository;
  private final Bus bus;
  private final Clock clock;

  public EmergencyReviews(EmergencyReviewRepository repository, Bus bus, Clock clock) {
    this.repository = repository;
    this.bus = bus;
    this.clock = clock;
  }

  /** Latest first, without what was written. */
  public Future<EmergencyReviewPage> list(ListEmergencyAccess request, Caller caller) {
    PatientAccess.grant(EmergencyAccessApi.LIST_EMERGENCY_ACCESS, caller, null, clock.instant());
    return repository.list(request, month(request.month()), caller);
  }

  /** What was written is for those who review it, and who wrote it. */
  public Future<EmergencyReview> get(GetEmergencyAccess request, Caller caller) {
    PatientAccess.grant(EmergencyAccessApi.GET_EMERGENCY_ACCESS, caller, null, clock.instant());
    return repository.get(request.accessId(), caller);
  }

  public Future<EmergencyReview> review(ReviewEmergencyAccess request, Caller caller) {
    PatientAccess.grant(EmergencyAccessApi.REVIEW_EMERGENCY_ACCESS, caller, null, clock.instant());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return repository
        .find(request.accessId(), caller)
        .compose(
            stored -> {
              caller.concerns(stored.review().patientId());
              if (stored.review().own()) {
                throw Failure.of(PatientsFailures.OWN_EMERGENCY_ACCESS);
              }
              if (stored.review().byOfficer() != null && !caller.has(Role.PRIVACY_OFFICER)) {
                throw Failure.of(PatientsFailures.OFFICER_REVIEWS);
              }
              return repository.review(stored, request, now, caller);
            })
        .onSuccess(changed -> bus.publish(EmergencyAccessApi.EMERGENCY_ACCESS_CHANGED, changed))
        .compose(changed -> repository.find(request.accessId(), caller))
        .map(Stored::review);
  }

  private static YearMonth month(String text) {
    try {
      return text == null ? null : YearMonth.parse(text);
    } catch (DateTimeParseException e) {
      throw Failure.invalid(
          CommonFieldErrors.FORMAT.at("month", "Must be a month, as 2026-11.", "month"));
    }
  }
}
