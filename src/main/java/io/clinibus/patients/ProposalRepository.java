package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.PatientWriter.Locked;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsApi.MedicalHistory;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.ProposalStatus;
import io.clinibus.patients.stored.ProposalSeal;
import io.clinibus.patients.stored.ProposalSeal.Content;
import io.clinibus.patients.stored.StoredParts;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Proposals in PostgreSQL. */
final class ProposalRepository {

  private static final int MOST = 100;

  /**
   * @param version the proposal's version that was read
   * @param note for the patient, or null
   */
  record Decision(UUID proposalId, long version, boolean accepted, String note) {}

  /**
   * A pending proposal.
   *
   * @param key of the patient for whom it was made; null if it is in clear
   */
  private record Pending(ChangeProposal proposal, PatientKey key) {}

  /**
   * What is stored of a proposal.
   *
   * @param sealed null if it is in clear, as the key is
   */
  private record Contents(JsonObject proposed, Buffer sealed, PatientKey key) {

    @Override
    public String toString() {
      return "Contents[…]";
    }
  }

  private final Pool pool;
  private final PatientKeys keys;
  private final PartOpeners openers;

  ProposalRepository(Pool pool, PatientKeys keys, PartOpeners openers) {
    this.pool = pool;
    this.keys = keys;
    this.openers = openers;
  }

  /** Stores a proposal, in the place of the patient's pending one for the same part. */
  Future<ChangeProposal> put(UUID patientId, PatientPart part, Record content, Caller caller) {
    // Before the transaction, which finds it in the cache.
    return key(patientId, Set.of(part))
        .compose(
            own ->
                AuditedTransaction.run(
                    pool,
                    caller,
                    connection ->
                        PatientWriter.lock(connection, patientId, PatientScope.ALL)
                            .compose(
                                patient ->
                                    former(connection, patientId, part)
                                        .compose(
                                            former ->
                                                put(connection, patient, part, content, former)))));
  }

  /** The key of a patient, if one of the parts is sealed; null otherwise. */
  private Future<PatientKey> key(UUID patientId, Set<PatientPart> parts) {
    return parts.contains(PatientPart.MEDICAL_HISTORY)
        ? keys.of(patientId)
        : Future.succeededFuture();
  }

  /** The proposal that is pending for a part. */
  private static Future<Optional<Row>> former(
      SqlConnection connection, UUID patientId, PatientPart part) {
    return Sql.of("SELECT " + ProposalRows.COLUMNS + " FROM patients.proposal")
        .add("WHERE patient_id = ? AND part = ? AND status = 'PENDING'", patientId, part.name())
        .add("FOR UPDATE")
        .execute(connection)
        .map(Rows::first);
  }

  private Future<ChangeProposal> put(
      SqlConnection connection,
      Locked patient,
      PatientPart part,
      Record content,
      Optional<Row> former) {
    UUID id = former.map(row -> row.getUUID("id")).orElseGet(UuidV7::next);
    long version = former.map(row -> row.getLong("version") + 1).orElse(1L);
    if (!(content instanceof MedicalHistory history) || !patient.seals()) {
      var inClear = new Contents(StoredParts.write(content), null, null);
      return put(connection, id, version, patient.id(), part, inClear);
    }
    UUID madeFor = former.map(row -> row.getUUID("made_for")).orElse(patient.id());
    return keys.ofRecord(patient.id(), madeFor)
        .map(
            key ->
                new Contents(
                    new JsonObject(),
                    ProposalSeal.seal(new Content(history, null), id, version, key),
                    key))
        .compose(contents -> put(connection, id, version, patient.id(), part, contents));
  }

  private static Future<ChangeProposal> put(
      SqlConnection connection,
      UUID id,
      long version,
      UUID patientId,
      PatientPart part,
      Contents contents) {
    return Sql.of(
            """
            INSERT INTO patients.proposal (id, patient_id, part, proposed, sealed, sealed_for, version)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE
              SET proposed = EXCLUDED.proposed, sealed = EXCLUDED.sealed,
                  sealed_for = EXCLUDED.sealed_for, created_at = now(), version = EXCLUDED.version
            RETURNING
            """,
            id,
            patientId,
            part.name(),
            contents.proposed(),
            contents.sealed(),
            contents.key() == null ? null : contents.key().patientId(),
            version)
        .add(ProposalRows.COLUMNS)
        .execute(connection)
        .map(rows -> ProposalRows.proposal(Rows.one(rows), contents.key()));
  }

  /** The latest proposals for some parts; what was damaged of them is stated. */
  Future<List<ChangeProposal>> list(UUID patientId, Set<PatientPart> parts, Caller caller) {
    return Sql.of("SELECT " + ProposalRows.COLUMNS + " FROM patients.proposal")
        .add("WHERE patient_id = ? AND part = ANY (?)", patientId, names(parts))
        .add("ORDER BY created_at DESC, id DESC LIMIT ?", MOST)
        .execute(pool)
        .compose(rows -> ProposalRows.open(rows, patientId, openers, caller));
  }

  /**
   * Decides a pending proposal; an accepted one changes the patient in the same transaction.
   *
   * @param parts those that the author may decide
   * @return {@code NOT_FOUND}, {@code PROPOSAL_DECIDED}, {@code STALE_VERSION}, or {@code
   *     ALREADY_EXISTS} if another patient has the identifier
   */
  Future<ChangeProposal> decide(
      UUID patientId,
      PatientScope scope,
      Set<PatientPart> parts,
      Decision decision,
      Author author,
      Caller caller) {
    return key(patientId, parts)
        .compose(
            key ->
                AuditedTransaction.run(
                    pool,
                    caller,
                    connection ->
                        PatientWriter.lock(connection, patientId, scope, key)
                            .compose(
                                patient ->
                                    pending(connection, patientId, parts, decision)
                                        .compose(
                                            pending ->
                                                decide(
                                                    connection,
                                                    patient,
                                                    pending,
                                                    decision,
                                                    author)))));
  }

  private Future<Pending> pending(
      SqlConnection connection, UUID patientId, Set<PatientPart> parts, Decision decision) {
    return Sql.of("SELECT " + ProposalRows.COLUMNS + " FROM patients.proposal")
        .add("WHERE id = ? AND patient_id = ?", decision.proposalId(), patientId)
        .add("AND part = ANY (?) FOR UPDATE", (Object) names(parts))
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("proposal")))
        .compose(
            row ->
                row.getBuffer("sealed") == null
                    ? Future.succeededFuture(new Pending(ProposalRows.proposal(row, null), null))
                    : keys.ofRecord(patientId, row.getUUID("made_for"))
                        .map(key -> new Pending(ProposalRows.proposal(row, key), key)))
        .map(
            found -> {
              if (found.proposal().status() != ProposalStatus.PENDING) {
                throw Failure.of(PatientsFailures.PROPOSAL_DECIDED);
              }
              if (found.proposal().version() != decision.version()) {
                throw Failure.staleVersion();
              }
              return found;
            });
  }

  private static Future<ChangeProposal> decide(
      SqlConnection connection, Locked patient, Pending pending, Decision decision, Author author) {
    if (!decision.accepted()) {
      return close(connection, pending, decision, author);
    }
    PatientParts after = patient.parts().with(pending.proposal().proposed());
    return PatientWriter.write(connection, patient, after, author)
        .compose(written -> close(connection, pending, decision, author));
  }

  private static Future<ChangeProposal> close(
      SqlConnection connection, Pending pending, Decision decision, Author author) {
    ProposalStatus status = decision.accepted() ? ProposalStatus.ACCEPTED : ProposalStatus.REFUSED;
    PatientKey key = pending.key();
    Sql sql =
        Sql.of(
            """
            UPDATE patients.proposal
               SET status = ?, decided_at = now(), decided_by = ?, version = version + 1,
            """,
            status.name(),
            author.accountId());
    if (key == null) {
      sql.add("note = ?", decision.note());
    } else {
      var content = new Content(pending.proposal().proposed().medicalHistory(), decision.note());
      sql.add(
          "sealed = ?",
          ProposalSeal.seal(content, decision.proposalId(), decision.version() + 1, key));
    }
    return sql.add("WHERE id = ? RETURNING", decision.proposalId())
        .add(ProposalRows.COLUMNS)
        .execute(connection)
        .map(rows -> ProposalRows.proposal(Rows.one(rows), key));
  }

  private static String[] names(Set<PatientPart> parts) {
    return parts.stream().map(Enum::name).toArray(String[]::new);
  }
}
