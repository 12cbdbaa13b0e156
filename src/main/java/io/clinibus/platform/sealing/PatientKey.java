package io.clinibus.platform.sealing;

import com.google.crypto.tink.Aead;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;

/**
 * The key of one patient: AES-256-GCM with a random nonce. Sealing and opening a few kilobytes take
 * microseconds; larger data belongs on a worker thread.
 */
public final class PatientKey {

  private final UUID patientId;
  private final Aead aead;

  PatientKey(UUID patientId, Aead aead) {
    this.patientId = patientId;
    this.aead = aead;
  }

  public UUID patientId() {
    return patientId;
  }

  public byte[] seal(SealedPlace place, byte[] clear) {
    try {
      return aead.encrypt(clear, place.associatedData(patientId));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("data not sealed", e);
    }
  }

  public byte[] seal(SealedPlace place, String clear) {
    return seal(place, clear.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws UnreadableSeal if it was not sealed by this key for this place, or has been changed
   */
  public byte[] open(SealedPlace place, byte[] sealed) {
    try {
      return aead.decrypt(sealed, place.associatedData(patientId));
    } catch (GeneralSecurityException e) {
      throw new UnreadableSeal(place);
    }
  }

  public String openText(SealedPlace place, byte[] sealed) {
    return new String(open(place, sealed), StandardCharsets.UTF_8);
  }
}
