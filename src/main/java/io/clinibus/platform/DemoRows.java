package io.clinibus.platform;

import io.clinibus.platform.sealing.PatientKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Rows that a domain adds to the demo clinic. */
@FunctionalInterface
public interface DemoRows {

  /**
   * Writes the domain's own tables. Departments, doctors, patients and their appointments exist
   * already. Blocks.
   *
   * @param connection its transaction is that of the whole demo clinic
   * @param now the time at which the clinic is shown
   * @param keys of the patients, which seal what is clinical
   */
  void write(Connection connection, Instant now, Map<UUID, PatientKey> keys) throws SQLException;
}
