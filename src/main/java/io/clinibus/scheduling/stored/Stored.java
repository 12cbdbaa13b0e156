package io.clinibus.scheduling.stored;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A row as it was read. What shows it is made when it is asked for, at once with the members that
 * were sealed. Confined to one request.
 */
public final class Stored<T> {

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

  private static final String SEALED = "sealed";
  private static final String SEALED_FOR = "sealedFor";
  private static final ObjectNode NOTHING = Json.MAPPER.createObjectNode();

  private final UUID patientId;
  private final Seal seal;
  private final Function<ObjectNode, T> binding;
  private T shown;

  /**
   * @param patientId whose it is now
   * @param seal null if nothing is sealed
   * @param binding makes what shows the row of the members that were sealed
   */
  public Stored(UUID patientId, Seal seal, Function<ObjectNode, T> binding) {
    this.patientId = patientId;
    this.seal = seal;
    this.binding = binding;
  }

  /** Reads a document of {@code appointment_details} or {@code waitlist_details}. */
  public static <T> Stored<T> parse(String document, Class<T> type) {
    try {
      ObjectNode read = Json.MAPPER.readValue(document, ObjectNode.class);
      JsonNode sealed = read.path(SEALED);
      Seal seal =
          sealed.isTextual()
              ? new Seal(id(read, "id"), FIRST, id(read, SEALED_FOR), sealed.binaryValue())
              : null;
      read.remove(SEALED);
      read.remove(SEALED_FOR);
      return new Stored<>(id(read, "patientId"), seal, text -> bind(read, text, type));
    } catch (IOException e) {
      throw unexpectedShape(type);
    }
  }

  private static UUID id(ObjectNode document, String member) {
    return UUID.fromString(document.path(member).textValue());
  }

  private static <T> T bind(ObjectNode document, ObjectNode text, Class<T> type) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    all.setAll(document);
    all.setAll(text);
    try {
      return Json.MAPPER.treeToValue(all, type);
    } catch (JsonProcessingException e) {
      throw unexpectedShape(type);
    }
  }

  /** Without the cause, whose message has parts of the document. */
  private static IllegalStateException unexpectedShape(Class<?> type) {
    return new IllegalStateException("unexpected shape of " + type.getSimpleName());
  }

  /** The same row, shown in another way. */
  public Stored<T> shownAs(UnaryOperator<T> change) {
    return new Stored<>(patientId, seal, binding.andThen(change));
  }

  /** Without what is sealed of it. */
  public T shown() {
    if (shown == null) {
      shown = binding.apply(NOTHING);
    }
    return shown;
  }

  T shownWith(ObjectNode text) {
    return binding.apply(text);
  }

  UUID patientId() {
    return patientId;
  }

  /** Null if nothing is sealed. */
  Seal seal() {
    return seal;
  }

  @Override
  public String toString() {
    return "Stored[" + seal + "]";
  }
}
