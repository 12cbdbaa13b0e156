package io.clinibus.patients;

import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposalStatus;
import io.clinibus.patients.stored.ProposalSeal;
import io.clinibus.patients.stored.ProposalSeal.Content;
import io.clinibus.patients.stored.StoredParts;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.PatientKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Opens rows of patients.proposal, of which those about the medical history are sealed. */
final class ProposalRows {

  /** Merges move proposals, and leave for whom they were made. */
  static final String COLUMNS =
      """
      id, patient_id, part, proposed, sealed, status, created_at, decided_at, note, version,
      coalesce(sealed_for, patients.made_for('proposal', id, patient_id)) AS made_for,
      (SELECT zone FROM scheduling.clinic) AS zone
      """;

  private ProposalRows() {}

  /** The proposals of a patient. */
  static Future<List<ChangeProposal>> open(RowSet<Row> rows, UUID patientId, PatientKeys keys) {
    Set<UUID> owners =
        Rows.list(rows, row -> row.getBuffer("sealed") == null ? null : row.getUUID("made_for"))
            .stream()
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    return owners.isEmpty()
        ? Future.succeededFuture(Rows.list(rows, row -> proposal(row, null)))
        : keys.ofRecord(patientId, owners)
            .map(of -> Rows.list(rows, row -> proposal(row, of.get(row.getUUID("made_for")))));
  }

  /**
   * @param key of the patient for whom it was made; not used for what is in clear
   */
  static ChangeProposal proposal(Row row, PatientKey key) {
    PatientPart part = Rows.constant(row, "part", PatientPart.class);
    Buffer sealed = row.getBuffer("sealed");
    if (sealed == null) {
      PartContent content = StoredParts.read(row.getJsonObject("proposed"), part);
      var proposed =
          new ProposalDetails(content.identity(), content.insurance(), content.medicalHistory());
      return proposal(row, part, proposed, row.getString("note"));
    }
    Content content = ProposalSeal.open(row.getUUID("id"), row.getLong("version"), sealed, key);
    return proposal(row, part, new ProposalDetails(null, null, content.proposed()), content.note());
  }

  private static ChangeProposal proposal(
      Row row, PatientPart part, ProposalDetails proposed, String note) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new ChangeProposal(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        part,
        proposed,
        Rows.constant(row, "status", ProposalStatus.class),
        PatientRows.local(row.getOffsetDateTime("created_at"), zone),
        PatientRows.local(row.getOffsetDateTime("decided_at"), zone),
        note,
        row.getLong("version"));
  }
}
