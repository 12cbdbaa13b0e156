package io.clinibus.reports;

import io.clinibus.bus.Caller;
import io.clinibus.platform.cache.BatchCache;
import io.clinibus.reports.OverviewRepository.Count;
import io.clinibus.reports.OverviewRepository.Department;
import io.clinibus.reports.OverviewRepository.Offered;
import io.clinibus.reports.OverviewRepository.Totals;
import io.clinibus.reports.api.ReportsApi.GetOverview;
import io.clinibus.reports.api.ReportsApi.Overview;
import io.clinibus.reports.api.ReportsApi.OverviewDay;
import io.clinibus.reports.api.ReportsApi.OverviewDepartment;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Builds the overview. Concurrent requests, and those within two seconds, share a result, so that a
 * node queries PostgreSQL at most every two seconds.
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
    return repository.zone().compose(this::read);
  }

  private Future<Overview> read(ZoneId zone) {
    Instant now = clock.instant();
    LocalDate today = now.atZone(zone).toLocalDate();
    List<ReportDay> days =
        today
            .minusDays(DAYS_BEFORE)
            .datesUntil(today.plusDays(DAYS_AFTER + 1))
            .map(date -> ReportDay.of(date, zone))
            .toList();
    Future<Totals> totals = repository.totals(now.minus(NEW));
    Future<List<Count>> counts = repository.counts(days);
    Future<List<Offered>> offered = repository.offered(days);
    Future<List<Department>> departments = repository.departments(days.get(DAYS_BEFORE));
    return Future.all(totals, counts, offered, departments)
        .map(
            all -> {
              List<OverviewDay> shown =
                  days.stream()
                      .map(day -> day(day.date(), counts.result(), offered.result()))
                      .toList();
              return new Overview(
                  now.atZone(zone).toOffsetDateTime(),
                  zone.getId(),
                  totals.result().doctors(),
                  totals.result().patients(),
                  totals.result().newPatients(),
                  shown.get(DAYS_BEFORE),
                  shown,
                  departments(today, offered.result(), departments.result()));
            });
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
