package io.clinibus.identity.account;

import io.clinibus.identity.api.IdentityApi.User;

/**
 * A user with what proves who it is.
 *
 * @param passwordHash Argon2id in PHC string format, or null until a password has been chosen
 */
public record Account(User user, String passwordHash) {

  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
