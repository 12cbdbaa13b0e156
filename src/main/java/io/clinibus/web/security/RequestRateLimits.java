package io.clinibus.web.security;

import com.github.benmanes.caffeine.cache.Cache;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.cache.CaffeineFactory;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.web.http.ProblemResponses;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;

/**
 * Rate limits per client: a signed-in user, or a visitor's address.
 *
 * <p>No request waits for the shared counter. A node acquires requests from it in batches, counts
 * them itself, and acquires the next batch while the last is being used. A client therefore gets on
 * every node at most the limit, and in the whole cluster at most the limit, a batch for each node,
 * and what it sent while replies of the counter were in flight.
 */
public final class RequestRateLimits {

  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_BATCH = 20;
  private static final int BATCHES = 10;
  private static final int REMEMBERED = 100_000;

  /** Hardly more than one of ten requests of an active user changes something. */
  private static final int REQUESTS_PER_WRITE = 10;

  /** After a restart every page of a hospital, which may have one address, connects again. */
  private static final int SOCKETS_PER_MINUTE = 6_000;

  private static final CharSequence POLICY = HttpHeaders.createOptimized("RateLimit-Policy");
  private static final CharSequence LIMIT = HttpHeaders.createOptimized("RateLimit");

  /** A limit with its clients. */
  private final class Gate {
    private final Limit limit;
    private final Limit batches;
    private final int batch;
    private final CharSequence policy;
    private final Cache<String, Allowance> clients =
        CaffeineFactory.builder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(WINDOW.multipliedBy(2))
            .build();

    Gate(String name, int requests) {
      this.limit = new Limit(name, requests, WINDOW);
      this.batch = Math.max(1, Math.min(MAX_BATCH, requests / BATCHES));
      this.batches = new Limit(name, Math.max(1, requests / batch), WINDOW);
      this.policy =
          HttpHeaders.createOptimized(
              "\"%s\";q=%d;w=%d".formatted(name, requests, WINDOW.toSeconds()));
    }

    Allowance of(String client) {
      return clients.get(client, who -> new Allowance(this, who));
    }
  }

  /** The remaining requests of a client on this node. */
  private final class Allowance {
    private final Gate gate;
    private final String client;
    private long ends;
    private int used;
    private int granted;
    private boolean asking;
    private boolean exhausted;

    Allowance(Gate gate, String client) {
      this.gate = gate;
      this.client = client;
    }

    /**
     * Takes one request.
     *
     * @return the number of further ones, or -1 if this one is refused
     */
    synchronized int take(long now) {
      if (now >= ends) {
        ends = now + WINDOW.toMillis();
        used = 0;
        granted = 0;
        exhausted = false;
      }
      if (used >= gate.limit.requests() || exhausted && used >= granted) {
        return -1;
      }
      used++;
      if (!asking && !exhausted && used > granted - gate.batch / 2) {
        ask();
      }
      return gate.limit.requests() - used;
    }

    synchronized long secondsLeft(long now) {
      return Math.max(1, (ends - now + 999) / 1000);
    }

    private void ask() {
      asking = true;
      limiter.take(gate.batches, client).onSuccess(this::answered);
    }

    private synchronized void answered(RateLimiter.Decision decision) {
      asking = false;
      if (decision.allowed()) {
        granted += gate.batch;
        if (used > granted) {
          ask();
        }
      } else {
        exhausted = true;
        ends = clock.millis() + decision.reset().toMillis();
      }
    }
  }

  private final RateLimiter limiter;
  private final Clock clock;

  /** Keys of visitors by address: hashing costs more than the rest of this class. */
  private final Cache<String, String> visitors =
      CaffeineFactory.builder().maximumSize(REMEMBERED).build();

  private final Gate requests;
  private final Gate writes;
  private final Gate sockets;

  /**
   * @param requestsPerMinute requests per client and minute; a tenth of them may be changes
   */
  public RequestRateLimits(RateLimiter limiter, Clock clock, int requestsPerMinute) {
    this.limiter = limiter;
    this.clock = clock;
    this.requests = new Gate("requests", requestsPerMinute);
    this.writes = new Gate("writes", Math.max(1, requestsPerMinute / REQUESTS_PER_WRITE));
    this.sockets = new Gate("sockets", SOCKETS_PER_MINUTE);
  }

  /**
   * Counts a request and adds the remaining number to the response headers.
   *
   * @return null if it is allowed, else the failure
   */
  public Failure refusal(Caller caller, boolean write, MultiMap response) {
    String client = clientOf(caller);
    Failure refused = pass(requests, client, response);
    return refused != null || !write ? refused : pass(writes, client, response);
  }

  /**
   * Counts a change that is requested over a socket.
   *
   * @return null if it is allowed, else the failure
   */
  public Failure refusalOfChange(Caller caller) {
    String client = clientOf(caller);
    Failure refused = pass(requests, client);
    return refused != null ? refused : pass(writes, client);
  }

  /**
   * Counts the opening of a socket.
   *
   * @param client the key of the network address
   * @return null if it is allowed, else the failure
   */
  public Failure refusalOfSocket(String client) {
    return pass(sockets, client);
  }

  private String clientOf(Caller caller) {
    return caller.userId() != null
        ? ClientKeys.key(caller)
        : visitors.get(caller.address(), ClientKeys::key);
  }

  private Failure pass(Gate gate, String client) {
    long now = clock.millis();
    Allowance allowance = gate.of(client);
    return allowance.take(now) >= 0 ? null : refused(allowance.secondsLeft(now));
  }

  private Failure pass(Gate gate, String client, MultiMap response) {
    long now = clock.millis();
    Allowance allowance = gate.of(client);
    int left = allowance.take(now);
    long seconds = allowance.secondsLeft(now);
    response.set(POLICY, gate.policy);
    response.set(LIMIT, "\"" + gate.limit.name() + "\";r=" + Math.max(0, left) + ";t=" + seconds);
    return left >= 0 ? null : refused(seconds);
  }

  private static Failure refused(long seconds) {
    return Failure.of(CommonFailures.TOO_MANY_REQUESTS).with(ProblemResponses.RETRY_AFTER, seconds);
  }
}
