package io.clinibus.identity.credential;

import io.clinibus.bus.Role;
import io.clinibus.identity.api.UsersApi.User;

/**
 * Who needs a second factor.
 *
 * @param staff whether all staff do
 */
public record SecondFactorRule(boolean staff) {

  public boolean isRequired(User user) {
    return staff && user.roles().stream().anyMatch(role -> role != Role.PATIENT);
  }

  /** Whether a session must not be used before its user has a second factor. */
  public boolean isMissing(User user, SignIn signIn) {
    return isRequired(user) && !signIn.hasSecondFactor();
  }
}
