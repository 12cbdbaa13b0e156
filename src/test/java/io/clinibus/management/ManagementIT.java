package io.clinibus.management;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.db.Database;
import io.clinibus.settings.Settings;
import io.clinibus.testing.TestServers;
import io.clinibus.web.WebFixture;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Health checks and metrics for load balancers and operators. */
class ManagementIT {

  private static Vertx outside;

  @BeforeAll
  static void open() {
    outside = Vertx.vertx();
  }

  @AfterAll
  static void close() {
    WebFixture.await(outside.close());
  }

  @Test
  void readyWithAllDependencies() {
    URI database = TestServers.newDatabase();
    try (var web = start(pool(database), redis(database))) {
      awaitReady(web, "up");
      assertThat(web.management("/health/live").statusCode()).isEqualTo(200);
      assertThat(web.management("/other").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void degradedButReadyWithoutRedis() {
    Redis away = Redis.createClient(outside, "redis://127.0.0.1:1");
    try (var web = start(pool(TestServers.newDatabase()), away)) {
      JsonNode ready = awaitReady(web, "degraded");
      assertThat(ready.at("/checks/redis").asText()).isEqualTo("down");
    }
  }

  @Test
  void notReadyWithoutPostgres() {
    URI nowhere = URI.create("postgresql://postgres:x@127.0.0.1:1/none_0");
    try (var web = start(pool(nowhere), redis(nowhere))) {
      var ready = web.management("/health/ready");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(WebFixture.json(ready).at("/checks/postgresql").asText()).isEqualTo("down");
      assertThat(web.management("/health/live").statusCode()).isEqualTo(200);
    }
  }

  /** On a busy machine a first connection takes longer than the second that a check has. */
  private static JsonNode awaitReady(WebFixture web, String status) {
    return Awaitility.await()
        .until(
            () -> {
              var answer = web.management("/health/ready");
              return answer.statusCode() == 200 ? WebFixture.json(answer) : Json.MAPPER.nullNode();
            },
            ready -> ready.path("status").asText().equals(status));
  }

  private static Redis redis(URI database) {
    return Redis.createClient(outside, TestServers.redisFor(database).toString());
  }

  private static Pool pool(URI database) {
    return Database.pool(outside, new Settings.Database(database, 2));
  }

  private static WebFixture start(Pool database, Redis redis) {
    return WebFixture.start(
        WebFixture.settings(WebFixture.http(false, 1000)), WebFixture.generous(), database, redis);
  }
}
