package io.clinibus.documents.letters;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Language;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.EncounterPart;
import io.clinibus.documents.letters.LetterRepository.SignedPrescription;
import io.clinibus.prescriptions.api.PrescriptionStatus;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.GetPrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptions;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintablePrescription;
import io.clinibus.records.api.CodesApi;
import io.clinibus.records.api.CodesApi.NameDiagnoses;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Asks other domains for what was signed and a letter is about, as the author may read it. */
final class LetterSources {

  private final Bus bus;
  private final LetterRepository repository;

  LetterSources(Bus bus, LetterRepository repository) {
    this.bus = bus;
    this.repository = repository;
  }

  /**
   * What a letter is about.
   *
   * @param encounter whose parts it has; null for none
   * @param prescriptions of the encounter, if the letter lists them
   * @param prescription null for none
   * @param printed what the prescription says; null for none
   */
  record Source(
      Encounter encounter,
      List<Prescription> prescriptions,
      SignedPrescription prescription,
      PrintablePrescription printed) {

    static final Source NONE = new Source(null, List.of(), null, null);

    @Override
    public String toString() {
      return "Source[…]";
    }
  }

  /**
   * @return {@code INVALID_REQUEST} for an encounter that is not signed, or that the author may not
   *     read, and for a prescription that is not the patient's or not valid; {@code
   *     UNREADABLE_SEAL} for what was damaged
   */
  Future<Source> of(CreateLetter request, Language language, Caller author) {
    if (request.prescriptionId() != null) {
      return prescription(request, language, author);
    }
    return request.parts().isEmpty()
        ? Future.succeededFuture(Source.NONE)
        : encounter(request, language, author);
  }

  private Future<Source> encounter(CreateLetter request, Language language, Caller author) {
    return bus.request(
            EncountersApi.GET_ENCOUNTER, new GetEncounter(request.encounterId(), null), author)
        .recover(cause -> Future.failedFuture(isUnreadable(cause) ? notSigned() : cause))
        .compose(
            encounter -> {
              if (encounter.status() != EncounterStatus.FINISHED) {
                throw notSigned();
              }
              return prescriptions(request, language, author)
                  .compose(
                      prescriptions ->
                          named(request, encounter, language, author)
                              .map(named -> new Source(named, prescriptions, null, null)));
            });
  }

  /** An encounter whose coded diagnoses are named in the letter's language, if it has them. */
  private Future<Encounter> named(
      CreateLetter request, Encounter encounter, Language language, Caller author) {
    var note = encounter.note();
    return request.parts().contains(EncounterPart.DIAGNOSES)
        ? bus.request(
                CodesApi.NAME_DIAGNOSES, new NameDiagnoses(note.diagnoses(), language), author)
            .map(named -> encounter.with(note.with(named.items())))
        : Future.succeededFuture(encounter);
  }

  private Future<List<Prescription>> prescriptions(
      CreateLetter request, Language language, Caller author) {
    List<Prescription> all = new ArrayList<>();
    return request.parts().contains(EncounterPart.PRESCRIPTIONS)
        ? addPages(request, language, author, null, all)
        : Future.succeededFuture(all);
  }

  private Future<List<Prescription>> addPages(
      CreateLetter request,
      Language language,
      Caller author,
      String cursor,
      List<Prescription> all) {
    var wanted =
        new ListPrescriptions(
            request.patientId(),
            request.encounterId(),
            PrescriptionStatus.ACTIVE,
            language,
            null,
            cursor);
    return bus.request(PrescriptionsApi.LIST_PRESCRIPTIONS, wanted, author)
        .compose(
            page -> {
              if (page.items().stream().anyMatch(one -> one.unreadable() != null)) {
                throw Failure.of(CommonFailures.UNREADABLE_SEAL);
              }
              all.addAll(page.items());
              return page.next() == null
                  ? Future.succeededFuture(all)
                  : addPages(request, language, author, page.next(), all);
            });
  }

  private Future<Source> prescription(CreateLetter request, Language language, Caller author) {
    return repository
        .prescription(request.prescriptionId(), request.patientId())
        .compose(
            signed ->
                bus.request(
                        PrescriptionsApi.GET_PRINTABLE,
                        new GetPrintablePrescription(request.prescriptionId(), language),
                        author)
                    .map(printed -> new Source(null, List.of(), signed, printed)));
  }

  private static boolean isUnreadable(Throwable cause) {
    return cause instanceof Failure failure
        && (failure.is(CommonFailures.NOT_FOUND) || failure.is(CommonFailures.FORBIDDEN));
  }

  private static Failure notSigned() {
    return Failure.invalid(
        CommonFieldErrors.NOT_FOUND.at("/encounterId", "is no signed encounter of this patient"));
  }
}
