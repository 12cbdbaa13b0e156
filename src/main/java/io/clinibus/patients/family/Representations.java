package io.clinibus.patients.family;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.access.PatientAccess;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.FamilyApi.ConfirmRepresentation;
import io.clinibus.patients.api.FamilyApi.EndRepresentation;
import io.clinibus.patients.api.FamilyApi.Representation;
import io.clinibus.patients.api.RepresentationsApi;
import io.clinibus.patients.api.RepresentationsApi.AddRepresentation;
import io.clinibus.patients.api.RepresentationsApi.ListRepresentationChanges;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChangePage;
import io.clinibus.patients.api.RepresentationsApi.UpdateRepresentation;
import io.clinibus.patients.family.RepresentationStepWriter.Changed;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** What the clinic states of representations, and their end (ADR 18). */
public final class Representations {

  private final NewRepresentationWriter additions;
  private final RepresentationWriter writer;
  private final RepresentationChangeRepository changes;
  private final Bus bus;
  private final Clock clock;

  public Representations(
      NewRepresentationWriter additions,
      RepresentationWriter writer,
      RepresentationChangeRepository changes,
      Bus bus,
      Clock clock) {
    this.additions = additions;
    this.writer = writer;
    this.changes = changes;
    this.bus = bus;
    this.clock = clock;
  }

  /** Staff add one between two patients who have a record. */
  public Future<Representation> add(AddRepresentation request, Caller caller) {
    Instant now = clock.instant();
    PatientAccess.grant(RepresentationsApi.ADD_REPRESENTATION, caller, request.patientId(), now);
    if (request.representativeId().equals(request.patientId())) {
      throw Failure.invalid(
          CommonFieldErrors.INVALID.at("/representativeId", "It is the patient."));
    }
    return additions.addSeen(request, now, caller).map(this::published);
  }

  /** Idempotent; {@code NOT_FOUND} for one that has ended or is of other patients. */
  public Future<Representation> confirm(ConfirmRepresentation request, Caller caller) {
    Instant now = clock.instant();
    PatientAccess.grant(FamilyApi.CONFIRM_REPRESENTATION, caller, request.patientId(), now);
    return writer.confirm(request, now, caller).map(this::published);
  }

  /** {@code NOT_FOUND} as above; {@code STALE_VERSION} unless the version is the current one. */
  public Future<Representation> update(UpdateRepresentation request, Caller caller) {
    Instant now = clock.instant();
    PatientAccess.grant(RepresentationsApi.UPDATE_REPRESENTATION, caller, request.patientId(), now);
    return writer.update(request, now, caller).map(this::published);
  }

  /** {@code NOT_FOUND} as above; {@code STILL_A_MINOR} for a child who is represented. */
  public Future<NoContent> end(EndRepresentation request, Caller caller) {
    Instant now = clock.instant();
    PatientAccess.grant(FamilyApi.END_REPRESENTATION, caller, request.patientId(), now);
    UUID own = caller.isPatient(request.patientId()) ? request.patientId() : null;
    return writer
        .end(request, own, now, caller)
        .onSuccess(event -> bus.publish(FamilyApi.REPRESENTATION_CHANGED, event))
        .map(NoContent.DONE);
  }

  /** What was done with one, latest first. */
  public Future<RepresentationChangePage> changes(
      ListRepresentationChanges request, Caller caller) {
    PatientAccess.grant(
        RepresentationsApi.LIST_REPRESENTATION_CHANGES,
        caller,
        request.patientId(),
        clock.instant());
    return changes.list(request);
  }

  private Representation published(Changed changed) {
    if (changed.event() != null) {
      bus.publish(FamilyApi.REPRESENTATION_CHANGED, changed.event());
    }
    return changed.representation();
  }
}
