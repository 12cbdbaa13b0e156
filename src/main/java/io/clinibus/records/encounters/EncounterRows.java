package io.clinibus.records.encounters;

import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.encounters.StoredEncounter.StoredEntry;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;

/** Maps rows to stored encounters. */
final class EncounterRows {

  private EncounterRows() {}

  static StoredEncounter encounter(Row row) {
    return new StoredEncounter(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        row.getUUID("sealed_for"),
        row.getUUID("doctor_id"),
        row.getString("doctor_name"),
        row.getUUID("appointment_id"),
        row.getUUID("visit_doctor_id"),
        Rows.constant(row, "kind", EncounterKind.class),
        Rows.constant(row, "status", EncounterStatus.class),
        Rows.instant(row, "starts_at"),
        row.getBuffer("note").getBytes(),
        row.getInteger("note_version"),
        Rows.instant(row, "saved_at"),
        Rows.instant(row, "signed_at"),
        Rows.instant(row, "released_at"),
        row.getBoolean("restricted"),
        row.getInteger("version"),
        ZoneId.of(row.getString("zone")));
  }

  static StoredEntry entry(Row row) {
    return new StoredEntry(
        row.getUUID("id"),
        row.getUUID("encounter_id"),
        Rows.constant(row, "kind", EntryKind.class),
        row.getBuffer("text").getBytes(),
        row.getUUID("doctor_id"),
        row.getString("doctor_name"),
        Rows.instant(row, "created_at"));
  }
}
