package io.clinibus.identity.credential;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.UsersApi.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How long a member of staff may do nothing before a session ends.
 *
 * @param duration zero for no limit
 */
public record IdleLimit(Duration duration) {

  /** The limit of a user; empty for patients, who use devices of their own. */
  public Optional<Duration> of(User user) {
    boolean staff = user.roles().stream().anyMatch(role -> role != Role.PATIENT);
    return staff && !duration.isZero() ? Optional.of(duration) : Optional.empty();
  }

  public boolean isExceeded(User user, Instant activeAt, Instant at) {
    return of(user).filter(limit -> !at.isBefore(activeAt.plus(limit))).isPresent();
  }
}
