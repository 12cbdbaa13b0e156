package io.clinibus.platform.sealing;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what former releases wrote in clear, batch by batch, on one node at a time; SQL cannot, as
 * the keys are outside of the database. A batch is one transaction: the job may be interrupted
 * anywhere, and goes on where it was. It waits until all nodes read what is sealed.
 */
public final class SealingJob {

  /**
   * A kind of row.
   *
   * @param column schema, table and column, as in its {@link SealedPlace}
   * @param select a SELECT of at most {@code $1} rows in clear, ordered as others lock them: {@code
   *     id}, {@code version}, {@code sealed_for} and {@code content} (text; what is to be sealed)
   * @param seal an UPDATE that seals the row {@code $1} for the patient {@code $3} by the bytes
   *     {@code $4} and empties it, unless it has no longer the version {@code $2}
   */
  public record ClearRows(String column, String select, String seal) {}

  /**
   * @param version of the row, which stays
   */
  private record InClear(UUID id, long version, UUID sealedFor, String content) {

    @Override
    public String toString() {
      return "InClear[" + id + "]";
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(SealingJob.class);
  private static final Duration AT_REST = Duration.ofMinutes(1);
  private static final Duration AT_WORK = Duration.ofMillis(50);
  private static final int BATCH = 200;

  private final Pool pool;
  private final PatientKeys keys;
  private final String domain;
  private final int form;
  private final List<ClearRows> kinds;
  private final Counter sealed;
  private long sealedAtOnce;

  /**
   * @param form which nodes must read before anything is sealed
   */
  public SealingJob(
      Pool pool,
      PatientKeys keys,
      String domain,
      int form,
      List<ClearRows> kinds,
      Metrics metrics) {
    this.pool = pool;
    this.keys = keys;
    this.domain = domain;
    this.form = form;
    this.kinds = List.copyOf(kinds);
    this.sealed = metrics.counter("clinibus.sealed.former.rows", "domain", domain);
  }

  public void start(Jobs jobs) {
    jobs.every(AT_REST, AT_WORK, "seal-" + domain, this::run);
  }

  /**
   * Seals a batch.
   *
   * @return whether there may be more
   */
  public Future<Boolean> run() {
    return pool.withTransaction(
            connection ->
                isDue(connection)
                    .compose(due -> due ? seal(connection, kinds) : Future.succeededFuture(0)))
        .map(this::note);
  }

  private boolean note(int rows) {
    sealed.increment(rows);
    sealedAtOnce += rows;
    if (rows == 0 && sealedAtOnce > 0) {
      LOG.atInfo()
          .addKeyValue("domain", domain)
          .addKeyValue("rows", sealedAtOnce)
          .log("clinical data of former releases sealed");
      sealedAtOnce = 0;
    }
    return rows > 0;
  }

  private Future<Boolean> isDue(SqlConnection connection) {
    return connection
        .preparedQuery(
            """
            SELECT platform.every_node_reads($1)
               AND pg_try_advisory_xact_lock(hashtextextended('sealing.' || $2, 0))
            """)
        .execute(Tuple.of(form, domain))
        .map(Rows::isTrue);
  }

  /** Rows of the first kind that has any. */
  private Future<Integer> seal(SqlConnection connection, List<ClearRows> left) {
    if (left.isEmpty()) {
      return Future.succeededFuture(0);
    }
    ClearRows kind = left.get(0);
    return connection
        .preparedQuery(kind.select())
        .execute(Tuple.of(BATCH))
        .map(rows -> Rows.list(rows, SealingJob::inClear))
        .compose(batch -> seal(connection, kind, batch))
        .compose(
            rows ->
                rows > 0
                    ? Future.succeededFuture(rows)
                    : seal(connection, left.subList(1, left.size())));
  }

  private static InClear inClear(Row row) {
    return new InClear(
        row.getUUID("id"),
        row.getLong("version"),
        row.getUUID("sealed_for"),
        row.getString("content"));
  }

  private Future<Integer> seal(SqlConnection connection, ClearRows kind, List<InClear> batch) {
    Set<UUID> patients = batch.stream().map(InClear::sealedFor).collect(Collectors.toSet());
    return batch.isEmpty()
        ? Future.succeededFuture(0)
        : keys.of(patients).compose(of -> update(connection, kind, sealed(kind, batch, of)));
  }

  private static List<Tuple> sealed(
      ClearRows kind, List<InClear> batch, Map<UUID, PatientKey> keys) {
    List<Tuple> sealed = new ArrayList<>();
    for (InClear row : batch) {
      PatientKey key = keys.get(row.sealedFor());
      if (key != null) {
        var place = new SealedPlace(kind.column(), row.id(), row.version());
        Buffer bytes = Buffer.buffer(key.seal(place, row.content()));
        sealed.add(Tuple.of(row.id(), row.version(), row.sealedFor(), bytes));
      }
    }
    return sealed;
  }

  private static Future<Integer> update(
      SqlConnection connection, ClearRows kind, List<Tuple> sealed) {
    return sealed.isEmpty()
        ? Future.succeededFuture(0)
        : connection
            .preparedQuery(kind.seal())
            .executeBatch(sealed)
            .map(
                results -> {
                  int rows = 0;
                  for (var result = results; result != null; result = result.next()) {
                    rows += result.rowCount();
                  }
                  return rows;
                });
  }
}
