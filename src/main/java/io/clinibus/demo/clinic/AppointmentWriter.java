package io.clinibus.demo.clinic;

import io.clinibus.demo.visits.Visit;
import io.clinibus.platform.db.CopyTable;
import io.clinibus.platform.sealing.NewKeys;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.scheduling.stored.NoteText;
import io.clinibus.scheduling.stored.TextKind;
import io.clinibus.scheduling.stored.VisitText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Writes the appointments of a generated clinic, their changes, and the versions of the days on
 * which they are.
 */
final class AppointmentWriter {

  private static final int BATCH = 20_000;
  private static final int FIRST_VERSION = 1;

  private final Connection connection;
  private final InventedClinic clinic;
  private final ZoneId zone;
  private final NewKeys keys;
  private final VisitTypeWriter visitTypes;
  private final Map<DoctorDay, Integer> dayVersions = new HashMap<>();

  private record DoctorDay(UUID doctor, LocalDate day) {}

  AppointmentWriter(
      Connection connection,
      InventedClinic clinic,
      ZoneId zone,
      NewKeys keys,
      VisitTypeWriter visitTypes) {
    this.connection = connection;
    this.clinic = clinic;
    this.zone = zone;
    this.keys = keys;
    this.visitTypes = visitTypes;
  }

  /**
   * @param progress receives the number of appointments written so far
   */
  void write(IntConsumer progress) throws SQLException {
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

  private void appointments(List<Visit> visits) throws SQLException {
    try (CopyTable table =
        new CopyTable(
            connection,
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
            CopyTable.range(visit.start(), visit.takenUntil()),
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
        new CopyTable(
            connection,
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
    try (CopyTable table =
        new CopyTable(connection, "scheduling.doctor_day", "doctor_id, day, version")) {
      for (Map.Entry<DoctorDay, Integer> entry : dayVersions.entrySet()) {
        table.row(entry.getKey().doctor(), entry.getKey().day(), entry.getValue());
      }
    }
  }
}
