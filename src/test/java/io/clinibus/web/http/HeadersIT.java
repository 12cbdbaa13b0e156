package io.clinibus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.ClinicRulesApi;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.web.WebFixture;
import io.vertx.core.Future;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers of every answer. */
class HeadersIT {

  private static final String ID = "01934f6e-0000-7000-8000-0123456789ab";
  private static final String SLOTS =
      "/api/appointments/doctor/" + ID + "/available-slots?date=2026-11-24";
  private static WebFixture web;

  @BeforeAll
  static void start() {
    web = WebFixture.start();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/docs",
        "/redoc",
        "/openapi.yaml",
        "/api/settings",
        "/api/nothing",
        "/api/auth/me",
        "/assets/none.js",
        "/problems/slot-taken",
        "/.well-known/jwks.json",
        "/docs/swagger-ui-bundle.js"
      })
  void securityHeadersAreOnEverything(String path) {
    HttpResponse<String> response = web.get(path);
    assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header(response, "Date"), Instant::from))
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
    assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(response, "Content-Security-Policy"))
        .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
        .doesNotContain("unsafe-");
    assertThat(header(response, "X-Request-Id")).matches("[0-9a-f]{32}");
    assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    assertThat(response.headers().firstValue("Server")).isEmpty();
    assertThat(response.headers().firstValue("Strict-Transport-Security")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs", "/redoc"})
  void pagesSendNoReferrerAndUseNoDevices(String path) {
    HttpResponse<String> response = web.get(path);
    assertThat(header(response, "Content-Type")).startsWith("text/html");
    assertThat(header(response, "Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(header(response, "Permissions-Policy")).contains("camera=()");
    assertThat(header(response, "Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
  }

  @Test
  void onlyTheScriptsOfWorkersMayCompileWebAssembly() {
    String policy = header(web.get("/assets/decoder.worker-Fj_q-2h.js"), "Content-Security-Policy");
    assertThat(policy)
        .contains("default-src 'none'", "script-src 'self' 'wasm-unsafe-eval';", "base-uri 'none'")
        .doesNotContain("style-src", "img-src", "'unsafe-eval'", "http");
    for (String other :
        List.of("/decoder.worker-1.js", "/assets/worker-1.js", "/assets/a/b.worker-1.js")) {
      assertThat(header(web.get(other), "Content-Security-Policy")).doesNotContain("unsafe-");
    }
  }

  @Test
  void pagesLoadPicturesFromTheClinicAndTheHostsThatItNamesOnly() {
    assertThat(header(web.get("/"), "Content-Security-Policy"))
        .contains("; img-src 'self' data: blob:;");
    assertThat(SecurityHeaders.app(List.of("photos.example.org", "cdn.example.org:8443")))
        .contains(
            "; img-src 'self' data: blob: https://photos.example.org"
                + " https://cdn.example.org:8443;");
  }

  @Test
  void aRequestBelongsToTheTraceItCameWith() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    var answer =
        web.send(
            web.request("/api/departments")
                .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
    assertThat(answer.headers().firstValue("X-Request-Id")).contains(trace);
    assertThat(answer.headers().firstValue("traceresponse").orElseThrow())
        .matches("00-" + trace + "-[0-9a-f]{16}-00");

    var malformed =
        web.send(
            web.request("/api/departments")
                .header("traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01"));
    assertThat(malformed.headers().firstValue("X-Request-Id").orElseThrow())
        .matches("(?!0{32})[0-9a-f]{32}");
  }

  @Test
  void aValidRequestIdIsKeptAndAnInvalidOneReplaced() {
    var kept = web.send(web.request("/api/settings").header("X-Request-Id", "abc-123_x.y"));
    assertThat(header(kept, "X-Request-Id")).isEqualTo("abc-123_x.y");
    assertThat(web.asked(ClinicRulesApi.GET_POLICY))
        .anyMatch(asked -> asked.caller().requestId().equals("abc-123_x.y"));
    var replaced = web.send(web.request("/api/settings").header("X-Request-Id", "a b<script>"));
    assertThat(header(replaced, "X-Request-Id")).matches("[0-9a-f]{32}");
  }

  @Test
  void slotListsCanBeRevalidated() {
    var first = web.get(SLOTS);
    String tag = header(first, "ETag");
    assertThat(tag).matches("\"[0-9.-]+\"");
    assertThat(header(first, "Cache-Control")).isEqualTo("no-cache");
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag)) {
      var again = web.send(web.request(SLOTS).header("If-None-Match", known));
      assertThat(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "ETag")).isEqualTo(tag);
    }
    var changed = web.send(web.request(SLOTS).header("If-None-Match", "\"other\""));
    assertThat(changed.statusCode()).isEqualTo(200);
  }

  @Test
  void personalDataIsNotCached() {
    var patient = web.send(web.as("/api/patients/" + ID, Role.ADMIN));
    assertThat(header(patient, "Cache-Control")).isEqualTo("private, no-store");
    assertThat(header(patient, "ETag")).isEqualTo("\"8\"");
    assertThat(header(web.get("/api/auth/me"), "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void headHasTheHeadersOfGet() {
    var head = web.send(web.request(SLOTS).method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(header(head, "ETag")).isEqualTo(header(web.get(SLOTS), "ETag"));
    var absent = web.send(web.request("/api/nothing").method("HEAD", BodyPublishers.noBody()));
    assertThat(absent.statusCode()).isEqualTo(404);
  }

  @Test
  void aNoContentAnswerHasNoBody() {
    var removed = web.send(web.as("/api/holidays/2026-12-25", Role.ADMIN).DELETE());
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
  }

  @Test
  void refusalsOfADomainKeepTheirMembers() {
    web.answer(
        AppointmentsApi.BOOK_APPOINTMENT,
        (request, caller) ->
            Future.failedFuture(
                Failure.of(SchedulingFailures.SLOT_TAKEN)
                    .with(
                        "alternatives",
                        List.of(
                            Map.of(
                                "doctorId",
                                ID,
                                "start",
                                "2026-11-24T11:00:00+01:00",
                                "end",
                                "2026-11-24T12:00:00+01:00")))));
    var refused =
        web.send(
            web.as("/api/appointments", Role.PATIENT)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"doctorId\":\"" + ID + "\",\"start\":\"2026-11-24T10:00:00Z\"}")));
    assertThat(refused.statusCode()).isEqualTo(409);
    var problem = WebFixture.json(refused);
    assertThat(problem.at("/alternatives/0/doctorId").asText()).isEqualTo(ID);
    assertThat(problem.get("type").asText()).isEqualTo("/problems/slot-taken");
  }

  @Test
  void unexpectedErrorsAreReportedWithoutDetails() {
    web.answer(
        ClinicRulesApi.LIST_HOLIDAYS,
        (request, caller) -> {
          throw new IllegalStateException("secret of table patient");
        });
    HttpResponse<String> failed;
    try (ExpectedLogs logs = ExpectedLogs.of(Bus.class, "operation failed")) {
      failed = web.get("/api/holidays");
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).contains("/problems/internal").doesNotContain("secret", "patient");
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse(null);
  }
}
