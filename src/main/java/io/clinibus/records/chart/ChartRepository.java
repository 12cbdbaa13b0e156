package io.clinibus.records.chart;

import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.entries.RecordReader;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Reads what a record consists of, still sealed. */
public final class ChartRepository {

  private static final String VISIBLE =
      """
      SELECT * FROM (
        SELECT t.id, t.kind, t.starts_at, t.status, t.sealed_for, t.content, t.content_version,
               t.doctor_id, d.name AS doctor_name, t.appointment_id, t.encounter_kind, t.signed_at,
               t.first_recorded_at, t.restricted AND ? AS restricted,
               (SELECT zone FROM scheduling.clinic) AS zone
          FROM records.timeline(?, ?, ?, ?) AS t
          JOIN directory.doctor_profile d ON d.id = t.doctor_id) AS visible
       WHERE (?::text[] IS NULL OR kind = ANY (?))
      """;

  private final SqlClient database;

  public ChartRepository(SqlClient database) {
    this.database = database;
  }

  /**
   * A page of what the reader sees, latest first.
   *
   * @param kinds null for all
   */
  Future<Page> page(
      UUID patientId,
      RecordReader reader,
      List<TimelineKind> kinds,
      int limit,
      Cursor after,
      Instant now) {
    return Keyset.START_DESCENDING
        .page(visible(patientId, reader, kinds, now), after, limit)
        .execute(database)
        .map(
            rows ->
                Keyset.START_DESCENDING.read(rows, limit, row -> row(row, patientId), Page::new));
  }

  /** A page of rows. */
  record Page(List<TimelineRow> rows, String next) {}

  /** A text that was added to an encounter, sealed. */
  record Addition(UUID id, UUID encounterId, byte[] text) {}

  /** What was added to encounters. */
  Future<List<Addition>> additions(List<UUID> encounters, int most) {
    return Sql.of(
            """
            SELECT id, encounter_id, text FROM records.encounter_entry
             WHERE encounter_id = ANY (?) ORDER BY created_at DESC, id DESC LIMIT ?
            """,
            encounters.toArray(UUID[]::new),
            most)
        .execute(database)
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new Addition(
                            row.getUUID("id"),
                            row.getUUID("encounter_id"),
                            row.getBuffer("text").getBytes())));
  }

  private static Sql visible(
      UUID patientId, RecordReader reader, List<TimelineKind> kinds, Instant now) {
    String[] names = kinds == null ? null : kinds.stream().map(Enum::name).toArray(String[]::new);
    boolean all = reader.seesAll();
    return Sql.of(VISIBLE, all, patientId, reader.doctorId(), all, Rows.utc(now), names, names);
  }

  private static TimelineRow row(Row row, UUID patientId) {
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
    Instant at = Rows.instant(row, column);
    return at == null ? null : at.atZone(zone).toOffsetDateTime();
  }
}
