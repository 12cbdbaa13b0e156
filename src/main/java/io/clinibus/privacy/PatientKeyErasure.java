package io.clinibus.privacy;

import io.clinibus.platform.privacy.PersonalRecord;
import java.util.Set;

/**
 * Destroys the keys of an erased patient, without which nothing that is sealed can be read, in
 * backups neither. The last step of an erasure: what is set aside was sealed again before.
 */
final class PatientKeyErasure {

  static final PersonalRecord KEYS =
      PersonalRecord.erased(
          "sealing-keys",
          Set.of("platform.patient_key"),
          """
          SELECT patient_id::text AS key, jsonb_build_object('madeAt', created_at) AS document
            FROM platform.patient_key
           WHERE patient_id = ANY (:patients) AND destroyed_at IS NULL
          """,
          """
          INSERT INTO platform.patient_key (patient_id, destroyed_at)
          SELECT id, :now FROM unnest(:patients::uuid[]) AS id
              ON CONFLICT (patient_id) DO UPDATE
             SET wrapped = NULL, wrapped_by = NULL, destroyed_at = excluded.destroyed_at
          """);

  private PatientKeyErasure() {}
}
