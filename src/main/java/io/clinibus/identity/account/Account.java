package io.clinibus.identity.account;

import io.clinibus.identity.api.UsersApi.User;

/**
 * A user with the password hash.
 *
 * @param passwordHash Argon2id in PHC string format, or null until a password has been set
 */
public record Account(User user, String passwordHash) {

  @Override
  public String toString() {
    return "Account[" + user + "]";
  }
}
