package io.clinibus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.clinibus.documents.api.InvalidLetterTemplate;
import io.clinibus.settings.Settings;
import io.clinibus.web.WebFixture;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartFailureTest {

  private static final int PATIENCE_SECONDS = 20;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aPortInUseIsNamedWithItsOption(boolean nativeTransport) throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Throwable refused = listenOn(port, nativeTransport);
      assertThat(refused).isNotNull();
      assertThat(StartFailure.of(refused, settings(port)))
          .hasMessageStartingWith("Port " + port + " on 127.0.0.1 is in use")
          .hasMessageContaining("--port=");
    }
  }

  @Test
  void aTemplateThatCannotBeUsedIsNamed() {
    Throwable failed =
        new CompletionException(new InvalidLetterTemplate("letter.html is no template", null));
    assertThat(StartFailure.of(failed, settings(1))).hasMessage("letter.html is no template");
  }

  private static Throwable listenOn(int port, boolean nativeTransport) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(nativeTransport));
    try {
      return catchThrowable(
          () ->
              vertx
                  .createNetServer()
                  .connectHandler(socket -> {})
                  .listen(port, "127.0.0.1")
                  .await(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } finally {
      vertx.close();
    }
  }

  private static Settings settings(int port) {
    return WebFixture.settings(
        new Settings.Http(
            new Settings.Endpoint("127.0.0.1", port),
            URI.create("http://localhost:" + port),
            Optional.empty(),
            false,
            1));
  }
}
