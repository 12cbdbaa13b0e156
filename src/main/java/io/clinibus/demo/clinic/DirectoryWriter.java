package io.clinibus.demo.clinic;

import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.platform.db.CopyTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Writes the departments and doctors of a generated clinic, and its texts in other languages. */
final class DirectoryWriter {

  private final Connection connection;
  private final InventedClinic clinic;

  DirectoryWriter(Connection connection, InventedClinic clinic) {
    this.connection = connection;
    this.clinic = clinic;
  }

  void write(Instant now) throws SQLException {
    departments();
    translations();
    doctors(now);
  }

  private void departments() throws SQLException {
    try (CopyTable table =
        new CopyTable(connection, "directory.department", "id, name, description, icon")) {
      for (Profiles.Department department : clinic.profiles().clinic().departments()) {
        table.row(
            clinic.staff().departments().get(department.name()),
            department.name(),
            department.description(),
            department.icon());
      }
    }
  }

  private void translations() throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO directory.translation (id, language, text, translation)
            VALUES (directory.text_id(?), ?, ?, ?)
            """)) {
      for (Profiles.Translation one : clinic.profiles().clinic().texts()) {
        for (var translated : Map.of("de", one.de(), "es", one.es()).entrySet()) {
          insert.setString(1, one.text());
          insert.setString(2, translated.getKey());
          insert.setString(3, one.text());
          insert.setString(4, translated.getValue());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private void doctors(Instant now) throws SQLException {
    try (CopyTable table =
        new CopyTable(
            connection,
            "directory.doctor",
            "id, department_id, title, given_name, family_name, specialization, qualifications,"
                + " languages, practising_since, biography, fee_amount, room, email, phone,"
                + " created_at")) {
      int number = 0;
      for (Staff.Doctor doctor : clinic.staff().doctors()) {
        Profiles.Doctor profile = doctor.profile();
        table.row(
            doctor.id(),
            clinic.staff().departments().get(profile.department()),
            profile.title(),
            profile.given(),
            profile.family(),
            profile.specialization(),
            profile.qualifications(),
            profile.languages(),
            profile.since(),
            profile.biography(),
            profile.fee(),
            profile.room(),
            doctor.email(),
            "+49 30 5550 %04d".formatted(100 + number++),
            now.minus(700, ChronoUnit.DAYS));
      }
    }
  }
}
