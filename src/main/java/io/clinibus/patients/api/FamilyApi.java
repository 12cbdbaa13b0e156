package io.clinibus.patients.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.PatientsApi.Sex;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Patients who represent others: for whom they book, and by whom this is confirmed. */
public final class FamilyApi {

  public static final Operation<GetFamily, Family> GET_FAMILY =
      Operation.query("patients.getFamily", GetFamily.class, Family.class)
          .audited(AuditKind.READ)
          .asking(GetFamily::patientId)
          .showingAll(Family::people);
  public static final Operation<AddRelative, Representation> ADD_RELATIVE =
      Operation.command("patients.addRelative", AddRelative.class, Representation.class)
          .audited(AuditKind.CHANGE)
          .asking(AddRelative::patientId)
          .showing(Representation::patientId);
  public static final Operation<ConfirmRepresentation, Representation> CONFIRM_REPRESENTATION =
      Operation.command(
              "patients.confirmRepresentation", ConfirmRepresentation.class, Representation.class)
          .audited(AuditKind.CHANGE)
          .asking(ConfirmRepresentation::patientId)
          .showingAll(Representation::people);
  public static final Operation<EndRepresentation, NoContent> END_REPRESENTATION =
      Operation.command("patients.endRepresentation", EndRepresentation.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .asking(EndRepresentation::patientId);
  public static final Operation<GetFamilyRules, FamilyRules> GET_FAMILY_RULES =
      Operation.query("patients.getFamilyRules", GetFamilyRules.class, FamilyRules.class)
          .notAudited("a rule of the clinic, without data of patients");
  public static final Operation<SetFamilyRules, FamilyRules> SET_FAMILY_RULES =
      Operation.command("patients.setFamilyRules", SetFamilyRules.class, FamilyRules.class)
          .audited(AuditKind.CONFIGURATION);

  /** A representation was added, confirmed, limited or ended. */
  public static final Event<RepresentationChanged> REPRESENTATION_CHANGED =
      Event.of("patients.representation-changed", RepresentationChanged.class);

  public record RepresentationChanged(
      UUID representationId, UUID representativeId, UUID patientId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return representationId;
    }
  }

  /** What the patient is to the representative. */
  public enum Relation {
    CHILD,
    PARENT,
    PARTNER,
    OTHER,
    /** Somebody for whom the representative books once. */
    GUEST
  }

  public enum RepresentationStatus {
    /** The clinic has not confirmed it. */
    PENDING,
    IN_FORCE,
    ENDED
  }

  public enum EndReason {
    REPRESENTATIVE,
    PATIENT,
    CLINIC,
    /** The child has come of age. */
    MAJORITY,
    /** The last day that the front desk had set is over. */
    LIMIT,
    /** The guest has been at the clinic, or has not booked. */
    VISIT
  }

  public record GetFamily(UUID patientId) {}

  /**
   * @param birthDate required unless it is for a guest
   */
  public record AddRelative(
      UUID patientId,
      Relation relation,
      String givenName,
      String familyName,
      LocalDate birthDate,
      Sex sex,
      String phone) {

    @Override
    public String toString() {
      return "AddRelative[" + patientId + "]";
    }
  }

  /**
   * @param patientId one of the two patients
   */
  public record ConfirmRepresentation(UUID patientId, UUID representationId) {}

  /**
   * @param patientId one of the two patients
   * @param document what the front desk has seen, or null; not recorded for patients
   */
  public record EndRepresentation(
      UUID patientId, UUID representationId, RepresentationDocument document) {}

  /**
   * @param patientId who is represented
   * @param minor whether the patient is below the age of majority
   * @param until the first day on which a child is of age; null for others
   * @param lastDay on which it is in force by a limit of the front desk; null without one
   * @param confirmedAt when staff confirmed it; null if nobody did
   * @param confirmedBy the name of who did, for the front desk only
   * @param document what was last seen, for the front desk only; null if nothing was
   * @param reference the number of the document, or what it is; as above
   */
  public record Representation(
      UUID id,
      UUID representativeId,
      String representativeName,
      UUID patientId,
      String patientName,
      LocalDate birthDate,
      boolean minor,
      Relation relation,
      RepresentationStatus status,
      OffsetDateTime createdAt,
      LocalDate until,
      LocalDate lastDay,
      OffsetDateTime confirmedAt,
      String confirmedBy,
      RepresentationDocument document,
      String reference,
      OffsetDateTime endedAt,
      EndReason endedBecause,
      long version)
      implements HasETag {

    List<UUID> people() {
      return List.of(representativeId, patientId);
    }

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "Representation[" + id + "]";
    }
  }

  /**
   * @param relatives whom the patient represents
   * @param representatives who represents the patient
   */
  public record Family(
      List<Representation> relatives, List<Representation> representatives, FamilyRules rules) {

    private List<UUID> people() {
      return Stream.concat(relatives.stream(), representatives.stream())
          .flatMap(one -> one.people().stream())
          .distinct()
          .toList();
    }
  }

  public record GetFamilyRules() {}

  /**
   * @param maxRelatives 0 if none can be added
   * @param childUntilAge below it a child is represented without a confirmation
   * @param majorityAge at it the representation of a child ends
   * @param maxOpenAppointments of all whom a patient represents
   */
  public record FamilyRuleDetails(
      int maxRelatives,
      int childUntilAge,
      int majorityAge,
      boolean adultsNeedConfirmation,
      int maxOpenAppointments) {}

  public record SetFamilyRules(long version, FamilyRuleDetails details) {}

  /** As {@link FamilyRuleDetails}. */
  public record FamilyRules(
      int maxRelatives,
      int childUntilAge,
      int majorityAge,
      boolean adultsNeedConfirmation,
      int maxOpenAppointments,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }
  }

  private FamilyApi() {}
}
