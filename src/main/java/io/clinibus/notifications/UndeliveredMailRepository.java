package io.clinibus.notifications;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.notifications.api.NotificationsFailures;
import io.clinibus.notifications.api.UndeliveredMailsApi.ListUndeliveredMails;
import io.clinibus.notifications.api.UndeliveredMailsApi.UndeliveredMail;
import io.clinibus.notifications.api.UndeliveredMailsApi.UndeliveredMailPage;
import io.clinibus.platform.audit.AuditedTransaction;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** The SQL of mails that were given up. */
final class UndeliveredMailRepository {

  private static final String SELECT =
      """
      SELECT * FROM (
        SELECT d.id, d.patient_id, p.listed_name AS recipient, coalesce(d.email, p.email) AS address,
               d.failure, d.attempts, d.created_at, d.due_at AS given_up_at, d.useful_until
          FROM notifications.delivery d LEFT JOIN patients.contact p ON p.id = d.patient_id
         WHERE d.state = 'DEAD') AS mail
       WHERE true
      """;

  private final Pool database;

  UndeliveredMailRepository(Pool database) {
    this.database = database;
  }

  Future<UndeliveredMailPage> list(ListUndeliveredMails asked) {
    int limit = Cursor.limit(asked.limit());
    return Keyset.CREATED_DESCENDING
        .page(new Sql().add(SELECT), Cursor.parse(asked.cursor()), limit)
        .execute(database)
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(
                    rows, limit, UndeliveredMailRepository::mail, UndeliveredMailPage::new));
  }

  /**
   * Makes a mail due as if it was new.
   *
   * @return fails with {@code NOT_FOUND} if it is not given up, {@code MAIL_TOO_LATE} if it is of
   *     no use any more
   */
  Future<Void> sendAgain(UUID id, Instant now, Caller caller) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            lock(connection, id, caller)
                .map(found -> requireUse(found, now))
                .compose(
                    useful ->
                        connection
                            .preparedQuery(
                                """
                                UPDATE notifications.delivery
                                   SET state = 'DUE', attempts = 0, failure = NULL, due_at = $2
                                 WHERE id = $1
                                """)
                            .execute(Tuple.of(id, Rows.utc(now)))
                            .mapEmpty()));
  }

  /**
   * It is not sent any more.
   *
   * @return fails with {@code NOT_FOUND} if it is not given up
   */
  Future<Void> dismiss(UUID id, Caller caller) {
    return AuditedTransaction.run(
        database,
        caller,
        connection ->
            lock(connection, id, caller)
                .compose(
                    found ->
                        connection
                            .preparedQuery(
                                "UPDATE notifications.delivery SET state = 'VOID' WHERE id = $1")
                            .execute(Tuple.of(id))
                            .mapEmpty()));
  }

  private static Future<Row> lock(SqlClient connection, UUID id, Caller caller) {
    return connection
        .preparedQuery(
            """
            SELECT patient_id, useful_until FROM notifications.delivery
             WHERE id = $1 AND state = 'DEAD' FOR UPDATE
            """)
        .execute(Tuple.of(id))
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("mail")))
        .onSuccess(found -> caller.concerns(found.getUUID("patient_id")));
  }

  private static Row requireUse(Row found, Instant now) {
    Instant until = Rows.instant(found, "useful_until");
    if (until != null && !now.isBefore(until)) {
      throw Failure.of(NotificationsFailures.MAIL_TOO_LATE);
    }
    return found;
  }

  private static UndeliveredMail mail(Row row) {
    return new UndeliveredMail(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        row.getString("recipient"),
        row.getString("address"),
        row.getString("failure"),
        row.getInteger("attempts"),
        row.getOffsetDateTime("created_at"),
        row.getOffsetDateTime("given_up_at"),
        row.getOffsetDateTime("useful_until"));
  }
}
