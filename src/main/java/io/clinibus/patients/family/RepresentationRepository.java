package io.clinibus.patients.family;

import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.FamilyApi.Representation;
import io.clinibus.patients.api.PatientsApi.RepresentativeContact;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads representations. */
public final class RepresentationRepository {

  /** How many of a patient are open at most, and read at once. */
  static final int MOST = 50;

  private final Pool pool;

  public RepresentationRepository(Pool pool) {
    this.pool = pool;
  }

  /** Whom a patient represents. */
  Future<List<Representation>> relatives(UUID patientId, boolean ofDesk, Instant now) {
    return list("r.representative_id", patientId, ofDesk, now);
  }

  /** Who represents a patient. */
  Future<List<Representation>> representatives(UUID patientId, boolean ofDesk, Instant now) {
    return list("r.patient_id", patientId, ofDesk, now);
  }

  /** Whom to call for a patient: who represents the patient now, of the longest standing first. */
  public Future<List<RepresentativeContact>> contacts(UUID patientId, Instant now) {
    return Sql.of(
            """
            SELECT o.id, trim(o.given_name || ' ' || o.family_name) AS name, r.relation, o.phone
              FROM patients.representation r
              JOIN patients.patient p ON p.id = r.patient_id
              JOIN patients.patient o ON o.id = r.representative_id AND o.deleted_at IS NULL
             WHERE r.patient_id = ? AND r.in_force_since IS NOT NULL AND r.ended_at IS NULL
               AND patients.lasts(r, p.birth_date, ?)
             ORDER BY r.in_force_since, r.id LIMIT ?
            """,
            patientId,
            Rows.utc(now),
            MOST)
        .execute(pool)
        .map(
            rows ->
                Rows.list(
                    rows,
                    row ->
                        new RepresentativeContact(
                            row.getUUID("id"),
                            row.getString("name"),
                            Rows.constant(row, "relation", Relation.class),
                            row.getString("phone"))));
  }

  private Future<List<Representation>> list(
      String column, UUID patientId, boolean ofDesk, Instant now) {
    Sql sql = RepresentationRows.select(now).add("WHERE " + column + " = ?", patientId);
    if (!ofDesk) {
      sql.add("AND r.ended_at IS NULL AND patients.lasts(r, p.birth_date, ?)", Rows.utc(now));
    }
    return sql.add("ORDER BY r.ended_at DESC NULLS FIRST, r.created_at, r.id LIMIT ?", MOST)
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> RepresentationRows.read(row, ofDesk)));
  }
}
