package io.clinibus.patients;

import io.clinibus.bus.Caller;
import io.clinibus.patients.api.PatientChangesApi.PartContent;
import io.clinibus.patients.api.PatientPart;
import io.clinibus.patients.api.ProposalsApi.ChangeProposal;
import io.clinibus.patients.api.ProposalsApi.ProposalDetails;
import io.clinibus.patients.api.ProposalsApi.ProposalStatus;
import io.clinibus.patients.stored.ProposalSeal;
import io.clinibus.patients.stored.ProposalSeal.Content;
import io.clinibus.patients.stored.StoredParts;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.parts.PartOpeners;
import io.clinibus.platform.sealing.PatientKey;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

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

  /** The proposals of a patient; what was damaged of them is stated. */
  static Future<List<ChangeProposal>> open(
      RowSet<Row> rows, UUID patientId, PartOpeners openers, Caller caller) {
    List<UUID> owners =
        Rows.list(rows, row -> row.getBuffer("sealed") == null ? null : row.getUUID("made_for"));
    return openers.open(
        patientId,
        owners.stream().filter(Objects::nonNull),
        caller,
        parts -> Future.succeededFuture(Rows.list(rows, row -> proposal(row, parts))));
  }

  private static ChangeProposal proposal(Row row, PartOpener parts) {
    Buffer sealed = row.getBuffer("sealed");
    return sealed == null
        ? inClear(row)
        : sealed(
            row,
            ProposalSeal.open(
                row.getUUID("id"), row.getLong("version"), sealed, row.getUUID("made_for"), parts));
  }

  /**
   * @param key of the patient for whom it was made; not used for what is in clear
   * @throws io.clinibus.platform.sealing.UnreadableSeal if it was damaged
   */
  static ChangeProposal proposal(Row row, PatientKey key) {
    Buffer sealed = row.getBuffer("sealed");
    return sealed == null
        ? inClear(row)
        : sealed(
            row,
            Optional.of(ProposalSeal.open(row.getUUID("id"), row.getLong("version"), sealed, key)));
  }

  private static ChangeProposal inClear(Row row) {
    PartContent content =
        StoredParts.read(
            row.getJsonObject("proposed"), Rows.constant(row, "part", PatientPart.class));
    var proposed =
        new ProposalDetails(content.identity(), content.insurance(), content.medicalHistory());
    return proposal(row, proposed, row.getString("note"), null);
  }

  private static ChangeProposal sealed(Row row, Optional<Content> opened) {
    return proposal(
        row,
        new ProposalDetails(null, null, opened.map(Content::proposed).orElse(null)),
        opened.map(Content::note).orElse(null),
        opened.isEmpty() ? true : null);
  }

  private static ChangeProposal proposal(
      Row row, ProposalDetails proposed, String note, Boolean unreadable) {
    ZoneId zone = ZoneId.of(row.getString("zone"));
    return new ChangeProposal(
        row.getUUID("id"),
        row.getUUID("patient_id"),
        Rows.constant(row, "part", PatientPart.class),
        proposed,
        Rows.constant(row, "status", ProposalStatus.class),
        PatientRows.local(row.getOffsetDateTime("created_at"), zone),
        PatientRows.local(row.getOffsetDateTime("decided_at"), zone),
        note,
        unreadable,
        row.getLong("version"));
  }
}
