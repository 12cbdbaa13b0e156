package io.clinibus.bus;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.AuditPurpose;
import io.clinibus.bus.audit.AuditScope;
import io.clinibus.bus.audit.Auditor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The user on whose behalf a request is made, and its deadline. Sent with every request over the
 * bus.
 *
 * @param userId the signed-in user, or null for a visitor
 * @param roles the user's roles, empty for a visitor
 * @param patientId the user's patient record, or null
 * @param doctorId the user's doctor record, or null
 * @param requestId identifies the request in logs and answers, on every node
 * @param address the client's network address, or null for internal callers
 * @param deadline the instant at which the caller stops waiting; work not yet begun is skipped
 *     after it
 * @param audit the audit entry of the request that this node serves, or null; never sent
 */
public record Caller(
    UUID userId,
    Set<Role> roles,
    UUID patientId,
    UUID doctorId,
    String requestId,
    String address,
    Instant deadline,
    @JsonIgnore AuditScope audit) {

  /**
   * The request id of reads for live topics, whose audit entries the live updates write. No client
   * can choose it.
   */
  public static final String LIVE_READS = "live:reads";

  public Caller(
      UUID userId,
      Set<Role> roles,
      UUID patientId,
      UUID doctorId,
      String requestId,
      String address,
      Instant deadline) {
    this(userId, roles, patientId, doctorId, requestId, address, deadline, null);
  }

  /** A visitor: not signed in. */
  public static Caller visitor(String requestId, String address, Instant deadline) {
    return new Caller(null, Set.of(), null, null, requestId, address, deadline);
  }

  /** The system itself, with an administrator's rights. */
  public static Caller system(String requestId, Instant deadline) {
    return new Caller(null, Set.of(Role.ADMIN), null, null, requestId, null, deadline);
  }

  /** The same caller with a deadline no later than the given one. */
  public Caller until(Instant earlier) {
    return new Caller(userId, roles, patientId, doctorId, requestId, address, earlier);
  }

  /** The same caller, while this node serves a request; null for no entry. */
  Caller with(AuditScope scope) {
    return scope == audit
        ? this
        : new Caller(userId, roles, patientId, doctorId, requestId, address, deadline, scope);
  }

  /** Whether entries of this caller's requests are written by who serves them. */
  boolean isAudited() {
    return !isSystem() && !requestId.equals(LIVE_READS);
  }

  private boolean isSystem() {
    return userId == null && has(Role.ADMIN);
  }

  /**
   * An audit entry of this caller, about no patient yet.
   *
   * @param resourceId what the request names, or null
   */
  public AuditEntry entry(String operation, AuditKind kind, UUID resourceId, Auditor auditor) {
    return new AuditEntry(
        userId,
        roles.stream().map(Role::name).sorted().toList(),
        operation,
        kind,
        AuditEntry.DONE,
        List.of(),
        resourceId,
        address,
        auditor.node(),
        requestId,
        purpose(kind));
  }

  /** The widest of the user's roles allows it. */
  private AuditPurpose purpose(AuditKind kind) {
    if (kind != AuditKind.READ && kind != AuditKind.CHANGE) {
      return null;
    }
    if (isFrontDesk()) {
      return AuditPurpose.ADMINISTRATION;
    }
    if (hasAny(Role.DOCTOR, Role.PHARMACIST)) {
      return AuditPurpose.TREATMENT;
    }
    if (has(Role.PRIVACY_OFFICER)) {
      return AuditPurpose.ADMINISTRATION;
    }
    return has(Role.PATIENT) ? AuditPurpose.OWN_DATA : null;
  }

  /** The request that is being served turns out to be about a patient; null is none. */
  public void concerns(UUID patient) {
    if (audit != null && patient != null) {
      audit.concerns(patient);
    }
  }

  /** The caller may do this only because the record was opened in an emergency. */
  public void isInEmergency() {
    if (audit != null) {
      audit.inEmergency();
    }
  }

  /** The request that is being served names nobody who exists: its refusal is not recorded. */
  public void isAboutNobody() {
    if (audit != null) {
      audit.aboutNobody();
    }
  }

  /** The request that is being served turns out to be about an account, of a patient or not. */
  public void isAbout(UUID account, UUID patient) {
    isAbout(account);
    concerns(patient);
  }

  /** The request that is being served turns out to be about a resource. */
  public void isAbout(UUID resource) {
    if (audit != null) {
      audit.about(resource);
    }
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public boolean hasAny(Role... wanted) {
    for (Role role : wanted) {
      if (roles.contains(role)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the user works for the clinic. */
  public boolean isStaff() {
    return userId != null && roles.stream().anyMatch(role -> role != Role.PATIENT);
  }

  /** Front-desk rights: receptionists and administrators. */
  public boolean isFrontDesk() {
    return hasAny(Role.RECEPTIONIST, Role.ADMIN);
  }

  public boolean isPatient(UUID id) {
    return patientId != null && patientId.equals(id);
  }

  public boolean isDoctor(UUID id) {
    return doctorId != null && doctorId.equals(id);
  }
}
