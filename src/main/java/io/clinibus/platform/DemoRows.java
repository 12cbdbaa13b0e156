package io.clinibus.platform;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Rows that a domain adds to the demo clinic. */
@FunctionalInterface
public interface DemoRows {

  /**
   * Writes the domain's own tables. Departments, doctors, patients and their appointments exist
   * already. Blocks.
   *
   * @param connection its transaction is that of the whole demo clinic
   * @param now the time at which the clinic is shown
   */
  void write(Connection connection, Instant now) throws SQLException;
}
