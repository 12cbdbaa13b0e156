package io.clinibus.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Role;
import io.clinibus.node.Modules;
import io.clinibus.web.WebFixture;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad requests are refused with what is wrong and where, and reach no domain. */
class BadInputIT {

  private static final String ID = "01934f6e-0000-7000-8000-0123456789ab";
  private static final String GOOD_BOOKING =
      "{\"doctorId\":\"" + ID + "\",\"start\":\"2026-11-24T10:00:00+01:00\"}";
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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"doctorId":                                                              | malformed-request |                  | not JSON
          {"doctorId":"ID","start":"2026-11-24T10:00:00Z"} x                        | malformed-request |                  | line 1
          {"start":"2026-11-24T10:00:00Z","start":"2026-11-25T10:00:00Z"}           | malformed-request | /start           | twice
          []                                                                        | invalid-request   | ``               | must be an object
          null                                                                      | invalid-request   | ``               | must not be null
          "text"                                                                    | invalid-request   | ``               | must be an object
          {"start":"2026-11-24T10:00:00Z"}                                          | invalid-request   | /doctorId        | is missing
          {"doctorId":"ID"}                                                         | invalid-request   | /start           | is missing
          {"doctorId":"ID","start":"2026-11-24T10:00:00Z","extra":1}                | invalid-request   | /extra           | is not known here
          {"doctorId":"ID","start":"2026-11-24T10:00:00Z","a/b~c":1}                | invalid-request   | /a~1b~0c         | is not known here
          {"doctorId":null,"start":"2026-11-24T10:00:00Z"}                          | invalid-request   | /doctorId        | must not be null
          {"doctorId":7,"start":"2026-11-24T10:00:00Z"}                             | invalid-request   | /doctorId        | must be a text
          {"doctorId":"7","start":"2026-11-24T10:00:00Z"}                           | invalid-request   | /doctorId        | must be a UUID
          {"doctorId":"ID","start":"2026-11-24T10:00:00"}                           | invalid-request   | /start           | offset
          {"doctorId":"ID","start":"2026-02-30T10:00:00Z"}                          | invalid-request   | /start           | offset
          {"doctorId":"ID","start":"2026-11-24"}                                    | invalid-request   | /start           | offset
          {"doctorId":"ID","start":1764000000}                                      | invalid-request   | /start           | must be a text
          {"doctorId":"ID","start":["2026-11-24T10:00:00Z"]}                        | invalid-request   | /start           | must be a text
          {"doctorId":"ID","start":"2026-11-24T10:00:00Z","reason":"a\\u0000b"}     | invalid-request   | /reason          | NUL
          {"doctorId":"ID","start":"2026-11-24T10:00:00Z","reason":"\\ud800"}       | invalid-request   | /reason          | half a character
          {"doctorId":"ID","start":"2026-11-24T10:00:00Z","reason":"LONG"}          | invalid-request   | /reason          | at most 500
          """)
  void badBookings(String body, String type, String pointer, String words) {
    String json = body.replace("ID", ID).replace("LONG", "x".repeat(501));
    var response = book(BodyPublishers.ofString(json));
    assertRefused(response, 400, type, pointer == null ? "" : pointer, words);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"visitMinutes":60,"windows":[{"weekday":"MONDAY","opens":"25:00","closes":"12:00"}]}                         | /windows/0/opens      | such as 08:30
          {"visitMinutes":60,"windows":[{"weekday":"MOONDAY","opens":"08:00","closes":"12:00"}]}                        | /windows/0/weekday    | MONDAY, TUESDAY
          {"visitMinutes":60,"windows":[{"weekday":"MONDAY","opens":"08:00"}]}                                          | /windows/0/closes     | is missing
          {"visitMinutes":60,"windows":[null]}                                                                          | /windows/0            | must not be null
          {"visitMinutes":60,"windows":{}}                                                                              | /windows              | must be a list
          {"visitMinutes":"60","windows":[]}                                                                            | /visitMinutes         | must be a whole number
          {"visitMinutes":60.5,"windows":[]}                                                                            | /visitMinutes         | must be a whole number
          {"visitMinutes":4,"windows":[]}                                                                               | /visitMinutes         | must be at least 5
          {"visitMinutes":1e400,"windows":[]}                                                                           | /visitMinutes         | must be
          {"visitMinutes":99999999999999999999,"windows":[]}                                                            | /visitMinutes         | must be at most 480
          {"visitMinutes":60,"windows":[{"weekday":"MONDAY","opens":"08:00","closes":"12:00","validFrom":"2026-02-30"}]} | /windows/0/validFrom | must be a date such as 2026-11-24
          """)
  void badAvailability(String body, String pointer, String words) {
    var response =
        web.send(
            web.as("/api/doctors/" + ID + "/availability", Role.ADMIN)
                .header("Content-Type", "application/json")
                .header("If-Match", "\"1\"")
                .PUT(BodyPublishers.ofString(body)));
    assertRefused(response, 400, "invalid-request", pointer, words);
  }

  @Test
  void everyWrongFieldIsNamedInOneAnswer() {
    var response = web.post("/api/auth/register", "{\"email\":\"\",\"phone\":\"abc\",\"x\":1}");
    assertThat(pointers(WebFixture.json(response)))
        .containsExactlyInAnyOrder("/email", "/phone", "/x", "/givenName", "/familyName");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(030) 265-1157",
        "+49 (0)30 901820",
        "030/901820",
        "0151 23456789",
        "+1 (555) 010-9999"
      })
  void phoneNumbersAsPeopleWriteThem(String phone) {
    assertThat(pointers(registering(phone))).doesNotContain("/phone");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "()()()", "(1-2/3)", "+", "12", "0 0 7", "030 901820 x"})
  void whatIsNoPhoneNumber(String phone) {
    assertThat(pointers(registering(phone))).contains("/phone");
  }

  private static JsonNode registering(String phone) {
    return registering("phone", phone);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ada",
        "O'Neil",
        "d’Arc",
        "'t Hooft",
        "Jean-Luc",
        "Martin Luther Jr.",
        "José",
        "Ngô Đình",
        "Ελένη",
        "Фёдор",
        "محمد",
        "فاطمه‌زهرا",
        "李",
        "Çağla",
        "Henry 8."
      })
  void namesOfPeople(String name) {
    assertThat(pointers(registering("givenName", name))).doesNotContain("/givenName");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        " ",
        "-",
        "7",
        "Ada\\nBcc: x",
        "Ada\\u2028x",
        "see https://evil.example/refund",
        "evil.example/refund",
        "<b>Ada</b>",
        "Ada‮adA",
        "a@b"
      })
  void whatIsNoName(String name) {
    assertThat(pointers(registering("givenName", name))).contains("/givenName");
  }

  private static JsonNode registering(String field, String value) {
    return WebFixture.json(web.post("/api/auth/register", "{\"" + field + "\":\"" + value + "\"}"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/appointments/doctor/ID/available-slots?date=2026-02-30      | date      | such as 2026-11-24
          /api/appointments/doctor/ID/available-slots?date=tomorrow        | date      | such as 2026-11-24
          /api/appointments/doctor/ID/available-slots?date=                | date      | such as 2026-11-24
          /api/appointments/doctor/ID/available-slots?date=2026-11-24&date=2026-11-25 | date | twice
          /api/appointments/doctor/7/available-slots                       | doctorId  | must be a UUID
          /api/appointments/first-free?from=2026-11-24T10:00:00            | from      | offset
          /api/appointments/first-free?from=2026-11-24T10:00:00+01:00      | from      | offset
          /api/appointments/first-free?limit=0                             | limit     | at least 1
          /api/appointments/first-free?limit=101                           | limit     | at most 100
          /api/appointments/first-free?limit=ten                           | limit     | whole number
          /api/appointments/first-free?limit=99999999999999999999          | limit     | whole number
          /api/appointments/first-free?limit=%2B5                          | limit     | whole number
          /api/appointments/first-free?specialization=a%00b                | specialization | NUL
          /api/doctors/specialization/a%00b                                | specialization | NUL
          /api/doctors?sort=age                                            | sort      | name, -name
          /api/doctors?language=!                                          | language  | language tag
          /api/patients/search                                             | q         | is missing
          /api/patients/search?q=                                          | q         | must not be empty
          /api/appointments?status=BOOKED&status=LOST                      | status    | BOOKED
          /api/users?blocked=maybe                                         | blocked   | true or false
          """)
  void badParameters(String path, String name, String words) {
    var response = web.send(web.as(path.replace("ID", ID), Role.ADMIN));
    assertRefused(response, 400, "invalid-request", name, words);
  }

  @Test
  void emptyBodyWhereOneIsRequired() {
    assertRefused(book(BodyPublishers.noBody()), 400, "malformed-request", "", "required");
  }

  @Test
  void invalidUtf8() {
    byte[] latin1 =
        GOOD_BOOKING
            .replace("}", ",\"reason\":\"caf\u00e9\"}")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(book(BodyPublishers.ofByteArray(latin1)), 400, "malformed-request", "", "UTF-8");
    byte[] overlong = {'{', '"', 'a', '"', ':', '"', (byte) 0xc0, (byte) 0x80, '"', '}'};
    assertRefused(
        book(BodyPublishers.ofByteArray(overlong)), 400, "malformed-request", "", "UTF-8");
  }

  @Test
  void deepNesting() {
    var response = book(BodyPublishers.ofString("[".repeat(30_000)));
    assertRefused(response, 400, "malformed-request", "", "not JSON");
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 2_000, 30_000})
  void longMemberNames(int length) {
    String name = "n".repeat(length);
    var response = book(BodyPublishers.ofString("{\"" + name + "\":1}"));
    assertRefused(response, 400, "invalid-request", "", "at most 100 characters");
    var nested = book(BodyPublishers.ofString("{\"reason\":{\"" + name + "\":1}}"));
    assertRefused(nested, 400, "invalid-request", "/reason", "at most 100 characters");
    assertThat(response.body()).hasSizeLessThan(1_000);
  }

  @Test
  void deepNestingOfAKnownMember() {
    var response =
        book(
            BodyPublishers.ofString(
                "{\"reason\":" + "[".repeat(900) + "1" + "]".repeat(900) + "}"));
    assertRefused(response, 400, "malformed-request", null, "not JSON");
  }

  @Test
  void oversizedBodies() {
    String slightly = GOOD_BOOKING + " ".repeat(64 * 1024);
    assertRefused(book(BodyPublishers.ofString(slightly)), 413, "too-large", null, "64 kB");
    String head =
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: 99999999\r\n\r\n";
    assertThat(web.raw(head, new byte[10])).startsWith("HTTP/1.1 413").contains("too-large");
    String justFits = GOOD_BOOKING + " ".repeat(64 * 1024 - GOOD_BOOKING.length());
    assertThat(book(BodyPublishers.ofString(justFits)).statusCode()).isEqualTo(201);
  }

  @Test
  void aClientThatStillSendsReceivesTheRefusal() throws IOException {
    int length = 2 * 1024 * 1024;
    String head =
        "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + length
            + "\r\n\r\n";
    String next = "GET /api/departments HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", web.port())) {
      socket.setSoTimeout(20_000);
      InputStream answers = socket.getInputStream();
      OutputStream requests = socket.getOutputStream();
      requests.write(head.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(answers.readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 413");
      requests.write(new byte[length]);
      requests.write(next.getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(answers.readAllBytes(), StandardCharsets.UTF_8))
          .contains("HTTP/1.1 200");
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "text/plain",
        "application/xml",
        "application/json; charset=latin1",
        "multipart/form-data"
      })
  void unsupportedMediaTypes(String type) {
    var response =
        web.send(
            web.as("/api/appointments", Role.ADMIN)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(GOOD_BOOKING)));
    assertRefused(response, 415, "unsupported-media-type", null, "application/json");
  }

  @ParameterizedTest
  @CsvSource({"gzip, 415", "'deflate, identity', 415", "Identity, 201"})
  void encodedBodies(String encoding, int status) {
    var response =
        web.send(
            web.as("/api/appointments", Role.ADMIN)
                .header("Content-Type", "application/json")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofString(GOOD_BOOKING)));
    assertThat(response.statusCode()).isEqualTo(status);
  }

  @Test
  void unacceptableAnswers() {
    var response = web.send(web.request("/api/settings").header("Accept", "application/xml"));
    assertRefused(response, 406, "not-acceptable", null, "application/json");
  }

  @Test
  void unknownPathsAndWrongMethods() {
    assertRefused(web.get("/api/nothing"), 404, "not-found", null, "");
    assertRefused(web.get("/api/doctors/" + ID + "/nothing"), 404, "not-found", null, "");
    var wrong = web.send(web.request("/api/settings").DELETE());
    assertRefused(wrong, 405, "method-not-allowed", null, "");
    assertThat(wrong.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, PUT");
    var options = web.send(web.request("/api/settings").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).contains("GET, HEAD, OPTIONS, PUT");
    assertThat(options.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "/api/doctors/specialization/%zz",
        "/api/doctors/specialization/%f",
        "/api/doctors/specialization/%ff",
        "/api/doctors?q=%c0%80",
        "/api/doctors?q=%",
        "/api/doctors/specialization/caf\u00e9"
      })
  void badPercentEncoding(String target) {
    String answer =
        web.raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", new byte[0]);
    assertThat(answer).startsWith("HTTP/1.1 400").contains("malformed-request");
    assertNothingWasAsked();
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "OPTIONS *, 404",
        "GET nothing, 404",
        "GET http://x/api/nothing, 404",
        "TRACE /api/settings, 405",
        "BREW /api/settings, 405",
        "POST /docs, 404",
        "GET //api//settings, 200",
        "GET /api/../api/settings, 200"
      })
  void invalidRequestLinesAreNoServerErrors(String line, int status) {
    String answer =
        web.raw(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", new byte[0]);
    assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("X-Request-Id");
  }

  @Test
  void missingVersionsAreRefused() {
    String path = "/api/appointments/" + ID;
    String body = "{\"start\":\"2026-11-24T10:00:00Z\"}";
    var without = web.send(json(web.as(path, Role.ADMIN)).PUT(BodyPublishers.ofString(body)));
    assertRefused(without, 428, "version-required", null, "If-Match");
    var wrong =
        web.send(
            json(web.as(path, Role.ADMIN))
                .header("If-Match", "\"abc\"")
                .PUT(BodyPublishers.ofString(body)));
    assertRefused(wrong, 412, "stale-version", null, "");
  }

  @Test
  void shortIdempotencyKey() {
    var response =
        web.send(
            json(web.as("/api/appointments", Role.ADMIN))
                .header("Idempotency-Key", "short")
                .POST(BodyPublishers.ofString(GOOD_BOOKING)));
    assertRefused(response, 400, "invalid-request", "Idempotency-Key", "at least 8");
  }

  private static HttpRequest.Builder json(HttpRequest.Builder request) {
    return request.header("Content-Type", "application/json");
  }

  private static HttpResponse<String> book(HttpRequest.BodyPublisher body) {
    return web.send(json(web.as("/api/appointments", Role.ADMIN)).POST(body));
  }

  private static void assertRefused(
      HttpResponse<String> response, int status, String type, String pointer, String words) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = WebFixture.json(response);
    assertThat(problem.get("type").asText()).isEqualTo("/problems/" + type);
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("instance").asText()).startsWith("/api/").doesNotContain("?");
    assertThat(response.headers().firstValue("X-Request-Id"))
        .contains(problem.get("requestId").asText());
    if (pointer != null) {
      assertThat(pointers(problem)).containsExactly(pointer);
    }
    assertThat(response.body()).contains(words);
    assertNothingWasAsked();
  }

  private static List<String> pointers(JsonNode problem) {
    return StreamSupport.stream(problem.path("errors").spliterator(), false)
        .map(error -> error.get("pointer").asText())
        .toList();
  }

  private static void assertNothingWasAsked() {
    Modules.ALL
        .messages()
        .operations()
        .forEach(operation -> assertThat(web.asked(operation)).isEmpty());
  }
}
