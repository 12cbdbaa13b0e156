package io.clinibus.scheduling.waitlist;

import io.clinibus.platform.jobs.Jobs;
import io.clinibus.scheduling.api.SlotsApi.FreeSlot;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.slots.SlotQueries;
import io.clinibus.scheduling.waitlist.WaitlistMatchingRepository.FreeTime;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Offers free times to waitlist entries that no cancellation has freed: times of extra hours, new
 * weekly hours or a further day within the horizon, and times that are free when an entry is added.
 * What a cancellation frees is offered in the same transaction, by {@code scheduling.offer_to_next}
 * (R__scheduling_waitlist_offer_freed_slot.sql). Runs every half minute on one node, and at once on
 * a node that changed a doctor's rules. The work of a run is bounded; the next one continues.
 */
public final class WaitlistMatchingJob {

  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int MOST_WAITING = 1_000;
  private static final int MOST_DAYS = 2_000;
  private static final int MOST_OFFERS = 50;

  private final WaitlistMatchingRepository repository;
  private final SlotQueries slots;
  private final RuleCache rules;
  private final ChangePublisher changed;
  private final Clock clock;
  private Future<Void> running = Future.succeededFuture();
  private boolean pending;
  private int nextDay;

  public WaitlistMatchingJob(
      WaitlistMatchingRepository repository,
      SlotQueries slots,
      RuleCache rules,
      ChangePublisher changed,
      Clock clock) {
    this.repository = repository;
    this.slots = slots;
    this.rules = rules;
    this.changed = changed;
    this.clock = clock;
  }

  public void start(Jobs jobs) {
    jobs.every(
        INTERVAL,
        "match-waitlist",
        () ->
            repository
                .takeTurn(clock.instant(), PAUSE)
                .compose(ours -> ours ? schedule() : Future.succeededFuture()));
  }

  /**
   * Requests a run after the one in flight; further requests until then share it. A failed run is
   * repeated by the job.
   */
  public Future<Void> schedule() {
    if (!pending) {
      pending = true;
      running =
          running.transform(
              before -> {
                pending = false;
                return look();
              });
    }
    return running;
  }

  private Future<Void> look() {
    Instant now = clock.instant();
    return rules
        .clinic()
        .compose(
            clinic ->
                repository
                    .endWaiting(clinic.dayOf(now))
                    .onSuccess(changed::publish)
                    .compose(ended -> repository.waiting(now, MOST_WAITING))
                    .compose(waiting -> match(waiting, clinic, now)));
  }

  private Future<Void> match(List<WaitlistCandidate> waiting, ClinicRules clinic, Instant now) {
    List<DayKey> days = runBatch(days(waiting, clinic, now));
    if (days.isEmpty()) {
      return Future.succeededFuture();
    }
    Set<UUID> doctorIds = days.stream().map(DayKey::doctorId).collect(Collectors.toSet());
    return Future.all(slots.free(days), rules.calendars(doctorIds))
        .compose(
            both -> {
              Map<UUID, SlotCalendar> calendars = both.resultAt(1);
              List<FreeTime> times =
                  choose(waiting, both.resultAt(0)).stream()
                      .map(slot -> freeTime(slot, calendars))
                      .toList();
              return times.isEmpty()
                  ? Future.succeededFuture()
                  : repository.offer(times, now).onSuccess(changed::publish).mapEmpty();
            });
  }

  /** The days that may match, earliest first. */
  private static List<DayKey> days(
      List<WaitlistCandidate> waiting, ClinicRules clinic, Instant now) {
    LocalDate today = clinic.dayOf(now);
    LocalDate horizon = today.plusDays(clinic.horizonDays());
    Set<DayKey> days =
        new TreeSet<>(Comparator.comparing(DayKey::day).thenComparing(Comparator.naturalOrder()));
    for (WaitlistCandidate one : waiting) {
      LocalDate first = later(today, one.firstDay());
      LocalDate last =
          one.lastDay() == null || one.lastDay().isAfter(horizon) ? horizon : one.lastDay();
      if (!last.isBefore(first)) {
        one.doctorIds()
            .forEach(
                id ->
                    first
                        .datesUntil(last.plusDays(1))
                        .forEach(day -> days.add(new DayKey(id, day))));
      }
    }
    return new ArrayList<>(days);
  }

  private List<DayKey> runBatch(List<DayKey> days) {
    if (days.size() <= MOST_DAYS) {
      return days;
    }
    Collections.rotate(days, -(nextDay % days.size()));
    nextDay += MOST_DAYS;
    return days.subList(0, MOST_DAYS);
  }

  /** For each entry, in order, the first matching time that no earlier entry gets. */
  private static List<FreeSlot> choose(List<WaitlistCandidate> waiting, List<FreeSlot> free) {
    Set<FreeSlot> chosen = new HashSet<>();
    for (WaitlistCandidate one : waiting) {
      if (chosen.size() < MOST_OFFERS) {
        free.stream()
            .filter(slot -> !chosen.contains(slot))
            .filter(one::suits)
            .findFirst()
            .ifPresent(chosen::add);
      }
    }
    return List.copyOf(chosen);
  }

  private static FreeTime freeTime(FreeSlot slot, Map<UUID, SlotCalendar> calendars) {
    return new FreeTime(
        calendars.get(slot.doctorId()),
        new TimeRange(slot.start().toInstant(), slot.end().toInstant()));
  }

  private static LocalDate later(LocalDate today, LocalDate first) {
    return first == null || first.isBefore(today) ? today : first;
  }
}
