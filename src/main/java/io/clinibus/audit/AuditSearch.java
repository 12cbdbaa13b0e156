package io.clinibus.audit;

import io.clinibus.audit.api.AuditApi.Access;
import io.clinibus.audit.api.AuditApi.AccessPage;
import io.clinibus.audit.api.AuditApi.AuditEntry;
import io.clinibus.audit.api.AuditApi.AuditEntryPage;
import io.clinibus.audit.api.AuditApi.ListAuditEntries;
import io.clinibus.audit.api.AuditApi.ListPatientAccesses;
import io.clinibus.bus.Role;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.bus.audit.AuditPurpose;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Paged lists of audit entries, newest first. */
final class AuditSearch {

  private static final Keyset ORDER = Keyset.CREATED_DESCENDING;

  private final Pool database;

  AuditSearch(Pool database) {
    this.database = database;
  }

  Future<AuditEntryPage> entries(ListAuditEntries wanted) {
    int limit = Cursor.limit(wanted.limit());
    return entriesStatement(wanted)
        .execute(database)
        .map(rows -> ORDER.read(rows, limit, AuditSearch::entry, AuditEntryPage::new));
  }

  Future<AccessPage> accesses(ListPatientAccesses wanted) {
    int limit = Cursor.limit(wanted.limit());
    return accessesStatement(wanted)
        .execute(database)
        .map(rows -> ORDER.read(rows, limit, AuditSearch::access, AccessPage::new));
  }

  static Sql entriesStatement(ListAuditEntries wanted) {
    Sql sql = new Sql();
    from(sql, wanted.patientId());
    if (wanted.actorId() != null) {
      sql.add("AND actor_id = ?", wanted.actorId());
    }
    if (wanted.kind() != null) {
      sql.add(
          wanted.kind() == AuditKind.READ ? "AND kind = ?" : "AND kind <> 'READ' AND kind = ?",
          wanted.kind().name());
    }
    if (wanted.from() != null) {
      sql.add("AND created_at >= ?", wanted.from());
    }
    if (wanted.until() != null) {
      sql.add("AND created_at < ?", wanted.until());
    }
    return ORDER.page(sql, Cursor.parse(wanted.cursor()), Cursor.limit(wanted.limit()));
  }

  static Sql accessesStatement(ListPatientAccesses wanted) {
    Sql sql = new Sql();
    from(sql, wanted.patientId());
    sql.add("AND outcome = 'done' AND actor_roles && ?", (Object) staffRoles());
    return ORDER.page(sql, Cursor.parse(wanted.cursor()), Cursor.limit(wanted.limit()));
  }

  /**
   * A patient's entries are found first, whatever the planner estimates: reading the whole trail in
   * the order of the list for the few of one patient can take seconds.
   */
  private static void from(Sql sql, UUID patientId) {
    if (patientId != null) {
      sql.add(
          """
          WITH ofpatient AS MATERIALIZED (
            SELECT *, at AS created_at FROM audit.entry WHERE patient_ids @> ARRAY[?::uuid])
          """,
          patientId);
    }
    sql.add(
        "SELECT *, (SELECT name FROM identity.account_name n WHERE n.id = e.actor_id) AS name"
            + " FROM");
    sql.add(
        patientId == null
            ? "(SELECT *, at AS created_at FROM audit.entry) AS e WHERE true"
            : "ofpatient AS e WHERE true");
  }

  private static String[] staffRoles() {
    return Stream.of(Role.values())
        .filter(role -> role != Role.PATIENT)
        .map(Role::name)
        .toArray(String[]::new);
  }

  private static AuditEntry entry(Row row) {
    return new AuditEntry(
        row.getUUID("id"),
        row.getOffsetDateTime("at"),
        row.getUUID("actor_id"),
        row.getString("name"),
        roles(row),
        row.getString("operation"),
        Rows.constant(row, "kind", AuditKind.class),
        row.getString("outcome"),
        List.of(row.getArrayOfUUIDs("patient_ids")),
        row.getUUID("resource_id"),
        row.getString("address"),
        row.getString("node"),
        row.getString("request_id"),
        purpose(row));
  }

  private static Access access(Row row) {
    return new Access(
        row.getUUID("id"),
        row.getOffsetDateTime("at"),
        row.getString("name"),
        roles(row),
        AccessedPart.of(row.getString("operation")),
        Rows.constant(row, "kind", AuditKind.class),
        purpose(row));
  }

  /** Entries of earlier releases state none. */
  private static AuditPurpose purpose(Row row) {
    return row.getString("purpose") == null
        ? null
        : Rows.constant(row, "purpose", AuditPurpose.class);
  }

  private static Set<Role> roles(Row row) {
    return Stream.of(row.getArrayOfStrings("actor_roles"))
        .map(Role::valueOf)
        .collect(Collectors.toSet());
  }
}
