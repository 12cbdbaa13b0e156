package io.clinibus.platform.sealing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import java.io.IOException;

/** Records that are sealed as JSON. */
public final class SealedJson {

  private SealedJson() {}

  public static byte[] seal(PatientKey key, SealedPlace place, Record content) {
    try {
      return key.seal(place, Json.MAPPER.writeValueAsBytes(content));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("content cannot be encoded");
    }
  }

  /**
   * @throws UnreadableSeal if it was not sealed by this key for this place, or has been changed
   */
  public static <T extends Record> T open(
      PatientKey key, SealedPlace place, byte[] sealed, Class<T> type) {
    try {
      return Json.MAPPER.readValue(key.open(place, sealed), type);
    } catch (IOException e) {
      throw unexpectedShape(place);
    }
  }

  /**
   * The members of a record that was sealed.
   *
   * @throws UnreadableSeal as {@link #open}
   */
  public static ObjectNode members(PatientKey key, SealedPlace place, byte[] sealed) {
    try {
      return Json.MAPPER.readValue(key.open(place, sealed), ObjectNode.class);
    } catch (IOException e) {
      throw unexpectedShape(place);
    }
  }

  /** Without the cause, whose message has parts of the content. */
  private static IllegalStateException unexpectedShape(SealedPlace place) {
    return new IllegalStateException("unexpected shape of sealed data in " + place.column());
  }
}
