package io.clinibus.prescriptions.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.Language;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.prescriptions.api.DosageApi.Dosage;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationForm;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * Public API of prescriptions. To sign those of an encounter with it, ask {@link #CHECK_ENCOUNTER}
 * and then call {@code prescriptions.sign_of_encounter} in the transaction.
 */
public final class PrescriptionsApi {

  public static final Operation<ListPrescriptions, PrescriptionPage> LIST_PRESCRIPTIONS =
      Operation.query(
              "prescriptions.listPrescriptions", ListPrescriptions.class, PrescriptionPage.class)
          .audited(AuditKind.READ)
          .asking(ListPrescriptions::patientId);

  public static final Operation<GetPrescription, Prescription> GET_PRESCRIPTION =
      Operation.query("prescriptions.getPrescription", GetPrescription.class, Prescription.class)
          .audited(AuditKind.READ)
          .about(GetPrescription::prescriptionId)
          .showing(Prescription::patientId);

  public static final Operation<CreatePrescription, Prescription> CREATE_PRESCRIPTION =
      Operation.command(
              "prescriptions.createPrescription", CreatePrescription.class, Prescription.class)
          .audited(AuditKind.CHANGE)
          .asking(CreatePrescription::patientId);

  public static final Operation<UpdatePrescription, Prescription> UPDATE_PRESCRIPTION =
      Operation.command(
              "prescriptions.updatePrescription", UpdatePrescription.class, Prescription.class)
          .audited(AuditKind.CHANGE)
          .about(UpdatePrescription::prescriptionId)
          .showing(Prescription::patientId);

  public static final Operation<DeletePrescription, NoContent> DELETE_PRESCRIPTION =
      Operation.command(
              "prescriptions.deletePrescription", DeletePrescription.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .about(DeletePrescription::prescriptionId);

  public static final Operation<SignPrescription, Prescription> SIGN_PRESCRIPTION =
      Operation.command(
              "prescriptions.signPrescription", SignPrescription.class, Prescription.class)
          .audited(AuditKind.CHANGE)
          .about(SignPrescription::prescriptionId)
          .showing(Prescription::patientId);

  public static final Operation<CancelPrescription, Prescription> CANCEL_PRESCRIPTION =
      Operation.command(
              "prescriptions.cancelPrescription", CancelPrescription.class, Prescription.class)
          .audited(AuditKind.CHANGE)
          .about(CancelPrescription::prescriptionId)
          .showing(Prescription::patientId);

  public static final Operation<RenewPrescription, Prescription> RENEW_PRESCRIPTION =
      Operation.command(
              "prescriptions.renewPrescription", RenewPrescription.class, Prescription.class)
          .audited(AuditKind.CHANGE)
          .about(RenewPrescription::prescriptionId)
          .showing(Prescription::patientId);

  public static final Operation<GetPrintablePrescription, PrintablePrescription> GET_PRINTABLE =
      Operation.query(
              "prescriptions.getPrintablePrescription",
              GetPrintablePrescription.class,
              PrintablePrescription.class)
          .audited(AuditKind.READ)
          .about(GetPrintablePrescription::prescriptionId)
          .showing(PrintablePrescription::patientId);

  /** Which signed prescriptions a patient has, without what they say: for the live topic. */
  public static final Operation<ListPrescriptionVersions, PrescriptionVersions> LIST_VERSIONS =
      Operation.query(
              "prescriptions.listPrescriptionVersions",
              ListPrescriptionVersions.class,
              PrescriptionVersions.class)
          .audited(AuditKind.READ)
          .asking(ListPrescriptionVersions::patientId);

  /**
   * For the domain of encounters: whether the drafts of an encounter can be signed by the calling
   * doctor. {@code PRESCRIPTION_INCOMPLETE} otherwise.
   */
  public static final Operation<CheckEncounter, NoContent> CHECK_ENCOUNTER =
      Operation.query("prescriptions.checkEncounter", CheckEncounter.class, NoContent.class)
          .notAudited("states which data of the clinic, doctor and patient a prescription lacks");

  public static final Event<PrescriptionChanged> PRESCRIPTION_CHANGED =
      Event.of("prescriptions.prescription-changed", PrescriptionChanged.class);

  /** A prescription was signed or its status has changed afterwards. */
  public record PrescriptionChanged(
      UUID prescriptionId,
      UUID patientId,
      UUID doctorId,
      UUID encounterId,
      PrescriptionStatus status,
      long version,
      Instant at)
      implements Event.Versioned {

    @Override
    public UUID subject() {
      return prescriptionId;
    }
  }

  /** How a signed prescription is ended by a doctor. */
  public enum PrescriptionEnd {
    CANCELLED,
    STOPPED,
    ENTERED_IN_ERROR;

    public PrescriptionStatus status() {
      return PrescriptionStatus.valueOf(name());
    }
  }

  /** A medication as it was prescribed, whatever becomes of the catalogue. */
  public record PrescribedMedication(
      UUID id, String name, List<String> substances, String strength, MedicationForm form) {

    public PrescribedMedication {
      substances = List.copyOf(substances);
    }

    @Override
    public String toString() {
      return "PrescribedMedication[…]";
    }
  }

  /**
   * What is prescribed.
   *
   * @param quantity in the dosage's unit; null to take what the dosage needs
   * @param reason why; may be empty
   * @param substitution whether the pharmacy may give an equivalent product
   * @param substitutionNote why not; may be empty
   * @param repeats how often it may be dispensed again
   * @param validUntil the last day on which it may be dispensed; null for the clinic's period
   */
  public record PrescriptionDetails(
      UUID encounterId,
      UUID medicationId,
      Dosage dosage,
      BigDecimal quantity,
      String reason,
      boolean substitution,
      String substitutionNote,
      int repeats,
      LocalDate validUntil) {

    public PrescriptionDetails {
      reason = reason == null ? "" : reason;
      substitutionNote = substitutionNote == null ? "" : substitutionNote;
    }

    @Override
    public String toString() {
      return "PrescriptionDetails[…]";
    }
  }

  /**
   * @param doctorId who writes or has signed it
   * @param medication null with all that it says, from {@code formName} to {@code
   *     substitutionNote}, if it is unreadable
   * @param formName the pharmaceutical form in words
   * @param quantityText with its unit, such as {@code 21 tablets}
   * @param renews the prescription that it repeats, or null
   * @param endedAt when it ceased to be valid
   * @param endReason why it was cancelled or stopped; null otherwise
   * @param restricted true if the patient keeps its encounter from other doctors; only stated to
   *     the patient, and in an emergency to who sees it because of that
   * @param unreadable true if what it says was damaged in the database, in lists; null otherwise
   * @param endReasonUnreadable as above, for why it was cancelled or stopped
   */
  public record Prescription(
      UUID id,
      UUID patientId,
      UUID doctorId,
      String doctorName,
      UUID encounterId,
      PrescriptionStatus status,
      PrescribedMedication medication,
      String formName,
      Dosage dosage,
      String sentence,
      BigDecimal quantity,
      String quantityText,
      String reason,
      Boolean substitution,
      String substitutionNote,
      int repeats,
      LocalDate validUntil,
      UUID renews,
      OffsetDateTime createdAt,
      OffsetDateTime signedAt,
      OffsetDateTime endedAt,
      String endReason,
      Boolean restricted,
      Boolean unreadable,
      Boolean endReasonUnreadable,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    @Override
    public String toString() {
      return "Prescription[" + id + "]";
    }
  }

  /**
   * @param encounterId only those of an encounter, or null
   * @param status only those with it, or null
   * @param language of the sentences; English if null
   */
  public record ListPrescriptions(
      UUID patientId,
      UUID encounterId,
      PrescriptionStatus status,
      Language language,
      Integer limit,
      String cursor) {}

  /**
   * @param changes how often the patient's record had changed when it was read, as its live topic
   *     tells it; null for who does not read the record
   */
  public record PrescriptionPage(List<Prescription> items, String next, Long changes) {

    @Override
    public String toString() {
      return "PrescriptionPage[" + items.size() + "]";
    }
  }

  public record GetPrescription(UUID prescriptionId, Language language) {}

  public record CreatePrescription(UUID patientId, PrescriptionDetails details) {}

  public record UpdatePrescription(
      UUID prescriptionId, long version, PrescriptionDetails details) {}

  public record DeletePrescription(UUID prescriptionId) {}

  public record SignPrescription(UUID prescriptionId, long version) {}

  public record CancelPrescription(
      UUID prescriptionId, long version, PrescriptionEnd status, String reason) {

    @Override
    public String toString() {
      return "CancelPrescription[" + prescriptionId + "]";
    }
  }

  /**
   * @param encounterId in which it is renewed; null for outside of a visit
   */
  public record RenewPrescription(UUID prescriptionId, UUID encounterId) {}

  public record GetPrintablePrescription(UUID prescriptionId, Language language) {}

  /** A person by full names. */
  public record PrintedPatient(String givenName, String familyName, LocalDate birthDate) {

    @Override
    public String toString() {
      return "PrintedPatient[…]";
    }
  }

  public record PrintedPrescriber(
      String title,
      String givenName,
      String familyName,
      String specialization,
      List<String> qualifications,
      String email,
      String phone) {}

  public record PrintedClinic(String name, String address, String phone) {}

  /**
   * The content of a prescription by Implementing Directive 2012/52/EU, in one language.
   *
   * @param form the pharmaceutical form in words
   * @param quantity with its unit, such as {@code 21 tablets}; null if it is not stated
   * @param sentence how it is taken
   */
  public record PrintablePrescription(
      UUID id,
      UUID patientId,
      PrescriptionStatus status,
      PrintedPatient patient,
      PrintedPrescriber prescriber,
      PrintedClinic clinic,
      PrescribedMedication medication,
      String form,
      String quantity,
      String sentence,
      boolean substitution,
      String substitutionNote,
      int repeats,
      LocalDate validUntil,
      OffsetDateTime signedAt) {

    @Override
    public String toString() {
      return "PrintablePrescription[" + id + "]";
    }
  }

  public record ListPrescriptionVersions(UUID patientId) {}

  public record PrescriptionVersion(UUID id, PrescriptionStatus status, long version) {}

  /** At most 500, the latest signed. */
  public record PrescriptionVersions(UUID patientId, List<PrescriptionVersion> items) {}

  public record CheckEncounter(UUID encounterId) {}

  private PrescriptionsApi() {}
}
