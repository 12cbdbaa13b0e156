package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.node.Modules;
import io.clinibus.patients.PatientsVerticle;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.platform.telemetry.UnhandledErrors;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestKey;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An SMTP server that closes connections in the middle of the dialogue. */
class MailDisconnectIT {

  private static final int MAILS = 2 * Mailer.MAX_CONCURRENT;

  private static DomainFixture domain;

  private final Vertx vertx = Vertx.vertx();
  private final TestClock clock = new TestClock("2026-11-22T08:00:00Z");
  private final Metrics metrics = new Metrics();

  @BeforeAll
  static void open() {
    domain = DomainFixture.start(PatientsVerticle::new);
  }

  @AfterAll
  static void close() {
    domain.close();
  }

  @BeforeEach
  void start() {
    domain.sql("DELETE FROM notifications.delivery");
    domain.sql("DELETE FROM notifications.recipient");
    domain.sql("DELETE FROM platform.outbox");
    vertx.exceptionHandler(new UnhandledErrors(metrics));
  }

  @AfterEach
  void stop() {
    DomainFixture.await(vertx.close());
  }

  @ParameterizedTest
  @CsvSource({
    "CONNECT, false", "CONNECT, true", "EHLO, false", "EHLO, true", "MAIL, false", "MAIL, true",
    "RCPT, false", "RCPT, true", "DATA, false", "DATA, true", "., false", "., true"
  })
  void aMailIsDeliveredAgainAfterADisconnect(String command, boolean answered) {
    var server = new DisconnectingSmtpServer(vertx, command, answered);
    MailDeliveryJob deliveries = deliveries(server.listen());
    for (int i = 0; i < MAILS; i++) {
      domain.sql(
          "SELECT notifications.request_to('RESET_PASSWORD', $1, $1, NULL, $2)",
          "p" + i + "@example.org",
          new JsonObject().put("linkId", UUID.randomUUID().toString()));
    }
    for (int i = 0; i < 3; i++) {
      DomainFixture.await(deliveries.run());
    }
    assertThat(server.disconnects()).isPositive();
    assertThat(server.accepted().isEmpty()).isEqualTo(!(command.equals(".") && answered));

    server.recover();
    for (int i = 0; i < MAILS; i++) {
      clock.advance(Duration.ofMinutes(2));
      DomainFixture.await(deliveries.run());
    }

    assertThat(server.accepted()).containsOnlyOnceElementsOf(recipients());
    assertThat(states()).hasSize(MAILS).containsOnly("SENT");
    if (command.equals(".") && !answered) {
      assertThat(unhandled("mail-client")).isEqualTo(server.disconnects());
    }
    assertThat(unhandled("other")).isZero();
  }

  private double unhandled(String origin) {
    return metrics.counter("clinibus.unhandled.errors", "origin", origin).count();
  }

  private static List<String> recipients() {
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < MAILS; i++) {
      recipients.add("p" + i + "@example.org");
    }
    return recipients;
  }

  private static List<String> states() {
    List<String> states = new ArrayList<>();
    domain
        .sql("SELECT state FROM notifications.delivery")
        .forEach(row -> states.add(row.getString(0)));
    return states;
  }

  private MailDeliveryJob deliveries(int port) {
    var mail = new Settings.Mail(URI.create("smtp://127.0.0.1:" + port), "clinic@example.org");
    var templates =
        MailTemplates.load(
            Modules.ALL.list(), URI.create("https://clinic.example.org"), TestKey.file());
    return new MailDeliveryJob(
        new DeliveryRepository(domain.database()),
        new Mailer(vertx, mail, templates),
        clock,
        metrics);
  }
}
