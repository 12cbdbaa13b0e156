package io.clinibus.scheduling.waitlist;

import io.clinibus.platform.events.CommittedEvents;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.FreeTime;
import io.clinibus.scheduling.calendar.VisitDay;
import io.clinibus.scheduling.slots.ChangePublisher;
import io.clinibus.scheduling.slots.FreeTimeSearch;
import io.clinibus.scheduling.slots.RuleCache;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Offers free times to waitlist entries that no cancellation has freed: times of extra hours, new
 * weekly hours or a further day within the horizon. Times that were free when an entry was added
 * are not offered to it. What a cancellation frees is offered in the same transaction, by {@code
 * scheduling.offer_to_next} (R__scheduling_waitlist_offer_freed_slot.sql). Runs every half minute
 * on one node, and at once on a node that changed a doctor's rules. A run takes a few steps, each
 * of some entries and some days; the next run continues after them. Its parts are small and paced:
 * bookings and cancellations wait neither for the processor nor for the days that an offer locks.
 * Matching runs on a worker thread.
 */
public final class WaitlistMatchingJob {

  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final int STEPS = 4;
  private static final int MOST_WAITING = 500;
  private static final int MOST_DAYS = 2_000;
  private static final int MOST_OFFERS = 50;

  /** Read at once, as are days: some ten milliseconds of PostgreSQL. */
  private static final int ENTRIES_AT_ONCE = 100;

  private static final int DAYS_AT_ONCE = 100;

  /** Made in one transaction, which locks their days. */
  private static final int OFFERS_AT_ONCE = 5;

  /**
   * Where the next step begins.
   *
   * @param after the last entry of the previous step; null for the first entries
   * @param day how many of the entries' days are done
   */
  private record Position(WaitlistCandidate after, int day) {

    static final Position START = new Position(null, 0);
  }

  private final Vertx vertx;
  private final WaitlistMatchingRepository repository;
  private final FreeTimeSearch freeTimes;
  private final RuleCache rules;
  private final ChangePublisher changed;
  private final Jobs jobs;
  private final Clock clock;
  private Future<Void> running = Future.succeededFuture();
  private boolean pending;
  private Position position = Position.START;

  public WaitlistMatchingJob(
      Vertx vertx,
      WaitlistMatchingRepository repository,
      FreeTimeSearch freeTimes,
      RuleCache rules,
      ChangePublisher changed,
      Jobs jobs,
      Clock clock) {
    this.vertx = vertx;
    this.repository = repository;
    this.freeTimes = freeTimes;
    this.rules = rules;
    this.changed = changed;
    this.jobs = jobs;
    this.clock = clock;
  }

  public void start() {
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
                return run();
              });
    }
    return running;
  }

  private Future<Void> run() {
    Instant now = clock.instant();
    return rules
        .clinic()
        .compose(
            clinic ->
                jobs.paced(
                        () -> repository.endWaiting(clinic.dayOf(now)).onSuccess(changed::publish))
                    .compose(ended -> steps(STEPS, clinic, now)));
  }

  /** Takes steps until the last entry. */
  private Future<Void> steps(int left, ClinicRules clinic, Instant now) {
    return step(clinic, now)
        .compose(
            next -> {
              position = next;
              return left == 1 || next.equals(Position.START)
                  ? Future.succeededFuture()
                  : steps(left - 1, clinic, now);
            });
  }

  private Future<Position> step(ClinicRules clinic, Instant now) {
    LocalDate today = clinic.dayOf(now);
    LocalDate horizon = today.plusDays(clinic.horizonDays());
    int from = position.day();
    return waiting(new ArrayList<>(), now)
        .compose(entries -> onWorker(() -> offering(entries, clinic)))
        .compose(
            entries ->
                onWorker(() -> WaitlistMatching.days(entries, today, horizon, from, MOST_DAYS))
                    .compose(days -> match(entries, days).map(done -> next(entries, days.size()))));
  }

  /** The entries of a step after those that were read. */
  private Future<List<WaitlistCandidate>> waiting(List<WaitlistCandidate> read, Instant now) {
    WaitlistCandidate after = read.isEmpty() ? position.after() : read.get(read.size() - 1);
    return jobs.paced(() -> repository.waiting(after, now, ENTRIES_AT_ONCE))
        .compose(
            some -> {
              read.addAll(some);
              return some.size() < ENTRIES_AT_ONCE || read.size() == MOST_WAITING
                  ? Future.succeededFuture(read)
                  : waiting(read, now);
            });
  }

  private static List<WaitlistCandidate> offering(
      List<WaitlistCandidate> entries, ClinicRules clinic) {
    return entries.stream().map(entry -> entry.withOffering(clinic.visitTypes())).toList();
  }

  private Position next(List<WaitlistCandidate> entries, int days) {
    if (days == MOST_DAYS) {
      return new Position(position.after(), position.day() + MOST_DAYS);
    }
    return entries.size() < MOST_WAITING
        ? Position.START
        : new Position(entries.get(entries.size() - 1), 0);
  }

  private Future<Void> match(List<WaitlistCandidate> entries, List<VisitDay> days) {
    List<FreeTime> free = new ArrayList<>();
    return inSlices(days, DAYS_AT_ONCE, some -> freeTimes.of(some).onSuccess(free::addAll))
        .compose(
            read ->
                jobs.paced(
                    () -> onWorker(() -> WaitlistMatching.choose(entries, free, MOST_OFFERS))))
        .compose(chosen -> inSlices(chosen, OFFERS_AT_ONCE, this::offer));
  }

  private Future<CommittedEvents> offer(List<FreeTime> times) {
    return repository.offer(times, clock.instant()).onSuccess(changed::publish);
  }

  private <T, R> Future<Void> inSlices(List<T> all, int size, Function<List<T>, Future<R>> part) {
    if (all.isEmpty()) {
      return Future.succeededFuture();
    }
    int end = Math.min(all.size(), size);
    return jobs.paced(() -> part.apply(all.subList(0, end)))
        .compose(done -> inSlices(all.subList(end, all.size()), size, part));
  }

  private <T> Future<T> onWorker(Callable<T> work) {
    return vertx.executeBlocking(work, false);
  }
}
