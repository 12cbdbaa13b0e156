package io.clinibus.web.security;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of a valid access token. Times are epoch milliseconds.
 *
 * @param authenticatedAt when the user has last authenticated
 */
public record AuthenticatedUser(
    UUID userId,
    Set<Role> roles,
    UUID patientId,
    UUID doctorId,
    long authenticatedAt,
    long issuedAt,
    long expiresAt) {

  /** Whether this is the same user with the same rights. */
  public boolean hasSameRights(AuthenticatedUser other) {
    return userId.equals(other.userId)
        && roles.equals(other.roles)
        && Objects.equals(patientId, other.patientId)
        && Objects.equals(doctorId, other.doctorId);
  }

  /** Whether the user works for the clinic. */
  public boolean isStaff() {
    return roles.stream().anyMatch(role -> role != Role.PATIENT);
  }

  public Caller caller(String requestId, String address, Instant deadline) {
    return new Caller(userId, roles, patientId, doctorId, requestId, address, deadline);
  }
}
