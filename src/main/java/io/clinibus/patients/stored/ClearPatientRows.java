package io.clinibus.patients.stored;

import io.clinibus.platform.sealing.SealingJob.ClearRows;
import java.util.List;

/**
 * What former releases wrote of patients in clear. What is sealed of a row is the JSON that was
 * stored.
 */
public final class ClearPatientRows {

  private static final ClearRows HISTORIES =
      new ClearRows(
          HistoryRows.COLUMN,
          """
          SELECT id, version, id AS sealed_for, medical_history::text AS content
            FROM patients.patient WHERE medical_history <> '{}'
           ORDER BY id LIMIT $1
          """,
          """
          UPDATE patients.patient SET medical_history = '{}', history = $4, history_version = $2
           WHERE id = $1 AND version = $2 AND id = $3 AND medical_history <> '{}'
          """);

  private static final ClearRows CHANGES =
      new ClearRows(
          ChangeRows.COLUMN,
          """
          SELECT id, version, patient_id AS sealed_for,
                 jsonb_build_object('before', before, 'after', after)::text AS content
            FROM patients.change WHERE part = 'MEDICAL_HISTORY' AND sealed IS NULL
           ORDER BY id LIMIT $1
          """,
          """
          UPDATE patients.change
             SET sealed = $4, before = NULL, after = NULL,
                 allergies = before -> 'allergies' IS DISTINCT FROM after -> 'allergies'
                             OR before -> 'noKnownAllergies' IS DISTINCT FROM after -> 'noKnownAllergies'
           WHERE id = $1 AND version = $2 AND patient_id = $3 AND sealed IS NULL
          """);

  private static final ClearRows PROPOSALS =
      new ClearRows(
          ProposalSeal.COLUMN,
          """
          SELECT id, version, patients.made_for('proposal', id, patient_id) AS sealed_for,
                 jsonb_build_object('proposed', proposed, 'note', note)::text AS content
            FROM patients.proposal WHERE part = 'MEDICAL_HISTORY' AND sealed IS NULL
           ORDER BY id LIMIT $1
          """,
          """
          UPDATE patients.proposal SET sealed = $4, sealed_for = $3, proposed = '{}', note = NULL
           WHERE id = $1 AND version = $2 AND sealed IS NULL
          """);

  private static final ClearRows EMERGENCIES =
      new ClearRows(
          "patients.emergency_access.sealed",
          """
          SELECT id, version, patients.made_for('emergency_access', id, patient_id) AS sealed_for,
                 jsonb_build_object('reason', reason)::text AS content
            FROM patients.emergency_access WHERE sealed IS NULL
           ORDER BY id LIMIT $1
          """,
          """
          UPDATE patients.emergency_access SET sealed = $4, sealed_for = $3, reason = NULL
           WHERE id = $1 AND version = $2 AND sealed IS NULL
          """);

  public static final List<ClearRows> ALL = List.of(HISTORIES, CHANGES, PROPOSALS, EMERGENCIES);

  private ClearPatientRows() {}
}
