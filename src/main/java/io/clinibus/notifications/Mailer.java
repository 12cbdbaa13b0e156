package io.clinibus.notifications;

import io.clinibus.notifications.Delivery.Kind;
import io.clinibus.notifications.MailTexts.Rendered;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailAttachment;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Hands mails to the SMTP server. */
final class Mailer {

  /** How many mails can be under way at once. */
  static final int AT_ONCE = 4;

  /** After this it is given up that the server takes a mail. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int CONNECT_MILLIS = 5_000;

  /**
   * A connection on which nothing happens is closed, long before the mail is sent again over
   * another one: a server that hung and goes on finds nobody there to give it the first.
   */
  private static final int IDLE_SECONDS = 10;

  private static final int SMTP_PORT = 25;
  private static final int SMTPS_PORT = 465;

  private final MailClient client;
  private final MailTexts texts;
  private final String sender;

  Mailer(Vertx vertx, Settings.Mail settings, MailTexts texts) {
    this.client = MailClient.create(vertx, config(settings.url()));
    this.texts = texts;
    this.sender = settings.sender();
  }

  /** Completes when the server has taken the mail; never more than {@link #AT_ONCE} at a time. */
  Future<?> send(Delivery delivery, Instant now) {
    return client
        .sendMail(message(delivery, now))
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Each time under the same Message-ID, by which mail systems know one they have got already. */
  private MailMessage message(Delivery delivery, Instant now) {
    Rendered rendered = texts.render(delivery);
    MailMessage message =
        new MailMessage()
            .setFrom(sender)
            .setTo(delivery.email())
            .setSubject(rendered.subject())
            .setText(rendered.text())
            .setHtml(rendered.html())
            .addHeader("Message-ID", "<" + delivery.id() + "@clinibus>");
    if (delivery.kind() != Kind.WAITLIST_OFFER) {
      String file = Invitation.of(delivery, rendered.summary(), sender, now);
      message.setAttachment(
          MailAttachment.create()
              .setName("appointment.ics")
              .setContentType("text/calendar; charset=UTF-8; method=" + Invitation.method(delivery))
              .setData(Buffer.buffer(file)));
    }
    return message;
  }

  /** A connection is encrypted where the server can; always, when the URL says {@code smtps}. */
  private static MailConfig config(URI url) {
    boolean tls = url.getScheme().equals("smtps");
    MailConfig config =
        new MailConfig()
            .setHostname(url.getHost())
            .setPort(url.getPort() > 0 ? url.getPort() : tls ? SMTPS_PORT : SMTP_PORT)
            .setSsl(tls)
            .setStarttls(StartTLSOptions.OPTIONAL)
            .setMaxPoolSize(AT_ONCE)
            .setConnectTimeout(CONNECT_MILLIS);
    config.setIdleTimeout(IDLE_SECONDS).setKeepAliveTimeout(IDLE_SECONDS / 2);
    if (url.getUserInfo() != null) {
      String[] login = url.getUserInfo().split(":", 2);
      config
          .setLogin(LoginOption.REQUIRED)
          .setUsername(login[0])
          .setPassword(login.length > 1 ? login[1] : "");
    }
    return config;
  }
}
