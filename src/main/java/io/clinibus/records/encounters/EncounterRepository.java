package io.clinibus.records.encounters;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Event;
import io.clinibus.platform.audit.AuditedStatement;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.db.SqlStates;
import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.records.api.EncountersApi.EncounterEditor;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EntryKind;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.records.encounters.StoredEncounter.StoredEntry;
import io.clinibus.records.entries.RecordReader;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Encounters in PostgreSQL, with sealed notes. */
public final class EncounterRepository {

  /** The outcome of a change. */
  enum Outcome {
    OPENED,
    EXISTS,
    NOT_OPEN,
    STALE_VERSION,
    SIGNED,
    VISIT_STALE,
    ADDED,
    NOT_SIGNED,
    TOO_MANY
  }

  /**
   * @param id of the encounter; null if none was opened
   * @param events what to publish
   */
  record Changed(Outcome outcome, UUID id, CommittedEvents events) {}

  record Saved(long version, CommittedEvents events) {}

  record Visit(UUID doctorId, UUID patientId) {}

  /**
   * @param next the cursor of the next page, or null
   */
  record Page(List<StoredEncounter> items, String next) {}

  /** A doctor corrects a few things. */
  private static final int MOST_ENTRIES = 100;

  private static final List<Event<?>> EVENTS =
      Stream.of(
              RecordsEvents.ALL,
              SchedulingEvents.ALL,
              List.of(PrescriptionsApi.PRESCRIPTION_CHANGED))
          .<Event<?>>flatMap(List::stream)
          .toList();

  private static final String SELECT =
      """
      SELECT e.id, e.patient_id, p.name AS patient_name, e.sealed_for, e.doctor_id, d.name AS doctor_name, e.appointment_id,
             a.doctor_id AS visit_doctor_id, e.kind, e.status, e.starts_at, e.note, e.note_version,
             e.saved_at, e.signed_at, e.released_at, r.id IS NOT NULL AS restricted, e.version,
             c.zone
        FROM records.encounter e
        JOIN patients.contact p ON p.id = e.patient_id
        JOIN directory.doctor_profile d ON d.id = e.doctor_id
        LEFT JOIN scheduling.appointment_summary a ON a.id = e.appointment_id
        LEFT JOIN records.restriction r
          ON r.patient_id = e.patient_id AND r.part = 'ENCOUNTER' AND r.subject = e.id::text
             AND r.lifted_at IS NULL
        CROSS JOIN scheduling.clinic c
      """;

  private static final AuditedStatement OPEN =
      new AuditedStatement(
          """
          SELECT outcome, encounter_id AS id, told::text AS events
            FROM records.open_encounter($1, $2, $3, $4, $5, $6, $7, $8)
          """,
          8,
          "outcome IN ('OPENED', 'EXISTS')");

  private static final AuditedStatement SAVE =
      new AuditedStatement(
          """
          SELECT version, told::text AS events, goes_on FROM records.save_note($1, $2, $3, $4, $5)
          """,
          5,
          "true",
          "goes_on");

  private static final AuditedStatement SIGN =
      new AuditedStatement(
          """
          SELECT outcome, $1::uuid AS id, told::text AS events
            FROM records.sign_encounter($1, $2, $3, $4, $5)
          """,
          5,
          "outcome = 'SIGNED'");

  private static final AuditedStatement ADD_ENTRY =
      new AuditedStatement(
          """
          SELECT outcome, $1::uuid AS id, told::text AS events
            FROM records.add_entry($1, $2, $3, $4, $5, $6, $7, $8)
          """,
          8,
          "outcome = 'ADDED'");

  private final Pool database;

  public EncounterRepository(Pool database) {
    this.database = database;
  }

  Future<Optional<StoredEncounter>> find(UUID id) {
    return Sql.of(SELECT + " WHERE e.id = ?", id)
        .execute(database)
        .map(rows -> Rows.first(rows).map(EncounterRows::encounter));
  }

  /** The doctor and the patient of a visit. */
  Future<Optional<Visit>> visit(UUID appointmentId) {
    return Sql.of(
            "SELECT doctor_id, patient_id FROM scheduling.appointment_summary WHERE id = ?",
            appointmentId)
        .execute(database)
        .map(
            rows ->
                Rows.first(rows)
                    .map(row -> new Visit(row.getUUID("doctor_id"), row.getUUID("patient_id"))));
  }

  /**
   * A page of a patient's signed encounters, latest first.
   *
   * @param doctorId only those of a doctor; null for all
   * @param releasedAt only those that are released at this instant; null for all
   * @param reader who reads: decides what is hidden, and whose drafts are listed
   */
  Future<Page> list(
      UUID patientId,
      UUID doctorId,
      Instant releasedAt,
      RecordReader reader,
      Cursor after,
      int limit) {
    Sql sql =
        Sql.of("SELECT * FROM (" + SELECT + " WHERE e.patient_id = ?) AS e WHERE true", patientId);
    if (doctorId != null) {
      sql.add("AND doctor_id = ?", doctorId);
    }
    if (releasedAt != null) {
      sql.add("AND released_at <= ?", Rows.utc(releasedAt));
    } else {
      sql.add(
          "AND (signed_at IS NOT NULL OR status = 'IN_PROGRESS' AND doctor_id = ?::uuid)",
          reader.doctorId());
    }
    if (!reader.seesAll()) {
      sql.add("AND (doctor_id = ?::uuid OR NOT restricted)", reader.doctorId());
    }
    return Keyset.START_DESCENDING
        .page(sql, after, limit)
        .execute(database)
        .map(
            rows -> Keyset.START_DESCENDING.read(rows, limit, EncounterRows::encounter, Page::new));
  }

  /** What was added to encounters, in the order of time. */
  Future<List<StoredEntry>> entries(Collection<UUID> encounterIds) {
    return Sql.of(
            """
            SELECT n.id, n.encounter_id, n.kind, n.text, n.doctor_id, d.name AS doctor_name, n.created_at
              FROM records.encounter_entry n
              JOIN directory.doctor_profile d ON d.id = n.doctor_id
             WHERE n.encounter_id = ANY (?)
             ORDER BY n.encounter_id, n.created_at, n.id
            """,
            (Object) encounterIds.toArray(UUID[]::new))
        .execute(database)
        .map(rows -> Rows.list(rows, EncounterRows::entry));
  }

  /**
   * Opens an encounter.
   *
   * @param visit the visit that begins; null if there is none
   */
  Future<Changed> open(
      UUID id,
      UUID visit,
      UUID patientId,
      EncounterKind kind,
      byte[] note,
      Instant at,
      Caller caller) {
    Tuple values = Tuple.of(id, visit, patientId, caller.doctorId(), kind.name(), caller.userId());
    values.addValue(Buffer.buffer(note));
    values.addValue(Rows.utc(at));
    return OPEN.execute(database, caller, values).map(rows -> changed(Rows.one(rows)));
  }

  /** Saves a draft; empty if it has another version or is not in progress. */
  Future<Optional<Saved>> save(UUID id, long version, byte[] note, Instant at, Caller caller) {
    Tuple values = Tuple.of(id, (int) version, caller.userId(), Buffer.buffer(note), Rows.utc(at));
    return SAVE.execute(database, caller, values)
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new Saved(
                                row.getInteger("version"),
                                CommittedEvents.parse(row.getString("events"), EVENTS))));
  }

  /** Signs a draft, and completes its visit. */
  Future<Changed> sign(UUID id, long version, Instant releaseAt, Instant at, Caller caller) {
    Tuple values = Tuple.of(id, (int) version, caller.userId(), Rows.utc(releaseAt), Rows.utc(at));
    return SIGN.execute(database, caller, values)
        .map(rows -> changed(Rows.one(rows)))
        .recover(
            cause ->
                PostgresErrors.state(cause).equals(SqlStates.SERIALIZATION_FAILURE)
                    ? Future.succeededFuture(
                        new Changed(Outcome.STALE_VERSION, id, CommittedEvents.NOTHING))
                    : Future.failedFuture(cause));
  }

  Future<Changed> addEntry(
      UUID encounterId, UUID id, EntryKind kind, byte[] text, Instant at, Caller caller) {
    Tuple values =
        Tuple.of(
            encounterId, id, kind.name(), Buffer.buffer(text), caller.userId(), caller.doctorId());
    values.addValue(MOST_ENTRIES);
    values.addValue(Rows.utc(at));
    return ADD_ENTRY.execute(database, caller, values).map(rows -> changed(Rows.one(rows)));
  }

  /** Who has it open to write, of those seen since an instant. */
  Future<List<EncounterEditor>> editors(UUID encounterId, Instant since, ZoneId zone) {
    return Sql.of(
            """
            SELECT e.id, e.doctor_id, d.name AS doctor_name, e.since
              FROM records.encounter_editor e
              JOIN directory.doctor_profile d ON d.id = e.doctor_id
             WHERE e.encounter_id = ? AND e.seen_at >= ?
             ORDER BY e.since, e.id LIMIT 20
            """,
            encounterId,
            Rows.utc(since))
        .execute(database)
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new EncounterEditor(
                            row.getUUID("id"),
                            row.getUUID("doctor_id"),
                            row.getString("doctor_name"),
                            Rows.instant(row, "since").atZone(zone).toOffsetDateTime())));
  }

  Future<CommittedEvents> keepEditing(
      UUID encounterId, UUID editorId, boolean isLeaving, Instant at, Caller caller) {
    return Sql.of(
            "SELECT records.keep_editing(?, ?, ?, ?, ?, ?)::text AS events",
            encounterId,
            editorId,
            caller.userId(),
            caller.doctorId(),
            isLeaving,
            Rows.utc(at))
        .execute(database)
        .map(rows -> CommittedEvents.parse(Rows.one(rows).getString("events"), EVENTS));
  }

  private static Changed changed(Row row) {
    return new Changed(
        Rows.constant(row, "outcome", Outcome.class),
        row.getUUID("id"),
        CommittedEvents.parse(row.getString("events"), EVENTS));
  }
}
