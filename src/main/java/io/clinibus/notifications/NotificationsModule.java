package io.clinibus.notifications;

import io.clinibus.platform.Module;
import java.util.List;

/** The notifications domain's description of itself. */
public final class NotificationsModule {

  public static final Module MODULE =
      new Module("notifications", List.of(), List.of(), NotificationsVerticle::new);

  private NotificationsModule() {}
}
