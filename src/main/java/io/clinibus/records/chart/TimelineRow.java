package io.clinibus.records.chart;

import io.clinibus.platform.db.Rows;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A row of {@code records.timeline}, sealed.
 *
 * @param version of the content: of an entry, or of an encounter's note
 * @param encounterKind null for entries, as the two after it
 * @param firstRecordedAt null for encounters
 */
record TimelineRow(
    UUID id,
    UUID patientId,
    TimelineKind kind,
    OffsetDateTime at,
    String status,
    UUID sealedFor,
    byte[] content,
    long version,
    UUID doctorId,
    String doctorName,
    EncounterKind encounterKind,
    UUID appointmentId,
    OffsetDateTime signedAt,
    OffsetDateTime firstRecordedAt,
    boolean restricted) {

  static TimelineRow of(Row row, UUID patientId) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new TimelineRow(
        row.getUUID("id"),
        patientId,
        Rows.constant(row, "kind", TimelineKind.class),
        local(row, "starts_at", zone),
        row.getString("status"),
        row.getUUID("sealed_for"),
        row.getBuffer("content").getBytes(),
        row.getLong("content_version"),
        row.getUUID("doctor_id"),
        row.getString("doctor_name"),
        Rows.constant(row, "encounter_kind", EncounterKind.class),
        row.getUUID("appointment_id"),
        local(row, "signed_at", zone),
        local(row, "first_recorded_at", zone),
        row.getBoolean("restricted"));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    var at = Rows.instant(row, column);
    return at == null ? null : at.atZone(zone).toOffsetDateTime();
  }
}
