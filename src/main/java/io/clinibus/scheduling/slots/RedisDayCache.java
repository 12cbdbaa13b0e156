package io.clinibus.scheduling.slots;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.cache.CircuitBreaker;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.scheduling.calendar.DayKey;
import io.clinibus.scheduling.calendar.DayState;
import io.clinibus.scheduling.calendar.TimeRange;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Doctors' days in Redis, shared by all nodes. An entry is used only if it is not older than the
 * newest version known to this node, and it expires well before the node discards that version. A
 * stale entry of a late writer is therefore harmless, and nothing is deleted when a day changes.
 */
public final class RedisDayCache {

  private static final Duration EXPIRY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMillis(100);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MAX_REMEMBERED = 500_000;

  private final Redis redis;
  private final Clock clock;
  private final Cache<DayKey, Long> newestVersions =
      CaffeineFactory.builder()
          .maximumSize(MAX_REMEMBERED)
          .expireAfterWrite(ChangeFeed.REPLAY)
          .build();
  private final CircuitBreaker breaker = new CircuitBreaker(PAUSE);

  public RedisDayCache(Redis redis, Clock clock) {
    this.redis = redis;
    this.clock = clock;
  }

  /** Records the newest known version of a day. */
  void note(DayKey day, long version) {
    newestVersions.asMap().merge(day, version, Math::max);
  }

  /** Those of the days that Redis holds and that are not known to be stale. */
  Future<Map<DayKey, DayState>> find(Collection<DayKey> days, ZoneId zone) {
    List<DayKey> keys = List.copyOf(days);
    Request read = Request.cmd(Command.MGET);
    keys.forEach(key -> read.arg(name(key, zone)));
    return send(read).map(found -> found.map(values -> usable(keys, values)).orElse(Map.of()));
  }

  /**
   * Stores days for other nodes.
   *
   * @param zone the zone of the days
   * @param asOf when they were read from PostgreSQL, or before
   */
  void keep(Map<DayKey, DayState> days, ZoneId zone, Instant asOf) {
    Duration left = EXPIRY.minus(Duration.between(asOf, clock.instant()));
    if (left.isNegative() || left.isZero()) {
      return;
    }
    days.forEach(
        (key, state) ->
            send(
                Request.cmd(Command.SET)
                    .arg(name(key, zone))
                    .arg(encode(state))
                    .arg("PX")
                    .arg(left.toMillis())));
  }

  private Future<Optional<Response>> send(Request request) {
    if (!breaker.tryAcquire()) {
      return Future.succeededFuture(Optional.empty());
    }
    return redis
        .send(request)
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answer -> breaker.answered())
        .map(Optional::ofNullable)
        .otherwise(
            away -> {
              breaker.failed();
              return Optional.empty();
            });
  }

  private Map<DayKey, DayState> usable(List<DayKey> keys, Response values) {
    Map<DayKey, DayState> states = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      DayKey key = keys.get(i);
      if (values.get(i) != null) {
        DayState state = decode(values.get(i).toString());
        Long newest = newestVersions.getIfPresent(key);
        if (newest == null || state.version() >= newest) {
          states.put(key, state);
        }
      }
    }
    return states;
  }

  private static String name(DayKey key, ZoneId zone) {
    return "clinibus:day:" + zone + ":" + key.doctorId() + ":" + key.day();
  }

  /** Format: version, occupied and held ranges, {@code 7;1700000000 1700003600,…;…}. */
  private static String encode(DayState state) {
    return state.version() + ";" + encode(state.occupied()) + ";" + encode(state.held());
  }

  private static String encode(List<TimeRange> ranges) {
    return ranges.stream()
        .map(range -> range.start().getEpochSecond() + " " + range.end().getEpochSecond())
        .collect(Collectors.joining(","));
  }

  private static DayState decode(String text) {
    String[] parts = text.split(";", -1);
    return new DayState(Long.parseLong(parts[0]), ranges(parts[1]), ranges(parts[2]));
  }

  private static List<TimeRange> ranges(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(",")).map(RedisDayCache::range).toList();
  }

  private static TimeRange range(String text) {
    int gap = text.indexOf(' ');
    return new TimeRange(
        Instant.ofEpochSecond(Long.parseLong(text.substring(0, gap))),
        Instant.ofEpochSecond(Long.parseLong(text.substring(gap + 1))));
  }
}
