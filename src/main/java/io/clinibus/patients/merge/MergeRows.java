package io.clinibus.patients.merge;

import io.clinibus.patients.api.PatientMergesApi.ConflictKind;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergeConflict;
import io.clinibus.patients.api.PatientsApi.PatientSummary;
import io.clinibus.platform.db.Rows;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;

/** Maps rows of merges. */
final class MergeRows {

  private MergeRows() {}

  static PatientSummary patient(Row row) {
    return patient(row, row.getUUID("id"));
  }

  static Merge merge(Row row) {
    Instant mergedAt = Rows.instant(row, "merged_at");
    Instant undoneAt = Rows.instant(row, "undone_at");
    return new Merge(
        row.getUUID("id"),
        row.getUUID("into_id"),
        patient(row, row.getUUID("from_id")),
        local(row, mergedAt),
        local(row, undoneAt),
        undoneAt == null ? local(row, mergedAt.plus(PatientMerges.UNDOABLE)) : null);
  }

  static MergeConflict conflict(Row row) {
    return new MergeConflict(
        Rows.constant(row, "kind", ConflictKind.class),
        row.getUUID("source_row"),
        row.getUUID("target_row"),
        local(row, Rows.instant(row, "starts_at")),
        row.getString("name"));
  }

  private static PatientSummary patient(Row row, UUID id) {
    return new PatientSummary(
        id,
        row.getString("given_name"),
        row.getString("family_name"),
        row.getLocalDate("birth_date"),
        row.getString("phone"),
        row.getString("identifier"),
        null,
        null);
  }

  private static OffsetDateTime local(Row row, Instant at) {
    return at == null ? null : at.atZone(ZoneId.of(row.getString("zone"))).toOffsetDateTime();
  }
}
