package io.clinibus.bench.load;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import java.net.URI;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** HTTP requests as bytes, and lanes that send them. */
public final class HttpRequestFactory {

  private HttpRequestFactory() {}

  public static Buffer get(URI server, String path, String... headers) {
    return Buffer.buffer(head("GET", server, path, headers).append("\r\n").toString());
  }

  /**
   * @param token an access token, or null
   */
  public static Buffer post(URI server, String path, String token, String body, String... headers) {
    return withBody("POST", server, path, token, body, headers);
  }

  /** Replaces something of a version, by a token's user. */
  public static Buffer put(URI server, String path, String token, String body, String... headers) {
    return withBody("PUT", server, path, token, body, headers);
  }

  private static Buffer withBody(
      String method, URI server, String path, String token, String body, String... headers) {
    StringBuilder text = head(method, server, path, headers);
    if (token != null) {
      text.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    return Buffer.buffer(
        text.append("Content-Type: application/json\r\nContent-Length: ")
            .append(body.length())
            .append("\r\n\r\n")
            .append(body)
            .toString());
  }

  public static Buffer delete(URI server, String path, String token) {
    return Buffer.buffer(
        head("DELETE", server, path, "Authorization", "Bearer " + token).append("\r\n").toString());
  }

  /** Books an opening, as the app does. */
  public static Buffer booking(URI server, String token, FreeSlotSource.Opening opening) {
    return booking(server, token, opening, opening.doctor() + opening.start());
  }

  /**
   * Books an opening.
   *
   * @param key of idempotency, at most some 100 characters
   */
  public static Buffer booking(URI server, String token, FreeSlotSource.Opening opening, String key) {
    return post(
        server,
        "/api/appointments",
        token,
        "{\"doctorId\":\"%s\",\"patientId\":\"%s\",\"start\":\"%s\",\"reason\":\"Check-up\"}"
            .formatted(opening.doctor(), opening.patient(), opening.start()),
        "Idempotency-Key",
        key);
  }

  /** Lanes that send what a supplier gives, until it gives null; the outcome is the status. */
  public static HttpLoadGenerator.Opener lanes(NetClient client, URI server, Supplier<Buffer> requests) {
    return () -> HttpLoadConnection.open(client, server).map(lane -> lane(lane, requests));
  }

  private static HttpLoadGenerator.Lane lane(HttpLoadConnection http, Supplier<Buffer> requests) {
    return new HttpLoadGenerator.Lane() {
      @Override
      public boolean ask(IntConsumer done) {
        Buffer request = requests.get();
        if (request == null) {
          return false;
        }
        http.send(request, (status, bytes, body, end) -> done.accept(status));
        return true;
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }

  private static StringBuilder head(String method, URI server, String path, String... headers) {
    StringBuilder text =
        new StringBuilder(method)
            .append(' ')
            .append(path)
            .append(" HTTP/1.1\r\nHost: ")
            .append(server.getAuthority())
            .append("\r\n");
    for (int i = 0; i < headers.length; i += 2) {
      text.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
    }
    return text;
  }
}
