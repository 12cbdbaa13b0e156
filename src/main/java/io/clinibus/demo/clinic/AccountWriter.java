package io.clinibus.demo.clinic;

import io.clinibus.demo.people.Patients;
import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.platform.db.CopyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes the accounts of a generated clinic. */
final class AccountWriter {

  private final Connection connection;
  private final InventedClinic clinic;

  AccountWriter(Connection connection, InventedClinic clinic) {
    this.connection = connection;
    this.clinic = clinic;
  }

  /**
   * @param hash of the password of every account
   */
  void write(String hash, Instant now) throws SQLException {
    Staff staff = clinic.staff();
    Patients.Patient patient = clinic.patients().get(0);
    Instant created = now.minus(699, ChronoUnit.DAYS);
    try (CopyTable table =
        new CopyTable(
            connection,
            "identity.account",
            "id, email, name, roles, patient_id, doctor_id, password_hash, created_at")) {
      table.row(
          staff.admin(),
          DemoAccounts.ADMIN,
          "Ada Admin",
          roles("ADMIN"),
          null,
          null,
          hash,
          created);
      table.row(
          staff.receptionist(),
          DemoAccounts.RECEPTIONIST,
          "Robin Empfang",
          roles("RECEPTIONIST"),
          null,
          null,
          hash,
          created);
      table.row(
          staff.pharmacist(),
          DemoAccounts.PHARMACIST,
          "Paula Apotheker",
          roles("PHARMACIST"),
          null,
          null,
          hash,
          created);
      table.row(
          staff.privacyOfficer(),
          DemoAccounts.PRIVACY_OFFICER,
          "Dana Schutz",
          roles("PRIVACY_OFFICER"),
          null,
          null,
          hash,
          created);
      table.row(
          staff.patient(),
          DemoAccounts.PATIENT,
          patient.given() + " " + patient.family(),
          roles("PATIENT"),
          patient.id(),
          null,
          hash,
          created);
      for (Staff.Doctor doctor : staff.doctors()) {
        String name = doctor.profile().given() + " " + doctor.profile().family();
        table.row(
            doctor.account(),
            doctor.email(),
            name,
            roles("DOCTOR"),
            null,
            doctor.id(),
            hash,
            created);
      }
    }
  }

  private static List<String> roles(String role) {
    return List.of(role);
  }
}
