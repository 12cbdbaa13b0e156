package io.clinibus.prescriptions.medications;

import io.clinibus.platform.db.Rows;
import io.clinibus.prescriptions.api.DosageApi.DoseUnit;
import io.clinibus.prescriptions.api.DosageApi.Route;
import io.clinibus.prescriptions.api.MedicationsApi.Medication;
import io.clinibus.prescriptions.api.MedicationsApi.MedicationForm;
import io.vertx.sqlclient.Row;
import java.util.List;

/** Reads rows of the catalogue. */
final class MedicationRows {

  static final String COLUMNS =
      """
      id, name, substances, strength, form, unit, route, atc, active, version, sort_name
      """;

  private MedicationRows() {}

  static Medication medication(Row row) {
    return new Medication(
        row.getUUID("id"),
        row.getString("name"),
        List.of(row.getArrayOfStrings("substances")),
        row.getString("strength"),
        Rows.constant(row, "form", MedicationForm.class),
        Rows.constant(row, "unit", DoseUnit.class),
        Rows.constant(row, "route", Route.class),
        row.getString("atc"),
        row.getBoolean("active"),
        row.getLong("version"));
  }
}
