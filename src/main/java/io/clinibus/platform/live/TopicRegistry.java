package io.clinibus.platform.live;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The kinds of live topics of a node's modules. Finds the topic that a client names. */
public final class TopicRegistry {

  private static final int MAX_NAME = 100;
  private static final int MAX_YEARS_AWAY = 100;

  private final Map<String, LiveTopic<?, ?>> byKind;
  private final String unknown;

  /**
   * @throws IllegalStateException if two have the same kind
   */
  public TopicRegistry(List<LiveTopic<?, ?>> types) {
    this.byKind =
        types.stream()
            .collect(
                Collectors.toUnmodifiableMap(type -> type.pattern().kind(), Function.identity()));
    this.unknown =
        types.stream()
            .map(LiveTopic::toString)
            .collect(
                Collectors.joining(
                    ", ",
                    "There is no such topic. Topics are ",
                    "; {days} is 1 to " + TopicPattern.MAX_DAYS + "."));
  }

  /** Every kind. */
  public List<LiveTopic<?, ?>> types() {
    return List.copyOf(byKind.values());
  }

  /**
   * Reads a topic's name and checks by the caller's roles whether they may subscribe.
   *
   * @param name as a client sent it; may be null
   * @throws Failure {@code INVALID_REQUEST} if there is no such topic; {@code UNAUTHENTICATED} or
   *     {@code FORBIDDEN}
   */
  public Topic resolve(String name, Caller caller, LocalDate today) {
    if (name == null || name.length() > MAX_NAME) {
      throw unknown();
    }
    int end = name.indexOf('/');
    LiveTopic<?, ?> type = byKind.get(end < 0 ? name : name.substring(0, end));
    if (type == null) {
      throw unknown();
    }
    var values = type.pattern().parse(name).orElseThrow(this::unknown);
    Failure refusal = type.access().refusal(caller);
    if (refusal != null) {
      throw refusal;
    }
    LocalDate from = values.from();
    if (from != null && Math.abs(ChronoUnit.YEARS.between(today, from)) > MAX_YEARS_AWAY) {
      throw unknown();
    }
    UUID id = values.id() == null ? type.subject(caller) : values.id();
    return new Topic(type, name, id, from, values.days(), values.variant());
  }

  private Failure unknown() {
    return Failure.of(CommonFailures.INVALID_REQUEST, unknown);
  }
}
