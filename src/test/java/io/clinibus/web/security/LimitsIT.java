package io.clinibus.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Role;
import io.clinibus.platform.limits.RateLimiter;
import io.clinibus.web.WebFixture;
import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A client cannot exceed its limit, and gets the remaining number. */
class LimitsIT {

  @Test
  void aClientIsRefusedAtItsLimitAndOthersAreServed() {
    try (var web = WebFixture.start(WebFixture.http(true, 30), WebFixture.generous())) {
      for (int i = 1; i <= 30; i++) {
        var response = from(web, "203.0.113.1");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "RateLimit-Policy")).isEqualTo("\"requests\";q=30;w=60");
        assertThat(header(response, "RateLimit")).startsWith("\"requests\";r=" + (30 - i) + ";t=");
      }
      var refused = from(web, "203.0.113.1");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
      assertThat(WebFixture.json(refused).get("type").asText())
          .isEqualTo("/problems/too-many-requests");
      assertThat(from(web, "203.0.113.2").statusCode()).isEqualTo(200);
      var signedIn =
          web.send(web.as("/api/settings", Role.ADMIN).header("X-Forwarded-For", "203.0.113.1"));
      assertThat(signedIn.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void changesHaveALimitOfTheirOwn() {
    try (var web = WebFixture.start(WebFixture.http(false, 50), WebFixture.generous())) {
      for (int i = 0; i < 5; i++) {
        assertThat(web.post("/api/auth/register", "{}").statusCode()).isEqualTo(400);
      }
      var refused = web.post("/api/auth/register", "{}");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "RateLimit-Policy")).isEqualTo("\"writes\";q=5;w=60");
      assertThat(web.get("/api/settings").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void requestsCountedByTheClusterLimitAClientOfThisNode() {
    RateLimiter exhausted =
        (mode, limit, who) ->
            Future.succeededFuture(new RateLimiter.Decision(false, 0, Duration.ofSeconds(17)));
    try (var web = WebFixture.start(WebFixture.http(false, 1000), exhausted)) {
      assertThat(web.get("/api/settings").statusCode()).isEqualTo(200);
      var refused = web.get("/api/settings");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 17);
    }
  }

  @Test
  void badTokensCountAgainstTheirAddress() {
    try (var web = WebFixture.start(WebFixture.http(false, 10), WebFixture.generous())) {
      for (int i = 0; i < 10; i++) {
        assertThat(badToken(web).statusCode()).isEqualTo(401);
      }
      assertThat(badToken(web).statusCode()).isEqualTo(429);
    }
  }

  private static HttpResponse<String> badToken(WebFixture web) {
    return web.send(web.request("/api/settings").header("Authorization", "Bearer x"));
  }

  private static HttpResponse<String> from(WebFixture web, String address) {
    return web.send(
        web.request("/api/settings").header("X-Forwarded-For", "198.51.100.1, " + address));
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
