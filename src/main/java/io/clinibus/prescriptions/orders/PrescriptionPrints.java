package io.clinibus.prescriptions.orders;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.Failure;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintablePrescription;
import io.clinibus.prescriptions.dosage.DosageSentence;
import io.clinibus.prescriptions.dosage.DosageTerms;
import io.vertx.core.Future;

/** The content of signed prescriptions for those who print them. */
public final class PrescriptionPrints {

  private final PrescriptionReads reads;
  private final PrescriptionRepository repository;
  private final PrescriptionSeal seal;

  public PrescriptionPrints(
      PrescriptionReads reads, PrescriptionRepository repository, PrescriptionSeal seal) {
    this.reads = reads;
    this.repository = repository;
    this.seal = seal;
  }

  /** {@code NOT_FOUND} for a draft. */
  public Future<PrintablePrescription> get(GetPrintablePrescription wanted, Caller caller) {
    return reads
        .seen(PrescriptionsApi.GET_PRINTABLE, wanted.prescriptionId(), caller)
        .compose(
            stored -> {
              if (stored.isDraft()) {
                throw Failure.notFound("signed prescription");
              }
              var content = seal.content(stored);
              var printed = repository.printed(stored);
              return Future.all(content, printed)
                  .map(
                      done ->
                          printable(stored, content.result(), printed.result(), wanted.language()));
            });
  }

  private static PrintablePrescription printable(
      StoredPrescription stored,
      PrescriptionContent content,
      PrescriptionRows.Printed printed,
      Language language) {
    DosageTerms terms = DosageTerms.of(language);
    return new PrintablePrescription(
        stored.id(),
        stored.patientId(),
        stored.status(),
        printed.patient(),
        printed.prescriber(),
        printed.clinic(),
        content.medication(),
        terms.form(content.medication().form()),
        terms.amount(content.quantity(), content.dosage().unit()),
        DosageSentence.of(content.dosage(), language),
        content.substitution(),
        content.substitutionNote(),
        stored.repeats(),
        stored.validUntil(),
        PrescriptionSeal.local(stored.signedAt(), stored.zone()));
  }
}
