package io.clinibus.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.testing.LiveClient;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A node stops when the last request is answered, whichever of its listeners has it. */
class StopIT {

  private static final int LISTENERS = Runtime.getRuntime().availableProcessors();

  private static final String HALF_A_REQUEST =
      """
      POST /api/auth/login HTTP/1.1\r
      Host: localhost\r
      Content-Type: application/json\r
      Content-Length: 100\r
      Expect: 100-continue\r
      \r
      {\
      """;

  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  /** Enough that the last one leaves, at random, after all listeners have begun to wait for it. */
  private static final int PAGES = 8;

  private static final int BEGUN_MILLIS = 30_000;
  private static final int DRAINED_MILLIS = 1_500;
  private static final int BETWEEN_MILLIS = 200;
  private static final int PATIENCE_SECONDS = 5;

  /**
   * Connections go to the listeners in turn. The first one has all pages, so that the drain ends on
   * its context, and is the first one to have answered its request.
   */
  @Test
  void theListenerWithThePagesMayBeTheFirstToFinish() throws Exception {
    Vertx vertx = Vertx.vertx();
    List<Socket> requests = new ArrayList<>();
    try (TestNode node =
        TestNode.start(TestNode.settings(TestServers.newDatabase()), Clock.systemUTC())) {
      for (int i = 0; i < PAGES; i++) {
        LiveClient.visitor(vertx, node.url());
        for (int other = 1; other < LISTENERS; other++) {
          connection(node);
        }
      }
      for (int i = 0; i < LISTENERS; i++) {
        requests.add(connection(node));
        requests.get(i).getOutputStream().write(HALF_A_REQUEST.getBytes(US_ASCII));
        awaitBegun(requests.get(i));
      }

      Future<Void> stopped = node.node().stop();
      Thread.sleep(DRAINED_MILLIS);
      assertThat(stopped.isComplete()).isFalse();
      for (Socket request : requests) {
        request.close();
        Thread.sleep(BETWEEN_MILLIS);
      }
      stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } finally {
      vertx.close();
    }
  }

  /** Waits until the listener reads the body: a connection without a request would be closed. */
  private static void awaitBegun(Socket request) throws IOException {
    request.setSoTimeout(BEGUN_MILLIS);
    byte[] answer = request.getInputStream().readNBytes(CONTINUE.length());
    assertThat(new String(answer, US_ASCII)).isEqualTo(CONTINUE);
  }

  private static Socket connection(TestNode node) throws IOException {
    return new Socket("127.0.0.1", node.url().getPort());
  }
}
