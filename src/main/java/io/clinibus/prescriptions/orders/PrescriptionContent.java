package io.clinibus.prescriptions.orders;

import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescribedMedication;
import java.math.BigDecimal;

/** What is sealed of a prescription; its JSON is the canonical form. */
record PrescriptionContent(
    PrescribedMedication medication,
    Dosage dosage,
    BigDecimal quantity,
    String reason,
    boolean substitution,
    String substitutionNote) {

  /** Of a prescription that cannot be read. */
  static final PrescriptionContent NONE =
      new PrescriptionContent(null, null, null, null, false, null);

  @Override
  public String toString() {
    return "PrescriptionContent[…]";
  }
}
