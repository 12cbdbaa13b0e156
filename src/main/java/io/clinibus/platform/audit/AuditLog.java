package io.clinibus.platform.audit;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.Auditor;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.AuditEvents.PatientsAccessed;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes audit entries to PostgreSQL. Those of reads are committed before the reply, but not
 * flushed: if the database server crashes, the entries of its last 0.6 s may be lost.
 */
public final class AuditLog implements Auditor {

  /** An entry about more patients is written as several. */
  private static final int MOST_PATIENTS = 500;

  private final Pool database;
  private final Bus bus;
  private final Clock clock;
  private final String node;

  public AuditLog(Pool database, Bus bus, Clock clock, String node) {
    this.database = database;
    this.bus = bus;
    this.clock = clock;
    this.node = node;
  }

  @Override
  public String node() {
    return node;
  }

  @Override
  public Future<Void> write(List<AuditEntry> entries) {
    List<Tuple> rows =
        entries.stream()
            .flatMap(entry -> divided(entry).stream())
            .map(entry -> AuditStatement.add(Tuple.tuple(), entry))
            .toList();
    boolean onlyReads = entries.stream().allMatch(entry -> entry.kind() == AuditKind.READ);
    var statement =
        database.preparedQuery(onlyReads ? AuditStatement.INSERT_UNFLUSHED : AuditStatement.INSERT);
    Future<?> written =
        rows.size() == 1 ? statement.execute(rows.get(0)) : statement.executeBatch(rows);
    return written.<Void>mapEmpty().onSuccess(done -> entries.forEach(this::written));
  }

  @Override
  public void written(AuditEntry entry) {
    boolean byStaff = entry.actorRoles().stream().anyMatch(role -> !isPatient(role));
    if (byStaff && !entry.patientIds().isEmpty()) {
      bus.publish(
          AuditEvents.PATIENTS_ACCESSED,
          new PatientsAccessed(UuidV7.next(), entry.patientIds(), clock.instant()));
    }
  }

  private static boolean isPatient(String role) {
    return Role.PATIENT.name().equals(role);
  }

  private static List<AuditEntry> divided(AuditEntry entry) {
    int patients = entry.patientIds().size();
    if (patients <= MOST_PATIENTS) {
      return List.of(entry);
    }
    List<AuditEntry> parts = new ArrayList<>();
    for (int from = 0; from < patients; from += MOST_PATIENTS) {
      parts.add(
          entry.of(entry.patientIds().subList(from, Math.min(patients, from + MOST_PATIENTS))));
    }
    return parts;
  }
}
