package io.clinibus.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.api.SignInApi;
import io.clinibus.identity.api.SignInApi.Logout;
import io.clinibus.identity.api.SignInApi.Refresh;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.settings.Settings;
import io.clinibus.web.WebFixture;
import io.vertx.core.Future;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The refresh token lives in a cookie that neither scripts nor other sites can use. */
class RefreshCookieIT {

  private static final String LOGIN = "{\"email\":\"a@example.org\",\"password\":\"p\"}";
  private static final String COOKIE = "clinibus_refresh=" + WebFixture.REFRESH_TOKEN;
  private static final Settings.Http HTTPS =
      new Settings.Http(
          new Settings.Endpoint("127.0.0.1", 0),
          URI.create("https://clinic.example"),
          Optional.empty(),
          true,
          1000);
  private static WebFixture web;

  @BeforeAll
  static void start() {
    web = WebFixture.start();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @BeforeEach
  void forget() {
    web.forgetAsked();
  }

  @Test
  void signingInSetsTheCookieAndOmitsItsTokenFromTheBody() {
    var response = web.post("/api/auth/login", LOGIN);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(cookie(response))
        .startsWith(COOKIE)
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/api/auth", "Max-Age=3600")
        .doesNotContain("Secure");
    assertThat(response.body()).contains("accessToken").doesNotContain(WebFixture.REFRESH_TOKEN);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void overHttpsTheCookieIsSecure() {
    try (var behindProxy = WebFixture.start(HTTPS, WebFixture.generous())) {
      var response = behindProxy.post("/api/auth/login", LOGIN);
      assertThat(cookie(response, "__Host-clinibus_refresh=")).contains("Secure", "Path=/;");
      assertThat(cookie(response)).isEmpty();
      assertThat(cookie(response, "__Host-clinibus_device=")).contains("Secure", "Path=/;");
      assertThat(response.headers().firstValue("Strict-Transport-Security"))
          .contains("max-age=31536000; includeSubDomains");
      var forwarded =
          behindProxy.send(
              behindProxy
                  .request("/api/settings")
                  .header("X-Forwarded-For", "203.0.113.9, 198.51.100.7"));
      assertThat(forwarded.statusCode()).isEqualTo(200);
      assertThat(behindProxy.asked(ClinicRulesApi.GET_POLICY))
          .allMatch(asked -> asked.caller().address().equals("198.51.100.7"));
    }
  }

  @Test
  void overHttpsACookieOfTheReleaseBeforeIsReplaced() {
    try (var behindProxy = WebFixture.start(HTTPS, WebFixture.generous())) {
      var refresh = behindProxy.request("/api/auth/refresh").POST(BodyPublishers.noBody());
      var response = behindProxy.send(refresh.copy().header("Cookie", COOKIE));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(cookie(response, "__Host-" + COOKIE)).contains("Path=/;");
      assertThat(cookie(response))
          .startsWith("clinibus_refresh=;")
          .contains("Path=/api/auth", "Max-Age=0");
      behindProxy.forgetAsked();
      behindProxy.send(
          refresh.header("Cookie", "clinibus_refresh=old; __Host-clinibus_refresh=current"));
      assertThat(behindProxy.asked(SignInApi.REFRESH).get(0).request())
          .isEqualTo(new Refresh("current", "", null));
    }
  }

  @Test
  void theDeviceHasACookieOfItsOwn() {
    var response = web.post("/api/auth/login", LOGIN);
    assertThat(cookie(response, "clinibus_device=" + WebFixture.DEVICE_TOKEN))
        .containsIgnoringCase("HttpOnly")
        .contains("SameSite=Strict", "Path=/;", "Max-Age=34560000")
        .doesNotContain("Secure");
    assertThat(response.body()).doesNotContain(WebFixture.DEVICE_TOKEN);

    web.forgetAsked();
    web.send(refresh().header("Cookie", COOKIE + "; clinibus_device=known"));
    assertThat(web.asked(SignInApi.REFRESH).get(0).request())
        .isEqualTo(new Refresh(WebFixture.REFRESH_TOKEN, "known", null));
  }

  @Test
  void refreshTakesTheTokenFromTheCookie() {
    var response = web.send(refresh().header("Cookie", COOKIE));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(cookie(response)).startsWith(COOKIE);
    assertThat(web.asked(SignInApi.REFRESH).get(0).request())
        .isEqualTo(new Refresh(WebFixture.REFRESH_TOKEN, "", null));
  }

  @Test
  void refreshWithoutACookieIsRefused() {
    assertThat(web.send(refresh()).statusCode()).isEqualTo(401);
    assertThat(web.asked(SignInApi.REFRESH)).isEmpty();
  }

  @Test
  void anInvalidCookieIsCleared() {
    web.answer(
        SignInApi.REFRESH,
        (request, caller) -> Future.failedFuture(Failure.of(CommonFailures.UNAUTHENTICATED)));
    var response = web.send(refresh().header("Cookie", "clinibus_refresh=old"));
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(cookie(response)).contains("Max-Age=0");
    web.answer(SignInApi.REFRESH, (request, caller) -> web.sampleOf(SignInApi.REFRESH));
  }

  @Test
  void logoutClearsTheCookie() {
    var response =
        web.send(
            web.request("/api/auth/logout")
                .header("Cookie", COOKIE)
                .header("Authorization", "Bearer expired")
                .POST(BodyPublishers.noBody()));
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(cookie(response)).startsWith("clinibus_refresh=;").contains("Max-Age=0");
    assertThat(web.asked(SignInApi.LOGOUT).get(0).request())
        .isEqualTo(new Logout(WebFixture.REFRESH_TOKEN));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "Sec-Fetch-Site, cross-site, 403",
        "Sec-Fetch-Site, same-site, 403",
        "Sec-Fetch-Site, same-origin, 200",
        "Origin, https://evil.example, 403",
        "Origin, null, 403",
        "Origin, http://localhost:8080, 200"
      })
  void otherSitesCannotUseTheCookie(String header, String value, int status) {
    var response = web.send(refresh().header("Cookie", COOKIE).header(header, value));
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(web.asked(SignInApi.REFRESH)).hasSize(status == 200 ? 1 : 0);
  }

  private static HttpRequest.Builder refresh() {
    return web.request("/api/auth/refresh").POST(BodyPublishers.noBody());
  }

  private static String cookie(HttpResponse<String> response) {
    return cookie(response, "clinibus_refresh=");
  }

  private static String cookie(HttpResponse<String> response, String start) {
    return response.headers().allValues("Set-Cookie").stream()
        .filter(header -> header.startsWith(start))
        .findFirst()
        .orElse("");
  }
}
