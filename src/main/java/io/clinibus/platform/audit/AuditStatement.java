package io.clinibus.platform.audit;

import io.clinibus.bus.audit.AuditEntry;
import io.clinibus.platform.UuidV7;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The columns of an audit entry and their values. */
final class AuditStatement {

  static final String COLUMNS =
      "(id, actor_id, actor_roles, operation, kind, outcome, patient_ids, resource_id, address,"
          + " node, request_id, purpose)";

  private static final String[] TYPES = {
    "uuid", "uuid", "text[]", "text", "text", "text", "uuid[]", "uuid", "text", "text", "text",
    "text"
  };

  static final String INSERT =
      "INSERT INTO audit.new_entry " + COLUMNS + " VALUES (" + places(0) + ")";

  /** The same, without waiting until the entry is on the disk. */
  static final String INSERT_UNFLUSHED =
      "INSERT INTO audit.new_entry "
          + COLUMNS
          + " SELECT "
          + places(0)
          + " WHERE set_config('synchronous_commit', 'off', true) = 'off'";

  private AuditStatement() {}

  /** Placeholders of the values, after those of another statement. */
  static String places(int before) {
    return IntStream.range(0, TYPES.length)
        .mapToObj(i -> "$" + (before + i + 1) + "::" + TYPES[i])
        .collect(Collectors.joining(", "));
  }

  /** Adds the values of an entry to those of another statement. */
  static Tuple add(Tuple values, AuditEntry entry) {
    values.addValue(UuidV7.next());
    values.addValue(entry.actorId());
    values.addValue(entry.actorRoles().toArray(String[]::new));
    values.addValue(entry.operation());
    values.addValue(entry.kind().name());
    values.addValue(entry.outcome());
    values.addValue(entry.patientIds().toArray(UUID[]::new));
    values.addValue(entry.resourceId());
    values.addValue(entry.address());
    values.addValue(entry.node());
    values.addValue(entry.requestId());
    values.addValue(entry.purpose() == null ? null : entry.purpose().name());
    return values;
  }
}
