package io.clinibus.patients.invitation;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.AccountInvitationsApi.PatientAccount;
import io.clinibus.patients.api.PatientsFailures;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.UUID;

/** Invitations to accounts in PostgreSQL. */
public final class AccountInvitationRepository {

  private final Pool pool;

  public AccountInvitationRepository(Pool pool) {
    this.pool = pool;
  }

  /** Fails with {@code NOT_FOUND} if there is no such patient. */
  Future<PatientAccount> get(UUID patientId, Instant at) {
    return read(pool, patientId, at);
  }

  private static Future<PatientAccount> read(SqlClient client, UUID patientId, Instant at) {
    return Sql.of(
            """
            SELECT p.id, p.email_confirmed_at IS NOT NULL AS email_confirmed, i.sent_at, i.expires_at, (SELECT zone FROM scheduling.clinic) AS zone,
                   EXISTS (SELECT FROM identity.patient_account a WHERE a.patient_id = p.id) AS has_account
              FROM patients.patient p
              LEFT JOIN patients.account_invitation i
                ON i.patient_id = p.id AND i.expires_at > ? AND i.email = p.email
             WHERE p.id = ? AND p.deleted_at IS NULL
            """,
            Rows.utc(at),
            patientId)
        .execute(client)
        .map(rows -> account(Rows.first(rows).orElseThrow(() -> Failure.notFound("patient"))));
  }

  /** Replaces the invitation and requests the mail, in one transaction. */
  Future<PatientAccount> invite(UUID patientId, Instant at, Duration life, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            invitable(connection, patientId)
                .compose(email -> store(connection, patientId, email, at, life))
                .compose(stored -> read(connection, patientId, at)));
  }

  private static Future<String> invitable(SqlClient connection, UUID patientId) {
    return Sql.of(
            """
            SELECT email,
                   EXISTS (SELECT FROM identity.patient_account a WHERE a.patient_id = patient.id) AS has_account
              FROM patients.patient WHERE id = ? AND deleted_at IS NULL FOR NO KEY UPDATE OF patient
            """,
            patientId)
        .execute(connection)
        .map(
            rows -> {
              Row patient = Rows.first(rows).orElseThrow(() -> Failure.notFound("patient"));
              if (patient.getBoolean("has_account")) {
                throw Failure.of(PatientsFailures.HAS_ACCOUNT);
              }
              if (patient.getString("email") == null) {
                throw Failure.of(PatientsFailures.NO_EMAIL_ADDRESS);
              }
              return patient.getString("email");
            });
  }

  private static Future<?> store(
      SqlClient connection, UUID patientId, String email, Instant at, Duration life) {
    UUID link = UUID.randomUUID();
    return Sql.of(
            """
            WITH stored AS (
              INSERT INTO patients.account_invitation AS i (id, patient_id, email, sent_at, expires_at)
              VALUES (?, ?, ?, ?, ?)
              ON CONFLICT (patient_id) DO UPDATE
                SET id = excluded.id, email = excluded.email, sent_at = excluded.sent_at,
                    expires_at = excluded.expires_at
              RETURNING i.*)
            SELECT notifications.request_to(
                     'PATIENT_INVITATION', email, 'patients/account-invitation:' || id, expires_at,
                     jsonb_build_object('linkId', id))
              FROM stored
            """,
            link,
            patientId,
            email,
            Rows.utc(at),
            Rows.utc(at.plus(life)))
        .execute(connection);
  }

  /** Voids the link at an instant; fails with {@code NOT_FOUND} if there is none. */
  Future<Void> withdraw(UUID patientId, Instant at, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            Sql.of(
                    """
                    UPDATE patients.account_invitation SET expires_at = ?
                    WHERE patient_id = ? AND expires_at > ?
                    """,
                    Rows.utc(at),
                    patientId,
                    Rows.utc(at))
                .execute(connection)
                .map(
                    ended -> {
                      if (ended.rowCount() == 0) {
                        throw Failure.notFound("invitation");
                      }
                      return null;
                    }));
  }

  private static PatientAccount account(Row row) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new PatientAccount(
        row.getUUID("id"),
        row.getBoolean("has_account"),
        row.getBoolean("email_confirmed"),
        local(row, "sent_at", zone),
        local(row, "expires_at", zone));
  }

  private static OffsetDateTime local(Row row, String column, ZoneId zone) {
    Instant at = Rows.instant(row, column);
    return at == null ? null : at.atZone(zone).toOffsetDateTime();
  }
}
