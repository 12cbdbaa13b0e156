package io.clinibus.patients.family;

import io.clinibus.patients.api.FamilyApi.RepresentationChanged;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;

/** Ends of representations that come by themselves, with the mails before and after. */
public final class RepresentationExpiryRepository {

  /** The mails tell each of the two about the other, whose name is read when they are sent. */
  private static final String END_OVER =
      """
      WITH over AS (
        SELECT r.id, patients.lasts(r.relation, r.patient_id, p.birth_date, r.created_at, ?) AS only_limited
          FROM patients.representation r JOIN patients.patient p ON p.id = r.patient_id
         WHERE r.ended_at IS NULL AND (r.relation IN ('CHILD', 'GUEST') OR r.last_day IS NOT NULL)
           AND NOT patients.lasts(r, p.birth_date, ?)
         ORDER BY r.created_at LIMIT ? FOR UPDATE OF r SKIP LOCKED),
      ended AS (
        UPDATE patients.representation r
           SET ended_at = ?, version = version + 1,
               ended_because = CASE WHEN o.only_limited THEN 'LIMIT' WHEN relation = 'CHILD' THEN 'MAJORITY'
                                    ELSE 'VISIT' END
          FROM over o WHERE r.id = o.id
        RETURNING r.*),
      kept AS (
        INSERT INTO patients.representation_change (id, representation_id, version, kind, created_at, last_day)
        SELECT gen_random_uuid(), id, version, 'ENDED', ended_at, last_day FROM ended),
      notified AS (
        SELECT count(notifications.request(
                 mail.template, mail.recipient, 'patients/' || lower(mail.template) || ':' || e.id,
                 e.ended_at + interval '7 days', false, jsonb_build_object('forPatient', mail.about))) AS mails
          FROM ended e,
               LATERAL (VALUES
                 ('MAJORITY', 'REPRESENTATION_ENDED', e.representative_id, e.patient_id),
                 ('MAJORITY', 'OF_AGE', e.patient_id, e.representative_id),
                 ('LIMIT', 'REPRESENTATION_STOPPED', e.representative_id, e.patient_id),
                 ('LIMIT', 'NOT_REPRESENTED', e.patient_id, e.representative_id))
                 AS mail (because, template, recipient, about)
         WHERE mail.because = e.ended_because AND e.in_force_since IS NOT NULL),
      written AS (
        INSERT INTO platform.outbox (type, payload)
        SELECT 'patients.representation-changed', jsonb_build_object(
                 'representationId', id, 'representativeId', representative_id, 'patientId', patient_id,
                 'version', version, 'at', ended_at)
          FROM ended)
      SELECT e.*, notified.mails FROM ended e, notified
      """;

  private static final String ANNOUNCE =
      """
      WITH clinic AS (
        SELECT (?::timestamptz AT TIME ZONE c.zone)::date AS today, c.zone, f.majority_age
          FROM scheduling.clinic c, patients.family_rules f),
      ending AS (
        SELECT r.id, patients.ends_on(r.relation, p.birth_date, c.majority_age, r.last_day) AS day
          FROM clinic c, patients.representation r
          JOIN patients.patient p ON p.id = r.patient_id AND p.deleted_at IS NULL
         WHERE r.ended_at IS NULL AND r.in_force_since IS NOT NULL
           AND (r.relation IN ('CHILD', 'GUEST') OR r.last_day IS NOT NULL)
           AND patients.ends_on(r.relation, p.birth_date, c.majority_age, r.last_day)
               BETWEEN c.today + 1 AND c.today + ?::integer
           AND patients.ends_on(r.relation, p.birth_date, c.majority_age, r.last_day) IS DISTINCT FROM r.announced_end
         ORDER BY r.created_at LIMIT ? FOR UPDATE OF r SKIP LOCKED),
      announced AS (
        UPDATE patients.representation r SET announced_end = e.day FROM ending e WHERE r.id = e.id
        RETURNING r.*, r.last_day + 1 IS NOT DISTINCT FROM e.day AS limited),
      notified AS (
        SELECT count(notifications.request(
                 mail.template, mail.recipient,
                 'patients/' || lower(mail.template) || ':' || a.id || ':' || a.announced_end,
                 a.announced_end::timestamp AT TIME ZONE c.zone, false, jsonb_build_object(
                   'forPatient', mail.about,
                   'day', (CASE WHEN a.limited THEN a.last_day ELSE a.announced_end END + time '12:00')
                            AT TIME ZONE c.zone))) AS mails
          FROM clinic c, announced a,
               LATERAL (VALUES
                 (true, 'REPRESENTATION_LIMITED', a.representative_id, a.patient_id),
                 (true, 'REPRESENTED_UNTIL', a.patient_id, a.representative_id),
                 (false, 'MAJORITY_AHEAD', a.representative_id, a.patient_id),
                 (false, 'OF_AGE_AHEAD', a.patient_id, a.representative_id))
                 AS mail (limited, template, recipient, about)
         WHERE mail.limited = a.limited)
      SELECT a.id, notified.mails FROM announced a, notified
      """;

  private final Pool pool;

  public RepresentationExpiryRepository(Pool pool) {
    this.pool = pool;
  }

  /** Ends representations that do not last any more, up to a limit, and requests the mails. */
  Future<List<RepresentationChanged>> endOver(Instant now, int most) {
    return Sql.of(END_OVER, Rows.utc(now), Rows.utc(now), most, Rows.utc(now))
        .execute(pool)
        .map(rows -> Rows.list(rows, row -> RepresentationRows.event(row, now)));
  }

  /**
   * Requests the mails about representations that end soon, up to a limit, once for each end.
   *
   * @return how many representations
   */
  Future<Integer> announceEnds(Instant now, int most) {
    return Sql.of(ANNOUNCE, Rows.utc(now), RepresentationRule.NOTICE_DAYS, most)
        .execute(pool)
        .map(rows -> rows.size());
  }
}
