package io.clinibus.audit.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.AuditPurpose;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The public API of the audit trail: search for administrators, accesses for patients. */
public final class AuditApi {

  public static final Operation<ListAuditEntries, AuditEntryPage> LIST_AUDIT_ENTRIES =
      Operation.query("audit.listAuditEntries", ListAuditEntries.class, AuditEntryPage.class)
          .audited(AuditKind.SECURITY)
          .about(ListAuditEntries::actorId)
          .asking(ListAuditEntries::patientId);

  public static final Operation<ListPatientAccesses, AccessPage> LIST_PATIENT_ACCESSES =
      Operation.query("audit.listPatientAccesses", ListPatientAccesses.class, AccessPage.class)
          .audited(AuditKind.READ)
          .asking(ListPatientAccesses::patientId);

  /** Which part of a patient's data was accessed. */
  public enum Part {
    RECORD,
    APPOINTMENTS,
    WAITLIST,
    ACCOUNT,
    ACCESSES
  }

  /** Each filter may be null. */
  public record ListAuditEntries(
      UUID actorId,
      UUID patientId,
      AuditKind kind,
      OffsetDateTime from,
      OffsetDateTime until,
      Integer limit,
      String cursor) {}

  public record AuditEntry(
      UUID id,
      OffsetDateTime at,
      UUID actorId,
      String actorName,
      Set<Role> actorRoles,
      String operation,
      AuditKind kind,
      String outcome,
      List<UUID> patientIds,
      UUID resourceId,
      String address,
      String node,
      String requestId,
      AuditPurpose purpose) {

    @Override
    public String toString() {
      return "AuditEntry[" + id + "]";
    }
  }

  public record AuditEntryPage(List<AuditEntry> items, String next) {}

  public record ListPatientAccesses(UUID patientId, Integer limit, String cursor) {}

  /**
   * @param name of the member of staff; null if the account does not exist
   */
  public record Access(
      UUID id,
      OffsetDateTime at,
      String name,
      Set<Role> roles,
      Part part,
      AuditKind kind,
      AuditPurpose purpose) {

    @Override
    public String toString() {
      return "Access[" + id + "]";
    }
  }

  public record AccessPage(List<Access> items, String next) {}

  private AuditApi() {}
}
