package io.clinibus.platform.sealing;

import java.util.UUID;

/**
 * A patient's key, wrapped by a key of the clinic.
 *
 * @param wrappedBy the id of the clinic's key
 */
public record WrappedKey(UUID patientId, String wrappedBy, byte[] bytes) {

  @Override
  public String toString() {
    return "WrappedKey[" + patientId + ", " + wrappedBy + "]";
  }
}
