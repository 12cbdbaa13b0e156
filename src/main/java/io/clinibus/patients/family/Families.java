package io.clinibus.patients.family;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.FamilyApi.AddRelative;
import io.clinibus.patients.api.FamilyApi.Family;
import io.clinibus.patients.api.FamilyApi.FamilyRules;
import io.clinibus.patients.api.FamilyApi.GetFamily;
import io.clinibus.patients.api.FamilyApi.GetFamilyRules;
import io.clinibus.patients.api.FamilyApi.Representation;
import io.clinibus.patients.api.FamilyApi.SetFamilyRules;
import io.clinibus.patients.rules.BirthDateRule;
import io.clinibus.platform.UuidV7;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Whom patients represent (ADR 18). */
public final class Families {

  private final RepresentationRepository repository;
  private final NewRepresentationWriter additions;
  private final FamilyRulesRepository rules;
  private final Bus bus;
  private final BirthDateRule birthDates;
  private final Clock clock;

  public Families(
      RepresentationRepository repository,
      NewRepresentationWriter additions,
      FamilyRulesRepository rules,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.additions = additions;
    this.rules = rules;
    this.bus = bus;
    this.birthDates = new BirthDateRule(clock);
    this.clock = clock;
  }

  /** What is open, for the front desk also what has ended. */
  public Future<Family> get(GetFamily request, Caller caller) {
    UUID id = request.patientId();
    Instant now = clock.instant();
    PatientAccess.grant(FamilyApi.GET_FAMILY, caller, id, now);
    boolean ofDesk = caller.isFrontDesk();
    return Future.all(
            repository.relatives(id, ofDesk, now),
            repository.representatives(id, ofDesk, now),
            rules.get())
        .map(
            all ->
                new Family(
                    all.<List<Representation>>resultAt(0), all.resultAt(1), all.resultAt(2)));
  }

  /** Adds a relative of the caller, by a record of its own. */
  public Future<Representation> add(AddRelative request, Caller caller) {
    Instant now = clock.instant();
    PatientAccess.grant(FamilyApi.ADD_RELATIVE, caller, request.patientId(), now);
    birthDates.check("/birthDate", request.birthDate());
    UUID relative = UuidV7.next();
    caller.concerns(relative);
    return additions
        .add(request, relative, now, caller)
        .map(
            added -> {
              bus.publish(FamilyApi.REPRESENTATION_CHANGED, added.event());
              return added.representation();
            });
  }

  public Future<FamilyRules> rules(GetFamilyRules request, Caller caller) {
    return rules.get();
  }

  /** {@code STALE_VERSION} unless the version is the current one. */
  public Future<FamilyRules> setRules(SetFamilyRules request, Caller caller) {
    if (request.details().childUntilAge() > request.details().majorityAge()) {
      throw Failure.invalid(
          CommonFieldErrors.TOO_LARGE.at(
              "/childUntilAge",
              "It is above the age of majority.",
              request.details().majorityAge()));
    }
    return rules.set(request.details(), request.version(), caller);
  }
}
