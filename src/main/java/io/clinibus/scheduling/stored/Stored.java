package io.clinibus.scheduling.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Json;
import java.util.UUID;

/**
 * A row as it was read.
 *
 * @param shown without what is sealed of it
 * @param patientId whose it is now
 * @param seal null if nothing is sealed
 */
public record Stored<T>(T shown, UUID patientId, Seal seal) {

  /**
   * What is sealed of a row.
   *
   * @param row the id of the row
   * @param version of the row, since the text
   * @param sealedFor the patient for whom the row was made
   */
  public record Seal(UUID row, long version, UUID sealedFor, byte[] bytes) {

    @Override
    public String toString() {
      return "Seal[" + row + "]";
    }
  }

  /** Texts of visits and entries are those of the first version: nothing changes them. */
  private static final int FIRST = 1;

  /** The members of a document beside those of the API. */
  private record SealedMembers(UUID id, UUID patientId, byte[] sealed, UUID sealedFor) {}

  /** Reads a document of {@code appointment_details} or {@code waitlist_details}. */
  public static <T> Stored<T> parse(String document, Class<T> type) {
    try {
      SealedMembers members = Json.MAPPER.readValue(document, SealedMembers.class);
      Seal seal =
          members.sealed() == null
              ? null
              : new Seal(members.id(), FIRST, members.sealedFor(), members.sealed());
      return new Stored<>(Json.MAPPER.readValue(document, type), members.patientId(), seal);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unexpected shape of " + type.getSimpleName(), e);
    }
  }

  @Override
  public String toString() {
    return "Stored[" + shown + "]";
  }
}
