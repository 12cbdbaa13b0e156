package io.clinibus.patients.duplicates;

import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.vertx.sqlclient.Row;

/** Reads rows of the SQL function {@code patients.compare}, and of patients. */
final class ComparisonRows {

  private ComparisonRows() {}

  static RecordComparison comparison(Row row) {
    return new RecordComparison(
        row.getBoolean("same_identifier"),
        row.getBoolean("same_birth_date"),
        row.getFloat("name_likeness"),
        row.getFloat("given_name_likeness"),
        row.getBoolean("same_phone"),
        row.getBoolean("same_email"),
        row.getBoolean("other_sex"));
  }

  /**
   * A patient.
   *
   * @param prefix of the columns' names
   */
  static PatientSummary patient(Row row, String prefix) {
    return new PatientSummary(
        row.getUUID(prefix + "id"),
        row.getString(prefix + "given_name"),
        row.getString(prefix + "family_name"),
        row.getLocalDate(prefix + "birth_date"),
        row.getString(prefix + "phone"),
        row.getString(prefix + "identifier"),
        null,
        null);
  }
}
