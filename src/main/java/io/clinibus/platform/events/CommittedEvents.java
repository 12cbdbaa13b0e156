package io.clinibus.platform.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.clinibus.bus.Event;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events returned by a database function; publish them after commit. */
public record CommittedEvents(List<Fact<?>> facts) {

  /** An event with its type. */
  public record Fact<E extends Record>(Event<E> event, E what) {

    private static <E extends Record> Fact<E> read(Event<E> event, JsonParser payload)
        throws IOException {
      return new Fact<>(event, Json.MAPPER.readValue(payload, event.type()));
    }
  }

  public static final CommittedEvents NOTHING = new CommittedEvents(List.of());

  /**
   * Reads a list of events, each with its {@code type} before its {@code payload} as {@code jsonb}
   * orders them; null is none. Without a tree in between, because each booking pays for it.
   *
   * @param types the events that the function may write
   */
  public static CommittedEvents parse(String json, List<Event<?>> types) {
    if (json == null) {
      return NOTHING;
    }
    try (JsonParser parser = Json.MAPPER.createParser(json)) {
      List<Fact<?>> facts = new ArrayList<>();
      check(parser.nextToken() == JsonToken.START_ARRAY);
      while (parser.nextToken() == JsonToken.START_OBJECT) {
        check("type".equals(parser.nextFieldName()));
        Event<?> event = event(parser.nextTextValue(), types);
        check("payload".equals(parser.nextFieldName()));
        parser.nextToken();
        facts.add(Fact.read(event, parser));
        check(parser.nextToken() == JsonToken.END_OBJECT);
      }
      return new CommittedEvents(List.copyOf(facts));
    } catch (IOException e) {
      throw new IllegalStateException("unexpected shape of an event", e);
    }
  }

  private static void check(boolean isExpected) {
    if (!isExpected) {
      throw new IllegalStateException("unexpected shape of an event");
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
