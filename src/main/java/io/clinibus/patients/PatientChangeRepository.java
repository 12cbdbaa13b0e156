package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.patients.api.PatientChangesApi.ListPatientChanges;
import io.clinibus.patients.api.PatientChangesApi.PatientChange;
import io.clinibus.patients.api.PatientChangesApi.PatientChangePage;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.stored.ChangeRows;
import io.clinibus.patients.stored.ChangeRows.Difference;
import io.clinibus.platform.db.Cursor;
import io.clinibus.platform.db.Keyset;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads the log of changes, which {@link PatientWriter} writes. */
final class PatientChangeRepository {

  private final Pool pool;
  private final PartOpeners openers;

  PatientChangeRepository(Pool pool, PartOpeners openers) {
    this.pool = pool;
    this.openers = openers;
  }

  /** The changes of some parts, latest first; what was damaged of them is stated. */
  Future<PatientChangePage> list(
      ListPatientChanges request, Set<PatientPart> parts, Caller caller) {
    Cursor after = Cursor.parse(request.cursor());
    int limit = Cursor.limit(request.limit());
    return query(request.patientId(), parts, after, limit)
        .execute(pool)
        .compose(
            rows ->
                ChangeRows.open(
                    rows,
                    request.patientId(),
                    openers,
                    caller,
                    opener ->
                        Keyset.CREATED_DESCENDING.read(
                            rows,
                            limit,
                            row -> change(row, request.patientId(), opener),
                            PatientChangePage::new)));
  }

  private static Sql query(UUID patientId, Set<PatientPart> parts, Cursor after, int limit) {
    Sql sql =
        Sql.of(
            """
            SELECT id, version, part, created_at, actor_id, actor_role, proposal_id, before, after, sealed,
                   (SELECT name FROM identity.account_name n WHERE n.id = actor_id) AS actor_name,
                   (SELECT zone FROM scheduling.clinic) AS zone
              FROM patients.change WHERE patient_id = ? AND part = ANY (?)
            """,
            patientId,
            parts.stream().map(Enum::name).toArray(String[]::new));
    return Keyset.CREATED_DESCENDING.page(sql, after, limit);
  }

  private static PatientChange change(Row row, UUID patientId, PartOpener opener) {
    Optional<Difference> difference = ChangeRows.open(row, patientId, opener);
    return new PatientChange(
        row.getUUID("id"),
        row.getLong("version"),
        Rows.constant(row, "part", PatientPart.class),
        PatientRows.local(row.getOffsetDateTime("created_at"), ZoneId.of(row.getString("zone"))),
        row.getUUID("actor_id"),
        row.getString("actor_name"),
        Rows.constant(row, "actor_role", Role.class),
        row.getUUID("proposal_id"),
        difference.map(Difference::before).orElse(null),
        difference.map(Difference::after).orElse(null),
        difference.isEmpty() ? true : null);
  }
}
