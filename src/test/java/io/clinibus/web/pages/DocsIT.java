package io.clinibus.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.FailureCode;
import io.clinibus.node.Modules;
import io.clinibus.web.WebFixture;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation pages load whole, from this node alone, under a strict policy. */
class DocsIT {

  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");
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
  @ValueSource(strings = {"/docs", "/redoc"})
  void pagesAndAllTheirPartsLoad(String path) {
    HttpResponse<String> page = web.get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    assertThat(page.body()).doesNotContain("<style", "onload=", "http:", "https:");
    List<String> parts = new ArrayList<>();
    LINK.matcher(page.body()).results().forEach(link -> parts.add(link.group(1)));
    assertThat(parts).hasSizeGreaterThanOrEqualTo(3);
    for (String part : parts) {
      assertThat(web.get(part).statusCode()).as(part).isEqualTo(200);
    }
  }

  @Test
  void swaggerKeepsTheToken() {
    assertThat(web.get("/docs/swagger.js").body())
        .contains("persistAuthorization: true", "/openapi.yaml");
  }

  @Test
  void redocLoadsNothingFromOtherHosts() {
    assertThat(web.get("/redoc/redoc.standalone.js").body()).doesNotContain("cdn.redoc.ly");
  }

  @Test
  void theContractIsPublished() {
    var yaml = web.get("/openapi.yaml");
    assertThat(yaml.headers().firstValue("Content-Type"))
        .contains("application/yaml; charset=utf-8");
    assertThat(yaml.body()).startsWith("openapi: 3.1.0").contains("x-roles", "format: uuid");
  }

  @Test
  void theLiveProtocolIsPublished() {
    var yaml = web.get("/asyncapi.yaml");
    assertThat(yaml.headers().firstValue("Content-Type"))
        .contains("application/yaml; charset=utf-8");
    assertThat(yaml.body()).startsWith("asyncapi: 3.0.0").contains("/api/live", "authenticate");
  }

  @Test
  void largeFilesAreCompressedAndRevalidated() {
    String path = "/docs/swagger-ui-bundle.js";
    var whole = web.get(path);
    var packed = web.send(web.request(path).header("Accept-Encoding", "gzip"));
    assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
    String tag = whole.headers().firstValue("ETag").orElseThrow();
    var again = web.send(web.request(path).header("If-None-Match", tag));
    assertThat(again.statusCode()).isEqualTo(304);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyProblemTypeIsDocumented(FailureCode code) {
    var page = web.get("/problems/" + code.slug());
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(WebFixture.json(page).get("title").asText()).isEqualTo(code.title());
    assertThat(WebFixture.json(page).get("status").asInt()).isEqualTo(code.status());
  }

  static List<FailureCode> failures() {
    return Modules.ALL.messages().failures();
  }

  @Test
  void unknownPagesAreNotFoundAndBrowsersGetTheApp() {
    assertThat(web.get("/problems/none").statusCode()).isEqualTo(404);
    assertThat(web.get("/assets/none.js").statusCode()).isEqualTo(404);
    var folder = web.send(web.request("/assets").header("Accept", "text/html"));
    assertThat(folder.statusCode()).isEqualTo(404);
    assertThat(folder.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(web.get("/assets").statusCode()).isEqualTo(404);
    var page = web.send(web.request("/some/page").header("Accept", "text/html"));
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).containsIgnoringCase("<!doctype html>");
    assertThat(web.get("/").statusCode()).isEqualTo(200);
    assertThat(
            web.raw(
                "GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                new byte[0]))
        .startsWith("HTTP/1.1 404");
  }
}
