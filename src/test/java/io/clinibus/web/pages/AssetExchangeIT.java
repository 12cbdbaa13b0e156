package io.clinibus.web.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.testing.SqlWatch;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** While nodes are upgraded, a page of any of them gets its files from all. */
class AssetExchangeIT {

  private static final String FIRST = "First-Aa";
  private static final String SECOND = "Second_B";
  private static final String READ_NAMES = "max(octet_length(plain)";
  private static final String READ_CONTENT = "SELECT name, key_id, code, plain";

  /** What differs from answer to answer. */
  private static final Set<String> OF_THE_ANSWER = Set.of("date", "x-request-id", "traceresponse");

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private static SqlWatch watch;
  private static TestNode first;
  private static TestNode second;

  @BeforeAll
  static void start() {
    var database = TestServers.newDatabase();
    watch = SqlWatch.over(database);
    first =
        TestNode.start(
            TestNode.settings(database),
            Clock.systemUTC(),
            TestBuild.write(AssetExchangeIT.class, FIRST));
    second =
        TestNode.start(
            TestNode.settings(watch.url()),
            Clock.systemUTC(),
            TestBuild.write(AssetExchangeIT.class, SECOND));
    for (String name : List.of("script", "style", "font")) {
      await().until(() -> get(second, asset(name, FIRST)).statusCode() == 200);
      await().until(() -> get(first, asset(name, SECOND)).statusCode() == 200);
    }
  }

  @AfterAll
  static void stop() {
    first.close();
    second.close();
    watch.close();
  }

  @ParameterizedTest
  @CsvSource({
    "script, identity, text/javascript; charset=utf-8",
    "script, gzip, text/javascript; charset=utf-8",
    "script, 'gzip, deflate, br', text/javascript; charset=utf-8",
    "style, gzip, text/css; charset=utf-8",
    "font, 'gzip, br', font/woff2"
  })
  void eachNodeServesTheAssetsOfTheOtherAsItsOwn(String kind, String encodings, String type) {
    for (String method : List.of("GET", "HEAD")) {
      String[] request = {method, "Accept-Encoding", encodings};
      var own = send(first, asset(kind, FIRST), request);
      var stored = send(second, asset(kind, FIRST), request);
      assertThat(own.statusCode()).isEqualTo(200);
      assertThat(stored.statusCode()).isEqualTo(200);
      assertThat(stored.body()).isEqualTo(own.body());
      assertThat(headers(stored)).isEqualTo(headers(own));
      assertThat(headers(stored))
          .containsEntry("content-type", List.of(type))
          .containsEntry("cache-control", List.of("public, max-age=31536000, immutable"))
          .containsKeys("etag", "vary", "content-security-policy", "x-content-type-options");
      assertThat(send(first, asset(kind, SECOND), request).body())
          .isEqualTo(send(second, asset(kind, SECOND), request).body());
    }
  }

  @Test
  void anAssetOfTheOtherIsRevalidated() {
    String tag = get(first, asset("script", FIRST)).headers().firstValue("ETag").orElseThrow();
    var known = send(second, asset("script", FIRST), "GET", "If-None-Match", tag);
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
  }

  @Test
  void theListOfTheAssetsIsNotServed() {
    assertThat(get(first, "/.build/assets.json").statusCode()).isEqualTo(404);
  }

  @Test
  void namesOfNoStoredAssetCostOneReadOfTheNamesInASecond() {
    int asked = 200;
    watch.forget();
    long began = System.nanoTime();
    List<CompletableFuture<Integer>> answers =
        IntStream.range(0, asked)
            .mapToObj(i -> asking("/assets/page-%08d.js".formatted(i)))
            .toList();
    // Not found, or PostgreSQL was too slow for this busy machine.
    assertThat(answers).allMatch(answer -> answer.join() == 404 || answer.join() == 503);
    long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

    assertThat(watch.executed()).noneMatch(sql -> sql.contains(READ_CONTENT));
    assertThat(watch.executed())
        .filteredOn(sql -> sql.contains(READ_NAMES))
        .hasSizeLessThanOrEqualTo((int) seconds + 2);
  }

  @Test
  void anAssetThatManyAskForIsReadOnce() {
    var build = TestBuild.write(AssetExchangeIT.class, "Third-Cc");
    try (TestNode third =
        TestNode.start(TestNode.settings(watch.url()), Clock.systemUTC(), build)) {
      await().until(() -> get(third, asset("script", FIRST)).statusCode() == 200);
      watch.forget();
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, 50).mapToObj(i -> asking(third, asset("font", FIRST))).toList();
      assertThat(answers).allMatch(answer -> answer.join() == 200);
      assertThat(watch.executed()).filteredOn(sql -> sql.contains(READ_CONTENT)).hasSize(1);
      assertThat(third.metric("clinibus_stored_assets_total{outcome=\"SERVED\"}")).isEqualTo(51);
    }
  }

  private static String asset(String kind, String hash) {
    return '/'
        + switch (kind) {
          case "script" -> TestBuild.script(hash);
          case "style" -> TestBuild.style(hash);
          default -> TestBuild.font(hash);
        };
  }

  private static Map<String, List<String>> headers(HttpResponse<byte[]> response) {
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.keySet().removeAll(OF_THE_ANSWER);
    return headers;
  }

  private static CompletableFuture<Integer> asking(String path) {
    return asking(second, path);
  }

  private static CompletableFuture<Integer> asking(TestNode node, String path) {
    return HTTP.sendAsync(request(node, path, "GET"), BodyHandlers.discarding())
        .thenApply(HttpResponse::statusCode);
  }

  private static HttpResponse<byte[]> get(TestNode node, String path) {
    return send(node, path, "GET");
  }

  /**
   * @param request the method, then headers with their values
   */
  private static HttpResponse<byte[]> send(TestNode node, String path, String... request) {
    try {
      return HTTP.send(request(node, path, request), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest request(TestNode node, String path, String... request) {
    var built =
        HttpRequest.newBuilder(node.url().resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(request[0], HttpRequest.BodyPublishers.noBody());
    for (int i = 1; i < request.length; i += 2) {
      built.header(request[i], request[i + 1]);
    }
    return built.build();
  }
}
