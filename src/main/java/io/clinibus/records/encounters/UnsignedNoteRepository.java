package io.clinibus.records.encounters;

import io.clinibus.platform.access.PatientRelation;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNoteState;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNotesState;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads which notes of doctors are unsigned, oldest first; not what is written. */
public final class UnsignedNoteRepository {

  /**
   * A note as it is stored.
   *
   * @param relation of its doctor to the patient
   */
  record StoredNote(
      UUID id,
      UUID patientId,
      String patientName,
      UUID appointmentId,
      EncounterKind kind,
      OffsetDateTime start,
      OffsetDateTime savedAt,
      PatientRelation relation) {

    @Override
    public String toString() {
      return "StoredNote[" + id + "]";
    }
  }

  /**
   * @param count how many there are on all pages
   * @param next the cursor of the next page, or null
   */
  record Page(List<StoredNote> items, int count, String next) {}

  /** The index encounter_unsigned has these rows, for these conditions. */
  private static final String OF_DOCTOR =
      """
      FROM records.encounter e
       WHERE e.doctor_id = ? AND e.status = 'IN_PROGRESS' AND e.signed_at IS NULL
      """;

  private static final String WITH_PATIENTS =
      """
      SELECT e.id, e.patient_id, p.name AS patient_name, e.appointment_id, e.kind, e.starts_at, e.saved_at, c.zone,
             patients.relation_by_rules(NULL, e.doctor_id, e.patient_id, ?) AS relation
        FROM notes AS e
        JOIN patients.contact p ON p.id = e.patient_id
       CROSS JOIN scheduling.clinic c
      """;

  private final SqlClient database;

  public UnsignedNoteRepository(SqlClient database) {
    this.database = database;
  }

  /** A page of a doctor's notes, with the patients. */
  Future<Page> list(UUID doctorId, Instant at, Cursor after, int limit) {
    Sql sql = Sql.of("WITH notes AS (SELECT e.* " + OF_DOCTOR, doctorId);
    Keyset.START.page(sql, after, limit).add("), e AS (" + WITH_PATIENTS + ")", Rows.utc(at));
    return counted(sql, doctorId)
        .execute(database)
        .map(
            rows ->
                Keyset.START.read(
                    present(rows),
                    limit,
                    UnsignedNoteRepository::note,
                    (items, next) -> new Page(items, count(rows), next)));
  }

  /** Which of a doctor's notes are unsigned, and how many. */
  Future<UnsignedNotesState> state(UUID doctorId, int most) {
    Sql sql =
        Sql.of(
            """
            WITH e AS (
              SELECT e.id, e.kind, e.starts_at, (SELECT zone FROM scheduling.clinic) AS zone
            """);
    sql.add(OF_DOCTOR, doctorId).add("ORDER BY e.starts_at, e.id LIMIT ?)", most);
    return counted(sql, doctorId)
        .execute(database)
        .map(
            rows ->
                new UnsignedNotesState(
                    present(rows).stream().map(UnsignedNoteRepository::state).toList(),
                    count(rows)));
  }

  /** How many there are also stands in the answer of a page without notes. */
  private static Sql counted(Sql notes, UUID doctorId) {
    return notes
        .add("SELECT n.count, e.* FROM (SELECT count(*)::int AS count")
        .add(OF_DOCTOR, doctorId)
        .add(") AS n LEFT JOIN e ON true ORDER BY e.starts_at, e.id");
  }

  private static int count(RowSet<Row> rows) {
    return rows.iterator().next().getInteger("count");
  }

  private static List<Row> present(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .filter(row -> row.getUUID("id") != null)
        .toList();
  }

  private static StoredNote note(Row row) {
    return new StoredNote(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        row.getUUID("appointment_id"),
        Rows.constant(row, "kind", EncounterKind.class),
        local(row, "starts_at"),
        local(row, "saved_at"),
        Rows.constant(row, "relation", PatientRelation.class));
  }

  private static UnsignedNoteState state(Row row) {
    return new UnsignedNoteState(
        row.getUUID("id"),
        Rows.constant(row, "kind", EncounterKind.class),
        local(row, "starts_at"));
  }

  private static OffsetDateTime local(Row row, String column) {
    return Rows.instant(row, column).atZone(ZoneId.of(row.getString("zone"))).toOffsetDateTime();
  }
}
