package io.clinibus.identity.confirmation;

import java.time.LocalDate;
import java.util.UUID;

/**
 * A registration whose e-mail address is not confirmed yet.
 *
 * @param id from which its code is computed
 * @param confirmable whether a code was mailed
 */
public record PendingRegistration(
    UUID id,
    String email,
    String givenName,
    String familyName,
    LocalDate birthDate,
    String phone,
    boolean confirmable) {

  public String name() {
    return (givenName.strip() + " " + familyName.strip()).strip();
  }

  @Override
  public String toString() {
    return "PendingRegistration[" + id + "]";
  }
}
