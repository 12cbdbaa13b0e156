package io.clinibus.skeleton;

import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.Outbox;
import io.clinibus.skeleton.api.SkeletonApi;
import io.clinibus.skeleton.api.SkeletonApi.Greeted;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** The SQL of the skeleton domain. Its greetings are its events in the outbox: it has no table. */
final class GreetingRepository {

  private final Pool database;

  GreetingRepository(Pool database) {
    this.database = database;
  }

  /** The event and the request of the mail are one transaction. */
  Future<Void> add(Greeted event) {
    return database.withTransaction(
        connection ->
            Outbox.append(connection, SkeletonApi.GREETED, event)
                .compose(written -> requestMail(connection, event)));
  }

  Future<Long> count() {
    return database
        .query("SELECT count(*) FROM platform.outbox WHERE type = 'skeleton.greeted'")
        .execute()
        .map(rows -> Rows.one(rows).getLong(0));
  }

  private static Future<Void> requestMail(SqlClient connection, Greeted event) {
    return connection
        .preparedQuery(
            """
            SELECT notifications.request('GREETING', $1, $2, NULL, false, '{"occasion": "day"}')
            """)
        .execute(Tuple.of(event.patientId(), "skeleton/greeting:" + event.patientId()))
        .mapEmpty();
  }
}
