package io.clinibus.documents.store;

import io.clinibus.documents.api.DocumentCategory;
import io.clinibus.documents.api.DocumentState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A row of a document, as it is stored.
 *
 * @param patientId for whom it is sealed
 * @param personId the record to which it belongs: another one after a merge
 * @param releasedAt from when on the patient can read it: a summary not before the note of its
 *     visit; null for not yet
 * @param restricted whether the patient keeps it from others than its author
 */
public record StoredDocument(
    UUID id,
    UUID patientId,
    UUID personId,
    UUID appointmentId,
    UUID encounterId,
    DocumentCategory category,
    DocumentState state,
    byte[] details,
    byte[] key,
    long size,
    long received,
    String contentType,
    String blob,
    Long sealedSize,
    byte[] error,
    UUID authorId,
    String author,
    boolean byPatient,
    Instant createdAt,
    Instant storedAt,
    Instant releasedAt,
    int attempts,
    long version,
    boolean restricted,
    ZoneId zone) {

  /** Whether its content can be read by those who may see it. */
  boolean isReadable() {
    return state == DocumentState.STORED || state == DocumentState.ENTERED_IN_ERROR;
  }

  @Override
  public String toString() {
    return "StoredDocument[" + id + ", " + state + "]";
  }
}
