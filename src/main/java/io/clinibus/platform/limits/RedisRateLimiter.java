package io.clinibus.platform.limits;

import io.clinibus.platform.cache.CircuitBreaker;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts for the whole cluster in Redis: a sliding window in one atomic script, by Redis's clock.
 * While Redis is unavailable or slow, each node counts on its own, allows nobody whom Redis has
 * refused, and probes Redis at intervals.
 */
public final class RedisRateLimiter implements RateLimiter {

  private static final Logger LOG = LoggerFactory.getLogger(RedisRateLimiter.class);
  private static final Duration PATIENCE = Duration.ofMillis(50);
  private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(1);
  private static final Duration REST = Duration.ofSeconds(1);

  /**
   * Decides on one action and counts it as the mode says; returns the decision, both counters and
   * the time within the period.
   */
  private static final String SCRIPT =
      """
      local window = tonumber(ARGV[1])
      local limit = tonumber(ARGV[2])
      local time = redis.call('TIME')
      local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
      local period = math.floor(now / window)
      local elapsed = now - period * window
      local state = redis.call('HMGET', KEYS[1], 'period', 'before', 'running')
      local last = tonumber(state[1]) or -1
      local before = tonumber(state[2]) or 0
      local running = tonumber(state[3]) or 0
      if last ~= period then
        before = (last == period - 1) and running or 0
        running = 0
      end
      local allowed = 0
      if before * (1 - elapsed / window) + running + 1 <= limit then
        allowed = 1
      end
      if ARGV[3] == 'COUNT' or ARGV[3] == 'TAKE' and allowed == 1 then
        running = running + 1
      end
      if ARGV[3] ~= 'PEEK' then
        redis.call('HSET', KEYS[1], 'period', period, 'before', before, 'running', running)
        redis.call('PEXPIRE', KEYS[1], window * 2)
      end
      return {allowed, before, running, elapsed}
      """;

  private final Redis redis;

  /** Redis gets no name or address of a client. */
  private final KeyedHash clients;

  private final Duration patience;
  private final LocalRateLimiter local;
  private final AtomicReference<Future<RedisConnection>> connection = new AtomicReference<>();
  private final CircuitBreaker breaker = new CircuitBreaker(REST);

  public RedisRateLimiter(Redis redis, Clock clock, KeyedHash clients) {
    this(redis, clock, clients, PATIENCE);
  }

  /**
   * @param patience timeout of Redis, after which this node decides
   */
  RedisRateLimiter(Redis redis, Clock clock, KeyedHash clients, Duration patience) {
    this.redis = redis;
    this.clients = clients;
    this.patience = patience;
    this.local = new LocalRateLimiter(clock);
    connection(); // so that the first request need not wait for it
  }

  @Override
  public Future<Decision> decide(Mode mode, Limit limit, String who) {
    if (!breaker.tryAcquire()) {
      return Future.succeededFuture(local.decide(mode, limit, who));
    }
    Future<RedisConnection> connected = connection();
    return connected
        .compose(redis -> redis.send(script(mode, limit, who)))
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .map(answer -> counted(limit, who, answer))
        .recover(
            cause -> {
              failed(connected, cause);
              return Future.succeededFuture(local.decide(mode, limit, who));
            });
  }

  private Decision counted(Limit limit, String who, Response answer) {
    if (breaker.answered()) {
      LOG.info("rate limiter: Redis available, counting for the whole cluster");
    }
    Decision decision =
        SlidingWindow.decision(
            limit,
            answer.get(0).toInteger() == 1,
            answer.get(1).toLong(),
            answer.get(2).toLong(),
            answer.get(3).toLong());
    if (!decision.allowed()) {
      local.refuse(limit, who, decision.reset());
    }
    return decision;
  }

  private Request script(Mode mode, Limit limit, String who) {
    return Request.cmd(Command.EVAL)
        .arg(SCRIPT)
        .arg(1)
        .arg("clinibus:rate:" + limit.name() + ':' + clients.of(who))
        .arg(limit.window().toMillis())
        .arg(limit.requests())
        .arg(mode.name());
  }

  /** One connection carries all requests, pipelined; it is reopened after a failure. */
  private Future<RedisConnection> connection() {
    Future<RedisConnection> current = connection.get();
    if (current != null) {
      return current;
    }
    Future<RedisConnection> fresh =
        redis.connect().timeout(CONNECT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (!connection.compareAndSet(null, fresh)) {
      fresh.onSuccess(RedisConnection::close);
      return connection.get();
    }
    return fresh
        .onSuccess(open -> open.endHandler(end -> connection.compareAndSet(fresh, null)))
        .onFailure(cause -> failed(fresh, cause));
  }

  private void failed(Future<RedisConnection> used, Throwable cause) {
    // A connection that is still opening is kept.
    if (used.isComplete() && connection.compareAndSet(used, null)) {
      used.onSuccess(RedisConnection::close);
    }
    if (breaker.failed()) {
      LOG.atWarn()
          .addKeyValue("reason", cause.getClass().getSimpleName())
          .log("rate limiter: Redis unavailable, counting on this node only");
    }
  }
}
