package io.clinibus.identity;

import io.clinibus.identity.IdentityApi.User;

/**
 * A user with what proves who it is.
 *
 * @param passwordHash Argon2id in PHC string format, or null until a password has been chosen
 */
record Account(User user, String passwordHash) {

  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
