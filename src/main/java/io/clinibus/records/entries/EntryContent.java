package io.clinibus.records.entries;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * The sealed part of a version of an entry.
 *
 * @param reason why it was entered in error, or null
 */
public record EntryContent(EntryDetails details, String reason) {

  private static final String COLUMN = "records.entry.content";

  public byte[] seal(PatientKey key, UUID entryId, long version) {
    try {
      return key.seal(place(entryId, version), Json.MAPPER.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static EntryContent open(PatientKey key, UUID entryId, long version, byte[] sealed) {
    try {
      return Json.MAPPER.readValue(key.open(place(entryId, version), sealed), EntryContent.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SealedPlace place(UUID entryId, long version) {
    return new SealedPlace(COLUMN, entryId, version);
  }

  @Override
  public String toString() {
    return "EntryContent[…]";
  }
}
