package io.clinibus.testing;

import io.clinibus.identity.credential.PasswordHasher;

/**
 * Hashes passwords at the least cost that Argon2id allows, for tests about something else than this
 * cost. A node verifies its hashes as quickly, as a hash contains its parameters.
 */
public class QuickHasher extends PasswordHasher {

  private static final int MEMORY_KIB = 8;

  public QuickHasher() {
    super(MEMORY_KIB, 1);
  }
}
