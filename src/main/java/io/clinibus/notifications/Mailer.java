package io.clinibus.notifications;

import io.clinibus.platform.calendar.CalendarEntry;
import io.clinibus.platform.calendar.CalendarFile;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemTrustOptions;
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

/** Sends mails by SMTP. */
final class Mailer {

  /** How many mails are in flight at most. */
  static final int MAX_CONCURRENT = 4;

  /** Timeout for one mail. */
  static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static final int CONNECT_MILLIS = 5_000;

  /**
   * An idle connection is closed long before the mail is sent again over another one, so that a
   * server that hung and continues cannot accept the first.
   */
  private static final int IDLE_SECONDS = 10;

  private static final int SMTP_PORT = 25;
  private static final int SMTPS_PORT = 465;

  private final MailClient client;
  private final MailTemplates templates;
  private final String sender;

  Mailer(Vertx vertx, Settings.Mail settings, MailTemplates templates) {
    this.client = MailClient.create(vertx, config(settings));
    this.templates = templates;
    this.sender = settings.sender();
  }

  /**
   * Sends a mail; never more than {@link #MAX_CONCURRENT} at a time.
   *
   * @return completes when the server has accepted the mail; fails also if it cannot be written
   */
  Future<?> send(Delivery delivery, Instant now) {
    return Future.succeededFuture()
        .compose(begun -> client.sendMail(message(delivery, now)))
        .timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Each attempt has the same Message-ID, by which mail systems recognize a repeated mail. */
  private MailMessage message(Delivery delivery, Instant now) {
    RenderedMail mail = templates.render(delivery);
    MailMessage message =
        new MailMessage()
            .setFrom(sender)
            .setTo(delivery.email())
            .setSubject(mail.subject())
            .setText(mail.text())
            .setHtml(mail.html())
            .addHeader("Message-ID", "<" + delivery.id() + "@clinibus>");
    mail.entry().ifPresent(entry -> message.setAttachment(attachment(entry, delivery, now)));
    return message;
  }

  private MailAttachment attachment(CalendarEntry entry, Delivery delivery, Instant now) {
    String file =
        CalendarFile.invitation(entry, delivery.clinicName(), sender, delivery.email(), now);
    return MailAttachment.create()
        .setName("appointment.ics")
        .setContentType("text/calendar; charset=UTF-8; method=" + CalendarFile.method(entry))
        .setData(Buffer.buffer(file));
  }

  /**
   * Connections to another host, or with a password, are encrypted and the server's name verified;
   * others where the server can.
   */
  private static MailConfig config(Settings.Mail settings) {
    URI url = settings.url();
    boolean tls = url.getScheme().equals("smtps");
    MailConfig config =
        new MailConfig()
            .setHostname(url.getHost())
            .setPort(url.getPort() > 0 ? url.getPort() : tls ? SMTPS_PORT : SMTP_PORT)
            .setSsl(tls)
            .setStarttls(settings.tls() ? StartTLSOptions.REQUIRED : StartTLSOptions.OPTIONAL)
            .setMaxPoolSize(MAX_CONCURRENT)
            .setConnectTimeout(CONNECT_MILLIS);
    config.setHostnameVerificationAlgorithm("HTTPS");
    settings
        .authority()
        .ifPresent(
            file -> config.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
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
