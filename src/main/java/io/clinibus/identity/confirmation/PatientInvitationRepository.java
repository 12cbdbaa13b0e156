package io.clinibus.identity.confirmation;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.account.NewAccount;
import io.clinibus.identity.account.NewSession;
import io.clinibus.identity.account.OpenSession;
import io.clinibus.identity.account.SessionStatements;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Invitations of patients, which the patients domain keeps, and what comes of them. */
public final class PatientInvitationRepository {

  /**
   * An invitation that can be accepted.
   *
   * @param link its id
   * @param name of the patient
   */
  record Invited(UUID link, UUID patientId, String email, String name) {

    @Override
    public String toString() {
      return "Invited[" + patientId + "]";
    }
  }

  private final Pool pool;

  public PatientInvitationRepository(Pool pool) {
    this.pool = pool;
  }

  Future<Optional<Invited>> find(UUID link, Instant at) {
    return pool.preparedQuery(
            """
            SELECT patient_id, email, name FROM patients.open_invitation
            WHERE id = $1 AND expires_at > $2
            """)
        .execute(Tuple.of(link, Rows.utc(at)))
        .map(
            rows ->
                Rows.first(rows)
                    .map(
                        row ->
                            new Invited(
                                link,
                                row.getUUID("patient_id"),
                                row.getString("email"),
                                row.getString("name"))));
  }

  /**
   * Consumes an invitation: creates the account and opens the first session.
   *
   * @return fails with {@code INVALID_REQUEST} if the link was used or withdrawn in the meantime,
   *     {@code ALREADY_EXISTS} if the address has got an account
   */
  Future<OpenSession> accept(
      Invited invited, NewAccount account, NewSession session, Caller caller) {
    caller.isAbout(account.id(), account.patientId());
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                consume(connection, invited, session.at())
                    .compose(consumed -> AccountRepository.insert(connection, account))
                    .compose(
                        user ->
                            SessionStatements.open(
                                connection, user, account.passwordHash(), session))
                    .map(Optional::orElseThrow))
        .recover(PatientInvitationRepository::refused);
  }

  /** Consumes an invitation and proposes the merge of its record with that of an account. */
  Future<Void> propose(Invited invited, User user, Instant at, Caller caller) {
    caller.isAbout(user.id(), invited.patientId());
    caller.concerns(user.patientId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            consume(connection, invited, at)
                .compose(
                    consumed ->
                        connection
                            .preparedQuery(
                                """
                                SELECT patients.propose_merge($1, $2) WHERE $1 <> $2
                                """)
                            .execute(Tuple.of(user.patientId(), invited.patientId())))
                .mapEmpty());
  }

  private static Future<Void> consume(SqlClient connection, Invited invited, Instant at) {
    return connection
        .preparedQuery(
            """
            SELECT patients.accept_invitation($1, $2) AS patient_id
            """)
        .execute(Tuple.of(invited.link(), Rows.utc(at)))
        .map(
            rows -> {
              if (!invited.patientId().equals(Rows.one(rows).getUUID("patient_id"))) {
                throw InvitationRepository.linkVoid();
              }
              return null;
            });
  }

  /** The patient may have got an account otherwise: then there is nothing to accept any more. */
  private static <T> Future<T> refused(Throwable cause) {
    return PostgresErrors.isDuplicate(cause, "account_patient_id_key")
        ? Future.failedFuture(InvitationRepository.linkVoid())
        : AccountRepository.refused(cause);
  }
}
