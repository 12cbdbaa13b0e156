package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.UuidV7;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.SmtpServer;
import io.vertx.core.net.NetServer;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Mails that cannot be sent are retried, and given up in the end. */
class MailRetriesIT extends MailFixture {

  @Test
  void anUnknownTemplateDelaysNoOtherMail() {
    UUID patient = patient("ada@example.org");
    domain.sql("SELECT notifications.request('LATER', $1, 'x', NULL, true, '{}')", patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(states()).containsExactlyInAnyOrder("DUE", "SENT");
  }

  @Test
  void mailsAreRetriedWhileTheServerIsDown() {
    int port = smtp.getSmtp().getPort();
    smtp.stop();
    changed(UuidV7.next(), patient("ada@example.org"), "BOOKED", 1);
    run();
    run();
    assertThat(attempts()).containsExactly(1);
    clock.advance(Duration.ofSeconds(31));
    run();
    assertThat(attempts()).containsExactly(2);
    smtp = SmtpServer.start(port);
    clock.advance(Duration.ofMinutes(2));
    run();
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(states()).containsExactly("SENT");
  }

  @Test
  void mailsOfADeadNodeAreSentAfterItsLease() {
    changed(UuidV7.next(), patient("ada@example.org"), "BOOKED", 1);
    var dead = new DeliveryRepository(domain.database());
    DomainFixture.await(dead.relay(100, NOW));
    List<Delivery> taken =
        DomainFixture.await(dead.claim(NOW, NOW.plus(MailDeliveryJob.LEASE), 10));
    assertThat(taken).hasSize(1);
    run();
    clock.advance(MailDeliveryJob.LEASE.minusSeconds(1));
    run();
    assertThat(recipients()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    DomainFixture.await(dead.retry(taken.get(0), "late", NOW));
    run();
    assertThat(recipients()).as("the lease was lost").hasSize(1);
  }

  @Test
  void mailsAreRetriedForDays() throws Exception {
    int port = smtp.getSmtp().getPort();
    smtp.stop();
    changed(UuidV7.next(), patient("ada@example.org"), "BOOKED", 1);
    for (int i = 0; i < 2 * MailDeliveryJob.MAX_PERMANENT_ATTEMPTS; i++) {
      run();
      clock.advance(Duration.ofHours(1));
    }
    assertThat(states()).containsExactly("DUE");
    smtp = SmtpServer.start(port);
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(smtp.getReceivedMessages()[0].getMessageID())
        .isEqualTo(
            "<"
                + domain.sql("SELECT id FROM notifications.delivery").iterator().next().getUUID(0)
                + "@clinibus>");
  }

  @Test
  void aRefusedAddressIsGivenUp() {
    NetServer refusing = refusing();
    deliveries = deliveries(refusing.actualPort());
    changed(UuidV7.next(), patient("nobody@example.org"), "BOOKED", 1);
    for (int i = 0; i < MailDeliveryJob.MAX_PERMANENT_ATTEMPTS; i++) {
      run();
      clock.advance(Duration.ofHours(2));
    }
    assertThat(attempts()).containsExactly(MailDeliveryJob.MAX_PERMANENT_ATTEMPTS);
    run();
    assertThat(attempts()).containsExactly(MailDeliveryJob.MAX_PERMANENT_ATTEMPTS);
    assertThat(states()).containsExactly("DEAD");
    assertThat(
            domain.sql("SELECT failure FROM notifications.delivery").iterator().next().getString(0))
        .isEqualTo("SMTP 550");
    DomainFixture.await(refusing.close());
  }

  /** Refuses every connection. */
  private static NetServer refusing() {
    return DomainFixture.await(
        vertx
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.write("220 ready\r\n");
                  socket.handler(
                      RecordParser.newDelimited(
                          "\r\n",
                          line -> {
                            String command = line.toString().toUpperCase(Locale.ROOT);
                            if (command.startsWith("QUIT")) {
                              socket.write("221 bye\r\n").onComplete(said -> socket.close());
                            } else {
                              socket.write(
                                  command.startsWith("RCPT")
                                      ? "550 <nobody@example.org> is unknown\r\n"
                                      : "250 fine\r\n");
                            }
                          }));
                })
            .listen(0, "127.0.0.1"));
  }

  private static List<Integer> attempts() {
    List<Integer> attempts = new ArrayList<>();
    domain
        .sql("SELECT attempts FROM notifications.delivery")
        .forEach(row -> attempts.add(row.getInteger(0)));
    return attempts;
  }
}
