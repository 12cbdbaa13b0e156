package io.clinibus.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.web.contract.RequestBody;
import io.clinibus.web.http.ProblemResponses;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.StreamResetException;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow clients and those with very many connections. */
class ConnectionIT {

  private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final int MOST = 5;
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int TIMEOUT_MILLIS = 20_000;

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    WebFixture.await(vertx.close());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
      })
  void aRequestThatKeepsArrivingSlowlyIsEnded(String beginning) throws IOException {
    int port = serve(new ConnectionBounds(true));
    try (Socket socket = connect(port)) {
      write(socket, beginning);
      Awaitility.await()
          .atMost(Duration.ofMillis(TIMEOUT_MILLIS))
          .pollInterval(Duration.ofMillis(20))
          .until(() -> isRefused(socket));
    }
  }

  @Test
  void anHttp2StreamWhoseBodyNeverEndsIsResetAndItsConnectionServesOthers() {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
            .requestHandler(
                RequestDeadline.before(
                    vertx,
                    PATIENCE,
                    request -> request.end().onSuccess(end -> request.response().end())));
    int port = WebFixture.await(server.listen(0, "127.0.0.1")).actualPort();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(1));
    HttpClientRequest endless =
        WebFixture.await(client.request(HttpMethod.POST, port, "127.0.0.1", "/"));
    endless.setChunked(true);
    vertx.setPeriodic(PATIENCE.toMillis() / 10, again -> endless.write("x"));

    assertThatThrownBy(() -> WebFixture.await(endless.response()))
        .isInstanceOf(StreamResetException.class);
    HttpClientRequest other =
        WebFixture.await(client.request(HttpMethod.GET, port, "127.0.0.1", "/"));
    assertThat(WebFixture.await(other.send()).statusCode()).isEqualTo(200);
    assertThat(other.connection()).isSameAs(endless.connection());
  }

  @Test
  void anHttp2StreamWhoseBodyIsTooLargeIsAnsweredAndItsConnectionServesOthers() {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(true))
            .requestHandler(bodies());
    int port = WebFixture.await(server.listen(0, "127.0.0.1")).actualPort();
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false),
            new PoolOptions().setHttp2MaxSize(1));
    HttpClientRequest large =
        WebFixture.await(client.request(HttpMethod.POST, port, "127.0.0.1", "/"));
    Promise<Throwable> end = Promise.promise();
    large.exceptionHandler(end::tryComplete);
    large.putHeader("Content-Type", "application/json").putHeader("Content-Length", "2000000");
    large.write("x");

    assertThat(WebFixture.await(large.response()).statusCode()).isEqualTo(413);
    assertThat(WebFixture.await(end.future())).isInstanceOf(StreamResetException.class);
    HttpClientRequest other =
        WebFixture.await(client.request(HttpMethod.POST, port, "127.0.0.1", "/"));
    other.putHeader("Content-Type", "application/json");
    assertThat(WebFixture.await(other.send("{}")).statusCode()).isEqualTo(200);
    assertThat(other.connection()).isSameAs(large.connection());
  }

  @Test
  void aConnectionOutlivesTheDeadlineBetweenItsRequests() throws IOException {
    int port = serve(new ConnectionBounds(true));
    try (Socket socket = connect(port)) {
      long until = System.nanoTime() + PATIENCE.multipliedBy(3).toNanos();
      while (System.nanoTime() < until) {
        write(socket, REQUEST);
        assertThat(answer(socket)).startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void oneAddressHasABoundedNumberOfConnections() throws IOException {
    int port = serve(new ConnectionBounds(false, MOST));
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      sockets.add(connect(port));
      write(sockets.get(i), REQUEST);
      assertThat(answer(sockets.get(i))).startsWith("HTTP/1.1 200");
    }
    assertThat(isAnswered(port)).isFalse();
    sockets.remove(0).close();
    Awaitility.await().until(() -> isAnswered(port));
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @Test
  void theConnectionsOfAProxyAreNotBounded() throws IOException {
    int port = serve(new ConnectionBounds(true, MOST));
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < MOST * 2; i++) {
      sockets.add(connect(port));
      write(sockets.get(i), REQUEST);
      assertThat(answer(sockets.get(i))).startsWith("HTTP/1.1 200");
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** Answers a request with a body as operations do. */
  private Router bodies() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              context.request().pause();
              RequestBody.read(context.request())
                  .onSuccess(body -> context.response().end())
                  .onFailure(
                      refusal -> {
                        RequestBody.discard(context, refusal);
                        ProblemResponses.send(context, refusal);
                      });
            });
    return router;
  }

  private int serve(ConnectionBounds bounds) {
    HttpServer server =
        vertx
            .createHttpServer(new HttpServerOptions().setHttp2ClearTextEnabled(false))
            .requestHandler(request -> request.end().onSuccess(end -> request.response().end()))
            .connectionHandler(
                connection -> {
                  bounds.admit(connection);
                  RequestDeadline.watch(connection, PATIENCE);
                });
    return WebFixture.await(server.listen(0, "127.0.0.1")).actualPort();
  }

  private static Socket connect(int port) throws IOException {
    Socket socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** One more byte; the server resets a connection that it has closed. */
  private static boolean isRefused(Socket socket) throws IOException {
    try {
      write(socket, "x");
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private static boolean isAnswered(int port) throws IOException {
    try (Socket socket = connect(port)) {
      write(socket, REQUEST);
      return answer(socket).startsWith("HTTP/1.1 200");
    } catch (SocketException e) {
      return false;
    }
  }

  private static String answer(Socket socket) throws IOException {
    byte[] head = new byte[512];
    int read = socket.getInputStream().read(head);
    return read < 0 ? "" : new String(head, 0, read, StandardCharsets.US_ASCII);
  }
}
