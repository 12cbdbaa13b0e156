package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.PatientWriter.Author;
import io.clinibus.patients.access.PatientScope;
import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposalStatus;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Proposals in PostgreSQL. */
final class ProposalRepository {

  private static final int MOST = 100;

  private static final String COLUMNS =
      """
      id, patient_id, part, proposed, status, created_at, decided_at, note, version,
      (SELECT zone FROM scheduling.clinic) AS zone
      """;

  /**
   * @param version the proposal's version that was read
   * @param note for the patient, or null
   */
  record Decision(UUID proposalId, long version, boolean accepted, String note) {}

  private final Pool pool;

  ProposalRepository(Pool pool) {
    this.pool = pool;
  }

  /** Stores a proposal, in the place of the patient's pending one for the same part. */
  Future<ChangeProposal> put(UUID patientId, PatientPart part, Record content, Caller caller) {
    Sql sql =
        Sql.of(
                """
                INSERT INTO patients.proposal AS p (id, patient_id, part, proposed)
                SELECT ?::uuid, id, ?, ? FROM patients.patient WHERE id = ? AND deleted_at IS NULL
                ON CONFLICT (patient_id, part) WHERE status = 'PENDING' DO UPDATE
                  SET proposed = EXCLUDED.proposed, created_at = now(), version = p.version + 1
                RETURNING
                """,
                UuidV7.next(),
                part.name(),
                StoredParts.write(content),
                patientId)
            .add(COLUMNS);
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            sql.execute(connection)
                .map(
                    rows ->
                        Rows.first(rows)
                            .map(ProposalRepository::proposal)
                            .orElseThrow(() -> Failure.notFound("patient"))));
  }

  /** The latest proposals for some parts. */
  Future<List<ChangeProposal>> list(UUID patientId, Set<PatientPart> parts) {
    return Sql.of("SELECT " + COLUMNS + " FROM patients.proposal")
        .add("WHERE patient_id = ? AND part = ANY (?)", patientId, names(parts))
        .add("ORDER BY created_at DESC, id DESC LIMIT ?", MOST)
        .execute(pool)
        .map(rows -> Rows.list(rows, ProposalRepository::proposal));
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
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            PatientWriter.lock(connection, patientId, scope)
                .compose(
                    patient ->
                        pending(connection, patientId, parts, decision)
                            .compose(
                                proposal ->
                                    decision.accepted()
                                        ? apply(connection, patient, proposal, author)
                                        : Future.succeededFuture())
                            .compose(applied -> close(connection, decision, author))));
  }

  private static Future<ChangeProposal> pending(
      SqlConnection connection, UUID patientId, Set<PatientPart> parts, Decision decision) {
    return Sql.of(
            "SELECT " + COLUMNS + " FROM patients.proposal WHERE id = ?", decision.proposalId())
        .add("AND patient_id = ? AND part = ANY (?) FOR UPDATE", patientId, names(parts))
        .execute(connection)
        .map(
            rows -> {
              ChangeProposal found =
                  Rows.first(rows)
                      .map(ProposalRepository::proposal)
                      .orElseThrow(() -> Failure.notFound("proposal"));
              if (found.status() != ProposalStatus.PENDING) {
                throw Failure.of(PatientsFailures.PROPOSAL_DECIDED);
              }
              if (found.version() != decision.version()) {
                throw Failure.staleVersion();
              }
              return found;
            });
  }

  private static Future<Void> apply(
      SqlConnection connection, Row patient, ChangeProposal proposal, Author author) {
    PatientParts after = PatientRows.parts(patient).with(proposal.proposed());
    return PatientWriter.write(connection, patient, after, author).mapEmpty();
  }

  private static Future<ChangeProposal> close(
      SqlConnection connection, Decision decision, Author author) {
    ProposalStatus status = decision.accepted() ? ProposalStatus.ACCEPTED : ProposalStatus.REFUSED;
    return Sql.of(
            """
            UPDATE patients.proposal
               SET status = ?, note = ?, decided_at = now(), decided_by = ?, version = version + 1
             WHERE id = ? RETURNING
            """,
            status.name(),
            decision.note(),
            author.accountId(),
            decision.proposalId())
        .add(COLUMNS)
        .execute(connection)
        .map(rows -> proposal(Rows.one(rows)));
  }

  private static String[] names(Set<PatientPart> parts) {
    return parts.stream().map(Enum::name).toArray(String[]::new);
  }

  private static ChangeProposal proposal(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    PatientPart part = Rows.constant(row, "part", PatientPart.class);
    PartContent content = StoredParts.read(row.getJsonObject("proposed"), part);
    return new ChangeProposal(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        part,
        new ProposalDetails(content.identity(), content.insurance(), content.medicalHistory()),
        Rows.constant(row, "status", ProposalStatus.class),
        PatientRows.local(row.getOffsetDateTime("created_at"), zone),
        PatientRows.local(row.getOffsetDateTime("decided_at"), zone),
        row.getString("note"),
        row.getLong("version"));
  }
}
