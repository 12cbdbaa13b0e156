package io.clinibus.documents.store;

import io.clinibus.platform.parts.PartOpener;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What is sealed in the row of a document.
 *
 * @param fileName without characters that change the direction of the text around them, which make
 *     a name look like another one
 * @param description null if none was given
 */
public record DocumentDetails(String fileName, String description) {

  private static final Pattern DIRECTIONS = Pattern.compile("[\\u202A-\\u202E\\u2066-\\u2069]");

  /** Of a document whose details cannot be read. */
  static final DocumentDetails NONE = new DocumentDetails("", null);

  public DocumentDetails {
    String plain = DIRECTIONS.matcher(fileName).replaceAll("");
    fileName = plain.isEmpty() && !fileName.isEmpty() ? "document" : plain;
  }

  public byte[] sealedBy(PatientKey key, UUID documentId) {
    return SealedJson.seal(key, place(documentId), this);
  }

  /**
   * @throws io.clinibus.platform.sealing.UnreadableSeal if they were damaged
   */
  static DocumentDetails open(PatientKey key, StoredDocument document) {
    return SealedJson.open(key, place(document.id()), document.details(), DocumentDetails.class);
  }

  /** Empty if they were damaged. */
  static Optional<DocumentDetails> open(PartOpener parts, StoredDocument document) {
    return parts.open(
        place(document.id()), document.patientId(), document.details(), DocumentDetails.class);
  }

  private static SealedPlace place(UUID documentId) {
    return new SealedPlace("documents.document.details", documentId, 1);
  }

  /** Why a document was struck out. */
  record Error(String reason) {

    byte[] sealedBy(PatientKey key, UUID documentId) {
      return SealedJson.seal(key, place(documentId), this);
    }

    /**
     * @throws io.clinibus.platform.sealing.UnreadableSeal if it was damaged
     */
    static Error open(PatientKey key, StoredDocument document) {
      return SealedJson.open(key, place(document.id()), document.error(), Error.class);
    }

    /** Empty if it was damaged. */
    static Optional<Error> open(PartOpener parts, StoredDocument document) {
      return parts.open(place(document.id()), document.patientId(), document.error(), Error.class);
    }

    private static SealedPlace place(UUID documentId) {
      return new SealedPlace("documents.document.error", documentId, 1);
    }

    @Override
    public String toString() {
      return "Error[…]";
    }
  }

  @Override
  public String toString() {
    return "DocumentDetails[…]";
  }
}
