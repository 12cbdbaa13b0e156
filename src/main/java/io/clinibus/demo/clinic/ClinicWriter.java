package io.clinibus.demo.clinic;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.demo.people.Patients;
import io.clinibus.demo.people.Staff;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.demo.profile.Hours;
import io.clinibus.demo.profile.Profiles;
import io.clinibus.demo.visits.Visit;
import io.clinibus.patients.stored.HistoryRows;
import io.clinibus.platform.db.CopyTable;
import io.clinibus.platform.sealing.NewKeys;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.platform.sealing.WrappedKey;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.TextKind;
import io.clinibus.scheduling.stored.VisitText;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;

/** Writes a generated clinic into an empty database, within the caller's transaction. */
public final class ClinicWriter {

  private static final int BATCH = 20_000;
  private static final int CALENDAR_VERSION = 1;
  private static final int HISTORY_VERSION = 1;
  private static final int FIRST_VERSION = 1;

  private final Connection connection;
  private final InventedClinic clinic;
  private final ZoneId zone;
  private final NewKeys keys;
  private final VisitTypeWriter visitTypes;
  private final Map<DoctorDay, Integer> dayVersions = new HashMap<>();

  private record DoctorDay(UUID doctor, LocalDate day) {}

  /**
   * @param keys of patients, which seal their medical histories and the texts of their visits;
   *     without them none is written
   */
  public ClinicWriter(Connection connection, InventedClinic clinic, ZoneId zone, NewKeys keys) {
    this.connection = connection;
    this.clinic = clinic;
    this.zone = zone;
    this.keys = keys;
    this.visitTypes = new VisitTypeWriter(connection, clinic.profiles(), clinic.staff());
  }

  /**
   * @param passwordHash of every account
   * @param progress receives the number of appointments written so far
   */
  public void write(String passwordHash, Instant now, IntConsumer progress) throws SQLException {
    contact();
    departments();
    translations();
    doctors(now);
    visitTypes.write();
    patientKeys();
    patients();
    accounts(passwordHash, now);
    calendars();
    List<Visit> batch = new ArrayList<>(BATCH);
    int written = 0;
    while (clinic.visits().hasNext()) {
      batch.add(clinic.visits().next());
      if (batch.size() == BATCH || !clinic.visits().hasNext()) {
        appointments(batch);
        written += batch.size();
        progress.accept(written);
        batch.clear();
      }
    }
    doctorDays();
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

  private void departments() throws SQLException {
    try (CopyTable table = table("directory.department", "id, name, description, icon")) {
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
        table(
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

  private void patientKeys() throws SQLException {
    try (CopyTable table = table("platform.patient_key", "patient_id, wrapped, wrapped_by")) {
      for (WrappedKey key : keys.wrapped()) {
        table.row(key.patientId(), key.bytes(), key.wrappedBy());
      }
    }
  }

  private void patients() throws SQLException {
    try (CopyTable table =
        table(
            "patients.patient",
            "id, given_name, family_name, birth_date, sex, phone, email, address, identifier,"
                + " insurance, emergency_contact, history, history_version, created_at,"
                + " email_confirmed_at")) {
      for (Patients.Patient patient : clinic.patients()) {
        byte[] history = history(patient);
        table.row(
            patient.id(),
            patient.given(),
            patient.family(),
            patient.born(),
            patient.sex(),
            patient.phone(),
            patient.email(),
            patient.address(),
            patient.identifier(),
            json(patient.insurance()),
            json(patient.emergencyContact()),
            history,
            history == null ? 0 : HISTORY_VERSION,
            patient.registered(),
            patient.registered());
      }
    }
  }

  private byte[] history(Patients.Patient patient) {
    PatientKey key = keys.keys().get(patient.id());
    return key == null
        ? null
        : key.seal(
            new SealedPlace(HistoryRows.COLUMN, patient.id(), HISTORY_VERSION),
            json(patient.medicalHistory()));
  }

  private void accounts(String hash, Instant now) throws SQLException {
    Staff staff = clinic.staff();
    Patients.Patient patient = clinic.patients().get(0);
    Instant created = now.minus(699, ChronoUnit.DAYS);
    try (CopyTable table =
        table(
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

  private void calendars() throws SQLException {
    List<Staff.Doctor> doctors = clinic.staff().doctors();
    try (CopyTable table =
        table("scheduling.calendar", "doctor_id, visit_min, buffer_min, version")) {
      for (Staff.Doctor doctor : doctors) {
        table.row(
            doctor.id(), doctor.profile().visit(), doctor.profile().buffer(), CALENDAR_VERSION);
      }
    }
    try (CopyTable table = table("scheduling.weekly_window", "doctor_id, weekday, opens, closes")) {
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
        table("scheduling.availability_exception", "id, doctor_id, kind, during, note")) {
      for (Staff.Doctor doctor : doctors) {
        Staff.Leave leave = doctor.leave();
        if (leave != null) {
          table.row(
              leave.id(), doctor.id(), "LEAVE", range(leave.from(), leave.until()), leave.note());
        }
      }
    }
    try (CopyTable table = table("scheduling.holiday", "day, name")) {
      for (Map.Entry<LocalDate, String> holiday : clinic.staff().holidays().entrySet()) {
        table.row(holiday.getKey(), holiday.getValue());
      }
    }
  }

  private void appointments(List<Visit> visits) throws SQLException {
    try (CopyTable table =
        table(
            "scheduling.appointment",
            "id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since,"
                + " sealed, sealed_for, visit_type_id, version, created_at")) {
      for (Visit visit : visits) {
        table.row(
            visit.id(),
            visit.doctor().id(),
            visit.patientId(),
            visit.start(),
            visit.end(),
            range(visit.start(), visit.takenUntil()),
            visit.status(),
            visit.statusSince(),
            reason(visit),
            sealedFor(visit),
            visitTypes.typeOf(visit),
            visit.changes().size(),
            visit.booked());
      }
    }
    try (CopyTable table =
        table(
            "scheduling.appointment_change",
            "appointment_id, version, at, actor_id, kind, doctor_id, starts_at, ends_at, status,"
                + " sealed, sealed_for")) {
      for (Visit visit : visits) {
        changes(table, visit);
      }
    }
  }

  private void changes(CopyTable table, Visit visit) throws SQLException {
    int version = 0;
    for (Visit.Change change : visit.changes()) {
      byte[] note = note(visit, change, ++version);
      table.row(
          visit.id(),
          version,
          change.at(),
          change.actor(),
          change.kind(),
          visit.doctor().id(),
          change.start(),
          change.end(),
          change.status(),
          note,
          note == null ? null : visit.patientId());
      countChange(visit.doctor().id(), change.start());
    }
    Instant first = visit.changes().get(0).start();
    if (!first.equals(visit.start())) {
      countChange(visit.doctor().id(), first);
    }
  }

  private UUID sealedFor(Visit visit) {
    return keys.keys().containsKey(visit.patientId()) ? visit.patientId() : null;
  }

  private byte[] reason(Visit visit) {
    PatientKey key = keys.keys().get(visit.patientId());
    var text = new VisitText(visit.reason(), List.of());
    return key == null
        ? null
        : TextKind.VISITS.seal(text, visit.id(), FIRST_VERSION, key).getBytes();
  }

  private byte[] note(Visit visit, Visit.Change change, int version) {
    PatientKey key = keys.keys().get(visit.patientId());
    return key == null || change.note().isEmpty()
        ? null
        : TextKind.NOTES.seal(new NoteText(change.note()), visit.id(), version, key).getBytes();
  }

  private void countChange(UUID doctor, Instant start) {
    dayVersions.merge(new DoctorDay(doctor, start.atZone(zone).toLocalDate()), 1, Integer::sum);
  }

  private void doctorDays() throws SQLException {
    try (CopyTable table = table("scheduling.doctor_day", "doctor_id, day, version")) {
      for (Map.Entry<DoctorDay, Integer> entry : dayVersions.entrySet()) {
        table.row(entry.getKey().doctor(), entry.getKey().day(), entry.getValue());
      }
    }
  }

  private CopyTable table(String name, String columns) throws SQLException {
    return new CopyTable(connection, name, columns);
  }

  private static String range(Instant from, Instant until) {
    return "[" + from + "," + until + ")";
  }

  private static String json(Map<String, Object> value) {
    try {
      return value == null ? null : Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
