package io.clinibus.platform.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import java.util.ArrayList;
import java.util.List;

/** Events returned by a database function; publish them after commit. */
public record CommittedEvents(List<Fact<?>> facts) {

  /** An event with its type. */
  public record Fact<E extends Record>(Event<E> event, E what) {

    private static <E extends Record> Fact<E> of(Event<E> event, JsonNode what)
        throws JsonProcessingException {
      return new Fact<>(event, Json.MAPPER.treeToValue(what, event.type()));
    }
  }

  public static final CommittedEvents NOTHING = new CommittedEvents(List.of());

  /**
   * Reads a list of events with their {@code type} and {@code payload}; null is none.
   *
   * @param types the events that the function may write
   */
  public static CommittedEvents parse(String json, List<Event<?>> types) {
    if (json == null) {
      return NOTHING;
    }
    try {
      List<Fact<?>> facts = new ArrayList<>();
      for (JsonNode one : Json.MAPPER.readTree(json)) {
        facts.add(Fact.of(event(one.path("type").asText(), types), one.path("payload")));
      }
      return new CommittedEvents(List.copyOf(facts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unexpected shape of an event", e);
    }
  }

  private static Event<?> event(String address, List<Event<?>> types) {
    for (Event<?> type : types) {
      if (type.address().equals(address)) {
        return type;
      }
    }
    throw new IllegalStateException("unexpected event: " + address);
  }

  public boolean isEmpty() {
    return facts.isEmpty();
  }
}
