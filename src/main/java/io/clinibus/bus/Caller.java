package io.clinibus.bus;

import java.time.Instant;
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
 */
public record Caller(
    UUID userId,
    Set<Role> roles,
    UUID patientId,
    UUID doctorId,
    String requestId,
    String address,
    Instant deadline) {

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
