package io.clinibus.prescriptions.dosage;

import io.clinibus.bus.Caller;
import io.clinibus.prescriptions.api.DosageApi.DescribeDosage;
import io.clinibus.prescriptions.api.DosageApi.DosageDescription;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Optional;

/** Computes what follows from a dosage while it is being entered. */
public final class Dosages {

  private Dosages() {}

  /** {@code INVALID_REQUEST} naming what is wrong. */
  public static Future<DosageDescription> describe(DescribeDosage wanted, Caller caller) {
    DosageRules.check(wanted.dosage(), "/dosage");
    Optional<BigDecimal> quantity = DosageQuantity.of(wanted.dosage());
    DosageTerms terms = DosageTerms.of(wanted.language());
    return Future.succeededFuture(
        new DosageDescription(
            DosageSentence.of(wanted.dosage(), wanted.language()),
            quantity.orElse(null),
            quantity.map(needed -> terms.amount(needed, wanted.dosage().unit())).orElse(null)));
  }
}
