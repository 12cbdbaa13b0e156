package io.clinibus.records.encounters;

import static io.clinibus.testing.BusFixture.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.db.Rows;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One draft is found by its id, however many there are since PostgreSQL has last looked: the
 * statistics say that there are none, so that an index of drafts alone would seem to be the best.
 */
class DraftPlanIT {

  private static final int NOTES = 20_000;
  private static final int MOST_READ = 60;

  private static final String INSERT =
      """
      INSERT INTO records.encounter
        (id, patient_id, sealed_for, doctor_id, kind, status, starts_at, note, note_version, saved_at, saved_by,
         signed_at, signed_by, released_at)
      SELECT gen_random_uuid(), $1, $1, $2, 'TELEPHONE', $3, now() - n * interval '1 minute', '\\x00', 1, now(), $2,
             CASE $3 WHEN 'FINISHED' THEN now() END, CASE $3 WHEN 'FINISHED' THEN $2 END,
             CASE $3 WHEN 'FINISHED' THEN now() END
        FROM generate_series(1, $4) AS n
      """;

  /** On the connection that is measured as well. */
  private static final String GIVE_A_FEW =
      """
      UPDATE records.encounter SET doctor_id = $1
       WHERE id IN (SELECT id FROM records.encounter WHERE status = 'IN_PROGRESS' LIMIT 30)
      """;

  private static final String READ =
      """
      SELECT coalesce(idx_blks_hit, 0) + coalesce(idx_blks_read, 0) AS blocks
        FROM pg_statio_user_tables WHERE schemaname = 'records' AND relname = 'encounter'
      """;

  private BusFixture clinic;
  private SqlConnection connection;
  private UUID draft;
  private UUID doctor;

  @BeforeEach
  void open() {
    clinic = BusFixture.open(new TestClock("2026-11-24T08:55:00Z"));
    doctor = clinic.doctor();
    UUID patient = clinic.patient();
    connection = await(clinic.platform().database().getConnection());
    await(connection.query("SET statement_timeout = 0").execute());
    clinic.sql("ALTER TABLE records.encounter SET (autovacuum_enabled = false)");
    fill(patient, "FINISHED");
    await(connection.query("ANALYZE records.encounter").execute());
    fill(patient, "IN_PROGRESS");
    draft =
        Rows.one(
                await(
                    connection
                        .query(
                            "SELECT id FROM records.encounter WHERE status = 'IN_PROGRESS' LIMIT 1")
                        .execute()))
            .getUUID("id");
  }

  /** On the connection that is measured: another one may report what it has read at any time. */
  private void fill(UUID patient, String status) {
    await(connection.preparedQuery(INSERT).execute(Tuple.of(patient, doctor, status, NOTES)));
  }

  @AfterEach
  void close() {
    await(connection.close());
    clinic.close();
  }

  @Test
  void savingAndSigningReadOneDraft() {
    assertThat(read("SELECT version FROM records.save_note($1, 1, $2, '\\x00', now())"))
        .as("blocks of indexes, saving")
        .isLessThan(MOST_READ);
    assertThat(read("SELECT outcome FROM records.sign_encounter($1, 2, $2, NULL, now())"))
        .as("blocks of indexes, signing")
        .isLessThan(MOST_READ);
  }

  /** Of many drafts of one doctor, a page; of another doctor's, none. */
  @Test
  void aPageOfUnsignedNotesReadsNoOthers() {
    var notes = new UnsignedNoteRepository(connection);
    var at = Instant.parse("2026-11-24T08:55:00Z");
    UUID other = clinic.doctor();
    assertThat(read(() -> notes.list(other, at, null, 20))).as("no drafts").isLessThan(MOST_READ);
    assertThat(read(() -> notes.state(other, 100))).as("no drafts").isLessThan(MOST_READ);
    await(connection.preparedQuery(GIVE_A_FEW).execute(Tuple.of(other)));
    assertThat(await(notes.list(other, at, null, 20)).count()).isEqualTo(30);
    assertThat(read(() -> notes.list(other, at, null, 20))).as("a few").isLessThan(MOST_READ);
    assertThat(read(() -> notes.state(other, 100))).as("a few").isLessThan(MOST_READ);
  }

  private long read(String sql) {
    return read(() -> connection.preparedQuery(sql).execute(Tuple.of(draft, doctor)));
  }

  private long read(Supplier<Future<?>> work) {
    long before = blocks();
    await(work.get());
    return blocks() - before;
  }

  private long blocks() {
    await(connection.query("SELECT pg_stat_force_next_flush()").execute());
    return Rows.one(await(connection.query(READ).execute())).getLong("blocks");
  }
}
