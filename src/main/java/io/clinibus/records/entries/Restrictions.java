package io.clinibus.records.entries;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.access.PatientAccessCheck;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.LiftRestriction;
import io.clinibus.records.api.RestrictionsApi.ListRestrictions;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.records.api.RestrictionsApi.Restriction;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Patients keep parts of their records from other doctors than the author. */
public final class Restrictions {

  private final RestrictionRepository repository;
  private final RecordChangeRepository changes;
  private final PatientAccessCheck access;
  private final Bus bus;
  private final Clock clock;

  public Restrictions(
      RestrictionRepository repository,
      RecordChangeRepository changes,
      PatientAccessCheck access,
      Bus bus,
      Clock clock) {
    this.repository = repository;
    this.changes = changes;
    this.access = access;
    this.bus = bus;
    this.clock = clock;
  }

  public Future<RestrictionsApi.Restrictions> list(ListRestrictions request, Caller caller) {
    return access
        .require(RestrictionsApi.LIST_RESTRICTIONS, caller, request.patientId())
        .compose(relation -> changes.of(request.patientId(), clock.instant()))
        .compose(
            count ->
                repository
                    .list(request.patientId())
                    .map(items -> new RestrictionsApi.Restrictions(items, count)));
  }

  /** Restricts a part; {@code INVALID_REQUEST} unless what it is about is stated. */
  public Future<Restriction> restrict(RestrictPart request, Caller caller) {
    Instant now = now();
    return access
        .require(RestrictionsApi.RESTRICT_PART, caller, request.patientId())
        .compose(
            relation -> {
              check(request);
              return repository.add(UuidV7.next(), request, now, caller);
            })
        .onSuccess(
            stored ->
                bus.publish(
                    RestrictionsApi.RESTRICTION_CHANGED, RestrictionRepository.added(stored, now)));
  }

  public Future<NoContent> lift(LiftRestriction request, Caller caller) {
    Instant now = now();
    return access
        .require(RestrictionsApi.LIFT_RESTRICTION, caller, request.patientId())
        .compose(
            relation -> repository.lift(request.patientId(), request.restrictionId(), now, caller))
        .onSuccess(
            done ->
                bus.publish(
                    RestrictionsApi.RESTRICTION_CHANGED,
                    RestrictionRepository.lifted(
                        request.restrictionId(), request.patientId(), now)))
        .map(new NoContent());
  }

  private static void check(RestrictPart request) {
    boolean isOfDocuments = request.part() == RestrictedPart.DOCUMENTS;
    if (isOfDocuments == (request.documentKind() == null)
        || isOfDocuments == (request.subjectId() != null)) {
      throw Failure.invalid(
          CommonFieldErrors.EXACTLY_ONE_OF.at(
              "/subjectId",
              "State the kind of documents, or the encounter or entry.",
              List.of("subjectId", "documentKind")));
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
