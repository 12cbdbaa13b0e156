package io.clinibus.patients.duplicates;

import static java.util.stream.Collectors.partitioningBy;

import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.Jobs;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares records that are new or have changed with all others. Any number of nodes may run it:
 * each takes records that no other has taken.
 */
public final class DuplicateSearch {

  private static final Duration AT_REST = Duration.ofSeconds(5);
  private static final Duration AT_WORK = Duration.ofMillis(500);

  /** Some ten milliseconds of a processor, for which other statements would have to wait. */
  private static final int BATCH = 20;

  /** Places of the two records in a pair. */
  private static final int SELF = 1;

  private static final int OTHER = 2;

  private final Pool pool;

  public DuplicateSearch(Pool pool) {
    this.pool = pool;
  }

  public void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "find-duplicate-patients", this::run);
  }

  /**
   * Compares a batch of records.
   *
   * @return whether there may be more
   */
  Future<Boolean> run() {
    return pool.withTransaction(
        connection ->
            taken(connection)
                .compose(
                    ids ->
                        ids.length == 0
                            ? Future.succeededFuture(false)
                            : compare(connection, ids).map(ids.length == BATCH)));
  }

  /**
   * Leaves records for later that are being erased, merged or removed: that transaction would wait
   * for this transaction, and this one for theirs.
   */
  private static Future<UUID[]> taken(SqlConnection connection) {
    return connection
        .preparedQuery(
            """
            DELETE FROM patients.uncompared WHERE patient_id IN (
              SELECT u.patient_id FROM patients.uncompared u JOIN patients.patient p ON p.id = u.patient_id
               ORDER BY u.patient_id LIMIT $1 FOR KEY SHARE OF p SKIP LOCKED FOR UPDATE OF u SKIP LOCKED)
            RETURNING patient_id
            """)
        .execute(Tuple.of(BATCH))
        .map(rows -> Rows.list(rows, row -> row.getUUID("patient_id")).toArray(UUID[]::new));
  }

  private static Future<Void> compare(SqlConnection connection, UUID[] ids) {
    return connection
        .preparedQuery(
            """
            SELECT p.id AS self, c.*
              FROM patients.patient p,
                   patients.compare(p.id, p.given_name, p.family_name, p.birth_date, p.sex, p.phone, p.email,
                                    p.identifier) AS c
             WHERE p.id = ANY ($1) AND p.deleted_at IS NULL
            """)
        .execute(Tuple.of(ids))
        .map(DuplicateSearch::pairs)
        .compose(
            pairs ->
                present(connection, pairs)
                    .compose(
                        present ->
                            forget(connection, ids)
                                .compose(forgotten -> store(connection, pairs, present))));
  }

  /** The other records of pairs, without those that are being erased, merged or removed. */
  private static Future<Set<UUID>> present(SqlConnection connection, List<Tuple> pairs) {
    return connection
        .preparedQuery(
            """
            SELECT id FROM patients.patient WHERE id = ANY ($1) AND deleted_at IS NULL
            FOR KEY SHARE SKIP LOCKED
            """)
        .execute(Tuple.of(column(pairs, OTHER)))
        .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getUUID("id"))));
  }

  private static UUID[] column(List<Tuple> pairs, int column) {
    return pairs.stream().map(pair -> pair.getUUID(column)).distinct().toArray(UUID[]::new);
  }

  /** What was found before is found again, unless a record has changed. */
  private static Future<Void> forget(SqlConnection connection, UUID[] ids) {
    return connection
        .preparedQuery(
            """
            DELETE FROM patients.duplicate
            WHERE (first_id = ANY ($1) OR second_id = ANY ($1)) AND status = 'OPEN'
              AND NOT 'STATED' = ANY (reasons)
            """)
        .execute(Tuple.of(ids))
        .mapEmpty();
  }

  private static List<Tuple> pairs(Iterable<Row> rows) {
    List<Tuple> pairs = new ArrayList<>();
    for (Row row : rows) {
      RecordComparison comparison = ComparisonRows.comparison(row);
      if (comparison.isLikely()) {
        pairs.add(
            Tuple.of(
                UuidV7.next(),
                row.getUUID("self"),
                row.getUUID("id"),
                comparison.score(),
                comparison.reasons().stream().map(Enum::name).toArray(String[]::new)));
      }
    }
    return pairs;
  }

  /** A record whose pair is left out is compared again. */
  private static Future<Void> store(
      SqlConnection connection, List<Tuple> pairs, Set<UUID> present) {
    Map<Boolean, List<Tuple>> whole =
        pairs.stream().collect(partitioningBy(pair -> present.contains(pair.getUUID(OTHER))));
    return insert(connection, whole.get(true))
        .compose(inserted -> again(connection, column(whole.get(false), SELF)));
  }

  private static Future<Void> again(SqlConnection connection, UUID[] ids) {
    return ids.length == 0
        ? Future.succeededFuture()
        : connection
            .preparedQuery(
                """
                INSERT INTO patients.uncompared (patient_id) SELECT unnest($1::uuid[])
                ON CONFLICT DO NOTHING
                """)
            .execute(Tuple.of(ids))
            .mapEmpty();
  }

  private static Future<Void> insert(SqlConnection connection, List<Tuple> pairs) {
    if (pairs.isEmpty()) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(
            """
            INSERT INTO patients.duplicate (id, first_id, second_id, score, reasons)
            VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4, $5)
            ON CONFLICT (first_id, second_id) DO NOTHING
            """)
        .executeBatch(pairs)
        .mapEmpty();
  }
}
