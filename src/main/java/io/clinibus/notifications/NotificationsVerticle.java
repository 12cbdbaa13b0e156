package io.clinibus.notifications;

import io.clinibus.platform.NodeContext;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Wires the notifications domain. It serves no operation: it sends what the outbox requests. */
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
        .onSuccess(
            templates -> {
              var repository = new DeliveryRepository(platform.database());
              var mailer = new Mailer(vertx, settings.mail(), templates);
              new MailDeliveryJob(repository, mailer, platform.clock(), platform.metrics())
                  .start(platform.jobs());
            });
  }
}
