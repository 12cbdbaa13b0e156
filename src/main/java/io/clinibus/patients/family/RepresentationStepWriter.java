package io.clinibus.patients.family;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.Failure;
import io.clinibus.patients.api.FamilyApi;
import io.clinibus.patients.api.FamilyApi.Representation;
import io.clinibus.patients.api.FamilyApi.RepresentationChanged;
import io.clinibus.patients.api.RepresentationsApi.RepresentationChangeKind;
import io.clinibus.patients.api.RepresentationsApi.RepresentationDocument;
import io.clinibus.platform.db.Rows;
import io.clinibus.platform.events.Outbox;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.UUID;

/**
 * What a caller has done with a representation, within its transaction.
 *
 * @param mail to the two, or null
 * @param knows who of the two gets no mail, or null
 */
record RepresentationStepWriter(
    RepresentationChangeKind kind, Evidence seen, RepresentationMailWriter mail, UUID knows) {

  /**
   * What the front desk has seen.
   *
   * @param document null if nothing
   * @param reference the number of the document, or what it is; may be null
   */
  record Evidence(RepresentationDocument document, String reference) {

    static final Evidence NONE = new Evidence(null, null);

    @Override
    public String toString() {
      return "Evidence[" + document + "]";
    }
  }

  /**
   * A representation with the event of its change.
   *
   * @param event null if there was nothing to change
   */
  record Changed(Representation representation, RepresentationChanged event) {}

  /** Writes it down, requests the mails and appends the event. */
  Future<RepresentationChanged> finish(
      SqlConnection connection, Row row, Instant now, Caller caller) {
    caller.concerns(row.getUUID("representative_id"));
    caller.concerns(row.getUUID("patient_id"));
    RepresentationChanged event = RepresentationRows.event(row, now);
    return RepresentationChangeRepository.append(connection, row, kind, seen, now, caller.userId())
        .compose(
            change ->
                mail == null
                    ? Future.<Void>succeededFuture()
                    : mail.request(connection, row, change, knows, now))
        .compose(notified -> Outbox.append(connection, FamilyApi.REPRESENTATION_CHANGED, event))
        .map(event);
  }

  /** The same, and reads the representation for staff or for who has added it. */
  Future<Changed> finishShowing(SqlConnection connection, Row row, Instant now, Caller caller) {
    return finish(connection, row, now, caller)
        .compose(
            event ->
                read(connection, event.representationId(), now)
                    .map(representation -> new Changed(representation, event)));
  }

  static Future<Representation> read(SqlConnection connection, UUID id, Instant now) {
    return RepresentationRows.select(now)
        .add("WHERE r.id = ?", id)
        .execute(connection)
        .map(rows -> Rows.first(rows).orElseThrow(() -> Failure.notFound("representation")))
        .map(row -> RepresentationRows.read(row, true));
  }
}
