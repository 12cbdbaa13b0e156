package io.clinibus.settings;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The operator's settings, validated. Complete in production; on a first run the addresses of
 * services are known once they are started.
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
    Authorities authorities,
    Settings.Factors factors,
    Settings.Records records,
    Settings.Documents documents,
    Optional<Services> given) {

  /** PEM files with the certificate authorities of services; empty for those that Java trusts. */
  public record Authorities(Optional<Path> database, Optional<Path> redis, Optional<Path> smtp) {}

  /** Whether this node starts embedded PostgreSQL, Redis and a mail catcher. */
  public boolean embedded() {
    return given.isEmpty();
  }

  /** The settings of a node that uses these services. */
  public Settings with(Services services) {
    return new Settings(
        data,
        http,
        management,
        new Settings.Database(services.database(), databasePool, authorities.database()),
        new Settings.Redis(services.redis(), authorities.redis()),
        new Settings.Mail(services.mail(), mailSender, authorities.smtp()),
        services.signingKey(),
        demo,
        node,
        factors,
        records,
        documents);
  }
}
