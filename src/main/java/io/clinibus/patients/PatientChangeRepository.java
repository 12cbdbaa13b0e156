package io.clinibus.patients;

import io.clinibus.bus.Role;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientChangesApi.PatientChange;
import io.clinibus.patients.api.PatientChangesApi.PatientChangePage;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.Set;
import java.util.UUID;

/** Reads the log of changes, which {@link PatientWriter} writes. */
final class PatientChangeRepository {

  private final Pool pool;

  PatientChangeRepository(Pool pool) {
    this.pool = pool;
  }

  /** The changes of some parts, latest first. */
  Future<PatientChangePage> list(ListPatientChanges request, Set<PatientPart> parts) {
    Cursor after = Cursor.parse(request.cursor());
    int limit = Cursor.limit(request.limit());
    return query(request.patientId(), parts, after, limit)
        .execute(pool)
        .map(
            rows ->
                Keyset.CREATED_DESCENDING.read(
                    rows, limit, PatientChangeRepository::change, PatientChangePage::new));
  }

  private static Sql query(UUID patientId, Set<PatientPart> parts, Cursor after, int limit) {
    Sql sql =
        Sql.of(
            """
            SELECT id, version, part, created_at, actor_id, actor_role, proposal_id, before, after,
                   (SELECT name FROM identity.account_name n WHERE n.id = actor_id) AS actor_name,
                   (SELECT zone FROM scheduling.clinic) AS zone
              FROM patients.change WHERE patient_id = ? AND part = ANY (?)
            """,
            patientId,
            parts.stream().map(Enum::name).toArray(String[]::new));
    return Keyset.CREATED_DESCENDING.page(sql, after, limit);
  }

  private static PatientChange change(Row row) {
    PatientPart part = Rows.constant(row, "part", PatientPart.class);
    return new PatientChange(
        row.getUUID("id"),
        row.getLong("version"),
        part,
        PatientRows.local(row.getOffsetDateTime("created_at"), ZoneId.of(row.getString("zone"))),
        row.getUUID("actor_id"),
        row.getString("actor_name"),
        Rows.constant(row, "actor_role", Role.class),
        row.getUUID("proposal_id"),
        StoredParts.read(row.getJsonObject("before"), part),
        StoredParts.read(row.getJsonObject("after"), part));
  }
}
