package io.clinibus.bench.records;

import io.clinibus.bench.process.BenchServices;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.CopyTable;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes that are ready to be signed, each of a visit of its own that is taking place. */
public final class DraftSource {

  /** A draft of version 1. */
  public record Draft(UUID id, UUID doctorId, UUID patientId) {}

  private static final Instant FIRST = Instant.parse("2000-01-03T08:00:00Z");
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final int PATIENTS = 5_000;

  private static final String VISIT_COLUMNS =
      "id, doctor_id, patient_id, starts_at, ends_at, during, status, status_since";
  private static final String DRAFT_COLUMNS =
      "id, patient_id, sealed_for, doctor_id, appointment_id, kind, starts_at, note, note_version,"
          + " saved_at, saved_by";

  private final BenchServices clinic;
  private final List<UUID> doctors;
  private final List<UUID> patients;
  private final Map<UUID, PatientKey> keys;
  private final AtomicInteger next = new AtomicInteger();
  private List<Draft> drafts = List.of();
  private int written;

  public DraftSource(Vertx vertx, BenchServices clinic) throws SQLException {
    this.clinic = clinic;
    this.doctors = ids("SELECT id FROM directory.doctor ORDER BY id");
    this.patients = ids("SELECT id FROM patients.patient WHERE deleted_at IS NULL ORDER BY id DESC LIMIT " + PATIENTS);
    Pool pool = Database.pool(vertx, clinic.database(1));
    this.keys = new PatientKeys(vertx, pool, RecordsDataSet.clinicKeys(clinic.services())).of(patients).await();
    pool.close().await();
  }

  public List<UUID> doctors() {
    return doctors;
  }

  /** Makes this many new ones. */
  public void provide(int wanted) throws SQLException {
    List<Draft> fresh = new ArrayList<>();
    try (Connection connection = Database.connect(clinic.database(1))) {
      connection.setAutoCommit(false);
      List<Object[]> encounters = new ArrayList<>();
      try (var visits = new CopyTable(connection, "scheduling.appointment", VISIT_COLUMNS)) {
        for (int i = 0; i < wanted; i++, written++) {
          UUID visit = UuidV7.next();
          Instant start = FIRST.plus(LENGTH.multipliedBy(written / doctors.size()));
          Instant end = start.plus(LENGTH);
          var draft =
              new Draft(
                  UuidV7.next(),
                  doctors.get(written % doctors.size()),
                  patients.get(written % patients.size()));
          visits.row(
              visit, draft.doctorId(), draft.patientId(), start, end, "[" + start + "," + end + ")", "IN_CONSULTATION", start);
          encounters.add(row(draft, visit, start));
          fresh.add(draft);
        }
      }
      try (var table = new CopyTable(connection, "records.encounter", DRAFT_COLUMNS)) {
        for (Object[] row : encounters) {
          table.row(row);
        }
      }
      connection.commit();
    }
    clinic.execute("CHECKPOINT");
    drafts = fresh;
    next.set(0);
  }

  private Object[] row(Draft draft, UUID visit, Instant start) {
    byte[] note = RecordNotes.sealed(keys.get(draft.patientId()), draft.id(), 1);
    return new Object[] {
      draft.id(), draft.patientId(), draft.patientId(), draft.doctorId(), visit, "VISIT", start, note, 1, start, draft.doctorId()
    };
  }

  /** One that was not given before, or null if there are no more. */
  public Draft take() {
    int index = next.getAndIncrement();
    return index < drafts.size() ? drafts.get(index) : null;
  }

  /** The key of one of their patients. */
  public PatientKey key(Draft draft) {
    return keys.get(draft.patientId());
  }

  private List<UUID> ids(String sql) throws SQLException {
    return clinic.column(sql).stream().map(UUID::fromString).toList();
  }
}
