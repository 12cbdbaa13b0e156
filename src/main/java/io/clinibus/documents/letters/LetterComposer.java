package io.clinibus.documents.letters;

import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.documents.api.LettersApi.CreateLetter;
import io.clinibus.documents.api.LettersApi.EncounterPart;
import io.clinibus.documents.letters.LetterContent.Issuer;
import io.clinibus.documents.letters.LetterContent.Part;
import io.clinibus.documents.letters.LetterContent.Row;
import io.clinibus.documents.letters.LetterRepository.PatientDetails;
import io.clinibus.documents.letters.LetterRepository.People;
import io.clinibus.documents.letters.LetterSources.Source;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescribedMedication;
import io.clinibus.prescriptions.api.PrescriptionsApi.Prescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintablePrescription;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintedPatient;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrintedPrescriber;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterEntry;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes what a letter says. What a prescription says is what was signed, and nothing else. */
final class LetterComposer {

  private final LetterTexts texts;
  private final Source source;

  LetterComposer(LetterTexts texts, Source source) {
    this.texts = texts;
    this.source = source;
  }

  /** Who signs: of a prescription its prescriber. */
  Issuer issuer(People people) {
    if (source.printed() == null) {
      return new Issuer(people.doctor(), people.specialization());
    }
    PrintedPrescriber prescriber = source.printed().prescriber();
    return new Issuer(name(prescriber), qualification(prescriber));
  }

  /** About whom it is; a prescription states names in full. */
  List<Row> patient(People people) {
    if (source.printed() == null) {
      return rows(row("patient", people.patient()), row("birthDate", date(people.birthDate())));
    }
    PrintedPatient patient = source.printed().patient();
    return rows(
        row("familyName", patient.familyName()),
        row("givenName", patient.givenName()),
        row("birthDate", date(patient.birthDate())));
  }

  /** What is recorded of the patient, for a clinic's own forms. */
  List<Row> details(People people) {
    PatientDetails patient = people.details();
    return rows(
        value("patient", people.patient()),
        value("familyName", patient.familyName()),
        value("givenName", patient.givenName()),
        value("birthDate", date(people.birthDate())),
        value("sex", patient.sex() == null ? null : texts.text("sex." + patient.sex())),
        value("number", patient.number()),
        value("phone", patient.phone()),
        value("address", patient.address()),
        value("insurance.provider", patient.insurance()),
        value("insurance.number", patient.insuranceNumber()),
        value("insurance.validUntil", date(patient.insuredUntil())));
  }

  List<Part> parts(CreateLetter request) {
    String text = request.text() == null ? "" : request.text();
    return switch (request.kind()) {
      case SICK_NOTE ->
          List.of(
              new Part(
                  null,
                  rows(
                      row("sick.from", date(request.from())),
                      row("sick.until", date(request.until()))),
                  texts.text("sick.statement") + "\n" + text));
      case REFERRAL -> List.of(new Part(texts.text("referral.reason"), List.of(), text));
      case VISIT_SUMMARY -> summary(request.parts(), text);
      case PRESCRIPTION -> prescription(source.printed());
    };
  }

  private List<Part> summary(List<EncounterPart> wanted, String text) {
    List<Part> parts = new ArrayList<>();
    Encounter encounter = source.encounter();
    if (encounter != null) {
      List<Part> chosen = chosen(wanted, encounter);
      if (chosen.isEmpty() && text.isBlank()) {
        throw Failure.invalid(
            CommonFieldErrors.REQUIRED.at("/parts", "say nothing in this encounter"));
      }
      parts.add(
          new Part(
              null,
              rows(
                  row("summary.visit", date(encounter.start().toLocalDate())),
                  row("summary.doctor", encounter.doctorName())),
              ""));
      parts.addAll(chosen);
    }
    if (!text.isBlank()) {
      parts.add(new Part(texts.text("summary.text"), List.of(), text));
    }
    return parts;
  }

  /** In the order of a note, whatever the order of the request. */
  private List<Part> chosen(List<EncounterPart> wanted, Encounter encounter) {
    return Stream.of(EncounterPart.values())
        .filter(wanted::contains)
        .map(part -> new Part(texts.text("summary." + part), List.of(), text(part, encounter)))
        .filter(part -> !part.text().isBlank())
        .toList();
  }

  private String text(EncounterPart part, Encounter encounter) {
    var note = encounter.note();
    return switch (part) {
      case REASON -> note.reason();
      case FINDINGS -> note.objective();
      case DIAGNOSES ->
          note.diagnoses().stream().map(this::diagnosis).collect(Collectors.joining("\n"));
      case ASSESSMENT -> note.assessment();
      case PLAN -> note.plan();
      case PRESCRIPTIONS ->
          source.prescriptions().stream()
              .map(LetterComposer::prescribed)
              .collect(Collectors.joining("\n"));
      case ADDENDA ->
          encounter.entries().stream().map(this::addendum).collect(Collectors.joining("\n"));
    };
  }

  private String diagnosis(Diagnosis diagnosis) {
    String code = diagnosis.code() == null ? "" : " (" + diagnosis.code() + ")";
    String certainty =
        diagnosis.certainty() == Certainty.PROVISIONAL
            ? ", " + texts.text("summary.provisional")
            : "";
    return diagnosis.text() + code + certainty;
  }

  private static String prescribed(Prescription prescription) {
    PrescribedMedication medication = prescription.medication();
    return joined(" ", medication.name(), medication.strength()) + ": " + prescription.sentence();
  }

  private String addendum(EncounterEntry entry) {
    return date(entry.createdAt().toLocalDate()) + ": " + entry.text();
  }

  /** Annex of Implementing Directive 2012/52/EU. */
  private List<Part> prescription(PrintablePrescription printed) {
    PrescribedMedication medication = printed.medication();
    PrintedPrescriber prescriber = printed.prescriber();
    return List.of(
        new Part(
            texts.text("prescription.medication"),
            rows(
                row("prescription.name", medication.name()),
                row("prescription.substances", String.join(", ", medication.substances())),
                row("prescription.strength", medication.strength()),
                row("prescription.form", printed.form()),
                row("prescription.quantity", printed.quantity()),
                row("prescription.dosage", printed.sentence()),
                row("prescription.substitution", substitution(printed)),
                row("prescription.repeats", Integer.toString(printed.repeats())),
                row("prescription.signed", date(printed.signedAt().toLocalDate())),
                row("prescription.validUntil", date(printed.validUntil()))),
            ""),
        new Part(
            texts.text("prescription.prescriber"),
            rows(
                row(
                    "prescription.prescriberName",
                    joined(", ", prescriber.familyName(), prescriber.givenName())),
                row("prescription.qualification", qualification(prescriber)),
                row("prescription.contact", joined(", ", prescriber.email(), prescriber.phone())),
                row(
                    "prescription.address",
                    joined(", ", printed.clinic().name(), printed.clinic().address()))),
            ""));
  }

  private String substitution(PrintablePrescription printed) {
    String rule = texts.text("prescription.substitution." + printed.substitution());
    return printed.substitutionNote().isBlank() ? rule : rule + "\n" + printed.substitutionNote();
  }

  private static String name(PrintedPrescriber prescriber) {
    return joined(" ", prescriber.title(), prescriber.givenName(), prescriber.familyName());
  }

  private static String qualification(PrintedPrescriber prescriber) {
    return joined(
        ", ", prescriber.specialization(), String.join(", ", prescriber.qualifications()));
  }

  private static String joined(String separator, String... parts) {
    return Stream.of(parts)
        .filter(part -> part != null && !part.isBlank())
        .collect(Collectors.joining(separator));
  }

  private String date(LocalDate date) {
    return date == null ? "" : texts.date(date);
  }

  private Row row(String key, String value) {
    return new Row(key, texts.text(key), value == null ? "" : value);
  }

  /** A row without a name. */
  private static Row value(String key, String value) {
    return new Row(key, "", value == null ? "" : value);
  }

  /** Without those that say nothing. */
  private static List<Row> rows(Row... all) {
    return Stream.of(all).filter(row -> !row.value().isBlank()).toList();
  }
}
