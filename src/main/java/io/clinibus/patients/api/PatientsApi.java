package io.clinibus.patients.api;

import io.clinibus.bus.Event;
import io.clinibus.bus.HasETag;
import io.clinibus.bus.NoContent;
import io.clinibus.bus.Operation;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.patients.api.FamilyApi.Relation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** The public API of the patients domain. {@code toString} of the records omits patient data. */
public final class PatientsApi {

  public static final Operation<ListPatients, PatientPage> LIST_PATIENTS =
      Operation.query("patients.listPatients", ListPatients.class, PatientPage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(PatientSummary::id).toList());
  public static final Operation<CreatePatient, Patient> CREATE_PATIENT =
      Operation.command("patients.createPatient", CreatePatient.class, Patient.class)
          .audited(AuditKind.CHANGE)
          .showing(Patient::id);
  public static final Operation<SearchPatients, PatientPage> SEARCH_PATIENTS =
      Operation.query("patients.searchPatients", SearchPatients.class, PatientPage.class)
          .audited(AuditKind.READ)
          .showingAll(page -> page.items().stream().map(PatientSummary::id).toList());
  public static final Operation<GetPatient, Patient> GET_PATIENT =
      Operation.query("patients.getPatient", GetPatient.class, Patient.class)
          .audited(AuditKind.READ)
          .asking(GetPatient::patientId)
          .showingAll(Patient::representativeIds);
  public static final Operation<UpdatePatient, Patient> UPDATE_PATIENT =
      Operation.command("patients.updatePatient", UpdatePatient.class, Patient.class)
          .audited(AuditKind.CHANGE)
          .asking(UpdatePatient::patientId);
  public static final Operation<UpdateContact, Patient> UPDATE_CONTACT =
      Operation.command("patients.updateContact", UpdateContact.class, Patient.class)
          .audited(AuditKind.CHANGE)
          .asking(UpdateContact::patientId);
  public static final Operation<UpdateMedicalHistory, Patient> UPDATE_MEDICAL_HISTORY =
      Operation.command("patients.updateMedicalHistory", UpdateMedicalHistory.class, Patient.class)
          .audited(AuditKind.CHANGE)
          .asking(UpdateMedicalHistory::patientId);
  public static final Operation<DeletePatient, NoContent> DELETE_PATIENT =
      Operation.command("patients.deletePatient", DeletePatient.class, NoContent.class)
          .audited(AuditKind.CHANGE)
          .asking(DeletePatient::patientId);

  /** A patient was removed. */
  public static final Event<PatientRemoved> PATIENT_REMOVED =
      Event.of("patients.patient-removed", PatientRemoved.class);

  /** A patient's data was erased: what showed it must be read again. */
  public static final Event<PatientErased> PATIENT_ERASED =
      Event.of("patients.patient-erased", PatientErased.class);

  /**
   * A patient's conditions, as recorded, to rank doctors by; none if they were damaged. Requires
   * access to the patient.
   */
  public static final Operation<ListConditions, Conditions> LIST_CONDITIONS =
      Operation.query("patients.listConditions", ListConditions.class, Conditions.class)
          .notAudited("read for an automatic assignment, which is recorded");

  /** Fails as {@link #CREATE_PATIENT} would for these details, except for a taken identifier. */
  public static final Operation<CheckPatient, NoContent> CHECK_PATIENT =
      Operation.command("patients.checkPatient", CheckPatient.class, NoContent.class)
          .notAudited("asked by the system");

  /** Gives a patient an e-mail address whose owner has confirmed it; for the system only. */
  public static final Operation<SetConfirmedEmail, NoContent> SET_CONFIRMED_EMAIL =
      Operation.command("patients.setConfirmedEmail", SetConfirmedEmail.class, NoContent.class)
          .notAudited("asked by the system");

  /**
   * Confirms a patient's e-mail address by the id of the link that was mailed to it; for the system
   * only. {@code NOT_FOUND} if the link is no longer valid.
   */
  public static final Operation<ConfirmEmail, NoContent> CONFIRM_EMAIL =
      Operation.command("patients.confirmEmail", ConfirmEmail.class, NoContent.class)
          .notAudited("asked by the system");

  public record PatientRemoved(UUID patientId) {}

  public record PatientErased(UUID patientId, long version, Instant at) implements Event.Versioned {

    @Override
    public UUID subject() {
      return patientId;
    }
  }

  /** FHIR administrative gender. */
  public enum Sex {
    FEMALE,
    MALE,
    OTHER,
    UNKNOWN
  }

  /**
   * @param sort {@code name}, {@code -name}, {@code created}, {@code -created} or null for name
   * @param proposing true for those whose proposed changes the caller can decide, else null
   */
  public record ListPatients(
      LocalDate birthDate, String sort, Integer limit, String cursor, Boolean proposing) {

    @Override
    public String toString() {
      return "ListPatients[…]";
    }
  }

  /**
   * @param q a name, phone number or identifier; typos are tolerated
   */
  public record SearchPatients(String q, LocalDate birthDate, Integer limit, String cursor) {

    @Override
    public String toString() {
      return "SearchPatients[…]";
    }
  }

  public record Insurance(String provider, String number, LocalDate validUntil) {

    @Override
    public String toString() {
      return "Insurance[…]";
    }
  }

  public record EmergencyContact(String name, String relationship, String phone) {

    @Override
    public String toString() {
      return "EmergencyContact[…]";
    }
  }

  /**
   * Who represents a patient, to be called where no emergency contact is recorded.
   *
   * @param relation what the patient is to them
   * @param phone null if none is recorded
   */
  public record RepresentativeContact(
      UUID representativeId, String name, Relation relation, String phone) {

    @Override
    public String toString() {
      return "RepresentativeContact[" + representativeId + "]";
    }
  }

  /**
   * @param noKnownAllergies true if the patient was asked and knows of none; an empty list without
   *     it means that nobody asked
   */
  public record MedicalHistory(
      List<String> conditions,
      List<String> allergies,
      Boolean noKnownAllergies,
      List<String> medication) {

    @Override
    public String toString() {
      return "MedicalHistory[…]";
    }
  }

  /**
   * @param identifier a national or hospital number, stored unchanged
   */
  public record PatientDetails(
      String givenName,
      String familyName,
      LocalDate birthDate,
      Sex sex,
      String phone,
      String email,
      String address,
      String identifier,
      Insurance insurance,
      EmergencyContact emergencyContact) {

    @Override
    public String toString() {
      return "PatientDetails[…]";
    }
  }

  /** Who a patient is; {@code identifier} as in {@link PatientDetails}. */
  public record Identity(
      String givenName, String familyName, LocalDate birthDate, Sex sex, String identifier) {

    @Override
    public String toString() {
      return "Identity[…]";
    }
  }

  /** How a patient is reached. */
  public record Contact(
      String phone, String email, String address, EmergencyContact emergencyContact) {

    @Override
    public String toString() {
      return "Contact[…]";
    }
  }

  public record CreatePatient(PatientDetails details) {}

  public record GetPatient(UUID patientId) {}

  public record UpdatePatient(UUID patientId, long version, PatientDetails details) {}

  public record UpdateContact(UUID patientId, long version, Contact details) {}

  public record UpdateMedicalHistory(UUID patientId, long version, MedicalHistory details) {}

  public record DeletePatient(UUID patientId) {}

  public record CheckPatient(PatientDetails details) {}

  /**
   * @param accountId the patient's
   */
  public record SetConfirmedEmail(UUID patientId, String email, UUID accountId) {

    @Override
    public String toString() {
      return "SetConfirmedEmail[" + patientId + "]";
    }
  }

  public record ConfirmEmail(UUID link) {}

  /**
   * @param address null where records are compared
   * @param colleague as of {@link Patient}, where a doctor searches
   */
  public record PatientSummary(
      UUID id,
      String givenName,
      String familyName,
      LocalDate birthDate,
      String phone,
      String identifier,
      String address,
      Boolean colleague) {

    @Override
    public String toString() {
      return "PatientSummary[" + id + "]";
    }
  }

  public record PatientPage(List<PatientSummary> items, String next) {}

  /**
   * When and by whom what is known about allergies was recorded.
   *
   * @param by the role of the author
   */
  public record AllergiesAsked(OffsetDateTime at, Role by) {}

  /**
   * @param representatives for staff, if there is no emergency contact; null if there are none
   * @param medicalHistory null for callers who may not see it, and if it is unreadable
   * @param medicalHistoryUnreadable true if it was damaged in the database, so that nobody knows
   *     the patient's allergies from it; null otherwise
   * @param allergiesAsked null as well if nobody asked, or it was recorded without an author
   * @param emergencyAccessUntil when the caller's emergency access ends; null unless the caller
   *     sees the patient by it alone, and so only reads, and writes notes without a visit
   * @param colleague true if the caller is a colleague of a doctor who treats the patient, and so
   *     only reads; null otherwise
   */
  public record Patient(
      UUID id,
      String givenName,
      String familyName,
      LocalDate birthDate,
      Sex sex,
      String phone,
      String email,
      String address,
      String identifier,
      Insurance insurance,
      EmergencyContact emergencyContact,
      List<RepresentativeContact> representatives,
      MedicalHistory medicalHistory,
      Boolean medicalHistoryUnreadable,
      AllergiesAsked allergiesAsked,
      OffsetDateTime emergencyAccessUntil,
      Boolean colleague,
      long version)
      implements HasETag {

    @Override
    public String etag() {
      return Long.toString(version);
    }

    /** The same with whom to call instead of an emergency contact. */
    public Patient with(List<RepresentativeContact> toCall) {
      return new Patient(
          id,
          givenName,
          familyName,
          birthDate,
          sex,
          phone,
          email,
          address,
          identifier,
          insurance,
          emergencyContact,
          toCall,
          medicalHistory,
          medicalHistoryUnreadable,
          allergiesAsked,
          emergencyAccessUntil,
          colleague,
          version);
    }

    private List<UUID> representativeIds() {
      return representatives == null
          ? List.of()
          : representatives.stream().map(RepresentativeContact::representativeId).toList();
    }

    @Override
    public String toString() {
      return "Patient[" + id + "]";
    }
  }

  public record ListConditions(UUID patientId) {}

  public record Conditions(List<String> conditions) {

    @Override
    public String toString() {
      return "Conditions[…]";
    }
  }

  /** An upcoming visit that prevents removal; a member of {@code conflicts} in the failure. */
  public record UpcomingVisit(
      UUID appointmentId, UUID doctorId, OffsetDateTime start, OffsetDateTime end) {}

  private PatientsApi() {}
}
