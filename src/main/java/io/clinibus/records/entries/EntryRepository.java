package io.clinibus.records.entries;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryChanged;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.EntryKind;
import io.clinibus.records.api.EntriesApi.EntryStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Entries in PostgreSQL, sealed. */
public final class EntryRepository {

  private static final String VISIBLE =
      """
      SELECT e.id, e.version, e.patient_id, e.sealed_for, e.kind, e.status, e.content, e.author_doctor_id,
             e.recorded_at, e.first_recorded_at, e.restricted AND ? AS restricted, d.name AS author_name,
             (SELECT zone FROM scheduling.clinic) AS zone
        FROM records.visible_entries(?, ?, ?) AS e
        JOIN directory.doctor_profile d ON d.id = e.author_doctor_id
       WHERE e.id = ?
      """;

  /**
   * A version to be written.
   *
   * @param id the entry's id
   * @param version its number, from 1
   * @param first when the first one was recorded; null for the first
   */
  record NewVersion(
      UUID id,
      long version,
      UUID patientId,
      EntryKind kind,
      EntryStatus status,
      EntryContent content,
      Instant first) {}

  private final Pool pool;
  private final PatientKeys keys;
  private final PartOpeners openers;

  public EntryRepository(Pool pool, PatientKeys keys, PartOpeners openers) {
    this.pool = pool;
    this.keys = keys;
    this.openers = openers;
  }

  /**
   * The present version of one entry.
   *
   * @return {@code NOT_FOUND} if there is none that the reader may see; fails with {@code
   *     UnreadableSeal} if it was damaged
   */
  Future<Entry> get(UUID patientId, UUID entryId, RecordReader reader) {
    return present(patientId, entryId, reader)
        .compose(
            row ->
                keys.ofRecord(patientId, row.getUUID("sealed_for"))
                    .map(
                        key ->
                            EntryContent.open(key, entryId, row.getLong("version"), content(row)))
                    .map(opened -> entry(row, Optional.of(opened))));
  }

  private Future<Row> present(UUID patientId, UUID entryId, RecordReader reader) {
    boolean all = reader.seesAll();
    return Sql.of(VISIBLE, all, patientId, reader.doctorId(), all, entryId)
        .execute(pool)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("entry")));
  }

  /**
   * All versions of an entry that the reader may see, latest first; damaged ones without details.
   */
  Future<List<Entry>> history(UUID patientId, UUID entryId, RecordReader reader, Caller caller) {
    return present(patientId, entryId, reader)
        .compose(
            present ->
                Sql.of(
                        """
                        SELECT v.id, v.version, v.patient_id, v.sealed_for, v.kind, v.status, v.content,
                               v.author_doctor_id, v.recorded_at, v.first_recorded_at,
                               ?::boolean AS restricted, d.name AS author_name,
                               (SELECT zone FROM scheduling.clinic) AS zone
                          FROM records.entry v
                          JOIN directory.doctor_profile d ON d.id = v.author_doctor_id
                         WHERE v.id = ? ORDER BY v.version DESC
                        """,
                        present.getBoolean("restricted"),
                        entryId)
                    .execute(pool))
        .map(rows -> Rows.list(rows, row -> row))
        .compose(
            rows ->
                openers.open(
                    patientId,
                    rows.stream().map(row -> row.getUUID("sealed_for")),
                    caller,
                    parts ->
                        Future.succeededFuture(
                            rows.stream().map(row -> entry(row, content(row, parts))).toList())));
  }

  /**
   * Adds a version and its event.
   *
   * @return {@code STALE_VERSION} if somebody else has added it
   */
  Future<Entry> add(NewVersion added, Instant now, Caller caller) {
    var changed =
        new EntryChanged(added.id(), added.patientId(), added.kind(), added.version(), now);
    return keys.of(added.patientId())
        .compose(
            key ->
                AuditedTransaction.run(
                    pool,
                    caller,
                    connection ->
                        insert(connection, added, key, now, caller)
                            .compose(
                                done ->
                                    Outbox.append(connection, EntriesApi.ENTRY_CHANGED, changed))))
        .compose(
            done -> get(added.patientId(), added.id(), new RecordReader(caller.doctorId(), false)));
  }

  private static Future<Void> insert(
      SqlClient connection, NewVersion added, PatientKey key, Instant now, Caller caller) {
    return Sql.of(
            """
            INSERT INTO records.entry (id, version, patient_id, sealed_for, kind, status, content,
                                       author_id, author_doctor_id, recorded_at, first_recorded_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING id
            """,
            added.id(),
            added.version(),
            added.patientId(),
            key.patientId(),
            added.kind().name(),
            added.status().name(),
            Buffer.buffer(added.content().seal(key, added.id(), added.version())),
            caller.userId(),
            caller.doctorId(),
            Rows.utc(now),
            Rows.utc(added.first() == null ? now : added.first()))
        .execute(connection)
        .map(
            rows -> {
              if (rows.size() == 0) {
                throw Failure.staleVersion();
              }
              return null;
            });
  }

  private static Optional<EntryContent> content(Row row, PartOpener parts) {
    var place = EntryContent.place(row.getUUID("id"), row.getLong("version"));
    return parts.open(place, row.getUUID("sealed_for"), content(row), EntryContent.class);
  }

  private static byte[] content(Row row) {
    return row.getBuffer("content").getBytes();
  }

  /**
   * @param content empty if it is unreadable
   */
  private static Entry entry(Row row, Optional<EntryContent> content) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new Entry(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        Rows.constant(row, "kind", EntryKind.class),
        Rows.constant(row, "status", EntryStatus.class),
        content.map(EntryContent::details).orElse(EntryDetails.NONE),
        content.map(EntryContent::reason).orElse(null),
        local(row, "recorded_at", zone),
        local(row, "first_recorded_at", zone),
        row.getUUID("author_doctor_id"),
        row.getString("author_name"),
        row.getBoolean("restricted") ? true : null,
        content.isEmpty() ? true : null,
        row.getLong("version"));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    return Rows.instant(row, column).atZone(zone).toOffsetDateTime();
  }
}
