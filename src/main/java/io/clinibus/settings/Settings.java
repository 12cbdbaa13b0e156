package io.clinibus.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Everything a node can be told, read once at start and checked before anything runs.
 *
 * @param data where the embedded services keep their data and generated keys
 * @param http where the API and the app are served
 * @param management where health is served
 * @param database where PostgreSQL is
 * @param redis where Redis is
 * @param mail where mails are handed over
 * @param signingKey PEM file with the RSA private key (PKCS #8) that signs access tokens
 * @param demo whether an empty database is filled with demo data
 * @param node what this node is among others
 */
public record Settings(
    Path data,
    Http http,
    Endpoint management,
    Database database,
    URI redis,
    Mail mail,
    Path signingKey,
    boolean demo,
    Node node) {

  public record Endpoint(String host, int port) {}

  /**
   * @param publicUrl how browsers reach this clinic, without a slash at the end
   * @param tls certificate and key, or empty for plain HTTP (behind a proxy or on one machine)
   * @param behindProxy whether {@code X-Forwarded-For} may be believed
   * @param requestsPerMinute how many API requests one client may make in a minute
   */
  public record Http(
      Endpoint endpoint,
      URI publicUrl,
      Optional<Tls> tls,
      boolean behindProxy,
      int requestsPerMinute) {}

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /**
   * @param url {@code postgresql://user:password@host:port/database}
   * @param poolSize connections this node opens at most
   */
  public record Database(URI url, int poolSize) {

    @Override
    public String toString() {
      return "Database[" + url.getHost() + ":" + url.getPort() + url.getPath() + "]";
    }
  }

  /**
   * @param url {@code smtp://user:password@host:port}
   * @param sender the From address
   */
  public record Mail(URI url, String sender) {

    @Override
    public String toString() {
      return "Mail[" + url.getHost() + ":" + url.getPort() + "]";
    }
  }

  /**
   * @param name in logs and health
   * @param roles what it runs; the rest is asked of other nodes
   * @param drain how long it goes on after it has said that it is not ready
   * @param cluster how it finds the others, or empty for a node that is alone
   */
  public record Node(String name, Set<String> roles, Duration drain, Optional<Cluster> cluster) {

    /** A node without a cluster, with all of the given roles, that stops without waiting. */
    public static Node alone(Set<String> roles) {
      return new Node("node", roles, Duration.ZERO, Optional.empty());
    }
  }

  /**
   * @param file Hazelcast's configuration
   * @param host this node's private address, or a pattern for it
   * @param port Hazelcast's
   * @param busPort the event bus's, 0 for any
   * @param members where others may be
   * @param kubernetesService the service whose pods are the members, instead of the list
   */
  public record Cluster(
      Path file,
      String host,
      int port,
      int busPort,
      String members,
      Optional<String> kubernetesService,
      Optional<BusTls> tls) {}

  /** PEM files; nodes show each other certificates that the authority has signed. */
  public record BusTls(Path certificate, Path key, Path authority) {}

  @Override
  public String toString() {
    return "Settings[" + http.publicUrl() + ", " + database + "]";
  }
}
