package io.clinibus.notifications;

import io.clinibus.bus.Bus;
import io.clinibus.notifications.api.UndeliveredMailsApi;
import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the notifications domain: it sends what the outbox requests. */
public final class NotificationsVerticle extends VerticleBase {

  private final NodeContext platform;

  public NotificationsVerticle(NodeContext platform) {
    this.platform = platform;
  }

  @Override
  public Future<?> start() {
    var settings = platform.settings();
    return vertx
        .executeBlocking(
            () ->
                MailTemplates.load(
                    platform.modules(), settings.http().publicUrl(), settings.signingKey()))
        .compose(
            templates -> {
              var repository = new DeliveryRepository(platform.database());
              var mailer = new Mailer(vertx, settings.mail(), templates);
              new MailDeliveryJob(repository, mailer, platform.clock(), platform.metrics())
                  .start(platform.jobs());
              return serve();
            });
  }

  private Future<?> serve() {
    var mails =
        new UndeliveredMails(new UndeliveredMailRepository(platform.database()), platform.clock());
    Bus bus = platform.bus();
    return Future.all(
        bus.serve(UndeliveredMailsApi.LIST_UNDELIVERED_MAILS, mails::list),
        bus.serve(UndeliveredMailsApi.SEND_MAIL_AGAIN, mails::sendAgain),
        bus.serve(UndeliveredMailsApi.DISMISS_MAIL, mails::dismiss));
  }
}
