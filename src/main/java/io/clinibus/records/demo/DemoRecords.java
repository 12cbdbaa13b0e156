package io.clinibus.records.demo;

import io.clinibus.platform.db.CopyTable;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.entries.EntryContent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signed encounters of the demo clinic's completed visits, and entries; sealed as real ones are.
 */
public final class DemoRecords {

  private static final String VISITS =
      """
      SELECT a.id, a.patient_id, a.doctor_id, a.starts_at, a.ends_at, c.birth_date, g.name AS department
        FROM scheduling.appointment_summary a
        JOIN patients.contact c ON c.id = a.patient_id
        JOIN directory.doctor_profile d ON d.id = a.doctor_id
        JOIN directory.department_profile g ON g.id = d.department_id
       WHERE a.status = 'COMPLETED'
       ORDER BY a.patient_id, a.starts_at, a.id
      """;

  /** A completed visit of a patient. */
  private record Visit(
      UUID id,
      UUID patientId,
      UUID doctorId,
      Instant start,
      Instant end,
      LocalDate born,
      String department) {

    LocalDate day() {
      return start.atZone(ZoneOffset.UTC).toLocalDate();
    }
  }

  private DemoRecords() {}

  public static void write(Connection connection, Map<UUID, PatientKey> keys) throws SQLException {
    Map<UUID, List<Visit>> visits = visits(connection);
    List<Written> written =
        visits.values().parallelStream()
            .map(ofPatient -> written(ofPatient, keys.get(ofPatient.get(0).patientId())))
            .toList();
    try (var encounters =
        new CopyTable(
            connection,
            "records.encounter",
            "id, patient_id, sealed_for, doctor_id, appointment_id, kind, status, starts_at, note,"
                + " note_version, saved_at, saved_by, signed_at, signed_by, released_at")) {
      for (Written record : written) {
        for (Object[] row : record.encounters()) {
          encounters.row(row);
        }
      }
    }
    try (var entries =
        new CopyTable(
            connection,
            "records.entry",
            "id, version, patient_id, sealed_for, kind, status, content, author_id,"
                + " author_doctor_id, recorded_at, first_recorded_at")) {
      for (Written record : written) {
        for (Object[] row : record.entries()) {
          entries.row(row);
        }
      }
    }
  }

  /** The rows of one patient. */
  private record Written(List<Object[]> encounters, List<Object[]> entries) {}

  private static Written written(List<Visit> visits, PatientKey key) {
    Visit first = visits.get(0);
    var patient = new DemoPatient(first.patientId(), first.born());
    return new Written(
        visits.stream().map(visit -> encounter(visit, patient, key)).toList(),
        entries(first, patient, key));
  }

  private static Map<UUID, List<Visit>> visits(Connection connection) throws SQLException {
    Map<UUID, List<Visit>> visits = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(VISITS)) {
      while (row.next()) {
        LocalDate born = row.getObject("birth_date", LocalDate.class);
        var visit =
            new Visit(
                row.getObject("id", UUID.class),
                row.getObject("patient_id", UUID.class),
                row.getObject("doctor_id", UUID.class),
                row.getTimestamp("starts_at").toInstant(),
                row.getTimestamp("ends_at").toInstant(),
                born,
                row.getString("department"));
        visits.computeIfAbsent(visit.patientId(), id -> new ArrayList<>()).add(visit);
      }
    }
    return visits;
  }

  private static Object[] encounter(Visit visit, DemoPatient patient, PatientKey key) {
    UUID id = idOf("encounter " + visit.id());
    byte[] note =
        SealedJson.seal(
            key,
            new SealedPlace("records.encounter.note", id, 1),
            patient.visit(visit.department(), visit.day()));
    return new Object[] {
      id,
      visit.patientId(),
      visit.patientId(),
      visit.doctorId(),
      visit.id(),
      "VISIT",
      "FINISHED",
      visit.start(),
      note,
      1,
      visit.end(),
      visit.doctorId(),
      visit.end(),
      visit.doctorId(),
      visit.end()
    };
  }

  /** Recorded at the first visit. */
  private static List<Object[]> entries(Visit first, DemoPatient patient, PatientKey key) {
    List<Object[]> rows = new ArrayList<>();
    for (EntryDetails details : patient.entries(first.day())) {
      UUID id = idOf("entry " + first.patientId() + " " + rows.size());
      rows.add(
          new Object[] {
            id,
            1,
            first.patientId(),
            first.patientId(),
            kind(details),
            "CURRENT",
            new EntryContent(details, null).seal(key, id, 1),
            first.doctorId(),
            first.doctorId(),
            first.end(),
            first.end()
          });
    }
    return rows;
  }

  private static String kind(EntryDetails details) {
    if (details.condition() != null) {
      return "CONDITION";
    } else if (details.immunization() != null) {
      return "IMMUNIZATION";
    }
    return details.familyHistory() == null ? "SOCIAL_HISTORY" : "FAMILY_HISTORY";
  }

  private static UUID idOf(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }
}
