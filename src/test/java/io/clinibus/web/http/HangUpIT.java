package io.clinibus.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.clinibus.web.WebFixture;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A client that closes its connection while its body is read has cancelled its request. */
class HangUpIT {

  private final Logger logger = (Logger) LoggerFactory.getLogger(ProblemResponses.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private WebFixture web;

  @BeforeEach
  void start() {
    web = WebFixture.start();
    logger.setLevel(Level.DEBUG);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    web.close();
  }

  @Test
  void aClientThatDisconnectsIsNoServerError() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", web.port())) {
      socket
          .getOutputStream()
          .write(
              """
              POST /api/auth/login HTTP/1.1\r
              Host: x\r
              Content-Type: application/json\r
              Content-Length: 100\r
              \r
              {"email":\
              """
                  .getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
    }
    List<ILoggingEvent> events =
        Awaitility.await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> List.copyOf(log.list), found -> !found.isEmpty());
    assertThat(events).singleElement().extracting(ILoggingEvent::getLevel).isEqualTo(Level.DEBUG);
  }
}
