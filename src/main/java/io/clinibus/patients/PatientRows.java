package io.clinibus.patients;

import io.clinibus.patients.api.PatientsApi.AllergiesAsked;
import io.clinibus.patients.api.PatientsApi.Contact;
import io.clinibus.patients.api.PatientsApi.EmergencyContact;
import io.clinibus.patients.api.PatientsApi.Identity;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.clinibus.patients.api.PatientsApi.Sex;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.patients.stored.StoredParts;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.sealing.PatientKey;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Maps patients to rows of patients.patient. */
final class PatientRows {

  static final String IDENTITY_AND_CONTACT_COLUMNS =
      """
      given_name, family_name, birth_date, sex, phone, email, address, identifier, emergency_contact
      """;

  /** The columns of all parts but the medical history, in the order of {@link #values}. */
  static final String COLUMNS = IDENTITY_AND_CONTACT_COLUMNS + ", insurance";

  private PatientRows() {}

  static Object[] values(PatientParts parts) {
    Identity identity = parts.identity();
    Contact contact = parts.contact();
    return new Object[] {
      identity.givenName(),
      identity.familyName(),
      identity.birthDate(),
      identity.sex() == null ? null : identity.sex().name(),
      contact.phone(),
      contact.email(),
      contact.address(),
      identity.identifier(),
      StoredParts.write(contact.emergencyContact()),
      StoredParts.write(parts.insurance())
    };
  }

  /** The parts of a row but the medical history. */
  static PatientParts parts(Row row) {
    return parts(row, (MedicalHistory) null);
  }

  /**
   * All parts of a row.
   *
   * @param key of the patient; null for those but the medical history
   */
  static PatientParts parts(Row row, PatientKey key) {
    return parts(row, key == null ? null : HistoryRows.open(row, key));
  }

  private static PatientParts parts(Row row, MedicalHistory history) {
    return new PatientParts(
        new Identity(
            row.getString("given_name"),
            row.getString("family_name"),
            row.getLocalDate("birth_date"),
            Rows.constant(row, "sex", Sex.class),
            row.getString("identifier")),
        new Contact(
            row.getString("phone"),
            row.getString("email"),
            row.getString("address"),
            StoredParts.read(row.getJsonObject("emergency_contact"), EmergencyContact.class)),
        StoredParts.read(row.getJsonObject("insurance"), Insurance.class),
        history);
  }

  static PatientSummary summary(Row row) {
    return new PatientSummary(
        row.getUUID("id"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getLocalDate("birth_date"),
        row.getString("phone"),
        row.getString("identifier"),
        row.getString("address"),
        row.getBoolean("colleague") ? true : null);
  }

  /**
   * The right of a caller who only reads.
   *
   * @param until when the emergency access ends by which alone the caller sees the patient; null
   *     without one
   * @param colleague whether the caller is a colleague of a doctor who treats the patient
   */
  record ReadingRight(OffsetDateTime until, boolean colleague) {

    static final ReadingRight UNLIMITED = new ReadingRight(null, false);
  }

  /** A patient for a caller who may not see the medical history. */
  static Patient patient(Row row) {
    return patient(row, ReadingRight.UNLIMITED);
  }

  /** As above, for one who only reads. */
  static Patient patient(Row row, ReadingRight right) {
    return patient(row, null, null, null, right);
  }

  /** A patient whose medical history was damaged. */
  static Patient unreadable(Row row, ReadingRight right) {
    return patient(row, null, true, null, right);
  }

  /**
   * @param asked null if what is known about allergies has no author
   * @param right by which the caller sees the patient
   */
  static Patient patient(
      Row row, MedicalHistory history, AllergiesAsked asked, ReadingRight right) {
    return patient(row, history, null, asked, right);
  }

  private static Patient patient(
      Row row,
      MedicalHistory history,
      Boolean unreadable,
      AllergiesAsked asked,
      ReadingRight right) {
    PatientParts parts = parts(row);
    return new Patient(
        row.getUUID("id"),
        parts.identity().givenName(),
        parts.identity().familyName(),
        parts.identity().birthDate(),
        parts.identity().sex(),
        parts.contact().phone(),
        parts.contact().email(),
        parts.contact().address(),
        parts.identity().identifier(),
        parts.insurance(),
        parts.contact().emergencyContact(),
        null,
        history,
        unreadable,
        asked,
        right.until(),
        right.colleague() ? true : null,
        row.getLong("version"));
  }

  /** A time with the clinic's offset; null for null. */
  static OffsetDateTime local(OffsetDateTime time, ZoneId zone) {
    return time == null ? null : time.atZoneSameInstant(zone).toOffsetDateTime();
  }
}
