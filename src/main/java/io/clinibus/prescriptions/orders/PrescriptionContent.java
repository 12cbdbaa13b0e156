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

  @Override
  public String toString() {
    return "PrescriptionContent[…]";
  }
}
