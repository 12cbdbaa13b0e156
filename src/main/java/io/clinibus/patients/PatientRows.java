package io.clinibus.patients;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.patients.api.PatientsApi.EmergencyContact;
import io.clinibus.patients.api.PatientsApi.Insurance;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsApi.Patient;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.clinibus.patients.api.PatientsApi.Sex;
import io.clinibus.platform.db.Rows;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Maps patients to rows of patients.patient. */
final class PatientRows {

  /** The columns a client may state, in the order of {@link #values}. */
  static final String COLUMNS =
      """
      given_name, family_name, birth_date, sex, phone, email, address, identifier, insurance,
      emergency_contact, medical_history
      """;

  private static final MedicalHistory NOTHING_KNOWN =
      new MedicalHistory(List.of(), List.of(), List.of());

  private PatientRows() {}

  static Object[] values(PatientDetails details) {
    return new Object[] {
      details.givenName(),
      details.familyName(),
      details.birthDate(),
      details.sex() == null ? null : details.sex().name(),
      details.phone(),
      details.email(),
      details.address(),
      details.identifier(),
      json(details.insurance()),
      json(details.emergencyContact()),
      json(complete(details.medicalHistory()))
    };
  }

  static PatientSummary summary(Row row) {
    return new PatientSummary(
        row.getUUID("id"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getLocalDate("birth_date"),
        row.getString("phone"),
        row.getString("identifier"));
  }

  static Patient patient(Row row) {
    return new Patient(
        row.getUUID("id"),
        row.getString("given_name"),
        row.getString("family_name"),
        row.getLocalDate("birth_date"),
        Rows.constant(row, "sex", Sex.class),
        row.getString("phone"),
        row.getString("email"),
        row.getString("address"),
        row.getString("identifier"),
        record(row.getJsonObject("insurance"), Insurance.class),
        record(row.getJsonObject("emergency_contact"), EmergencyContact.class),
        complete(record(row.getJsonObject("medical_history"), MedicalHistory.class)),
        row.getLong("version"));
  }

  /** Replaces absent parts by empty lists. */
  private static MedicalHistory complete(MedicalHistory history) {
    return history == null
        ? NOTHING_KNOWN
        : new MedicalHistory(
            list(history.conditions()), list(history.allergies()), list(history.medication()));
  }

  private static List<String> list(List<String> stated) {
    return stated == null ? List.of() : stated;
  }

  private static JsonObject json(Record value) {
    try {
      return value == null ? null : new JsonObject(Json.MAPPER.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("patient member cannot be encoded");
    }
  }

  private static <T extends Record> T record(JsonObject json, Class<T> type) {
    try {
      return json == null ? null : Json.MAPPER.readValue(json.encode(), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored patient member unreadable");
    }
  }
}
