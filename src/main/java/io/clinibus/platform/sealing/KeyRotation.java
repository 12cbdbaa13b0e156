package io.clinibus.platform.sealing;

import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;

/**
 * Wraps by the current key of the clinic what others have wrapped, batch by batch, while nodes read
 * and make keys. May be interrupted and begun again: what was rewrapped is not read again.
 */
public final class KeyRotation {

  private static final int BATCH = 500;
  private static final UUID FIRST = new UUID(0, 0);

  private final Pool pool;
  private final KeyWrapper wrapper;

  public KeyRotation(Pool pool, KeyWrapper wrapper) {
    this.pool = pool;
    this.wrapper = wrapper;
  }

  /**
   * How many keys a key of the clinic has wrapped.
   *
   * @param id of the clinic's key
   */
  public record Share(String id, long keys) {}

  /** By which keys of the clinic patients' keys are wrapped. */
  public Future<List<Share>> shares() {
    return pool.query(
            """
            SELECT wrapped_by, count(*) AS keys FROM platform.patient_key
             WHERE wrapped_by IS NOT NULL GROUP BY wrapped_by ORDER BY wrapped_by
            """)
        .execute()
        .map(
            rows ->
                Rows.list(
                    rows, row -> new Share(row.getString("wrapped_by"), row.getLong("keys"))));
  }

  public Future<String> current() {
    return wrapper.current();
  }

  /**
   * Rewraps until no other key has wrapped any.
   *
   * @param progress receives how many were rewrapped since its last call
   */
  public Future<Void> run(LongConsumer progress) {
    return current()
        .compose(current -> others(current).compose(old -> rotate(old, current, progress)));
  }

  /** Another node may still wrap by an old key: it is asked for again at the end. */
  private Future<Void> rotate(List<String> old, String current, LongConsumer progress) {
    Future<Void> done = Future.succeededFuture();
    for (String id : old) {
      done = done.compose(before -> rotateFrom(id, FIRST, true, progress));
    }
    return old.isEmpty()
        ? done
        : done.compose(all -> others(current)).compose(more -> rotate(more, current, progress));
  }

  private Future<List<String>> others(String current) {
    return shares()
        .map(shares -> shares.stream().map(Share::id).filter(id -> !id.equals(current)).toList());
  }

  private Future<Void> rotateFrom(String id, UUID after, boolean included, LongConsumer progress) {
    return pool.preparedQuery(
            """
            SELECT patient_id, wrapped_by, wrapped FROM platform.patient_key
             WHERE wrapped_by = $1 AND (patient_id > $2 OR patient_id = $2 AND $3)
             ORDER BY patient_id LIMIT $4
            """)
        .execute(Tuple.of(id, after, included, BATCH))
        .map(rows -> Rows.list(rows, (Row row) -> PatientKeys.wrapped(row)))
        .compose(
            batch ->
                batch.isEmpty()
                    ? Future.succeededFuture()
                    : wrapper
                        .rewrap(batch)
                        .compose(wrapped -> store(id, wrapped))
                        .compose(
                            stored -> {
                              progress.accept(stored);
                              return batch.size() < BATCH
                                  ? Future.succeededFuture()
                                  : rotateFrom(
                                      id, batch.get(BATCH - 1).patientId(), false, progress);
                            }));
  }

  /** A key that was destroyed meanwhile, or rewrapped by another rotation, stays as it is. */
  private Future<Integer> store(String former, List<WrappedKey> wrapped) {
    return pool.preparedQuery(
            """
            UPDATE platform.patient_key k SET wrapped = n.wrapped, wrapped_by = n.wrapped_by
              FROM unnest($1::uuid[], $2::bytea[], $3::text[]) AS n (patient_id, wrapped, wrapped_by)
             WHERE k.patient_id = n.patient_id AND k.wrapped_by = $4
            """)
        .execute(
            Tuple.tuple()
                .addArrayOfUUID(wrapped.stream().map(WrappedKey::patientId).toArray(UUID[]::new))
                .addArrayOfBuffer(
                    wrapped.stream().map(key -> Buffer.buffer(key.bytes())).toArray(Buffer[]::new))
                .addArrayOfString(
                    wrapped.stream().map(WrappedKey::wrappedBy).toArray(String[]::new))
                .addString(former))
        .map(rows -> rows.rowCount());
  }

  /**
   * Removes from the table's file what was wrapped before. It takes as long as the table is large,
   * and waits for an autovacuum of the same table: the time limits of a node's statements are not
   * for this.
   */
  public Future<Void> vacuum() {
    return pool.withConnection(
        connection ->
            connection
                .query("SET statement_timeout = 0; SET lock_timeout = 0")
                .execute()
                .compose(unlimited -> connection.query("VACUUM platform.patient_key").execute())
                .eventually(
                    () -> connection.query("RESET statement_timeout; RESET lock_timeout").execute())
                .mapEmpty());
  }
}
