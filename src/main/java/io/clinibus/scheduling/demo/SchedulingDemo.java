package io.clinibus.scheduling.demo;

import io.clinibus.scheduling.queue.DemoTickets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What the demo clinic has besides its appointments: earlier ones, and tickets of those who wait.
 */
public final class SchedulingDemo {

  private SchedulingDemo() {}

  public static void write(Connection connection, Instant now) throws SQLException {
    DemoHistory.write(connection, now);
    DemoTickets.write(connection, now);
  }
}
