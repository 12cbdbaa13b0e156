package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.node.Modules;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.TestKey;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A password is never sent over a connection that is not encrypted. */
class MailerTlsIT {

  private final Vertx vertx = Vertx.vertx();
  private final List<String> commands = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    DomainFixture.await(vertx.close());
  }

  @Test
  void aServerThatOffersNoTlsGetsNoPassword() {
    URI server = URI.create("smtp://clinic:secret@127.0.0.1:" + plainServer());
    var mailer =
        new Mailer(
            vertx,
            new Settings.Mail(server, "clinic@example.org"),
            MailTemplates.load(
                Modules.ALL.list(), URI.create("https://clinic.example.org"), TestKey.file()));

    Delivery mail =
        MailTemplatesTest.delivery(MailTemplatesTest.templates().findFirst().orElseThrow(), "Ada");

    assertThatThrownBy(() -> DomainFixture.await(mailer.send(mail, Instant.now())))
        .hasMessageContaining("STARTTLS");
    assertThat(commands).anyMatch(line -> line.startsWith("EHLO"));
    assertThat(commands).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
  }

  /** Offers a sign-in in the clear. */
  private int plainServer() {
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.write("220 mail.example.org ESMTP\r\n");
                  socket.handler(
                      bytes -> {
                        String command = bytes.toString().strip();
                        commands.add(command);
                        socket.write(
                            command.startsWith("EHLO")
                                ? "250-mail.example.org\r\n250 AUTH PLAIN LOGIN\r\n"
                                : "250 OK\r\n");
                      });
                });
    return DomainFixture.await(server.listen(0, "127.0.0.1")).actualPort();
  }
}
