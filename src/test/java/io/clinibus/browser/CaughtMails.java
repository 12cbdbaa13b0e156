package io.clinibus.browser;

import io.clinibus.embedded.MailCatcher;
import io.clinibus.testing.DomainFixture;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.net.URI;

/** A mail catcher with an SMTP client. */
final class CaughtMails implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final MailCatcher catcher = new MailCatcher();
  private final MailClient sender;

  CaughtMails() {
    URI url = catcher.start();
    sender =
        MailClient.create(
            vertx, new MailConfig().setHostname(url.getHost()).setPort(url.getPort()));
  }

  MailCatcher catcher() {
    return catcher;
  }

  void send(String to, String subject, String text, String html) {
    DomainFixture.await(
        sender.sendMail(new MailMessage("clinic@example.org", to, subject, text).setHtml(html)));
  }

  @Override
  public void close() {
    DomainFixture.await(sender.close());
    catcher.stop();
    DomainFixture.await(vertx.close());
  }
}
