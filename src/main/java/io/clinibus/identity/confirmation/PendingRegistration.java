package io.clinibus.identity.confirmation;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A registration whose e-mail address is not confirmed yet.
 *
 * @param id of its link
 */
public record PendingRegistration(
    UUID id,
    String email,
    String passwordHash,
    String givenName,
    String familyName,
    LocalDate birthDate,
    String phone) {

  public String name() {
    return (givenName.strip() + " " + familyName.strip()).strip();
  }

  @Override
  public String toString() {
    return "PendingRegistration[" + id + "]";
  }
}
