package io.clinibus.audit;

import io.clinibus.platform.privacy.PersonalData;
import io.clinibus.platform.privacy.PersonalRecord;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The personal data of the audit trail: it has ids, no names, and stays. */
final class AuditPersonalData {

  private static final Set<String> ENTRIES = Set.of("audit.entry");

  private static final String KEY =
      "SELECT to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US ') || e.id AS key,";

  private static final PersonalRecord ACCESSES =
      PersonalRecord.kept(
          "accesses",
          ENTRIES,
          KEY
              + """
               jsonb_strip_nulls(jsonb_build_object(
                 'at', e.at, 'by', e.actor_id, 'name', n.name, 'roles', e.actor_roles,
                 'operation', e.operation, 'kind', e.kind, 'outcome', e.outcome, 'purpose', e.purpose)) AS document
                FROM audit.entry e LEFT JOIN identity.account_name n ON n.id = e.actor_id
               WHERE e.patient_ids && :patients::uuid[]
              """);

  private static final PersonalRecord ACTIVITY =
      PersonalRecord.kept(
          "activity",
          ENTRIES,
          KEY
              + """
               jsonb_strip_nulls(jsonb_build_object(
                 'at', e.at, 'operation', e.operation, 'kind', e.kind, 'outcome', e.outcome,
                 'address', e.address)) AS document
                FROM audit.entry e WHERE e.actor_id = ANY (:accounts)
              """);

  static final PersonalData ALL =
      PersonalData.of(
          List.of(ACCESSES, ACTIVITY),
          Map.of(
              "audit.block", "hashes of the audit trail",
              "audit.head", "signatures of the audit trail"));

  private AuditPersonalData() {}
}
