package io.clinibus.documents.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.documents.api.DocumentsApi.Document;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Letters of doctors about patients, and their confirmation by anybody who holds one. */
public final class LettersApi {

  public static final Operation<CreateLetter, Document> CREATE_LETTER =
      Operation.command("documents.createLetter", CreateLetter.class, Document.class)
          .audited(AuditKind.CHANGE)
          .asking(CreateLetter::patientId);

  public static final Operation<VerifyLetter, LetterConfirmation> VERIFY_LETTER =
      Operation.query("documents.verifyLetter", VerifyLetter.class, LetterConfirmation.class)
          .notAudited("who has issued a letter and when, for anyone who holds it; nobody's data");

  public enum LetterKind {
    VISIT_SUMMARY,
    REFERRAL,
    SICK_NOTE,
    PRESCRIPTION
  }

  /** A part of a signed encounter that a summary can have. */
  public enum EncounterPart {
    REASON,
    FINDINGS,
    DIAGNOSES,
    ASSESSMENT,
    PLAN,
    /** Those that are still valid. */
    PRESCRIPTIONS,
    /** Addenda and corrections. */
    ADDENDA
  }

  public enum LetterState {
    VALID,
    /** The clinic has withdrawn it. */
    REVOKED
  }

  /**
   * @param language null for the patient's
   * @param parts what a summary takes from the encounter; null for none
   * @param prescriptionId of a letter that prints a prescription; null otherwise
   * @param recipient of a referral
   * @param from first day of a sick note
   * @param until last day of a sick note, inclusive
   * @param released whether the patient can read it at once; null for yes
   */
  public record CreateLetter(
      UUID patientId,
      LetterKind kind,
      Language language,
      UUID appointmentId,
      UUID encounterId,
      List<EncounterPart> parts,
      UUID prescriptionId,
      String recipient,
      String text,
      LocalDate from,
      LocalDate until,
      Boolean released) {

    public CreateLetter {
      parts = parts == null ? List.of() : List.copyOf(parts);
    }

    @Override
    public String toString() {
      return "CreateLetter[" + patientId + ", " + kind + "]";
    }
  }

  public record VerifyLetter(String code) {

    @Override
    public String toString() {
      return "VerifyLetter[…]";
    }
  }

  /** Nothing about the patient, and not what kind of letter it is. */
  public record LetterConfirmation(
      LetterState state, String clinic, String doctor, OffsetDateTime issuedAt) {}

  private LettersApi() {}
}
