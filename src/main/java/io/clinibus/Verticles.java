package io.clinibus;

import io.clinibus.directory.DirectoryVerticle;
import io.clinibus.identity.IdentityVerticle;
import io.clinibus.notifications.NotificationsVerticle;
import io.clinibus.patients.PatientsVerticle;
import io.clinibus.platform.Platform;
import io.clinibus.reports.ReportsVerticle;
import io.clinibus.scheduling.SchedulingVerticle;
import io.clinibus.settings.NodeRole;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The domains' verticles, by the role that brings them to a node, in the order they start. */
final class Verticles {

  private static final Map<NodeRole, Function<Platform, Deployable>> DOMAINS =
      new LinkedHashMap<>();

  static {
    DOMAINS.put(NodeRole.PATIENTS, PatientsVerticle::new);
    DOMAINS.put(NodeRole.SCHEDULING, SchedulingVerticle::new);
    DOMAINS.put(NodeRole.DIRECTORY, DirectoryVerticle::new);
    DOMAINS.put(NodeRole.IDENTITY, IdentityVerticle::new);
    DOMAINS.put(NodeRole.REPORTS, ReportsVerticle::new);
    DOMAINS.put(NodeRole.NOTIFICATIONS, NotificationsVerticle::new);
  }

  private Verticles() {}

  /** Starts those that a node's roles ask for, side by side: none needs another to start. */
  static Future<?> deployDomains(Platform platform) {
    Set<NodeRole> roles = platform.settings().node().roles();
    return Future.all(
        DOMAINS.entrySet().stream()
            .filter(domain -> roles.contains(domain.getKey()))
            .map(domain -> platform.vertx().deployVerticle(domain.getValue().apply(platform)))
            .toList());
  }
}
