package io.clinibus.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the operator said, checked. In production it is complete; on a first run the services are
 * not known before they have been started.
 *
 * @param given the services of a production node; empty on a first run
 * @param jsonLog whether log lines are JSON
 */
public record Configuration(
    Settings.Http http,
    Settings.Endpoint management,
    int databasePool,
    String mailSender,
    Path data,
    boolean demo,
    boolean jsonLog,
    Settings.Node node,
    Optional<Services> given) {

  /** Whether this node starts PostgreSQL, Redis and a mail catcher by itself. */
  public boolean embedded() {
    return given.isEmpty();
  }

  /** The settings of a node that uses these services. */
  public Settings with(Services services) {
    return new Settings(
        data,
        http,
        management,
        new Settings.Database(services.database(), databasePool),
        services.redis(),
        new Settings.Mail(services.mail(), mailSender),
        services.signingKey(),
        demo,
        node);
  }
}
