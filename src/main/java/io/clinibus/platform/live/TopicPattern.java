package io.clinibus.platform.live;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of the names of one kind of live topic, such as {@code slots/{doctorId}/{day}}: a kind
 * and up to three placeholders. A placeholder's type follows from its name: {@code {…Id}} is a
 * UUID, {@code {days}} a number of days from 1 to {@value #MAX_DAYS}, any other an ISO 8601 date.
 * Each value is accepted in its canonical spelling only, so that equal topics have equal names.
 *
 * @param text the pattern as documented
 * @param segments the segments of the pattern
 */
public record TopicPattern(String text, List<String> segments) {

  /** The longest range that can be subscribed to. */
  public static final int MAX_DAYS = 14;

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
  private static final Pattern KIND = Pattern.compile("[a-z][a-z-]*");

  /**
   * What the placeholders of a name stand for.
   *
   * @param id null if the pattern has none
   * @param from the first day; null if the pattern has none
   * @param days how many days; 1 if the pattern has a day only, 0 if it has none
   * @param variant the second id; null if the pattern has none
   */
  record Values(UUID id, LocalDate from, int days, UUID variant) {}

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if it does not begin with a kind
   */
  public static TopicPattern of(String text) {
    List<String> segments = List.of(text.split("/", -1));
    if (!KIND.matcher(segments.get(0)).matches()) {
      throw new IllegalArgumentException("topic pattern without kind: " + text);
    }
    return new TopicPattern(text, segments);
  }

  /** The first segment, which distinguishes the kinds of topics. */
  public String kind() {
    return segments.get(0);
  }

  /** Reads a name; empty if it is not of this form. */
  Optional<Values> parse(String name) {
    String[] parts = name.split("/", -1);
    if (parts.length != segments.size() || !parts[0].equals(kind())) {
      return Optional.empty();
    }
    List<UUID> ids = new ArrayList<>();
    LocalDate from = null;
    int days = 0;
    try {
      for (int i = 1; i < parts.length; i++) {
        String placeholder = placeholder(segments.get(i));
        if (placeholder.endsWith("Id")) {
          ids.add(canonical(UUID.fromString(parts[i]), parts[i]));
        } else if (placeholder.equals("days")) {
          days = days(canonical(Integer.valueOf(parts[i]), parts[i]));
        } else {
          from = canonical(LocalDate.parse(parts[i]), parts[i]);
          days = 1;
        }
      }
    } catch (DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(
        new Values(
            ids.isEmpty() ? null : ids.get(0), from, days, ids.size() < 2 ? null : ids.get(1)));
  }

  private static String placeholder(String segment) {
    Matcher matcher = PLACEHOLDER.matcher(segment);
    if (!matcher.matches()) {
      throw new IllegalStateException("not a placeholder: " + segment);
    }
    return matcher.group(1);
  }

  private static <T> T canonical(T value, String spelling) {
    if (!value.toString().equals(spelling)) {
      throw new IllegalArgumentException("not the canonical spelling");
    }
    return value;
  }

  private static int days(int days) {
    if (days < 1 || days > MAX_DAYS) {
      throw new IllegalArgumentException("days out of range");
    }
    return days;
  }
}
