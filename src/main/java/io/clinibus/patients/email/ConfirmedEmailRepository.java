package io.clinibus.patients.email;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** E-mail addresses of patients that their owners have confirmed: no other gets mails. */
public final class ConfirmedEmailRepository {

  private final Pool pool;

  public ConfirmedEmailRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Requests the mail with the link again, which voids the one before; nothing if the address is
   * confirmed. Fails with {@code NOT_FOUND} or {@code NO_EMAIL_ADDRESS}.
   */
  public Future<Void> request(UUID patientId, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    SELECT email, CASE WHEN email IS NOT NULL AND email_confirmed_at IS NULL
                             THEN patients.request_email_confirmation(id, email)::text END
                      FROM patients.patient WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE
                    """)
                .execute(Tuple.of(patientId))
                .map(
                    rows -> {
                      Row patient = Rows.first(rows).orElseThrow(() -> Failure.notFound("patient"));
                      if (patient.getString("email") == null) {
                        throw Failure.of(PatientsFailures.NO_EMAIL_ADDRESS);
                      }
                      return null;
                    }));
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
