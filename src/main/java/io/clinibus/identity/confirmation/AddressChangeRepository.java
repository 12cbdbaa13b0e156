package io.clinibus.identity.confirmation;

import io.clinibus.bus.Caller;
import io.clinibus.identity.account.AccountRepository;
import io.clinibus.identity.account.AccountRows;
import io.clinibus.identity.account.EmailKey;
import io.clinibus.identity.account.InvitationRepository;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.identity.mail.AccountMail;
import io.clinibus.identity.mail.MailStatements;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Changes of the address of an account that wait for confirmation. */
public final class AddressChangeRepository {

  private record Change(UUID id, UUID accountId, String email, boolean complete) {}

  private final Pool pool;

  public AddressChangeRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Stores a change, which replaces an earlier one, and requests the mails to both addresses.
   *
   * @param taken whether the new address has an account: its owner then gets a mail without link
   */
  public Future<Void> add(
      UUID id, User user, String email, boolean taken, Instant expiresAt, Caller caller) {
    AccountMail toNew = taken ? AccountMail.ACCOUNT_EXISTS : AccountMail.CONFIRM_NEW_EMAIL;
    caller.isAbout(user.id(), user.patientId());
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    INSERT INTO identity.address_change (id, account_id, email, expires_at)
                    VALUES ($1, $2, $3, $4)
                    ON CONFLICT (account_id) DO UPDATE
                      SET id = excluded.id, email = excluded.email, old_confirmed = false,
                          new_confirmed = false, expires_at = excluded.expires_at
                    """)
                .execute(Tuple.of(id, user.id(), email, Rows.utc(expiresAt)))
                .compose(
                    stored ->
                        MailStatements.request(
                            connection, AccountMail.CONFIRM_OLD_EMAIL, user.email(), id, expiresAt))
                .compose(
                    requested ->
                        MailStatements.request(
                            connection, toNew, email, user.language(), id, expiresAt)));
  }

  /**
   * Notes a confirmation; the second one changes the address.
   *
   * @param byNew whether the owner of the new address confirms
   * @return the changed user; empty if the other confirmation is missing. Fails with {@code
   *     INVALID_REQUEST} if the link is no longer valid, {@code ALREADY_EXISTS} if the address has
   *     got an account in the meantime
   */
  public Future<Optional<User>> confirm(UUID id, boolean byNew, Instant at, Caller caller) {
    return AuditedTransaction.run(
            pool,
            caller,
            connection ->
                note(connection, id, byNew, at)
                    .onSuccess(change -> caller.isAbout(change.accountId()))
                    .compose(
                        change ->
                            change.complete()
                                ? apply(connection, change).map(Optional::of)
                                : Future.succeededFuture(Optional.<User>empty())))
        .recover(AddressChangeRepository::taken);
  }

  /** Drops a change; fails with {@code INVALID_REQUEST} if there is none. */
  public Future<Void> refuse(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            connection
                .preparedQuery(
                    """
                    DELETE FROM identity.address_change WHERE id = $1 RETURNING account_id
                    """)
                .execute(Tuple.of(id))
                .map(deleted -> Rows.first(deleted).orElseThrow(InvitationRepository::linkVoid))
                .onSuccess(deleted -> caller.isAbout(deleted.getUUID("account_id")))
                .mapEmpty());
  }

  private static Future<Change> note(SqlClient connection, UUID id, boolean byNew, Instant at) {
    return connection
        .preparedQuery(
            """
            UPDATE identity.address_change
               SET new_confirmed = new_confirmed OR $2, old_confirmed = old_confirmed OR NOT $2
             WHERE id = $1 AND expires_at > $3
            RETURNING id, account_id, email, old_confirmed AND new_confirmed AS complete
            """)
        .execute(Tuple.of(id, byNew, Rows.utc(at)))
        .map(rows -> Rows.first(rows).orElseThrow(InvitationRepository::linkVoid))
        .map(AddressChangeRepository::change);
  }

  /** Links that were mailed to the old address become invalid. */
  private static Future<User> apply(SqlClient connection, Change change) {
    return connection
        .preparedQuery(
            """
            SELECT email FROM identity.account WHERE id = $1 FOR UPDATE
            """)
        .execute(Tuple.of(change.accountId()))
        .map(rows -> Rows.one(rows).getString("email"))
        .compose(
            old ->
                set(connection, change)
                    .compose(
                        user ->
                            AccountRepository.voidLinks(connection, user.id())
                                .compose(voided -> drop(connection, change.id()))
                                .compose(dropped -> notice(connection, old))
                                .compose(sent -> notice(connection, user.email()))
                                .map(user)));
  }

  private static Future<User> set(SqlClient connection, Change change) {
    return connection
        .preparedQuery(
            """
            UPDATE identity.account a SET email = $2, email_key = $3
            WHERE a.id = $1 RETURNING %s
            """
                .formatted(AccountRows.COLUMNS))
        .execute(Tuple.of(change.accountId(), change.email(), EmailKey.of(change.email())))
        .map(rows -> AccountRows.user(Rows.one(rows)));
  }

  private static Future<Void> drop(SqlClient connection, UUID id) {
    return connection
        .preparedQuery(
            """
            DELETE FROM identity.address_change WHERE id = $1
            """)
        .execute(Tuple.of(id))
        .mapEmpty();
  }

  private static Future<Void> notice(SqlClient connection, String email) {
    return MailStatements.request(connection, AccountMail.EMAIL_CHANGED, email);
  }

  private static Change change(Row row) {
    return new Change(
        row.getUUID("id"),
        row.getUUID("account_id"),
        row.getString("email"),
        row.getBoolean("complete"));
  }

  private static <T> Future<T> taken(Throwable cause) {
    boolean duplicate =
        PostgresErrors.isDuplicate(cause, "account_email")
            || PostgresErrors.isDuplicate(cause, "account_email_key");
    return Future.failedFuture(duplicate ? AccountRepository.emailTaken() : cause);
  }
}
