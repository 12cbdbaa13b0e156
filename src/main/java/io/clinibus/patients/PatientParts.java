package io.clinibus.patients;

import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import java.util.List;

/**
 * The data of a patient, by part.
 *
 * @param insurance null if unknown
 * @param medicalHistory null if it was not opened; its lists are never null
 */
record PatientParts(
    Identity identity, Contact contact, Insurance insurance, MedicalHistory medicalHistory) {

  PatientParts {
    medicalHistory = medicalHistory == null ? null : complete(medicalHistory);
  }

  /** A new patient, without a medical history. */
  static PatientParts of(PatientDetails details) {
    return new PatientParts(null, null, null, null).with(details);
  }

  /** The same history with other details. */
  PatientParts with(PatientDetails details) {
    return new PatientParts(
        new Identity(
            details.givenName(),
            details.familyName(),
            details.birthDate(),
            details.sex(),
            details.identifier()),
        new Contact(
            details.phone(), details.email(), details.address(), details.emergencyContact()),
        details.insurance(),
        medicalHistory);
  }

  PatientParts with(Contact other) {
    return new PatientParts(identity, other, insurance, medicalHistory);
  }

  PatientParts with(MedicalHistory other) {
    return new PatientParts(identity, contact, insurance, other);
  }

  /** The same patient with the part that a proposal states. */
  PatientParts with(ProposalDetails proposed) {
    return new PatientParts(
        proposed.identity() == null ? identity : proposed.identity(),
        contact,
        proposed.insurance() == null ? insurance : proposed.insurance(),
        proposed.medicalHistory() == null ? medicalHistory : proposed.medicalHistory());
  }

  Record get(PatientPart part) {
    return switch (part) {
      case IDENTITY -> identity;
      case CONTACT -> contact;
      case INSURANCE -> insurance;
      case MEDICAL_HISTORY -> medicalHistory;
    };
  }

  /** Replaces absent lists of a history by empty ones. */
  static MedicalHistory complete(MedicalHistory history) {
    return new MedicalHistory(
        list(history.conditions()),
        list(history.allergies()),
        isNoneKnown(history) ? true : null,
        list(history.medication()));
  }

  /** A stated allergy prevails. */
  private static boolean isNoneKnown(MedicalHistory history) {
    return Boolean.TRUE.equals(history.noKnownAllergies()) && list(history.allergies()).isEmpty();
  }

  private static List<String> list(List<String> stated) {
    return stated == null ? List.of() : stated;
  }

  @Override
  public String toString() {
    return "PatientParts[…]";
  }
}
