package io.clinibus.identity.credential;

import java.time.Instant;
import java.util.Set;

/**
 * When and how the user of a session has authenticated.
 *
 * @param at the latest time
 * @param methods all since the session was opened
 */
public record SignIn(Instant at, Set<SignInMethod> methods) {

  public boolean hasSecondFactor() {
    return methods.stream().anyMatch(SignInMethod::isSecondFactor);
  }
}
