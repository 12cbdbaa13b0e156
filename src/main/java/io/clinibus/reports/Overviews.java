package io.clinibus.reports;

import io.clinibus.bus.Caller;
import io.clinibus.platform.BatchCache;
import io.clinibus.reports.OverviewRepository.Count;
import io.clinibus.reports.OverviewRepository.Department;
import io.clinibus.reports.OverviewRepository.Offered;
import io.clinibus.reports.OverviewRepository.Totals;
import io.clinibus.reports.ReportsApi.GetOverview;
import io.clinibus.reports.ReportsApi.Overview;
import io.clinibus.reports.ReportsApi.OverviewDay;
import io.clinibus.reports.ReportsApi.OverviewDepartment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Puts the overview together. Those who ask at the same time, or within two seconds, get the same
 * one: however many look at it, PostgreSQL counts every two seconds at most for each node.
 */
final class Overviews {

  private static final Duration FRESH = Duration.ofSeconds(2);
  private static final Duration NEW = Duration.ofDays(30);
  private static final int DAYS_BEFORE = 30;
  private static final int DAYS_AFTER = 7;
  private static final String NOW = "now";
  private static final Set<String> NOT_VISITED = Set.of("CANCELLED", "NO_SHOW");

  private final OverviewRepository repository;
  private final Clock clock;
  private final BatchCache<String, Overview> recent;

  Overviews(Vertx vertx, OverviewRepository repository, Clock clock) {
    this.repository = repository;
    this.clock = clock;
    this.recent =
        new BatchCache<>(vertx, 1, FRESH, () -> true, now -> read().map(read -> Map.of(NOW, read)));
  }

  Future<Overview> get(GetOverview wanted, Caller caller) {
    return recent.get(NOW);
  }

  private Future<Overview> read() {
    Instant now = clock.instant();
    return repository
        .totals(now.minus(NEW))
        .compose(
            totals -> {
              LocalDate today = now.atZone(totals.zone()).toLocalDate();
              List<ReportDay> days =
                  today
                      .minusDays(DAYS_BEFORE)
                      .datesUntil(today.plusDays(DAYS_AFTER + 1))
                      .map(date -> ReportDay.of(date, totals.zone()))
                      .toList();
              return Future.all(
                      repository.counts(days),
                      repository.offered(days),
                      repository.departments(days.get(DAYS_BEFORE)))
                  .map(
                      all ->
                          overview(
                              now,
                              totals,
                              days.stream()
                                  .map(day -> day(day.date(), all.resultAt(0), all.resultAt(1)))
                                  .toList(),
                              departments(today, all.resultAt(1), all.resultAt(2))));
            });
  }

  private static Overview overview(
      Instant now, Totals totals, List<OverviewDay> days, List<OverviewDepartment> departments) {
    return new Overview(
        now.atZone(totals.zone()).toOffsetDateTime(),
        totals.zone().getId(),
        totals.doctors(),
        totals.patients(),
        totals.newPatients(),
        days.get(DAYS_BEFORE),
        days,
        departments);
  }

  private static OverviewDay day(LocalDate date, List<Count> counts, List<Offered> offered) {
    Map<String, Integer> byStatus = new TreeMap<>();
    int booked = 0;
    for (Count count : counts) {
      if (count.day().equals(date)) {
        byStatus.put(count.status(), count.appointments());
        booked += NOT_VISITED.contains(count.status()) ? 0 : count.minutes();
      }
    }
    return new OverviewDay(
        date,
        byStatus,
        booked,
        offered.stream().filter(one -> one.day().equals(date)).mapToInt(Offered::minutes).sum());
  }

  private static List<OverviewDepartment> departments(
      LocalDate today, List<Offered> offered, List<Department> departments) {
    return departments.stream()
        .map(
            one ->
                new OverviewDepartment(
                    one.id(),
                    one.name(),
                    one.appointments(),
                    one.waiting(),
                    one.minutes(),
                    offered(today, one.id(), offered)))
        .toList();
  }

  private static int offered(LocalDate today, UUID departmentId, List<Offered> offered) {
    return offered.stream()
        .filter(one -> one.day().equals(today) && one.departmentId().equals(departmentId))
        .mapToInt(Offered::minutes)
        .sum();
  }
}
