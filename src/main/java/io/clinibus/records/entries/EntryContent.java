package io.clinibus.records.entries;

import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedJson;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import java.util.UUID;

/**
 * The sealed part of a version of an entry.
 *
 * @param reason why it was entered in error, or null
 */
public record EntryContent(EntryDetails details, String reason) {

  private static final String COLUMN = "records.entry.content";

  public byte[] seal(PatientKey key, UUID entryId, long version) {
    return SealedJson.seal(key, place(entryId, version), this);
  }

  public static EntryContent open(PatientKey key, UUID entryId, long version, byte[] sealed) {
    return SealedJson.open(key, place(entryId, version), sealed, EntryContent.class);
  }

  public static SealedPlace place(UUID entryId, long version) {
    return new SealedPlace(COLUMN, entryId, version);
  }

  @Override
  public String toString() {
    return "EntryContent[…]";
  }
}
