package io.clinibus.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.testing.contract.RestContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A client of the REST API, signed in or not. */
public final class RestClient {

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An answer; the body is a missing node where there is none. */
  public record Answer(int status, JsonNode body, HttpResponse<String> http) {

    public String text(String pointer) {
      return body.at(pointer).asText();
    }

    public String etag() {
      return http.headers().firstValue("ETag").orElseThrow();
    }

    /** A cookie that it sets, as the header {@code Cookie} states it. */
    public String cookie(String name) {
      return http.headers().allValues("Set-Cookie").stream()
          .filter(cookie -> cookie.startsWith(name + "="))
          .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The password of all accounts in tests. */
  public static final String PASSWORD = "a long enough secret";

  private final URI server;
  private final String token;
  private final JsonNode user;
  private final Duration patience;

  private RestClient(URI server, String token, JsonNode user, Duration patience) {
    this.server = server;
    this.token = token;
    this.user = user;
    this.patience = patience;
  }

  public static RestClient visitor(URI server) {
    return new RestClient(server, null, Json.MAPPER.missingNode(), PATIENCE);
  }

  /** Signs in. */
  public static RestClient signedIn(URI server, String email, String password) {
    return visitor(server)
        .opened("/api/auth/login", Map.of("email", email, "password", password), 200);
  }

  /**
   * @param session as an answer contains it
   */
  public static RestClient of(URI server, JsonNode session) {
    return new RestClient(
        server, session.path("accessToken").asText(), session.path("user"), PATIENCE);
  }

  /** Registers a new patient at a node of this JVM, whose e-mail address is confirmed. */
  public static RestClient registered(URI server, String email, String given, String family) {
    Answer answer =
        visitor(server)
            .post(
                "/api/auth/register",
                Map.of(
                    "email", email,
                    "givenName", given,
                    "familyName", family));
    if (answer.status() != 202) {
      throw new AssertionError("register answered " + answer.status() + ": " + answer.body());
    }
    Registrations.Code code = Registrations.code(server, email);
    var confirmation =
        Map.of(
            "registrationId",
            code.registrationId().toString(),
            "code",
            code.code(),
            "password",
            PASSWORD);
    return visitor(server).opened("/api/auth/registration-confirmation", confirmation, 201);
  }

  /** The same user with a new sign-in: access tokens live for minutes only. */
  public RestClient again() {
    return signedIn(server, user.path("email").asText(), PASSWORD);
  }

  /** The same person with the same token, at another address. */
  public RestClient at(URI other) {
    return new RestClient(other, token, user, patience);
  }

  /** The same person, with a timeout. */
  public RestClient within(Duration longest) {
    return new RestClient(server, token, user, longest);
  }

  /** The access token. */
  public String token() {
    return token;
  }

  public String email() {
    return user.path("email").asText();
  }

  public String patientId() {
    return user.path("patientId").asText();
  }

  public String userId() {
    return user.path("id").asText();
  }

  public Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  public Answer post(String path, Object body, String... headers) {
    return send("POST", path, body, headers);
  }

  public Answer put(String path, Object body, String... headers) {
    return send("PUT", path, body, headers);
  }

  public Answer delete(String path, String... headers) {
    return send("DELETE", path, null, headers);
  }

  public Answer send(String method, String path, Object body, String... headers) {
    return sendAsync(method, path, body, headers).join();
  }

  /** Sends without waiting. */
  public CompletableFuture<Answer> sendAsync(
      String method, String path, Object body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(patience)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json(body)));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(RestClient::answer);
  }

  private RestClient opened(String path, Map<String, String> body, int expected) {
    Answer answer = post(path, body);
    if (answer.status() != expected) {
      throw new AssertionError(path + " answered " + answer.status() + ": " + answer.body());
    }
    return of(server, answer.body());
  }

  private static Answer answer(HttpResponse<String> http) {
    RestContract.check(http);
    try {
      JsonNode body =
          http.body().isEmpty() ? Json.MAPPER.missingNode() : Json.MAPPER.readTree(http.body());
      return new Answer(http.statusCode(), body, http);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static String json(Object body) {
    try {
      return body instanceof String text ? text : Json.MAPPER.writeValueAsString(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
