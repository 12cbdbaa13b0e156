package io.clinibus.prescriptions.orders;

import io.clinibus.prescriptions.api.PrescriptionStatus;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A prescription as it is stored; the parts that are sealed are opened by {@link PrescriptionSeal}.
 *
 * @param sealedFor the patient whose key has sealed it
 * @param endReason null unless it has been ended with a reason
 * @param restricted whether the patient keeps its encounter from other doctors
 * @param zone the clinic's
 */
record StoredPrescription(
    UUID id,
    UUID patientId,
    UUID sealedFor,
    UUID doctorId,
    String doctorName,
    UUID encounterId,
    PrescriptionStatus status,
    Sealed content,
    Sealed endReason,
    int repeats,
    LocalDate validUntil,
    UUID renews,
    Instant createdAt,
    Instant signedAt,
    Instant endedAt,
    long version,
    boolean restricted,
    ZoneId zone) {

  /**
   * @param version the version of the row for which it was sealed
   */
  record Sealed(byte[] bytes, long version) {}

  boolean isDraft() {
    return status == PrescriptionStatus.DRAFT;
  }

  @Override
  public String toString() {
    return "StoredPrescription[" + id + "]";
  }
}
