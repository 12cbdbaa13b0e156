package io.clinibus.scheduling.queue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The tickets of those who wait in the demo clinic. */
public final class DemoTickets {

  private DemoTickets() {}

  public static void write(Connection connection, Instant now) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          SELECT scheduling.issue_ticket(a) FROM scheduling.appointment a
           WHERE a.status = 'CHECKED_IN' ORDER BY a.status_since, a.id
          """);
    }
  }
}
