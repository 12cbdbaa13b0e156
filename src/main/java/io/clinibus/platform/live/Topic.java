package io.clinibus.platform.live;

import java.time.LocalDate;
import java.util.UUID;

/**
 * One topic that clients subscribe to. Subscribers who see the same have equal topics; the topic
 * {@code me} is therefore that of a person.
 *
 * @param type what kind of topic it is
 * @param name as clients write it
 * @param id the doctor, department or person it is about, or {@link #WHOLE_CLINIC}
 * @param from the first day; null if the topic has no days
 * @param days how many days; 0 if the topic has none
 * @param variant the second id of a name, which decides how the first is shown; null if there is
 *     none
 */
public record Topic(
    LiveTopic<?, ?> type, String name, UUID id, LocalDate from, int days, UUID variant) {

  /** The id of topics that are about the clinic as a whole. */
  public static final UUID WHOLE_CLINIC = new UUID(0, 0);

  /** Whether the topic shows a day; a topic without days shows all. */
  public boolean covers(LocalDate day) {
    return from == null || !day.isBefore(from) && day.isBefore(from.plusDays(days));
  }
}
