package io.clinibus.patients.family;

import io.clinibus.patients.api.FamilyApi.EndReason;
import io.clinibus.patients.api.FamilyApi.Relation;
import io.clinibus.patients.api.FamilyApi.Representation;
import io.clinibus.patients.api.FamilyApi.RepresentationChanged;
import io.clinibus.patients.api.FamilyApi.RepresentationStatus;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Rows of representations, as the API and the event show them. */
final class RepresentationRows {

  private static final String SELECT =
      """
      SELECT r.*, o.name AS representative_name, p.name AS patient_name, p.birth_date, c.zone,
             coalesce(p.birth_date + make_interval(years => f.majority_age) > ?::timestamptz AT TIME ZONE c.zone, false)
               AS minor,
             CASE r.relation WHEN 'CHILD' THEN (p.birth_date + make_interval(years => f.majority_age))::date END
               AS until,
             CASE WHEN r.ended_at IS NOT NULL THEN 'ENDED'
                  WHEN NOT patients.lasts(r, p.birth_date, ?) THEN 'ENDED'
                  WHEN r.in_force_since IS NULL THEN 'PENDING' ELSE 'IN_FORCE' END AS status,
             (SELECT n.name FROM identity.account_name n WHERE n.id = r.confirmed_by) AS confirmed_by_name,
             seen.document, seen.reference
        FROM patients.representation r
        JOIN patients.contact o ON o.id = r.representative_id AND o.active
        JOIN patients.contact p ON p.id = r.patient_id AND p.active
       CROSS JOIN patients.family_rules f
       CROSS JOIN scheduling.clinic c
        LEFT JOIN LATERAL (
          SELECT h.document, h.reference FROM patients.representation_change h
           WHERE h.representation_id = r.id AND h.document IS NOT NULL
           ORDER BY h.created_at DESC, h.id DESC LIMIT 1) seen ON true
      """;

  private RepresentationRows() {}

  /** A query for representations {@code r} of patients {@code p}, without a condition. */
  static Sql select(Instant now) {
    return Sql.of(SELECT, Rows.utc(now), Rows.utc(now));
  }

  /**
   * Reads a row of {@link #select}.
   *
   * @param ofDesk whether it is for the front desk
   */
  static Representation read(Row row, boolean ofDesk) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new Representation(
        row.getUUID("id"),
        row.getUUID("representative_id"),
        row.getString("representative_name"),
        row.getUUID("patient_id"),
        row.getString("patient_name"),
        row.getLocalDate("birth_date"),
        row.getBoolean("minor"),
        Rows.constant(row, "relation", Relation.class),
        Rows.constant(row, "status", RepresentationStatus.class),
        local(row, "created_at", zone),
        row.getLocalDate("until"),
        row.getLocalDate("last_day"),
        local(row, "confirmed_at", zone),
        ofDesk ? row.getString("confirmed_by_name") : null,
        ofDesk ? Rows.constant(row, "document", RepresentationDocument.class) : null,
        ofDesk ? row.getString("reference") : null,
        local(row, "ended_at", zone),
        Rows.constant(row, "ended_because", EndReason.class),
        row.getInteger("version"));
  }

  /** The event of a change that has left a row so. */
  static RepresentationChanged event(Row row, Instant now) {
    return new RepresentationChanged(
        row.getUUID("id"),
        row.getUUID("representative_id"),
        row.getUUID("patient_id"),
        row.getInteger("version"),
        now);
  }

  static OffsetDateTime local(Row row, String column, ZoneId zone) {
    OffsetDateTime time = row.getOffsetDateTime(column);
    return time == null ? null : time.atZoneSameInstant(zone).toOffsetDateTime();
  }
}
