package io.clinibus.platform.audit;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Caller;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.telemetry.Metrics;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records rows of lists whose sealed part could not be opened: in the audit trail, in the log and
 * as a metric, once for each row and what is in it, in the whole cluster.
 */
public final class UnreadableSealLog {

  private static final Logger LOG = LoggerFactory.getLogger(UnreadableSealLog.class);

  /** Rows that are recorded, as far as this node has them in memory; others cost a statement. */
  private static final int MOST_KNOWN = 10_000;

  /** Of reads that the live updates make for all who watch. */
  private static final String LIVE = "live.read";

  private static final int ENTRY_VALUES = 12;

  private static final String INSERT =
      """
      WITH found AS (INSERT INTO platform.unreadable_seal (place, row_id, row_version, digest)
                     VALUES ($%d, $%d, $%d, $%d) ON CONFLICT DO NOTHING RETURNING row_id),
           entry AS (INSERT INTO audit.new_entry %s SELECT %s FROM found RETURNING 1)
      SELECT row_id FROM found WHERE EXISTS (SELECT FROM entry)
      """
          .formatted(
              ENTRY_VALUES + 1,
              ENTRY_VALUES + 2,
              ENTRY_VALUES + 3,
              ENTRY_VALUES + 4,
              AuditStatement.COLUMNS,
              AuditStatement.places(0));

  /**
   * A row that could not be opened.
   *
   * @param patientId whose it is now; {@link PatientKeys#CLINIC} of what is about nobody
   * @param sealedFor the patient for whom it is said to be sealed
   */
  public record Unreadable(SealedPlace place, UUID patientId, UUID sealedFor, byte[] sealed) {

    @Override
    public String toString() {
      return "Unreadable[" + place + "]";
    }
  }

  private record Known(SealedPlace place, Buffer digest) {}

  private final Pool database;
  private final String node;
  private final Counter count;
  private final Cache<Known, Boolean> known =
      CaffeineFactory.builder().maximumSize(MOST_KNOWN).build();

  /**
   * @param node the name of this node
   */
  public UnreadableSealLog(Pool database, String node, Metrics metrics) {
    this.database = database;
    this.node = node;
    this.count = metrics.counter("clinibus.unreadable.seals");
  }

  /**
   * Records what has not been recorded yet, before it is shown to anybody that it is unreadable.
   *
   * @param caller who asked for it
   */
  public Future<Void> add(List<Unreadable> found, Caller caller) {
    return add(found, caller, LIVE);
  }

  /**
   * As above.
   *
   * @param reader the address of the operation that has read it, if it is not audited otherwise
   */
  public Future<Void> add(List<Unreadable> found, Caller caller, String reader) {
    List<Known> rows = new ArrayList<>(0);
    List<Tuple> values = new ArrayList<>(0);
    for (Unreadable one : found) {
      var row = new Known(one.place(), digest(one));
      if (known.getIfPresent(row) == null) {
        rows.add(row);
        values.add(values(row, entry(one, caller, reader)));
      }
    }
    return rows.isEmpty()
        ? Future.succeededFuture()
        : database
            .preparedQuery(INSERT)
            .executeBatch(values)
            .onSuccess(inserted -> recorded(rows, inserted))
            .mapEmpty();
  }

  private void recorded(List<Known> rows, RowSet<Row> inserted) {
    RowSet<Row> one = inserted;
    for (Known row : rows) {
      known.put(row, true);
      if (one.size() > 0) {
        tell(row.place());
      }
      one = one.next();
    }
  }

  private void tell(SealedPlace place) {
    count.increment();
    LOG.atError()
        .addKeyValue("column", place.column())
        .addKeyValue("row", place.row())
        .addKeyValue("version", place.version())
        .log("sealed row unreadable");
  }

  private AuditEntry entry(Unreadable one, Caller caller, String reader) {
    return new AuditEntry(
        caller.userId(),
        caller.roles().stream().map(Enum::name).sorted().toList(),
        Optional.ofNullable(caller.audit()).map(scope -> scope.operation()).orElse(reader),
        AuditKind.READ,
        CommonFailures.UNREADABLE_SEAL.slug(),
        PatientKeys.CLINIC.equals(one.patientId()) ? List.of() : List.of(one.patientId()),
        one.place().row(),
        caller.address(),
        node,
        caller.requestId(),
        null);
  }

  private static Tuple values(Known row, AuditEntry entry) {
    Tuple values = AuditStatement.add(Tuple.tuple(), entry);
    values.addValue(row.place().column());
    values.addValue(row.place().row());
    values.addValue(row.place().version());
    values.addValue(row.digest());
    return values;
  }

  private static Buffer digest(Unreadable one) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(one.sealedFor().toString().getBytes(StandardCharsets.UTF_8));
      return Buffer.buffer(digest.digest(one.sealed()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 missing", e);
    }
  }
}
