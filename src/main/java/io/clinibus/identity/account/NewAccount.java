package io.clinibus.identity.account;

import io.clinibus.bus.Role;
import java.util.Set;
import java.util.UUID;

/**
 * An account to be created.
 *
 * @param passwordHash null for an invited person
 */
public record NewAccount(
    UUID id,
    String email,
    String name,
    Set<Role> roles,
    UUID patientId,
    UUID doctorId,
    String passwordHash) {

  @Override
  public String toString() {
    return "NewAccount[" + id + "]";
  }
}
