package io.clinibus.embedded;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.user.UserImpl;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.clinibus.platform.UuidV7;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An SMTP server in this process that delivers nothing and keeps the latest {@value #MOST} mails.
 * Thread-safe.
 */
public final class MailCatcher {

  /** The number of mails kept. */
  public static final int MOST = 500;

  private static final String LOOPBACK = "127.0.0.1";

  /** A busy machine is slow, not wrong. */
  private static final Duration START_PATIENCE = Duration.ofMinutes(1);

  private final GreenMail server = new GreenMail(setup());
  private final Deque<CaughtMail> mails = new ArrayDeque<>();

  private static ServerSetup setup() {
    var setup = new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP);
    setup.setServerStartupTimeout(START_PATIENCE.toMillis());
    return setup;
  }

  /** Starts the server and returns its URL. */
  public URI start() {
    server
        .getUserManager()
        .setMessageDeliveryHandler((message, recipient) -> new Recipient(recipient.getEmail()));
    server.start();
    return URI.create("smtp://" + LOOPBACK + ":" + server.getSmtp().getPort());
  }

  /** The mails kept, latest first; one entry for each recipient. */
  public synchronized List<CaughtMail> mails() {
    return List.copyOf(mails);
  }

  /** Stops the server; the mails are kept. */
  public void stop() {
    server.stop();
  }

  private synchronized void keep(String recipient, MimeMessage message) {
    mails.addFirst(CaughtMail.of(UuidV7.next(), recipient, Instant.now(), message));
    if (mails.size() > MOST) {
      mails.removeLast();
    }
  }

  /** Any recipient; has no mailbox in the server, whose own mailboxes are unbounded. */
  private final class Recipient extends UserImpl {

    Recipient(String email) {
      super(email, email, "", null);
    }

    @Override
    public void deliver(MovingMessage message) {
      keep(getEmail(), message.getMessage());
    }
  }
}
