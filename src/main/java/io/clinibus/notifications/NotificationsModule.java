package io.clinibus.notifications;

import io.clinibus.notifications.api.NotificationsFailures;
import io.clinibus.notifications.api.UndeliveredMailsApi;
import io.clinibus.platform.Module;
import io.clinibus.platform.NodeContext;
import io.clinibus.platform.ReadinessCheck;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/** The notifications domain's description of itself. */
public final class NotificationsModule {

  public static final Module MODULE =
      Module.of("notifications", NotificationsVerticle::new)
          .withApis(UndeliveredMailsApi.class)
          .withFailures(NotificationsFailures.class)
          .withRetention(NotificationsRetention.ALL)
          .withPersonalData(NotificationsPersonalData.ALL)
          .withReadiness(NotificationsModule::checks);

  private static final Duration OVERDUE = Duration.ofMinutes(15);

  private NotificationsModule() {}

  /** Mails wait when the mail server does not accept them; the node serves on. */
  private static List<ReadinessCheck> checks(NodeContext context) {
    var repository = new DeliveryRepository(context.database());
    return List.of(
        new ReadinessCheck(
            "mails",
            false,
            () ->
                repository
                    .isAnyDueSince(context.clock().instant().minus(OVERDUE))
                    .compose(
                        overdue ->
                            overdue
                                ? Future.failedFuture("mails are overdue")
                                : Future.succeededFuture())));
  }
}
