package io.clinibus.scheduling.waitlist;

import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.calendar.VisitDay;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** Visits of a type with a doctor; of the doctor's own length without one. */
  private record Visits(UUID doctorId, UUID visitTypeId) implements Comparable<Visits> {

    private static final Comparator<Visits> ORDER =
        Comparator.comparing(Visits::doctorId)
            .thenComparing(Visits::visitTypeId, Comparator.nullsFirst(Comparator.naturalOrder()));

    @Override
    public int compareTo(Visits other) {
      return ORDER.compare(this, other);
    }
  }

  private static final Comparator<FreeTime> EARLIEST =
      Comparator.comparing((FreeTime time) -> time.visit().start())
          .thenComparing(FreeTime::doctorId);

  private WaitlistMatching() {}

  /**
   * Days of doctors, for visits of a type, on which a time may match an entry, earliest first:
   * those of each doctor and type from the first to the last that an entry accepts.
   *
   * @param today the first day that is offered
   * @param horizon the last day that is offered
   * @param skip how many days to leave out, from the first on
   * @param most how many to return
   */
  static List<VisitDay> days(
      List<WaitlistCandidate> entries, LocalDate today, LocalDate horizon, int skip, int most) {
    Map<Visits, Period> periods = periods(entries, today, horizon);
    List<VisitDay> days = new ArrayList<>();
    int passed = 0;
    for (LocalDate day = today; !day.isAfter(horizon); day = day.plusDays(1)) {
      for (Map.Entry<Visits, Period> visits : periods.entrySet()) {
        if (visits.getValue().contains(day) && passed++ >= skip) {
          if (days.size() == most) {
            return days;
          }
          days.add(new VisitDay(visits.getKey().doctorId(), visits.getKey().visitTypeId(), day));
        }
      }
    }
    return days;
  }

  /**
   * For each entry, in order, the first matching time that does not overlap what earlier entries
   * get.
   */
  static List<FreeTime> choose(
      List<WaitlistCandidate> entries, Collection<FreeTime> free, int most) {
    Map<Visits, List<FreeTime>> byVisits =
        free.stream()
            .sorted(EARLIEST)
            .collect(
                Collectors.groupingBy(time -> new Visits(time.doctorId(), time.visitTypeId())));
    List<FreeTime> chosen = new ArrayList<>();
    Map<UUID, List<TimeRange>> occupied = new HashMap<>();
    for (WaitlistCandidate entry : entries) {
      if (chosen.size() < most) {
        entry.doctorIds().stream()
            .map(doctorId -> new Visits(doctorId, entry.visitTypeId()))
            .flatMap(
                visits -> first(entry, byVisits.getOrDefault(visits, List.of()), occupied).stream())
            .min(EARLIEST)
            .ifPresent(
                time -> {
                  chosen.add(time);
                  occupied
                      .computeIfAbsent(time.doctorId(), none -> new ArrayList<>())
                      .add(time.occupied());
                });
      }
    }
    return chosen;
  }

  private static Optional<FreeTime> first(
      WaitlistCandidate entry, List<FreeTime> times, Map<UUID, List<TimeRange>> occupied) {
    return times.stream().filter(entry::suits).filter(time -> isLeft(time, occupied)).findFirst();
  }

  private static boolean isLeft(FreeTime time, Map<UUID, List<TimeRange>> occupied) {
    return occupied.getOrDefault(time.doctorId(), List.of()).stream()
        .noneMatch(time.occupied()::overlaps);
  }

  private static Map<Visits, Period> periods(
      List<WaitlistCandidate> entries, LocalDate today, LocalDate horizon) {
    Map<Visits, Period> periods = new TreeMap<>();
    for (WaitlistCandidate entry : entries) {
      LocalDate first =
          entry.firstDay() == null || entry.firstDay().isBefore(today) ? today : entry.firstDay();
      LocalDate last =
          entry.lastDay() == null || entry.lastDay().isAfter(horizon) ? horizon : entry.lastDay();
      if (!last.isBefore(first)) {
        var period = new Period(first, last);
        entry
            .doctorIds()
            .forEach(
                id ->
                    periods.merge(new Visits(id, entry.visitTypeId()), period, Period::including));
      }
    }
    return periods;
  }
}
