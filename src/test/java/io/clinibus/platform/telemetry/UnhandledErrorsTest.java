package io.clinibus.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.telemetry.UnhandledErrors.Origin;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What libraries throw after all is done is told apart from defects. */
class UnhandledErrorsTest {

  private static final String PROMISE = "io.vertx.core.Promise";
  private static final String REQUEST =
      "io.vertx.sqlclient.impl.pool.SqlConnectionPool$1PoolRequest";

  @Test
  void knownFaultsOfLibrariesAreFoundByWhoHasThrownThem() {
    assertThat(Origin.of(thrownBy(PROMISE, REQUEST))).isEqualTo(Origin.SQL_POOL);
    assertThat(Origin.of(thrownBy("io.vertx.ext.mail.impl.SMTPConnection", PROMISE)))
        .isEqualTo(Origin.MAIL_CLIENT);
  }

  @Test
  void everythingElseIsADefect() {
    assertThat(Origin.of(thrownBy(PROMISE, "io.clinibus.bus.Bus", REQUEST)))
        .isEqualTo(Origin.OTHER);
    assertThat(Origin.of(thrownBy("io.clinibus.bus.Bus", "io.vertx.ext.mail.impl.SMTPConnection")))
        .isEqualTo(Origin.OTHER);
    assertThat(Origin.of(thrownBy())).isEqualTo(Origin.OTHER);
  }

  private static Throwable thrownBy(String... classes) {
    var error = new IllegalStateException("Promise already completed");
    error.setStackTrace(
        Arrays.stream(classes)
            .map(name -> new StackTraceElement(name, "method", null, 1))
            .toArray(StackTraceElement[]::new));
    return error;
  }
}
