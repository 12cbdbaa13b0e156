package io.clinibus.identity.account;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFieldErrors;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.IdentityFailures;
import io.clinibus.identity.api.SessionsApi.SessionsRevoked;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Changes of who may do what. Each locks the administrators first, in one order, so that of several
 * at once none takes away the last one.
 */
public final class StaffRepository {

  /** A changed user and the revocation of the sessions. */
  public record Changed(User user, SessionsRevoked revoked) {}

  private static final String END_ACTIVITY =
      """
      SELECT scheduling.end_activity(a.id, a.patient_id, $2, $3, $4)
        FROM identity.account a WHERE a.id = $1
      """;

  private final Pool pool;

  public StaffRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * Replaces the roles and the doctor of an account and ends its sessions.
   *
   * @return empty if there is no such account; fails with {@code LAST_ADMINISTRATOR}, {@code
   *     INVALID_REQUEST} if there is no such doctor, {@code ALREADY_EXISTS} if the doctor has an
   *     account
   */
  public Future<Optional<Changed>> update(
      UUID id, Set<Role> roles, UUID doctorId, Instant at, Caller caller) {
    return change(
            id,
            at,
            caller,
            connection ->
                requireAnotherAdministrator(connection, id, roles.contains(Role.ADMIN))
                    .compose(allowed -> requireActive(connection, doctorId))
                    .compose(
                        allowed ->
                            user(
                                connection,
                                """
                                UPDATE identity.account a SET roles = $2, doctor_id = $3
                                WHERE a.id = $1 RETURNING %s
                                """,
                                Tuple.of(id, AccountRows.names(roles), doctorId))))
        .recover(AccountRepository::refused);
  }

  /**
   * Blocks an account and ends its sessions, its holds and its patient's waitlist entries.
   *
   * @param withVisits whether the patient's booked appointments are cancelled, too
   * @param reason replaces that of an earlier block
   * @return empty if there is no such account; fails with {@code LAST_ADMINISTRATOR}
   */
  public Future<Optional<Changed>> block(
      UUID id, boolean withVisits, StoredText reason, Instant at, Caller caller) {
    return change(
        id,
        at,
        caller,
        connection ->
            requireAnotherAdministrator(connection, id, false)
                .compose(
                    allowed ->
                        connection
                            .preparedQuery(END_ACTIVITY)
                            .execute(Tuple.of(id, withVisits, caller.userId(), Rows.utc(at))))
                .compose(
                    ended ->
                        user(
                            connection,
                            """
                            UPDATE identity.account a
                            SET blocked_at = coalesce(blocked_at, $2), block_reason = $3,
                                sealed_block_reason = $4
                            WHERE a.id = $1 RETURNING %s
                            """,
                            Tuple.of(id, Rows.utc(at), reason.clear(), reason.sealed()))));
  }

  /**
   * Lets a blocked account sign in again.
   *
   * @return empty if there is no such account; fails with {@code DEPARTED} if its patient or doctor
   *     was removed
   */
  public Future<Optional<User>> unblock(UUID id, Caller caller) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            departed(connection, "a.id = $1", id)
                .compose(
                    gone ->
                        gone.isEmpty()
                            ? user(
                                connection,
                                """
                                UPDATE identity.account a
                                SET blocked_at = NULL, block_reason = NULL, sealed_block_reason = NULL
                                WHERE a.id = $1 RETURNING %s
                                """,
                                Tuple.of(id))
                            : Future.failedFuture(Failure.of(IdentityFailures.DEPARTED)))
                .onSuccess(user -> user.ifPresent(it -> caller.concerns(it.patientId()))),
        Optional::isPresent);
  }

  /** Accounts that are not blocked although their patient was removed. */
  public Future<List<UUID>> ofRemovedPatient(UUID patientId) {
    return departed(pool, "a.blocked_at IS NULL AND a.patient_id = $1", patientId);
  }

  /** Accounts that are not blocked although their doctor was removed. */
  public Future<List<UUID>> ofRemovedDoctor(UUID doctorId) {
    return departed(pool, "a.blocked_at IS NULL AND a.doctor_id = $1", doctorId);
  }

  /** Accounts that are not blocked although their patient or doctor was removed. */
  public Future<List<UUID>> ofAllRemoved() {
    return departed(pool, "a.blocked_at IS NULL", null);
  }

  /**
   * Blocks the account of a removed patient or doctor and ends its sessions. The last administrator
   * only stops being a doctor.
   */
  public Future<Optional<Changed>> depart(UUID id, Instant at, Caller caller) {
    return change(
        id,
        at,
        caller,
        connection ->
            administrators(connection)
                .compose(
                    all ->
                        user(
                            connection,
                            all.equals(Set.of(id))
                                ? """
                                UPDATE identity.account a
                                SET roles = array_remove(roles, 'DOCTOR'), doctor_id = NULL
                                WHERE a.id = $1 AND a.doctor_id IS NOT NULL RETURNING %s
                                """
                                : """
                                UPDATE identity.account a
                                SET blocked_at = $2, block_reason = NULL, sealed_block_reason = NULL
                                WHERE a.id = $1 AND a.blocked_at IS NULL RETURNING %s
                                """,
                            all.equals(Set.of(id)) ? Tuple.of(id) : Tuple.of(id, Rows.utc(at)))));
  }

  private Future<Optional<Changed>> change(
      UUID id, Instant at, Caller caller, Function<SqlClient, Future<Optional<User>>> update) {
    return AuditedTransaction.run(
        pool,
        caller,
        connection ->
            update
                .apply(connection)
                .onSuccess(user -> user.ifPresent(it -> caller.concerns(it.patientId())))
                .compose(
                    user ->
                        user.isEmpty()
                            ? Future.succeededFuture(Optional.empty())
                            : SessionStatements.revokeAll(connection, id, at)
                                .map(revoked -> Optional.of(new Changed(user.get(), revoked)))),
        Optional::isPresent);
  }

  /** Fails if the account is the last one that can administer, and is not to stay so. */
  private static Future<Void> requireAnotherAdministrator(
      SqlClient connection, UUID id, boolean stays) {
    return administrators(connection)
        .compose(
            all ->
                all.equals(Set.of(id)) && !stays
                    ? Future.failedFuture(Failure.of(IdentityFailures.LAST_ADMINISTRATOR))
                    : Future.succeededFuture());
  }

  /** Locks and returns those who can sign in as administrators. */
  private static Future<Set<UUID>> administrators(SqlClient connection) {
    return connection
        .preparedQuery(
            """
            SELECT a.id FROM identity.account a
            WHERE a.roles @> '{ADMIN}' AND a.blocked_at IS NULL AND a.password_hash IS NOT NULL
            ORDER BY a.id FOR UPDATE
            """)
        .execute()
        .map(rows -> Set.copyOf(Rows.list(rows, row -> row.getUUID("id"))));
  }

  /** Fails with {@code INVALID_REQUEST} if the doctor does not exist or was removed. */
  static Future<Void> requireActive(SqlClient connection, UUID doctorId) {
    if (doctorId == null) {
      return Future.succeededFuture();
    }
    return connection
        .preparedQuery(
            """
            SELECT EXISTS (SELECT FROM directory.doctor_profile WHERE id = $1 AND active)
            """)
        .execute(Tuple.of(doctorId))
        .compose(
            rows ->
                Rows.isTrue(rows) ? Future.succeededFuture() : Future.failedFuture(noSuchDoctor()));
  }

  static Failure noSuchDoctor() {
    return Failure.invalid(CommonFieldErrors.NOT_FOUND.at("/doctorId", "There is no such doctor."));
  }

  private static Future<List<UUID>> departed(SqlClient connection, String which, UUID id) {
    return connection
        .preparedQuery(
            """
            SELECT a.id FROM identity.account a
            LEFT JOIN patients.contact p ON p.id = a.patient_id
            LEFT JOIN directory.doctor_profile d ON d.id = a.doctor_id
            WHERE %s AND (NOT p.active OR NOT d.active)
            """
                .formatted(which))
        .execute(id == null ? Tuple.tuple() : Tuple.of(id))
        .map(rows -> Rows.list(rows, row -> row.getUUID("id")));
  }

  private static Future<Optional<User>> user(SqlClient connection, String update, Tuple values) {
    return connection
        .preparedQuery(update.formatted(AccountRows.COLUMNS))
        .execute(values)
        .map(rows -> Rows.first(rows).map(AccountRows::user));
  }
}
