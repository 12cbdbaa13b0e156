package io.clinibus.bus.audit;

import java.util.List;
import java.util.UUID;

/**
 * An entry of the audit trail: who did what, with which outcome, to whose data. The database adds
 * the time. Without clinical data and names.
 *
 * @param actorId the signed-in user, or null for a visitor
 * @param actorRoles names of the user's roles
 * @param operation {@code domain.operation}, or {@code live.} and the kind of a live topic
 * @param outcome {@value #DONE}, or the slug of the problem with which it was refused
 * @param patientIds the patients whose data was shown or changed
 * @param resourceId what the request named, such as an appointment or account; may be null
 * @param address the client's network address, or null
 * @param node the node that served the request
 * @param requestId identifies the request in logs
 * @param purpose null for refusals, and for entries that are not about data of patients
 */
public record AuditEntry(
    UUID actorId,
    List<String> actorRoles,
    String operation,
    AuditKind kind,
    String outcome,
    List<UUID> patientIds,
    UUID resourceId,
    String address,
    String node,
    String requestId,
    AuditPurpose purpose) {

  public static final String DONE = "done";

  /** The same entry with the slug of the problem with which it was refused. */
  public AuditEntry refused(String problem) {
    return new AuditEntry(
        actorId,
        actorRoles,
        operation,
        kind,
        problem,
        patientIds,
        resourceId,
        address,
        node,
        requestId,
        null);
  }

  /** The same entry about other patients. */
  public AuditEntry of(List<UUID> patients) {
    return new AuditEntry(
        actorId,
        actorRoles,
        operation,
        kind,
        outcome,
        patients,
        resourceId,
        address,
        node,
        requestId,
        purpose);
  }
}
