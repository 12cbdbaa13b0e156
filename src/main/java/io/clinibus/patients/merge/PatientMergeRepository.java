package io.clinibus.patients.merge;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.patients.api.PatientMergesApi.ConflictKind;
import io.clinibus.patients.api.PatientMergesApi.Merge;
import io.clinibus.patients.api.PatientMergesApi.MergeConflict;
import io.clinibus.patients.api.PatientMergesApi.MergePreview;
import io.clinibus.patients.api.PatientMergesApi.PatientsMerged;
import io.clinibus.patients.api.PatientMergesApi.RecordChoice;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Merges in PostgreSQL. Rows of other domains are moved by functions that these publish. */
public final class PatientMergeRepository {

  private static final String MERGES =
      """
      SELECT m.*, p.given_name, p.family_name, p.birth_date, p.phone, p.identifier,
             (SELECT zone FROM scheduling.clinic) AS zone
        FROM patients.merge m JOIN patients.patient p ON p.id = m.from_id
      """;

  private final Pool pool;
  private final UnionWriter union;

  public PatientMergeRepository(Pool pool, UnionWriter union) {
    this.pool = pool;
    this.union = union;
  }

  /** Fails with {@code NOT_FOUND} unless both records are present. */
  Future<MergePreview> preview(UUID from, UUID into) {
    return pool.withConnection(
        connection ->
            MergeStatements.present(connection, from, into, false)
                .compose(
                    both ->
                        MergeStatements.conflicts(connection, from, into)
                            .map(
                                conflicts ->
                                    new MergePreview(
                                        MergeRows.patient(both.get(from)),
                                        MergeRows.patient(both.get(into)),
                                        conflicts))));
  }

  Future<Merge> merge(PatientsMerged merged, RecordChoice account, Caller caller) {
    UUID from = merged.fromId();
    UUID into = merged.intoId();
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                MergeStatements.present(connection, from, into, true)
                    .compose(locked -> MergeStatements.conflicts(connection, from, into))
                    .compose(conflicts -> decided(conflicts, account))
                    .compose(decided -> union.unite(connection, from, into, caller))
                    .compose(version -> MergeStatements.insert(connection, merged, version, caller))
                    .compose(
                        stored -> MergeStatements.reassign(connection, merged, account, caller))
                    .compose(moved -> MergeStatements.checkNothingLeft(connection, from))
                    .compose(moved -> MergeStatements.closePair(connection, merged, caller))
                    .compose(
                        closed ->
                            Outbox.append(connection, PatientMergesApi.PATIENTS_MERGED, merged))
                    .compose(appended -> find(connection, merged.mergeId())))
        .recover(MergeStatements::refused);
  }

  private static Future<Void> decided(List<MergeConflict> conflicts, RecordChoice account) {
    List<MergeConflict> open =
        conflicts.stream()
            .filter(one -> one.kind() != ConflictKind.BOTH_HAVE_ACCOUNTS || account == null)
            .toList();
    return open.isEmpty()
        ? Future.succeededFuture()
        : Future.failedFuture(Failure.of(PatientsFailures.MERGE_CONFLICTS).with("conflicts", open));
  }

  Future<List<Merge>> list(UUID patientId) {
    return Sql.of(MERGES + "WHERE m.into_id = ? ORDER BY m.merged_at DESC LIMIT 100", patientId)
        .execute(pool)
        .map(rows -> Rows.list(rows, MergeRows::merge));
  }

  private static Future<Merge> find(SqlConnection connection, UUID id) {
    return Sql.of(MERGES + "WHERE m.id = ?", id)
        .execute(connection)
        .map(rows -> MergeRows.merge(Rows.one(rows)));
  }

  /**
   * Undoes a merge. Fails with {@code NOT_FOUND} if there is none that stands, with {@code
   * MERGE_FINAL} if it is too old or its record was merged into a third one.
   */
  Future<Merge> undo(UUID into, UUID id, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    SELECT * FROM patients.merge
                    WHERE id = ? AND into_id = ? AND undone_at IS NULL FOR UPDATE
                    """,
                    id,
                    into)
                .execute(connection)
                .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("merge")))
                .compose(row -> separate(connection, row, at, caller))
                .compose(undone -> find(connection, id)));
  }

  private Future<Void> separate(SqlConnection connection, Row merge, Instant at, Caller caller) {
    if (!at.isBefore(Rows.instant(merge, "merged_at").plus(PatientMerges.UNDOABLE))) {
      throw Failure.of(PatientsFailures.MERGE_FINAL);
    }
    UUID from = merge.getUUID("from_id");
    UUID into = merge.getUUID("into_id");
    caller.concerns(from);
    var undone = new PatientsMerged(merge.getUUID("id"), from, into, true, at);
    return MergeStatements.lockPresent(connection, into)
        .compose(
            locked -> union.separate(connection, from, into, merge.getInteger("written"), caller))
        .compose(separated -> MergeStatements.giveBack(connection, undone, caller))
        .compose(back -> Outbox.append(connection, PatientMergesApi.PATIENTS_MERGED, undone));
  }
}
