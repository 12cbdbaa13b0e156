package io.clinibus.bench.records;

import io.clinibus.bench.process.BenchServices;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Records that are opened, by doctors who treat the patients; in turn, again from the first one. */
public final class RecordSource {

  /** A record and its reader. */
  public record Opened(UUID doctorId, UUID patientId) {

    static Opened of(String pair) {
      String[] ids = pair.split(" ");
      return new Opened(UUID.fromString(ids[0]), UUID.fromString(ids[1]));
    }
  }

  /** More than a node keeps keys of, so that each record is opened with its key unwrapped again. */
  private static final String ANY =
      """
      SELECT doctor_id || ' ' || patient_id FROM scheduling.appointment
       WHERE status = 'COMPLETED' ORDER BY md5(id::text) LIMIT 50000
      """;

  private static final String SPECIAL =
      """
      SELECT DISTINCT ON (patient_id) doctor_id || ' ' || patient_id FROM scheduling.appointment
       WHERE status = 'COMPLETED' AND patient_id IN (%s)
      """;

  private final List<Opened> all;
  private final AtomicInteger next = new AtomicInteger();

  private RecordSource(List<String> pairs) {
    this.all = pairs.stream().map(Opened::of).toList();
  }

  public static RecordSource any(BenchServices clinic) throws SQLException {
    return new RecordSource(clinic.column(ANY));
  }

  /** Those of patients with 200 encounters. */
  public static RecordSource manyEncounters(BenchServices clinic) throws SQLException {
    return special(clinic, 0);
  }

  /** Those of patients with 500 entries, encounters included. */
  public static RecordSource manyEntries(BenchServices clinic) throws SQLException {
    return special(clinic, RecordsDataSet.SPECIAL);
  }

  private static RecordSource special(BenchServices clinic, int offset) throws SQLException {
    String patients = RecordsDataSet.SPECIAL_PATIENTS.formatted(RecordsDataSet.SPECIAL, offset);
    return new RecordSource(clinic.column(SPECIAL.formatted(patients)));
  }

  public Opened take() {
    return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
  }
}
