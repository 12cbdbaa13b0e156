package io.clinibus.patients.duplicates;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.DuplicatesApi.Duplicate;
import io.clinibus.patients.api.DuplicatesApi.DuplicateCandidate;
import io.clinibus.patients.api.DuplicatesApi.DuplicatePage;
import io.clinibus.patients.api.DuplicatesApi.DuplicateReason;
import io.clinibus.patients.api.DuplicatesApi.DuplicateRecord;
import io.clinibus.patients.api.PatientsApi.PatientDetails;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/** Reads and decides possible duplicates. */
public final class DuplicateRepository {

  private static final int MOST_CANDIDATES = 10;

  private final Pool pool;

  public DuplicateRepository(Pool pool) {
    this.pool = pool;
  }

  /** The stored records that are likely to be of the person whom the details describe. */
  Future<List<DuplicateCandidate>> candidates(PatientDetails details) {
    return comparing(details).execute(pool).map(DuplicateRepository::likely);
  }

  Sql comparing(PatientDetails details) {
    return Sql.of(
        """
        SELECT c.*, p.given_name, p.family_name, p.birth_date, p.phone, p.identifier
          FROM patients.compare(NULL, ?, ?, ?, ?, ?, ?, ?) AS c JOIN patients.patient p USING (id)
        """,
        details.givenName(),
        details.familyName(),
        details.birthDate(),
        details.sex() == null ? null : details.sex().name(),
        details.phone(),
        details.email(),
        details.identifier());
  }

  private static List<DuplicateCandidate> likely(Iterable<Row> rows) {
    List<DuplicateCandidate> found = new ArrayList<>();
    for (Row row : rows) {
      RecordComparison comparison = ComparisonRows.comparison(row);
      if (comparison.isLikely()) {
        found.add(
            new DuplicateCandidate(
                ComparisonRows.patient(row, ""), comparison.score(), comparison.reasons()));
      }
    }
    found.sort(Comparator.comparingInt(DuplicateCandidate::score).reversed());
    return found.stream().limit(MOST_CANDIDATES).toList();
  }

  /** Undecided pairs of present records, best match first. */
  Future<DuplicatePage> list(Integer wanted, String cursor) {
    int limit = Cursor.limit(wanted);
    return listing(Cursor.parse(cursor), limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.RANK.read(rows, limit, DuplicateRepository::duplicate, DuplicatePage::new));
  }

  Sql listing(Cursor after, int limit) {
    Sql sql =
        Sql.of(
            """
            SELECT * FROM (
              SELECT d.id, d.rank, d.score, d.reasons, d.created_at,
                     a.id AS a_id, a.given_name AS a_given_name, a.family_name AS a_family_name,
                     a.birth_date AS a_birth_date, a.phone AS a_phone, a.identifier AS a_identifier,
                     EXISTS (SELECT FROM identity.patient_account x WHERE x.patient_id = a.id) AS a_account,
                     b.id AS b_id, b.given_name AS b_given_name, b.family_name AS b_family_name,
                     b.birth_date AS b_birth_date, b.phone AS b_phone, b.identifier AS b_identifier,
                     EXISTS (SELECT FROM identity.patient_account x WHERE x.patient_id = b.id) AS b_account,
                     (SELECT zone FROM scheduling.clinic) AS zone
                FROM patients.duplicate d
                JOIN patients.patient a ON a.id = d.first_id AND a.deleted_at IS NULL
                JOIN patients.patient b ON b.id = d.second_id AND b.deleted_at IS NULL
               WHERE d.status = 'OPEN') AS pair WHERE true
            """);
    return Keyset.RANK.page(sql, after, limit);
  }

  /** Notes that two records are of different persons; {@code NOT_FOUND} if it is not undecided. */
  Future<Void> dismiss(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.duplicate SET status = 'DISMISSED', decided_at = now(), decided_by = ?
                    WHERE id = ? AND status = 'OPEN' RETURNING first_id, second_id
                    """,
                    caller.userId(),
                    id)
                .execute(connection)
                .map(
                    rows -> {
                      Row pair = Rows.first(rows).orElseThrow(() -> Failure.notFound("duplicate"));
                      caller.concerns(pair.getUUID("first_id"));
                      caller.concerns(pair.getUUID("second_id"));
                      return null;
                    }));
  }

  private static Duplicate duplicate(Row row) {
    return new Duplicate(
        row.getUUID("id"),
        row.getInteger("score"),
        Arrays.stream(row.getArrayOfStrings("reasons")).map(DuplicateReason::valueOf).toList(),
        Rows.instant(row, "created_at").atZone(ZoneId.of(row.getString("zone"))).toOffsetDateTime(),
        new DuplicateRecord(ComparisonRows.patient(row, "a_"), row.getBoolean("a_account")),
        new DuplicateRecord(ComparisonRows.patient(row, "b_"), row.getBoolean("b_account")));
  }
}
