package io.clinibus.scheduling.slots;

import io.clinibus.platform.cache.BatchCache;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.scheduling.api.SchedulingEvents.DayVersion;
import io.clinibus.scheduling.calendar.ClinicRules;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Cache of doctors' days: in memory, else in Redis, else read from PostgreSQL. A change made on
 * this node is visible to the next read; one made elsewhere when the bus or, within a second, the
 * change feed delivers it. While the feed lags, every read goes to PostgreSQL.
 */
public final class DayCache {

  private static final int MAX_DAYS = 50_000;
  private static final Duration EXPIRY = Duration.ofMinutes(5);

  private final DayRepository repository;
  private final RedisDayCache shared;
  private final RuleCache rules;
  private final ChangeFeed feed;
  private final Clock clock;
  private final BatchCache<DayKey, DayState> memory;
  private final LongAdder fromRedis = new LongAdder();
  private final LongAdder fromPostgresql = new LongAdder();

  public DayCache(
      Vertx vertx,
      DayRepository repository,
      RedisDayCache shared,
      RuleCache rules,
      ChangeFeed feed,
      Clock clock) {
    this.repository = repository;
    this.shared = shared;
    this.rules = rules;
    this.feed = feed;
    this.clock = clock;
    this.memory = new BatchCache<>(vertx, MAX_DAYS, EXPIRY, feed::isCurrent, this::load);
  }

  /** Registers metrics of the sources of days. */
  public void measuredBy(Metrics metrics) {
    metrics.count("clinibus.day.reads", memory::hits, "from", "memory");
    metrics.count("clinibus.day.reads", fromRedis::sum, "from", "redis");
    metrics.count("clinibus.day.reads", fromPostgresql::sum, "from", "postgresql");
  }

  public Future<Map<DayKey, DayState>> all(Collection<DayKey> keys) {
    return memory.getAll(keys);
  }

  Future<DayState> one(DayKey key) {
    return memory.get(key);
  }

  /** The cached day, else null. Callable on any thread. */
  DayState known(DayKey key) {
    return memory.known(key);
  }

  /** Invalidates days that changed; idempotent. */
  void changed(List<DayVersion> changed) {
    changed.forEach(
        day -> {
          DayKey key = new DayKey(day.doctorId(), day.day());
          shared.note(key, day.version());
          memory.evictUnless(key, state -> state.version() >= day.version());
        });
  }

  /** Invalidates a cached day that shows a time as neither occupied nor held. */
  void markTaken(DayKey key, TimeRange time) {
    memory.evictIf(key, state -> !state.touches(time));
  }

  /** Invalidates all days, after the clinic's time zone may have changed. */
  void invalidateAll() {
    memory.clear();
  }

  private Future<Map<DayKey, DayState>> load(Set<DayKey> keys) {
    return rules
        .clinic()
        .compose(
            clinic ->
                feed.isCurrent()
                    ? shared
                        .find(keys, clinic.zone())
                        .compose(found -> complete(keys, found, clinic))
                    : fromPostgresql(keys, clinic));
  }

  private Future<Map<DayKey, DayState>> fromPostgresql(Set<DayKey> keys, ClinicRules clinic) {
    fromPostgresql.add(keys.size());
    return repository.days(keys, clinic);
  }

  private Future<Map<DayKey, DayState>> complete(
      Set<DayKey> keys, Map<DayKey, DayState> found, ClinicRules clinic) {
    Set<DayKey> missing =
        keys.stream()
            .filter(key -> !found.containsKey(key))
            .collect(Collectors.toUnmodifiableSet());
    fromRedis.add(found.size());
    if (missing.isEmpty()) {
      return Future.succeededFuture(found);
    }
    Instant asOf = clock.instant();
    return fromPostgresql(missing, clinic)
        .map(
            read -> {
              shared.keep(read, clinic.zone(), asOf);
              Map<DayKey, DayState> all = new HashMap<>(found);
              all.putAll(read);
              return all;
            });
  }
}
