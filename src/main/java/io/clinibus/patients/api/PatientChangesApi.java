package io.clinibus.patients.api;

import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** The log of changes of patients' data. {@code toString} of the records omits patient data. */
public final class PatientChangesApi {

  public static final Operation<ListPatientChanges, PatientChangePage> LIST_PATIENT_CHANGES =
      Operation.query(
              "patients.listPatientChanges", ListPatientChanges.class, PatientChangePage.class)
          .audited(AuditKind.READ)
          .asking(ListPatientChanges::patientId);

  public record ListPatientChanges(UUID patientId, Integer limit, String cursor) {}

  /** The content of one part: the component of that part is stated. */
  public record PartContent(
      Identity identity, Contact contact, Insurance insurance, MedicalHistory medicalHistory) {

    @Override
    public String toString() {
      return "PartContent[…]";
    }
  }

  /**
   * A change of one part.
   *
   * @param version the patient's version since the change
   * @param actorId the account that made the change; null when Clinibus itself acted
   * @param actorName the account's present name; null when there is none
   * @param actorRole the role in which it did
   * @param proposalId the proposal whose acceptance it was, or null
   * @param before null if nothing was recorded
   * @param unreadable true if {@code before} and {@code after} are null because they were damaged
   *     in the database; null otherwise
   */
  public record PatientChange(
      UUID id,
      long version,
      PatientPart part,
      OffsetDateTime at,
      UUID actorId,
      String actorName,
      Role actorRole,
      UUID proposalId,
      PartContent before,
      PartContent after,
      Boolean unreadable) {

    @Override
    public String toString() {
      return "PatientChange[" + id + "]";
    }
  }

  /**
   * @param items latest first
   */
  public record PatientChangePage(List<PatientChange> items, String next) {}

  private PatientChangesApi() {}
}
