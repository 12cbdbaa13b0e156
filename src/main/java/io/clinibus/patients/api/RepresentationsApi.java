package io.clinibus.patients.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.FamilyApi.Representation;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What the front desk does with representations, by which document. */
public final class RepresentationsApi {

  public static final Operation<AddRepresentation, Representation> ADD_REPRESENTATION =
      Operation.command("patients.addRepresentation", AddRepresentation.class, Representation.class)
          .audited(AuditKind.CHANGE)
          .asking(AddRepresentation::patientId)
          .showingAll(Representation::people);
  public static final Operation<UpdateRepresentation, Representation> UPDATE_REPRESENTATION =
      Operation.command(
              "patients.updateRepresentation", UpdateRepresentation.class, Representation.class)
          .audited(AuditKind.CHANGE)
          .asking(UpdateRepresentation::patientId)
          .showingAll(Representation::people);
  public static final Operation<ListRepresentationChanges, RepresentationChangePage>
      LIST_REPRESENTATION_CHANGES =
          Operation.query(
                  "patients.listRepresentationChanges",
                  ListRepresentationChanges.class,
                  RepresentationChangePage.class)
              .audited(AuditKind.READ)
              .asking(ListRepresentationChanges::patientId);

  /** What the front desk has seen. */
  public enum RepresentationDocument {
    /** Of both, who agree. */
    IDENTITY_CARD,
    BIRTH_CERTIFICATE,
    CUSTODY,
    COURT_DECISION,
    POWER_OF_ATTORNEY,
    OTHER
  }

  public enum RepresentationChangeKind {
    ADDED,
    CONFIRMED,
    /** It has another last day, or none any more. */
    LIMITED,
    ENDED
  }

  /**
   * @param patientId who is represented
   * @param reference the number of the document, or what it is
   * @param lastDay null without a limit
   */
  public record AddRepresentation(
      UUID patientId,
      UUID representativeId,
      Relation relation,
      RepresentationDocument document,
      String reference,
      LocalDate lastDay) {

    @Override
    public String toString() {
      return "AddRepresentation[" + patientId + ", " + representativeId + "]";
    }
  }

  /**
   * @param patientId one of the two patients
   * @param lastDay null without a limit
   */
  public record UpdateRepresentation(
      UUID patientId,
      UUID representationId,
      long version,
      RepresentationDocument document,
      String reference,
      LocalDate lastDay) {

    @Override
    public String toString() {
      return "UpdateRepresentation[" + representationId + "]";
    }
  }

  /**
   * @param patientId one of the two patients
   */
  public record ListRepresentationChanges(
      UUID patientId, UUID representationId, Integer limit, String cursor) {}

  /**
   * @param actorName null when it ended by itself, or when the account is no more
   * @param document null if none was seen
   * @param lastDay since the change; null without a limit
   */
  public record RepresentationChange(
      UUID id,
      RepresentationChangeKind kind,
      OffsetDateTime at,
      String actorName,
      RepresentationDocument document,
      String reference,
      LocalDate lastDay) {

    @Override
    public String toString() {
      return "RepresentationChange[" + id + "]";
    }
  }

  /**
   * @param items latest first
   */
  public record RepresentationChangePage(List<RepresentationChange> items, String next) {}

  private RepresentationsApi() {}
}
