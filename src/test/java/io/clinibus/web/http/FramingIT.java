package io.clinibus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.ExpectedLogs;
import io.clinibus.testing.TestNode;
import io.clinibus.web.WebFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where a request begins and ends, and whom it is for, must have one meaning only: otherwise a
 * proxy and this server could read two different requests from the same bytes.
 */
class FramingIT {

  /** A second request that must never be answered. */
  private static final String SMUGGLED = "GET /api/settings HTTP/1.1\r\nHost: x\r\n\r\n";

  private static final int RESET_CONNECTIONS = 1_000;

  /** Connections that the node opens meanwhile, to PostgreSQL and Redis. */
  private static final int NODES_OWN = 50;

  private static WebFixture web;

  @BeforeAll
  static void start() {
    web = WebFixture.start();
  }

  @AfterAll
  static void stop() {
    web.close();
  }

  static Stream<Arguments> ambiguousRequests() {
    return Stream.of(
        request(
            "both lengths", "1.1", "Host: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked"),
        request(
            "both lengths, HTTP/1.0",
            "1.0",
            "Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 5"),
        request("chunked, HTTP/1.0", "1.0", "Host: x\r\nTransfer-Encoding: chunked"),
        request("unknown coding last", "1.1", "Host: x\r\nTransfer-Encoding: chunked, xchunked"),
        request("unknown coding", "1.1", "Host: x\r\nTransfer-Encoding: xchunked"),
        request("chunked twice", "1.1", "Host: x\r\nTransfer-Encoding: chunked, chunked"),
        request(
            "chunked in two lines",
            "1.1",
            "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity"),
        request("identity", "1.1", "Host: x\r\nTransfer-Encoding: identity"),
        request("control character", "1.1", "Host: x\r\nTransfer-Encoding: \u000bchunked"),
        request("two lengths", "1.1", "Host: x\r\nContent-Length: 5\r\nContent-Length: 6"),
        request("negative length", "1.1", "Host: x\r\nContent-Length: -5"),
        request("signed length", "1.1", "Host: x\r\nContent-Length: +5"),
        request("space before the colon", "1.1", "Host: x\r\nContent-Length : 5"),
        request("no host", "1.1", "Content-Length: 0"),
        request("no host, HTTP/1.0", "1.0", "Content-Length: 0"),
        request("two hosts", "1.1", "Host: x\r\nHost: y\r\nContent-Length: 0"),
        request("the same host twice", "1.1", "Host: x\r\nHost: x\r\nContent-Length: 0"),
        request("empty host", "1.1", "Host: \r\nContent-Length: 0"),
        request("host with a path", "1.1", "Host: x/y\r\nContent-Length: 0"),
        request("host with a user", "1.1", "Host: a@x\r\nContent-Length: 0"),
        request("host with a bad port", "1.1", "Host: x:y\r\nContent-Length: 0"),
        request("list of hosts", "1.1", "Host: x, y\r\nContent-Length: 0"));
  }

  private static Arguments request(String name, String version, String headers) {
    return Arguments.of(
        name,
        "POST /api/auth/login HTTP/"
            + version
            + "\r\nConnection: keep-alive\r\nContent-Type: application/json\r\n"
            + headers
            + "\r\n\r\n0\r\n\r\n"
            + SMUGGLED);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ambiguousRequests")
  void anAmbiguousRequestIsRefusedAndEndsItsConnection(String name, String request) {
    assertRefused(request, 400, "malformed-request");
  }

  @Test
  void controlCharactersBeforeARequestAreRefused() {
    assertRefused("\u0000\u0001" + SMUGGLED, 400, "malformed-request");
  }

  @Test
  void aTooLongAddressIsRefused() {
    assertRefused(
        "GET /api/settings?q=" + "x".repeat(9_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        414,
        "address-too-long");
  }

  @Test
  void tooManyHeadersAreRefused() {
    assertRefused(
        "GET /api/settings HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n",
        431,
        "headers-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zz\r\n", "-1\r\n", "5\r\nabcdefgh\r\n"})
  void anInvalidChunkEndsTheConnectionAndIsNoErrorOfTheServer(String chunk) {
    String request =
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Transfer-Encoding: chunked\r\n\r\n"
            + chunk
            + SMUGGLED;
    try (var errors = ExpectedLogs.of(ProblemResponses.class, "request failed")) {
      assertThat(web.raw(request, new byte[0])).isEmpty();
      assertThat(errors.events()).isEmpty();
    }
  }

  @Test
  void anOrdinaryRequestIsAnswered() {
    for (String host : List.of("x", "x:8080", "127.0.0.1:80", "[::1]:8080", "clinic.example.org")) {
      String answer =
          web.raw(
              "GET /api/settings HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host),
              new byte[0]);
      assertThat(answer).as(host).startsWith("HTTP/1.1 200");
    }
  }

  /** Reset after half of it was closed, a connection could stay for ever, or use a processor. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void resetConnectionsLeaveNoOpenSocket() throws IOException {
    try (var node = TestNode.start()) {
      long before = openSockets();
      for (int i = 0; i < RESET_CONNECTIONS; i++) {
        resetAfterHalfClosing(node.node().port().orElseThrow());
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(openSockets()).isLessThan(before + NODES_OWN));
    }
  }

  private static void resetAfterHalfClosing(int port) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket
          .getOutputStream()
          .write(
              "POST /api/auth/login HTTP/1.1\r\nHost: x\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      socket.setSoLinger(true, 0);
    }
  }

  /** Sockets of this process, which is client and server. */
  private static long openSockets() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(FramingIT::isSocket).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  private static void assertRefused(String request, int status, String type) {
    // Returns when the server has closed the connection.
    String answer = web.raw(request, new byte[0]);
    int end = answer.indexOf("\r\n\r\n");
    assertThat(end).as(answer).isPositive();
    String head = answer.substring(0, end);
    assertThat(head).matches("(?s)HTTP/1\\.[01] " + status + " .*");
    assertThat(head.toLowerCase(Locale.ROOT))
        .contains("content-type: application/problem+json")
        .contains("x-content-type-options: nosniff");
    String id =
        Pattern.compile("(?i)x-request-id: (\\S+)")
            .matcher(head)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    JsonNode problem = problem(answer.substring(end + 4));
    assertThat(problem.get("type").asText()).isEqualTo("/problems/" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("requestId").asText()).isEqualTo(id);
    assertThat(answer.split("HTTP/1\\.[01] \\d", -1)).as("one answer").hasSize(2);
  }

  private static JsonNode problem(String body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(body, e);
    }
  }
}
