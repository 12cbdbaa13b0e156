package io.clinibus.platform.sealing;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.StartRetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/**
 * Checks before a node starts that it can open what is sealed: one patient's key of each key of the
 * clinic is unwrapped, and what the first node has sealed is opened. Two statements, whatever the
 * number of patients.
 */
public final class SealingCheck {

  /** Belongs to no patient. */
  private static final UUID NOBODY = new UUID(0, 0);

  private static final SealedPlace PLACE = new SealedPlace("platform.seal_check.sealed", NOBODY, 1);
  private static final String TEXT = "can be opened";

  private static final String WRAPPED =
      """
      WITH RECURSIVE one AS (
        (SELECT wrapped_by, patient_id, wrapped FROM platform.patient_key
          WHERE wrapped_by IS NOT NULL ORDER BY wrapped_by, patient_id LIMIT 1)
        UNION ALL
        SELECT next.* FROM one CROSS JOIN LATERAL (
          SELECT wrapped_by, patient_id, wrapped FROM platform.patient_key
           WHERE wrapped_by > one.wrapped_by ORDER BY wrapped_by, patient_id LIMIT 1) AS next)
      SELECT * FROM one
      """;

  private final Vertx vertx;
  private final Pool pool;
  private final KeyWrapper wrapper;
  private final PatientKeys keys;

  public SealingCheck(Vertx vertx, Pool pool, KeyWrapper wrapper, PatientKeys keys) {
    this.vertx = vertx;
    this.pool = pool;
    this.wrapper = wrapper;
    this.keys = keys;
  }

  /**
   * Fails with {@link LostClinicKey}. Repeated while PostgreSQL cannot be reached: it is the first
   * that a node asks of its pool, while it still loads classes.
   */
  public Future<Void> run() {
    return StartRetry.of(vertx, this::check);
  }

  private Future<Void> check() {
    return pool.query(WRAPPED)
        .execute()
        .compose(
            rows -> Future.all(Rows.list(rows, row -> unwrap(PatientKeys.wrapped(row)))).mapEmpty())
        .compose(unwrapped -> readMark())
        .compose(this::open);
  }

  private Future<Void> unwrap(WrappedKey key) {
    return wrapper
        .unwrap(List.of(key))
        .<Void>mapEmpty()
        .recover(
            cause ->
                Future.failedFuture(
                    cause instanceof UnknownClinicKey unknown
                        ? new LostClinicKey(
                            "Keys of patients are wrapped by the clinic's key "
                                + unknown.id()
                                + ", which is not in CLINIBUS_RECORDS_KEY. State it there, after"
                                + " the current one; without it their clinical data is lost.")
                        : cause));
  }

  private record Mark(byte[] sealed, boolean hasKey) {}

  private Future<Mark> readMark() {
    return pool.preparedQuery(
            """
            SELECT (SELECT sealed FROM platform.seal_check) AS sealed,
                   EXISTS (SELECT FROM platform.patient_key WHERE patient_id = $1) AS has_key
            """)
        .execute(Tuple.of(NOBODY))
        .map(Rows::one)
        .map(SealingCheck::mark);
  }

  private static Mark mark(Row row) {
    Buffer sealed = row.getBuffer("sealed");
    return new Mark(sealed == null ? null : sealed.getBytes(), row.getBoolean("has_key"));
  }

  private Future<Void> open(Mark mark) {
    if (mark.sealed() == null) {
      return keys.ofNobody(NOBODY).compose(this::insert);
    }
    if (!mark.hasKey()) {
      return Future.failedFuture(withoutKeys());
    }
    return keys.of(NOBODY)
        .map(
            key -> {
              try {
                key.openText(PLACE, mark.sealed());
                return null;
              } catch (UnreadableSeal e) {
                throw withoutKeys();
              }
            });
  }

  /** Another node may do the same at the same time: the first one's stands. */
  private Future<Void> insert(PatientKey key) {
    return pool.preparedQuery(
            "INSERT INTO platform.seal_check (id, sealed) VALUES (1, $1) ON CONFLICT DO NOTHING")
        .execute(Tuple.of(Buffer.buffer(key.seal(PLACE, TEXT))))
        .mapEmpty();
  }

  private static LostClinicKey withoutKeys() {
    return new LostClinicKey(
        "The table platform.patient_key does not have the keys with which the data of this"
            + " database was sealed. Restore the backup of the keys (docs/operations.md).");
  }
}
