package io.clinibus.identity.mail;

import io.clinibus.bus.Language;
import io.clinibus.platform.db.Rows;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.UUID;

/** Requests mails in the caller's transaction. */
public final class MailStatements {

  private MailStatements() {}

  /** Requests a notice, which holds no link of its own; useful for longer than it is retried. */
  public static Future<Void> request(SqlClient connection, AccountMail mail, String email) {
    return request(connection, mail, email, UUID.randomUUID(), null);
  }

  /**
   * @param link the id of its link: one mail is sent for each
   * @param usefulUntil not sent afterwards
   */
  public static Future<Void> request(
      SqlClient connection, AccountMail mail, String email, UUID link, Instant usefulUntil) {
    return request(connection, mail, email, null, link, usefulUntil);
  }

  /**
   * As above, to an address that belongs to no account.
   *
   * @param language null for the default
   */
  public static Future<Void> request(
      SqlClient connection,
      AccountMail mail,
      String email,
      Language language,
      UUID link,
      Instant usefulUntil) {
    JsonObject params = new JsonObject().put("linkId", link.toString());
    if (language != null) {
      params.put("language", language.name());
    }
    return connection
        .preparedQuery(
            """
            SELECT notifications.request_to(
              $1, $2, $3, coalesce($4, now() + interval '7 days'), $5)
            """)
        .execute(
            Tuple.of(
                mail.name(),
                email,
                "identity/" + mail.name() + ":" + link,
                usefulUntil == null ? null : Rows.utc(usefulUntil),
                params))
        .mapEmpty();
  }
}
