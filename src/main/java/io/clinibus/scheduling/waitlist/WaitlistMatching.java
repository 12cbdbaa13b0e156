package io.clinibus.scheduling.waitlist;

import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.DayKey;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Which days to read for waitlist entries, and which free times to offer. */
final class WaitlistMatching {

  /** Days of a doctor, both inclusive. */
  private record Period(LocalDate first, LocalDate last) {

    boolean contains(LocalDate day) {
      return !day.isBefore(first) && !day.isAfter(last);
    }

    Period including(Period other) {
      return new Period(
          other.first.isBefore(first) ? other.first : first,
          other.last.isAfter(last) ? other.last : last);
    }
  }

  private WaitlistMatching() {}

  /**
   * Days of doctors on which a time may match an entry, earliest first: those of each doctor from
   * the first to the last that an entry accepts.
   *
   * @param today the first day that is offered
   * @param horizon the last day that is offered
   * @param skip how many days to leave out, from the first on
   * @param most how many to return
   */
  static List<DayKey> days(
      List<WaitlistCandidate> entries, LocalDate today, LocalDate horizon, int skip, int most) {
    Map<UUID, Period> periods = periods(entries, today, horizon);
    List<DayKey> days = new ArrayList<>();
    int passed = 0;
    for (LocalDate day = today; !day.isAfter(horizon); day = day.plusDays(1)) {
      for (Map.Entry<UUID, Period> doctor : periods.entrySet()) {
        if (doctor.getValue().contains(day) && passed++ >= skip) {
          if (days.size() == most) {
            return days;
          }
          days.add(new DayKey(doctor.getKey(), day));
        }
      }
    }
    return days;
  }

  /** For each entry, in order, the first matching time that no earlier entry gets. */
  static Set<FreeSlot> choose(
      List<WaitlistCandidate> entries, Collection<FreeSlot> free, int most) {
    Map<UUID, List<FreeSlot>> byDoctor =
        free.stream().collect(Collectors.groupingBy(FreeSlot::doctorId));
    Set<FreeSlot> chosen = new HashSet<>();
    for (WaitlistCandidate entry : entries) {
      if (chosen.size() < most) {
        entry.doctorIds().stream()
            .flatMap(doctor -> byDoctor.getOrDefault(doctor, List.of()).stream())
            .filter(slot -> !chosen.contains(slot))
            .filter(entry::suits)
            .min(Comparator.comparing(FreeSlot::start))
            .ifPresent(chosen::add);
      }
    }
    return chosen;
  }

  private static Map<UUID, Period> periods(
      List<WaitlistCandidate> entries, LocalDate today, LocalDate horizon) {
    Map<UUID, Period> periods = new TreeMap<>();
    for (WaitlistCandidate entry : entries) {
      LocalDate first =
          entry.firstDay() == null || entry.firstDay().isBefore(today) ? today : entry.firstDay();
      LocalDate last =
          entry.lastDay() == null || entry.lastDay().isAfter(horizon) ? horizon : entry.lastDay();
      if (!last.isBefore(first)) {
        var period = new Period(first, last);
        entry.doctorIds().forEach(id -> periods.merge(id, period, Period::including));
      }
    }
    return periods;
  }
}
