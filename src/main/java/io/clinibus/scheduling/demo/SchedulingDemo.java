package io.clinibus.scheduling.demo;

import io.clinibus.scheduling.queue.DemoTickets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What the demo clinic has besides its appointments: earlier ones, how it is reached, and tickets
 * of those who wait. Its telephone number is one that is kept free for fiction.
 */
public final class SchedulingDemo {

  private static final String ADDRESS = "Lindenufer 12\n10115 Berlin\nGermany";
  private static final String PHONE = "+49 30 23125 100";
  private static final String OPENING_HOURS =
      "Monday to Friday 07:00–20:00\nSaturday 08:00–14:00\nUrgent care every day of the year";
  private static final String IMPRINT =
      "Clinibus General Hospital is invented, as are all its doctors and patients.";

  private SchedulingDemo() {}

  public static void write(Connection connection, Instant now) throws SQLException {
    writeContact(connection);
    DemoHistory.write(connection, now);
    DemoTickets.write(connection, now);
  }

  private static void writeContact(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE scheduling.policy SET address = ?, phone = ?, opening_hours = ?, imprint ="
                + " ?")) {
      update.setString(1, ADDRESS);
      update.setString(2, PHONE);
      update.setString(3, OPENING_HOURS);
      update.setString(4, IMPRINT);
      update.executeUpdate();
    }
  }
}
