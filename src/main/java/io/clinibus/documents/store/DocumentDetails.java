package io.clinibus.documents.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * What is sealed in the row of a document.
 *
 * @param description null if none was given
 */
public record DocumentDetails(String fileName, String description) {

  private static final String DETAILS = "documents.document.details";
  private static final String ERROR = "documents.document.error";

  public byte[] sealedBy(PatientKey key, UUID documentId) {
    return seal(key, DETAILS, documentId, this);
  }

  static DocumentDetails open(PatientKey key, StoredDocument document) {
    return open(key, DETAILS, document.id(), document.details(), DocumentDetails.class);
  }

  /** Why a document was struck out. */
  record Error(String reason) {

    byte[] sealedBy(PatientKey key, UUID documentId) {
      return seal(key, ERROR, documentId, this);
    }

    static Error open(PatientKey key, StoredDocument document) {
      return DocumentDetails.open(key, ERROR, document.id(), document.error(), Error.class);
    }

    @Override
    public String toString() {
      return "Error[…]";
    }
  }

  private static byte[] seal(PatientKey key, String column, UUID row, Record clear) {
    try {
      return key.seal(new SealedPlace(column, row, 1), Json.MAPPER.writeValueAsBytes(clear));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("details cannot be encoded", e);
    }
  }

  private static <T> T open(PatientKey key, String column, UUID row, byte[] sealed, Class<T> type) {
    try {
      return Json.MAPPER.readValue(key.open(new SealedPlace(column, row, 1), sealed), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "DocumentDetails[…]";
  }
}
