package io.clinibus.scheduling.slots;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import io.clinibus.scheduling.api.SchedulingEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final Map<String, Event<?>> EVENTS =
      Stream.of(
              SchedulingEvents.APPOINTMENT_CHANGED,
              SchedulingEvents.HOLD_CHANGED,
              SchedulingEvents.WAITLIST_CHANGED,
              SchedulingEvents.WAITLIST_OFFERED)
          .collect(Collectors.toUnmodifiableMap(Event::address, Function.identity()));

  /** Parses a list of events with their {@code type} and {@code payload}; null is an empty list. */
  public static CommittedEvents parse(String json) {
    if (json == null) {
      return NOTHING;
    }
    try {
      List<Fact<?>> facts = new ArrayList<>();
      for (JsonNode one : Json.MAPPER.readTree(json)) {
        facts.add(Fact.of(EVENTS.get(one.path("type").asText()), one.path("payload")));
      }
      return new CommittedEvents(List.copyOf(facts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("unexpected shape of an event", e);
    }
  }

  public boolean isEmpty() {
    return facts.isEmpty();
  }
}
