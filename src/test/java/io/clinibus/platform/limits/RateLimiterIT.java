package io.clinibus.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.limits.RateLimiter.Decision;
import io.clinibus.platform.limits.RateLimiter.Limit;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.TestPorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** Limits hold for the whole cluster, and per node while Redis is away. */
class RateLimiterIT {

  private static final KeyedHash CLIENTS = KeyedHash.of(TestKey.file());

  private static final Limit TEN = new Limit("test", 10, Duration.ofMinutes(10));

  private Vertx vertx;
  private RedisServer server;
  private int port;

  @BeforeEach
  void start() throws IOException {
    vertx = Vertx.vertx();
    port = TestPorts.one();
    server = startRedis();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  @Test
  void twoNodesShareOneCount() throws Exception {
    RateLimiter one = node();
    RateLimiter other = node();
    for (int i = 1; i <= 10; i++) {
      Decision decision = take(i % 2 == 0 ? one : other, "ana");
      assertThat(decision.allowed()).isTrue();
      assertThat(decision.remaining()).isEqualTo(10 - i);
    }
    Decision refused = take(one, "ana");
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.remaining()).isZero();
    assertThat(refused.reset()).isBetween(Duration.ofMillis(1), TEN.window().multipliedBy(2));
    assertThat(take(other, "ana").allowed()).isFalse();
    assertThat(take(other, "ben").allowed()).isTrue();
  }

  @Test
  void concurrentRequestsAreAllowedUpToTheLimit() throws Exception {
    RateLimiter one = node();
    RateLimiter other = node();
    List<Future<Decision>> all =
        IntStream.range(0, 200).mapToObj(i -> (i % 2 == 0 ? one : other).take(TEN, "ana")).toList();
    Future.all(all).await(10, TimeUnit.SECONDS);
    assertThat(all.stream().filter(decision -> decision.result().allowed())).hasSize(10);
  }

  @Test
  void recordingCountsBeyondTheLimitAndAskingDoesNotCount() throws Exception {
    RateLimiter limiter = node();
    for (int i = 0; i < 20; i++) {
      assertThat(await(limiter.peek(TEN, "eve")).allowed()).isTrue();
    }
    for (int i = 0; i < 25; i++) {
      assertThat(await(limiter.count(TEN, "eve")).allowed()).isEqualTo(i < 10);
    }
    assertThat(await(limiter.peek(TEN, "eve")).allowed()).isFalse();
    assertThat(await(limiter.peek(TEN, "eve")).reset())
        .isGreaterThan(Duration.ZERO)
        .isLessThan(TEN.window().multipliedBy(2));
  }

  @Test
  void requestsAreAllowedAgainAfterTheWindow() throws Exception {
    RateLimiter limiter = node();
    var brief = new Limit("brief", 1, Duration.ofMillis(200));
    assertThat(await(limiter.take(brief, "ana")).allowed()).isTrue();
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!await(limiter.take(brief, "ana")).allowed()) {
      assertThat(System.nanoTime()).isLessThan(end);
    }
  }

  @Test
  void keysExpireInRedis() throws Exception {
    take(node(), "ana");
    Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    var ttl =
        await(redis.send(Request.cmd(Command.PTTL).arg("clinibus:rate:test:" + CLIENTS.of("ana"))))
            .toLong();
    assertThat(ttl).isBetween(1L, TEN.window().toMillis() * 2);
  }

  @Test
  void withoutRedisANodeCountsLocallyAndSharesTheCountAfterwards() throws Exception {
    RateLimiter limiter = node();
    assertThat(take(limiter, "ana").allowed()).isTrue();
    server.stop();
    int allowed = 0;
    for (int i = 0; i < 30; i++) {
      allowed += take(limiter, "ana").allowed() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(10);

    server = startRedis();
    RateLimiter other = node();
    for (int i = 0; i < 10; i++) {
      assertThat(take(other, "ana").allowed()).isTrue();
    }
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (take(limiter, "carl").remaining() != 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      take(other, "carl");
    }
  }

  @Test
  void whomRedisHasRefusedIsRefusedWithoutItToo() throws Exception {
    RateLimiter limiter = node();
    for (int i = 0; i < 10; i++) {
      take(limiter, "ana");
    }
    Decision refused = take(limiter, "ana");
    server.stop();
    Decision afterwards = take(limiter, "ana");
    assertThat(afterwards.allowed()).isFalse();
    assertThat(afterwards.reset()).isPositive().isLessThanOrEqualTo(refused.reset());
    assertThat(await(limiter.peek(TEN, "ana")).allowed()).isFalse();
    assertThat(take(limiter, "ben").allowed()).isTrue();
  }

  @Test
  void anUnresponsiveRedisDelaysNoRequest() throws Exception {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + mute.getLocalPort());
      var limiter = new RedisRateLimiter(redis, Clock.systemUTC(), CLIENTS);
      int allowed = 0;
      for (int i = 0; i < 20; i++) {
        allowed += take(limiter, "ana").allowed() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(10);
    }
  }

  /** A node's limiter that has found Redis. */
  private RateLimiter node() throws Exception {
    Redis redis = Redis.createClient(vertx, "redis://127.0.0.1:" + port);
    var limiter = new RedisRateLimiter(redis, Clock.systemUTC(), CLIENTS, Duration.ofSeconds(4));
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    String who;
    do {
      assertThat(System.nanoTime()).isLessThan(end);
      who = UUID.randomUUID().toString();
      take(limiter, who);
    } while (await(
                redis.send(
                    Request.cmd(Command.EXISTS).arg("clinibus:rate:test:" + CLIENTS.of(who))))
            .toInteger()
        == 0);
    return limiter;
  }

  private Decision take(RateLimiter limiter, String who) throws Exception {
    return await(limiter.take(TEN, who));
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(5, TimeUnit.SECONDS);
  }

  private RedisServer startRedis() throws IOException {
    var fresh = RedisServer.newRedisServer().port(port).setting("bind 127.0.0.1").build();
    fresh.start();
    return fresh;
  }
}
