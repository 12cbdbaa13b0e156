package io.clinibus.patients.email;

import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** E-mail addresses of patients that their owners have confirmed: no other gets mails. */
public final class ConfirmedEmailRepository {

  private final Pool pool;

  public ConfirmedEmailRepository(Pool pool) {
    this.pool = pool;
  }

  public Future<Void> set(UUID patientId, String email, Instant at) {
    return pool.preparedQuery(
            """
            UPDATE patients.patient SET email = $2, email_confirmed_at = $3, version = version + 1
            WHERE id = $1 AND deleted_at IS NULL
            """)
        .execute(Tuple.of(patientId, email, Rows.utc(at)))
        .mapEmpty();
  }

  /** Consumes a link; fails with {@code NOT_FOUND} if it was used, replaced or has expired. */
  public Future<Void> confirm(UUID link, Instant at) {
    return pool.preparedQuery(
            """
            WITH used AS (
              DELETE FROM patients.email_confirmation WHERE id = $1 AND expires_at > $2
              RETURNING patient_id, email)
            UPDATE patients.patient p SET email_confirmed_at = $2
              FROM used WHERE p.id = used.patient_id AND p.email = used.email AND p.deleted_at IS NULL
            """)
        .execute(Tuple.of(link, Rows.utc(at)))
        .compose(
            confirmed ->
                confirmed.rowCount() > 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(Failure.notFound("link")));
  }
}
