package io.clinibus.patients.emergency;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import java.util.UUID;

/**
 * What is written about an access, and sealed.
 *
 * @param reason of the doctor
 * @param note of the review; null before
 */
record EmergencyTexts(String reason, String note) {

  /** As it is stated for copies. */
  private static final String COLUMN = "patients.emergency_access.sealed";

  static EmergencyTexts of(String reason) {
    return new EmergencyTexts(reason, null);
  }

  EmergencyTexts with(String written) {
    return new EmergencyTexts(reason, written);
  }

  byte[] seal(PatientKey key, UUID id, long version) {
    try {
      return key.seal(place(id, version), Json.MAPPER.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static EmergencyTexts open(PatientKey key, UUID id, long version, byte[] sealed) {
    try {
      return Json.MAPPER.readValue(key.openText(place(id, version), sealed), EmergencyTexts.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("sealed texts unreadable", e);
    }
  }

  private static SealedPlace place(UUID id, long version) {
    return new SealedPlace(COLUMN, id, version);
  }

  @Override
  public String toString() {
    return "EmergencyTexts[…]";
  }
}
