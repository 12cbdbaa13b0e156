package io.clinibus.notifications;

import io.clinibus.platform.Module;

/** The notifications domain's description of itself. */
public final class NotificationsModule {

  public static final Module MODULE =
      Module.of("notifications", NotificationsVerticle::new)
          .withRetention(DeliveryRepository.EXPIRED);

  private NotificationsModule() {}
}
