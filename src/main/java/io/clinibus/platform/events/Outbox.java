package io.clinibus.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/** Writes events in the transaction of their change. */
public final class Outbox {

  private Outbox() {}

  /**
   * Appends an event. Publish it on the bus after commit.
   *
   * @param connection the connection of the transaction that changes the state
   */
  public static <E extends Record> Future<Void> append(
      SqlClient connection, Event<E> event, E fact) {
    return connection
        .preparedQuery(
            """
            INSERT INTO platform.outbox (type, payload) VALUES ($1, $2::text::jsonb)
            """)
        .execute(Tuple.of(event.address(), json(fact)))
        .mapEmpty();
  }

  private static String json(Record fact) {
    try {
      return Json.MAPPER.writeValueAsString(fact);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("event cannot be encoded", e);
    }
  }
}
