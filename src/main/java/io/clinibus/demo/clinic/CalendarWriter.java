package io.clinibus.demo.clinic;

import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.Hours;
import io.clinibus.platform.db.CopyTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Writes the calendars of the doctors of a generated clinic. */
final class CalendarWriter {

  private static final int CALENDAR_VERSION = 1;

  private final Connection connection;
  private final Staff staff;

  CalendarWriter(Connection connection, Staff staff) {
    this.connection = connection;
    this.staff = staff;
  }

  void write() throws SQLException {
    List<Staff.Doctor> doctors = staff.doctors();
    try (CopyTable table =
        new CopyTable(
            connection, "scheduling.calendar", "doctor_id, visit_min, buffer_min, version")) {
      for (Staff.Doctor doctor : doctors) {
        table.row(
            doctor.id(), doctor.profile().visit(), doctor.profile().buffer(), CALENDAR_VERSION);
      }
    }
    try (CopyTable table =
        new CopyTable(
            connection, "scheduling.weekly_window", "doctor_id, weekday, opens, closes")) {
      for (Staff.Doctor doctor : doctors) {
        for (Hours window : doctor.hours()) {
          table.row(
              doctor.id(),
              window.weekday().getValue(),
              Hours.time(window.opens()),
              Hours.time(window.closes()));
        }
      }
    }
    try (CopyTable table =
        new CopyTable(
            connection, "scheduling.availability_exception", "id, doctor_id, kind, during, note")) {
      for (Staff.Doctor doctor : doctors) {
        Staff.Leave leave = doctor.leave();
        if (leave != null) {
          table.row(
              leave.id(),
              doctor.id(),
              "LEAVE",
              CopyTable.range(leave.from(), leave.until()),
              leave.note());
        }
      }
    }
    try (CopyTable table = new CopyTable(connection, "scheduling.holiday", "day, name")) {
      for (Map.Entry<LocalDate, String> holiday : staff.holidays().entrySet()) {
        table.row(holiday.getKey(), holiday.getValue());
      }
    }
  }
}
