package io.clinibus.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mails handed over by SMTP and read over REST. */
class MailboxIT {

  private static final Vertx VERTX = Vertx.vertx();
  private static MailCatcher catcher;
  private static MailClient client;
  private static RestFixture hospital;

  @BeforeAll
  static void open() {
    catcher = new MailCatcher();
    URI url = catcher.start();
    client =
        MailClient.create(
            VERTX, new MailConfig().setHostname(url.getHost()).setPort(url.getPort()));
    Settings settings = TestNode.mailingTo(url, TestNode.settings(TestServers.newDatabase()));
    hospital = RestFixture.open(settings, Clock.systemUTC(), Optional.of(catcher));
  }

  @AfterAll
  static void close() {
    hospital.close();
    DomainFixture.await(client.close());
    catcher.stop();
    DomainFixture.await(VERTX.close());
  }

  @Test
  void aMailIsDecoded() {
    send(
        mail("zoë@example.org", "Grüße, 王芳: „Termin“")
            .setText("Größe 5 €\nمرحبا")
            .setHtml("<p>Größe <b>5 €</b></p>")
            .setAttachment(
                MailAttachment.create()
                    .setName("visit.ics")
                    .setContentType("text/calendar")
                    .setData(Buffer.buffer("BEGIN:VCALENDAR"))));
    Answer page = hospital.admin().get("/api/mailbox");
    assertThat(page.text("/items/0/subject")).isEqualTo("Grüße, 王芳: „Termin“");
    Answer mail = hospital.admin().get("/api/mailbox/" + page.text("/items/0/id"));
    assertThat(mail.text("/subject")).isEqualTo("Grüße, 王芳: „Termin“");
    assertThat(mail.text("/to")).isEqualTo("zoë@example.org");
    assertThat(mail.text("/from")).isEqualTo("Clinic <clinic@example.org>");
    assertThat(mail.text("/text").strip()).isEqualTo("Größe 5 €\nمرحبا");
    assertThat(mail.text("/html").strip()).isEqualTo("<p>Größe <b>5 €</b></p>");
    assertThat(mail.text("/at")).isEqualTo(page.text("/items/0/at"));
  }

  @Test
  void aPlainMailHasNoHtml() {
    send(mail("a@example.org", "plain").setText("only text"));
    Answer page = hospital.admin().get("/api/mailbox?limit=1");
    Answer mail = hospital.admin().get("/api/mailbox/" + page.text("/items/0/id"));
    assertThat(mail.text("/text").strip()).isEqualTo("only text");
    assertThat(mail.body().has("html")).isFalse();
  }

  @Test
  void onlyTheLatestMailsAreKeptAndPagesListAllOfThem() {
    for (int i = 1; i <= MailCatcher.MOST + 3; i++) {
      send(mail("many@example.org", "number " + i).setText("."));
    }
    assertThat(catcher.mails()).hasSize(MailCatcher.MOST);
    int seen = 0;
    String cursor = "";
    do {
      Answer page = hospital.admin().get("/api/mailbox?limit=200" + cursor);
      for (var mail : page.body().path("items")) {
        assertThat(mail.path("subject").asText())
            .isEqualTo("number " + (MailCatcher.MOST + 3 - seen++));
      }
      cursor = page.body().has("next") ? "&cursor=" + page.text("/next") : null;
    } while (cursor != null);
    assertThat(seen).isEqualTo(MailCatcher.MOST);
  }

  @Test
  void aBookingSendsAMail() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    RestClient patient = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Byron");
    var wanted = Map.of("doctorId", doctor, "start", DaysAhead.at(DaysAhead.tuesday(), "09:00"));
    assertThat(patient.post("/api/appointments", wanted).status()).isEqualTo(201);
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .untilAsserted(
            () ->
                assertThat(catcher.mails())
                    .anySatisfy(
                        mail -> {
                          assertThat(mail.to()).isEqualTo("ada@example.org");
                          assertThat(mail.subject()).startsWith("Your appointment on Tuesday");
                          assertThat(mail.text())
                              .startsWith("Dear Ada Byron,\n\nyour appointment is booked.");
                        }));
  }

  @Test
  void anUnknownMailIsNotFound() {
    assertThat(hospital.admin().get("/api/mailbox/none").status()).isEqualTo(404);
    RestClient desk = hospital.receptionist();
    assertThat(desk.get("/api/mailbox").status()).isEqualTo(403);
  }

  @Test
  void aNodeWithAnSmtpServerHasNoMailbox() {
    try (RestFixture other = RestFixture.open(Clock.systemUTC())) {
      assertThat(other.admin().get("/api/mailbox").status()).isEqualTo(404);
      assertThat(other.admin().get("/api/mailbox/1").status()).isEqualTo(404);
    }
  }

  private static MailMessage mail(String to, String subject) {
    return new MailMessage()
        .setFrom("Clinic <clinic@example.org>")
        .setTo(List.of(to))
        .setSubject(subject);
  }

  private static void send(MailMessage message) {
    DomainFixture.await(client.sendMail(message));
  }
}
