package io.clinibus.bench.limit;

import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.records.DraftSource.Draft;
import io.clinibus.bench.records.RecordSource.Opened;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** The statements of requests about records, audit entries included, without anything around them. */
public final class SqlRecordsClient implements AutoCloseable {

  /** What the product answers, too. */
  public static final int DONE = 200;

  private static final int FAILED = 500;

  private static final String AUDIT_COLUMNS =
      "(id, actor_id, actor_roles, operation, kind, outcome, patient_ids, resource_id, address, node, request_id, purpose)";

  private static final String AUDIT_READ =
      "INSERT INTO audit.new_entry "
          + AUDIT_COLUMNS
          + """
             SELECT $1::uuid, $2::uuid, ARRAY['DOCTOR'], 'records.getChart', 'READ', 'done', ARRAY[$3::uuid], NULL,
                    '127.0.0.1', 'bench', 'bench', 'TREATMENT'
              WHERE set_config('synchronous_commit', 'off', true) = 'off'
            """;

  private static final String BEFORE =
      """
      SELECT patients.relation_by_rules(NULL, $1, $2, $3) AS relation,
             patients.has_opened($1, $2, $3) AS opened, records.changes($2, $3) AS changes
      """;

  private static final String PAGE =
      """
      SELECT * FROM (
        SELECT t.id, t.kind, t.starts_at, t.status, t.sealed_for, t.content, t.content_version,
               t.doctor_id, d.name AS doctor_name, t.appointment_id, t.encounter_kind, t.signed_at,
               t.first_recorded_at, t.restricted AND $1 AS restricted,
               (SELECT zone FROM scheduling.clinic) AS zone
          FROM records.timeline($2, $3, $4, $5) AS t
          JOIN directory.doctor_profile d ON d.id = t.doctor_id) AS visible
       WHERE ($6::text[] IS NULL OR kind = ANY ($7))
       ORDER BY starts_at DESC, id DESC LIMIT $8
      """;

  private static final String KEY =
      "SELECT patient_id, wrapped_by, wrapped FROM platform.patient_key WHERE patient_id = ANY ($1)";

  private static final String FIND =
      """
      SELECT e.id, e.patient_id, e.sealed_for, e.doctor_id, d.name AS doctor_name, e.appointment_id,
             a.doctor_id AS visit_doctor_id, e.kind, e.status, e.starts_at, e.note, e.note_version,
             e.saved_at, e.signed_at, e.released_at, e.version, c.zone
        FROM records.encounter e
        JOIN directory.doctor_profile d ON d.id = e.doctor_id
        LEFT JOIN scheduling.appointment_summary a ON a.id = e.appointment_id
        CROSS JOIN scheduling.clinic c
       WHERE e.id = $1
      """;

  private static final String SAVE =
      audited(
          "SELECT version, told::text AS events, goes_on FROM records.save_note($1, $2, $3, $4, $5)",
          "records.saveNote",
          "NOT goes_on");

  private static final String SIGN =
      audited(
          "SELECT outcome, told::text AS events FROM records.sign_encounter($1, $2, $3, $4, $5)",
          "records.signEncounter",
          "outcome = 'SIGNED'");

  private static final String MISSING =
      """
      SELECT DISTINCT lacking.what
        FROM prescriptions.prescription p,
             unnest(prescriptions.missing_content(p.patient_id, p.doctor_id)) AS lacking (what)
       WHERE p.encounter_id = $1 AND p.status = 'DRAFT' ORDER BY 1
      """;

  private static final String ENTRIES =
      """
      SELECT n.id, n.encounter_id, n.kind, n.text, n.doctor_id, d.name AS doctor_name, n.created_at
        FROM records.encounter_entry n
        JOIN directory.doctor_profile d ON d.id = n.doctor_id
       WHERE n.encounter_id = ANY ($1)
       ORDER BY n.encounter_id, n.created_at, n.id
      """;

  private final Pool pool;

  public SqlRecordsClient(Vertx vertx, BenchServices clinic, int connections) {
    this.pool = Database.pool(vertx, clinic.database(connections));
  }

  private static String audited(String sql, String operation, String changed) {
    return """
    WITH answer AS (%s),
         entry AS (INSERT INTO audit.new_entry %s
                   SELECT $6::uuid, $3, ARRAY['DOCTOR'], '%s', 'CHANGE', 'done', ARRAY[$7::uuid], $1,
                          '127.0.0.1', 'bench', 'bench', 'TREATMENT'
                     FROM answer WHERE %s LIMIT 1 RETURNING 1)
    SELECT answer.*, EXISTS (SELECT FROM entry) AS audit_entry_written FROM answer
    """
        .formatted(sql, AUDIT_COLUMNS, operation, changed);
  }

  /** Reads a part of a record. */
  public Future<Integer> open(Opened wanted, int most) {
    UUID doctor = wanted.doctorId();
    UUID patient = wanted.patientId();
    OffsetDateTime now = now();
    return run(BEFORE, Tuple.of(doctor, patient, now))
        .compose(treated -> run(PAGE, Tuple.of(false, patient, doctor, false, now, null, null, most + 1)))
        .compose(rows -> run(KEY, Tuple.tuple().addArrayOfUUID(new UUID[] {patient})))
        .compose(key -> run(AUDIT_READ, Tuple.of(UuidV7.next(), doctor, patient)))
        .map(DONE)
        .otherwise(FAILED);
  }

  /** Replaces the note of a draft. */
  public Future<Integer> save(Draft draft, int version, byte[] note) {
    Tuple values = Tuple.of(draft.id(), version, draft.doctorId(), Buffer.buffer(note), now());
    values.addValue(UuidV7.next());
    values.addValue(draft.patientId());
    return run(FIND, Tuple.of(draft.id()))
        .compose(found -> run(SAVE, values))
        .map(rows -> rows.size() == 1 ? DONE : FAILED)
        .otherwise(FAILED);
  }

  public Future<Integer> sign(Draft draft) {
    Tuple values = Tuple.of(draft.id(), 1, draft.doctorId(), null, now());
    values.addValue(UuidV7.next());
    values.addValue(draft.patientId());
    return run(FIND, Tuple.of(draft.id()))
        .compose(found -> run(MISSING, Tuple.of(draft.id())))
        .compose(complete -> run(SIGN, values))
        .compose(
            rows ->
                rows.iterator().next().getString("outcome").equals("SIGNED")
                    ? run(FIND, Tuple.of(draft.id()))
                    : Future.failedFuture("refused"))
        .compose(signed -> run(ENTRIES, Tuple.tuple().addArrayOfUUID(new UUID[] {draft.id()})))
        .map(DONE)
        .otherwise(FAILED);
  }

  @Override
  public void close() {
    pool.close().await();
  }

  private Future<RowSet<Row>> run(String sql, Tuple values) {
    return pool.preparedQuery(sql).execute(values);
  }

  private static OffsetDateTime now() {
    return OffsetDateTime.now(ZoneOffset.UTC);
  }
}
