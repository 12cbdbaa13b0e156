package io.clinibus.demo.clinic;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.demo.people.Patients;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.platform.db.CopyTable;
import io.clinibus.platform.sealing.NewKeys;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.WrappedKey;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** Writes the patients of a generated clinic and their keys. */
final class PatientWriter {

  private static final int HISTORY_VERSION = 1;

  private final Connection connection;
  private final InventedClinic clinic;
  private final NewKeys keys;

  PatientWriter(Connection connection, InventedClinic clinic, NewKeys keys) {
    this.connection = connection;
    this.clinic = clinic;
    this.keys = keys;
  }

  void write() throws SQLException {
    patientKeys();
    patients();
  }

  private void patientKeys() throws SQLException {
    try (CopyTable table =
        new CopyTable(connection, "platform.patient_key", "patient_id, wrapped, wrapped_by")) {
      for (WrappedKey key : keys.wrapped()) {
        table.row(key.patientId(), key.bytes(), key.wrappedBy());
      }
    }
  }

  private void patients() throws SQLException {
    try (CopyTable table =
        new CopyTable(
            connection,
            "patients.patient",
            "id, given_name, family_name, birth_date, sex, phone, email, address, identifier,"
                + " insurance, emergency_contact, history, history_version, created_at,"
                + " email_confirmed_at")) {
      for (Patients.Patient patient : clinic.patients()) {
        byte[] history = history(patient);
        table.row(
            patient.id(),
            patient.given(),
            patient.family(),
            patient.born(),
            patient.sex(),
            patient.phone(),
            patient.email(),
            patient.address(),
            patient.identifier(),
            json(patient.insurance()),
            json(patient.emergencyContact()),
            history,
            history == null ? 0 : HISTORY_VERSION,
            patient.registered(),
            patient.registered());
      }
    }
  }

  private byte[] history(Patients.Patient patient) {
    PatientKey key = keys.keys().get(patient.id());
    return key == null
        ? null
        : key.seal(
            new SealedPlace(HistoryRows.COLUMN, patient.id(), HISTORY_VERSION),
            json(patient.medicalHistory()));
  }

  private static String json(Map<String, Object> value) {
    try {
      return value == null ? null : Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
