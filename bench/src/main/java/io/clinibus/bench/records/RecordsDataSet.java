package io.clinibus.bench.records;

import io.clinibus.bench.process.BenchServices;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.CopyTable;
import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.platform.sealing.ClinicKeys;
import io.clinibus.platform.sealing.KeyWrapper;
import io.clinibus.platform.sealing.NewKeys;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.WrappedKey;
import io.clinibus.settings.Services;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The records of 100,000 patients: 20 signed encounters and three problems each, all really sealed.
 * A few hundred patients have more.
 */
public final class RecordsDataSet {

  public static final String NAME = "records";
  public static final BenchServices.Size SIZE = new BenchServices.Size(50, 100_000, 140_000);

  /** Patients with 200 encounters, and as many with 500 entries. */
  public static final int SPECIAL = 200;

  /** Treated patients, of whom the first have many encounters, and the next many entries. */
  public static final String SPECIAL_PATIENTS =
      """
      SELECT DISTINCT patient_id FROM scheduling.appointment WHERE status = 'COMPLETED'
       ORDER BY patient_id LIMIT %d OFFSET %d
      """;

  private static final int ENCOUNTERS = 20;
  private static final int ENTRIES = 3;
  private static final int MANY_ENCOUNTERS = 200;
  private static final int MANY_ENTRIES = 500 - ENCOUNTERS;
  private static final int BATCH = 2_000;
  private static final int PROGRESS_EVERY = 20_000;
  private static final Duration YEARS = Duration.ofDays(730);

  private static final String ENCOUNTER_COLUMNS =
      "id, patient_id, sealed_for, doctor_id, kind, status, starts_at, note, note_version, saved_at,"
          + " saved_by, signed_at, signed_by, released_at";
  private static final String ENTRY_COLUMNS =
      "id, version, patient_id, sealed_for, kind, status, content, author_id, author_doctor_id,"
          + " recorded_at, first_recorded_at";

  private final Connection connection;
  private final KeyWrapper clinicKeys;
  private final Instant now = Instant.now();
  private final List<UUID> doctors;
  private final Set<UUID> oftenTreated;
  private final Set<UUID> oftenRecorded;

  private RecordsDataSet(
      Connection connection, Services services, Collection<UUID> oftenTreated, Collection<UUID> oftenRecorded)
      throws SQLException {
    this.connection = connection;
    this.clinicKeys = clinicKeys(services);
    this.doctors = ids(connection, "SELECT id FROM directory.doctor ORDER BY id");
    this.oftenTreated = Set.copyOf(oftenTreated);
    this.oftenRecorded = Set.copyOf(oftenRecorded);
  }

  /** The clinic's keys as the node derives them. */
  public static KeyWrapper clinicKeys(Services services) {
    return ClinicKeys.of(RecordsKey.allDerivedFrom(services.signingKey()));
  }

  public static void fill(Connection connection, Services services) throws SQLException {
    new RecordsDataSet(
            connection,
            services,
            ids(connection, SPECIAL_PATIENTS.formatted(SPECIAL, 0)),
            ids(connection, SPECIAL_PATIENTS.formatted(SPECIAL, SPECIAL)))
        .write();
  }

  /** Gives a patient without a record one of 500 entries, encounters included. */
  public static void fillManyEntries(Connection connection, Services services, UUID patient)
      throws SQLException {
    new RecordsDataSet(connection, services, List.of(), List.of(patient)).writeBatch(List.of(patient));
  }

  private void write() throws SQLException {
    // Without triggers of foreign keys: they would take longer than all the rest.
    execute("SET session_replication_role = replica");
    List<UUID> patients = ids(connection, "SELECT id FROM patients.patient WHERE deleted_at IS NULL ORDER BY id");
    for (int from = 0; from < patients.size(); from += BATCH) {
      writeBatch(patients.subList(from, Math.min(patients.size(), from + BATCH)));
      if ((from + BATCH) % PROGRESS_EVERY == 0) {
        System.out.println("records of " + (from + BATCH) + " patients");
      }
    }
    execute("SET session_replication_role = DEFAULT");
    // A node would compare them with each other for half an hour, meanwhile.
    execute("TRUNCATE patients.uncompared");
    execute("VACUUM ANALYZE");
  }

  private void writeBatch(List<UUID> patients) throws SQLException {
    NewKeys keys = NewKeys.of(patients, clinicKeys).await();
    List<Rows> all = patients.parallelStream().map(id -> rows(id, keys.keys())).toList();
    try (var table = new CopyTable(connection, "platform.patient_key", "patient_id, wrapped, wrapped_by")) {
      for (WrappedKey key : keys.wrapped()) {
        table.row(key.patientId(), key.bytes(), key.wrappedBy());
      }
    }
    try (var table = new CopyTable(connection, "records.encounter", ENCOUNTER_COLUMNS)) {
      for (Rows rows : all) {
        for (Object[] row : rows.encounters()) {
          table.row(row);
        }
      }
    }
    try (var table = new CopyTable(connection, "records.entry", ENTRY_COLUMNS)) {
      for (Rows rows : all) {
        for (Object[] row : rows.entries()) {
          table.row(row);
        }
      }
    }
  }

  /** Of one patient. */
  private record Rows(List<Object[]> encounters, List<Object[]> entries) {}

  private Rows rows(UUID patient, Map<UUID, PatientKey> keys) {
    PatientKey key = keys.get(patient);
    int treated = oftenTreated.contains(patient) ? MANY_ENCOUNTERS : ENCOUNTERS;
    int recorded = oftenRecorded.contains(patient) ? MANY_ENTRIES : ENTRIES;
    List<Object[]> encounters = new ArrayList<>();
    for (int i = 0; i < treated; i++) {
      encounters.add(encounter(patient, key, (double) i / treated));
    }
    List<Object[]> entries = new ArrayList<>();
    for (int i = 0; i < recorded; i++) {
      entries.add(entry(patient, key, (double) i / recorded));
    }
    return new Rows(encounters, entries);
  }

  private Object[] encounter(UUID patient, PatientKey key, double age) {
    UUID id = UuidV7.next();
    UUID doctor = doctor(id);
    Instant at = now.minusMillis((long) (YEARS.toMillis() * (age + 1e-3)));
    byte[] note = RecordNotes.sealed(key, id, 1);
    return new Object[] {
      id, patient, patient, doctor, "TELEPHONE", "FINISHED", at, note, 1, at, doctor, at, doctor, at
    };
  }

  private Object[] entry(UUID patient, PatientKey key, double age) {
    UUID id = UuidV7.next();
    UUID doctor = doctor(id);
    Instant at = now.minusMillis((long) (YEARS.toMillis() * (age + 1e-3)));
    byte[] content = RecordNotes.sealedProblem(key, id);
    return new Object[] {id, 1, patient, patient, "CONDITION", "CURRENT", content, doctor, doctor, at, at};
  }

  private UUID doctor(UUID id) {
    return doctors.get(Math.floorMod(id.hashCode(), doctors.size()));
  }

  private static List<UUID> ids(Connection connection, String sql) throws SQLException {
    List<UUID> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        ids.add(rows.getObject(1, UUID.class));
      }
    }
    return ids;
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
