package io.clinibus.scheduling.waitlist;

import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.TimeRange;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The times that were free when an entry was added. Adjoining times of a doctor are one range.
 *
 * @param ranges by doctor, from the start of a range to its end
 */
public record KnownTimes(Map<UUID, NavigableMap<Instant, Instant>> ranges) {

  public static final KnownTimes NONE = new KnownTimes(Map.of());

  static KnownTimes of(Collection<FreeTime> free) {
    Map<UUID, NavigableMap<Instant, Instant>> ranges = new HashMap<>();
    free.stream()
        .sorted(Comparator.comparing(time -> time.visit().start()))
        .forEach(
            time ->
                add(
                    ranges.computeIfAbsent(time.doctorId(), none -> new TreeMap<>()),
                    time.visit()));
    return new KnownTimes(ranges);
  }

  /** Of parallel arrays: a doctor and a range of theirs. */
  static KnownTimes of(UUID[] doctorIds, List<TimeRange> times) {
    Map<UUID, NavigableMap<Instant, Instant>> ranges = new HashMap<>();
    for (int i = 0; i < doctorIds.length; i++) {
      ranges
          .computeIfAbsent(doctorIds[i], none -> new TreeMap<>())
          .put(times.get(i).start(), times.get(i).end());
    }
    return new KnownTimes(ranges);
  }

  boolean contains(UUID doctorId, TimeRange visit) {
    NavigableMap<Instant, Instant> ofDoctor = ranges.get(doctorId);
    Map.Entry<Instant, Instant> range =
        ofDoctor == null ? null : ofDoctor.floorEntry(visit.start());
    return range != null && !range.getValue().isBefore(visit.end());
  }

  UUID[] doctorIds() {
    return ranges.keySet().toArray(UUID[]::new);
  }

  /** The ranges of each of {@link #doctorIds()} as PostgreSQL writes a {@code tstzmultirange}. */
  String[] multiranges() {
    return ranges.values().stream()
        .map(
            ofDoctor ->
                ofDoctor.entrySet().stream()
                    .map(range -> "[" + range.getKey() + "," + range.getValue() + ")")
                    .collect(Collectors.joining(",", "{", "}")))
        .toArray(String[]::new);
  }

  private static void add(NavigableMap<Instant, Instant> ranges, TimeRange time) {
    Map.Entry<Instant, Instant> last = ranges.lastEntry();
    if (last != null && !last.getValue().isBefore(time.start())) {
      if (last.getValue().isBefore(time.end())) {
        ranges.put(last.getKey(), time.end());
      }
    } else {
      ranges.put(time.start(), time.end());
    }
  }
}
