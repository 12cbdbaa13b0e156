package io.clinibus.demo.clinic;

import io.clinibus.demo.profile.Profiles;
import io.clinibus.platform.sealing.NewKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.IntConsumer;

/** Writes a generated clinic into an empty database, within the caller's transaction. */
public final class ClinicWriter {

  private final Connection connection;
  private final InventedClinic clinic;
  private final ZoneId zone;
  private final NewKeys keys;

  /**
   * @param keys of patients, which seal their medical histories and the texts of their visits;
   *     without them none is written
   */
  public ClinicWriter(Connection connection, InventedClinic clinic, ZoneId zone, NewKeys keys) {
    this.connection = connection;
    this.clinic = clinic;
    this.zone = zone;
    this.keys = keys;
  }

  /**
   * @param passwordHash of every account
   * @param progress receives the number of appointments written so far
   */
  public void write(String passwordHash, Instant now, IntConsumer progress) throws SQLException {
    contact();
    new DirectoryWriter(connection, clinic).write(now);
    var visitTypes = new VisitTypeWriter(connection, clinic.profiles(), clinic.staff());
    visitTypes.write();
    new PatientWriter(connection, clinic, keys).write();
    new AccountWriter(connection, clinic).write(passwordHash, now);
    new CalendarWriter(connection, clinic.staff()).write();
    new AppointmentWriter(connection, clinic, zone, keys, visitTypes).write(progress);
  }

  private void contact() throws SQLException {
    Profiles.Contact contact = clinic.profiles().clinic().contact();
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE scheduling.policy SET address = ?, phone = ?, opening_hours = ?, imprint ="
                + " ?")) {
      update.setString(1, contact.address().get(0));
      update.setString(2, contact.phone());
      update.setString(3, contact.openingHours().get(0));
      update.setString(4, contact.imprint().get(0));
      update.executeUpdate();
    }
  }
}
