package io.clinibus.platform.embedded;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.util.List;

/** An SMTP server in this process that keeps what it is handed and delivers nothing. */
public final class MailCatcher {

  private static final String LOOPBACK = "127.0.0.1";

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, LOOPBACK, ServerSetup.PROTOCOL_SMTP));

  URI start() {
    server.start();
    return URI.create("smtp://" + LOOPBACK + ":" + server.getSmtp().getPort());
  }

  /** Everything caught since the start. */
  public List<MimeMessage> mails() {
    return List.of(server.getReceivedMessages());
  }

  void stop() {
    server.stop();
  }
}
