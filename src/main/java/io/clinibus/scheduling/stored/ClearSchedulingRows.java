package io.clinibus.scheduling.stored;

import io.clinibus.platform.sealing.SealingJob.ClearRows;
import java.util.List;

/**
 * What former releases wrote in clear. What is sealed of a row is the JSON of what was stored. The
 * columns that are emptied of a visit are in no index, so that no entry of one is written.
 */
public final class ClearSchedulingRows {

  private static final ClearRows VISITS =
      new ClearRows(
          TextKind.VISITS.column(),
          """
          SELECT a.id, 1 AS version, patients.made_for('appointment', a.id, a.patient_id) AS sealed_for,
                 jsonb_build_object('reason', a.reason, 'answers', a.answers)::text AS content
            FROM (SELECT appointment_id FROM scheduling.visit_in_clear ORDER BY appointment_id LIMIT $1) AS listed
            JOIN scheduling.appointment a ON a.id = listed.appointment_id
           ORDER BY a.id
          """,
          """
          WITH done AS (DELETE FROM scheduling.visit_in_clear WHERE appointment_id = $1)
          UPDATE scheduling.appointment SET sealed = $4, sealed_for = $3, reason = '', answers = '[]'
           WHERE id = $1 AND $2::integer = 1 AND (reason <> '' OR answers <> '[]')
          """);

  private static final ClearRows NOTES =
      new ClearRows(
          TextKind.NOTES.column(),
          """
          SELECT c.appointment_id AS id, c.version,
                 patients.made_for('appointment', a.id, a.patient_id) AS sealed_for,
                 jsonb_build_object('note', c.note)::text AS content
            FROM scheduling.appointment_change c
            JOIN scheduling.appointment a ON a.id = c.appointment_id
           WHERE c.note <> '' ORDER BY c.appointment_id, c.version LIMIT $1
          """,
          """
          UPDATE scheduling.appointment_change SET sealed = $4, sealed_for = $3, note = ''
           WHERE appointment_id = $1 AND version = $2 AND note <> ''
          """);

  private static final ClearRows ENTRIES =
      new ClearRows(
          TextKind.ENTRIES.column(),
          """
          SELECT e.id, 1 AS version, patients.made_for('waitlist_entry', e.id, e.patient_id) AS sealed_for,
                 jsonb_build_object('reason', e.reason, 'answers', e.answers)::text AS content
            FROM scheduling.waitlist_entry e WHERE e.reason <> '' OR e.answers <> '[]' ORDER BY e.id LIMIT $1
          """,
          """
          UPDATE scheduling.waitlist_entry SET sealed = $4, sealed_for = $3, reason = '', answers = '[]'
           WHERE id = $1 AND $2::integer = 1 AND (reason <> '' OR answers <> '[]')
          """);

  public static final List<ClearRows> ALL =
      List.of(VISITS, NOTES, ENTRIES, ExceptionNotes.IN_CLEAR);

  private ClearSchedulingRows() {}
}
