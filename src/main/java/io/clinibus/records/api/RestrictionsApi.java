package io.clinibus.records.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Parts of their records that patients keep from doctors other than the author. Emergency access
 * opens them.
 */
public final class RestrictionsApi {

  public static final Operation<ListRestrictions, Restrictions> LIST_RESTRICTIONS =
      Operation.query("records.listRestrictions", ListRestrictions.class, Restrictions.class)
          .audited(AuditKind.READ)
          .asking(ListRestrictions::patientId);
  public static final Operation<RestrictPart, Restriction> RESTRICT_PART =
      Operation.command("records.restrictPart", RestrictPart.class, Restriction.class)
          .audited(AuditKind.CHANGE)
          .asking(RestrictPart::patientId);
  public static final Operation<LiftRestriction, NoContent> LIFT_RESTRICTION =
      Operation.command("records.liftRestriction", LiftRestriction.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(LiftRestriction::restrictionId)
          .asking(LiftRestriction::patientId);

  public static final Event<RestrictionChanged> RESTRICTION_CHANGED =
      Event.of("records.restriction-changed", RestrictionChanged.class);

  public enum RestrictedPart {
    ENCOUNTER,
    ENTRY,
    DOCUMENTS
  }

  public record ListRestrictions(UUID patientId) {}

  /**
   * @param items those in force, latest first
   * @param changes as of {@link ChartApi.Chart}
   */
  public record Restrictions(List<Restriction> items, Long changes) {}

  /**
   * @param subjectId the encounter or entry; null for documents
   * @param documentKind the kind of documents; null otherwise
   */
  public record RestrictPart(
      UUID patientId, RestrictedPart part, UUID subjectId, String documentKind) {}

  public record LiftRestriction(UUID patientId, UUID restrictionId) {}

  public record Restriction(
      UUID id,
      UUID patientId,
      RestrictedPart part,
      UUID subjectId,
      String documentKind,
      OffsetDateTime createdAt) {}

  /** A patient restricts a part of the record, or does not any more. */
  public record RestrictionChanged(UUID restrictionId, UUID patientId, long version, Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return restrictionId;
    }
  }

  private RestrictionsApi() {}
}
