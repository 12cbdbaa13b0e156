package io.clinibus.web.live.socket;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** The user of a socket, from an access token. Times are epoch milliseconds. */
public record Person(
    UUID userId, Set<Role> roles, UUID patientId, UUID doctorId, long issuedAt, long expiresAt) {

  /** Whether this is the same user with the same rights. */
  boolean isAsBefore(Person before) {
    return userId.equals(before.userId)
        && roles.equals(before.roles)
        && java.util.Objects.equals(patientId, before.patientId)
        && java.util.Objects.equals(doctorId, before.doctorId);
  }

  Caller caller(String address, Instant deadline) {
    return new Caller(userId, roles, patientId, doctorId, "live", address, deadline);
  }
}
