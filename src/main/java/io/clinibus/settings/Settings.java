package io.clinibus.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All settings of a node, read and validated once at start.
 *
 * @param data folder of the embedded services and generated keys
 * @param http the API and the app
 * @param management health checks and metrics
 * @param database PostgreSQL
 * @param redis caches and rate limits
 * @param mail the mail server
 * @param signingKey PEM file with RSA private keys (PKCS #8): the first signs access tokens, all
 *     verify them
 * @param demo whether an empty database is filled with demo data
 * @param node name, roles and cluster
 * @param factors second factors
 * @param records what seals clinical data
 * @param documents where the contents of documents are kept
 */
public record Settings(
    Path data,
    Http http,
    Endpoint management,
    Database database,
    Redis redis,
    Mail mail,
    Path signingKey,
    boolean demo,
    Node node,
    Factors factors,
    Records records,
    Documents documents) {

  public record Endpoint(String host, int port) {}

  /**
   * @param publicUrl the clinic's address for browsers, without a slash at the end
   * @param tls certificate and key, or empty for plain HTTP (behind a proxy or on one machine)
   * @param behindProxy whether to trust {@code X-Forwarded-For}
   * @param requestsPerMinute API requests per client and minute
   * @param imageHosts other hosts whose pictures pages may show
   * @param staffIdle after which time without activity staff are signed out; zero for never
   */
  public record Http(
      Endpoint endpoint,
      URI publicUrl,
      Optional<Tls> tls,
      boolean behindProxy,
      int requestsPerMinute,
      List<String> imageHosts,
      Duration staffIdle) {

    /**
     * With the defaults of {@code CLINIBUS_IMAGE_HOSTS} and {@code CLINIBUS_STAFF_IDLE_MINUTES}.
     */
    public Http(
        Endpoint endpoint,
        URI publicUrl,
        Optional<Tls> tls,
        boolean behindProxy,
        int requestsPerMinute) {
      this(
          endpoint,
          publicUrl,
          tls,
          behindProxy,
          requestsPerMinute,
          List.of(),
          Duration.ofMinutes(15));
    }
  }

  /** PEM files. */
  public record Tls(Path certificate, Path key) {}

  /**
   * @param url {@code postgresql://user:password@host:port/database}
   * @param poolSize maximum number of connections of this node
   * @param authority PEM file with the authority of its certificate; empty for those that Java
   *     trusts
   */
  public record Database(URI url, int poolSize, Optional<Path> authority) {

    public Database(URI url, int poolSize) {
      this(url, poolSize, Optional.empty());
    }

    /** Whether connections are encrypted and the server's certificate and name verified. */
    public boolean tls() {
      return DatabaseUrlCheck.isVerified(url);
    }

    @Override
    public String toString() {
      return "Database[" + url.getHost() + ":" + url.getPort() + url.getPath() + "]";
    }
  }

  /**
   * @param url {@code rediss://:password@host:port}, or {@code redis://…} without TLS
   * @param authority as of {@link Database}
   */
  public record Redis(URI url, Optional<Path> authority) {

    public boolean tls() {
      return url.getScheme().equals("rediss");
    }

    @Override
    public String toString() {
      return "Redis[" + url.getHost() + ":" + url.getPort() + "]";
    }
  }

  /**
   * @param url {@code smtp://user:password@host:port}
   * @param sender the From address
   * @param authority as of {@link Database}
   */
  public record Mail(URI url, String sender, Optional<Path> authority) {

    public Mail(URI url, String sender) {
      this(url, sender, Optional.empty());
    }

    /** Whether mails are sent over encrypted connections only. */
    public boolean tls() {
      return url.getScheme().equals("smtps")
          || url.getUserInfo() != null
          || !Loopback.is(url.getHost());
    }

    @Override
    public String toString() {
      return "Mail[" + url.getHost() + ":" + url.getPort() + "]";
    }
  }

  /**
   * @param keys seal the secrets of authenticator apps: the first one seals, all open; with none, a
   *     key is derived from the signing key
   * @param requiredForStaff whether staff need a second factor
   */
  public record Factors(List<String> keys, boolean requiredForStaff) {

    @Override
    public String toString() {
      return "Factors[" + keys.size() + ", " + requiredForStaff + "]";
    }
  }

  /**
   * @param folder of the sealed contents of documents; unused with S3
   * @param s3 the bucket that keeps them instead
   * @param clamd checks uploads for malware
   * @param letters the folder of the clinic's own templates of letters
   */
  public record Documents(
      Path folder, Optional<S3> s3, Optional<Endpoint> clamd, Optional<Path> letters) {

    static final String FOLDER = "documents";

    public static Documents in(Path folder) {
      return new Documents(folder, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * @param endpoint scheme, host and port
   */
  public record S3(URI endpoint, String region, String bucket, String accessKey, String secretKey) {

    @Override
    public String toString() {
      return "S3[" + endpoint + "/" + bucket + "]";
    }
  }

  /**
   * @param keys wrap the keys of patients: the first one wraps unless Vault does, all unwrap; with
   *     none and no Vault, a key is derived from the signing key
   */
  public record Records(List<String> keys, Optional<Vault> vault) {

    @Override
    public String toString() {
      return "Records[" + keys.size() + ", " + vault + "]";
    }
  }

  /**
   * The transit engine of a Vault.
   *
   * @param url without a path
   * @param mount where the engine is mounted
   * @param key the name of the key
   * @param token file with the token
   * @param authority as of {@link Database}
   */
  public record Vault(URI url, String mount, String key, Path token, Optional<Path> authority) {}

  /**
   * @param name in logs and health checks
   * @param roles roles of this node; other nodes serve the rest
   * @param drain time between reporting not ready and stopping
   * @param cluster the cluster, or empty for a single node
   */
  public record Node(String name, Set<String> roles, Duration drain, Optional<Cluster> cluster) {

    /** A single node with all of the given roles and no drain time. */
    public static Node alone(Set<String> roles) {
      return new Node("node", roles, Duration.ZERO, Optional.empty());
    }
  }

  /**
   * @param file Hazelcast's configuration
   * @param host this node's private address, or a pattern for it
   * @param port Hazelcast's port
   * @param busPort the event bus's port, 0 for any
   * @param members seed addresses
   * @param kubernetesService the service whose pods are the members; replaces the seed addresses
   * @param secret signs and verifies the callers of requests; empty if callers are not verified
   */
  public record Cluster(
      Path file,
      String host,
      int port,
      int busPort,
      String members,
      Optional<String> kubernetesService,
      Optional<BusTls> tls,
      Optional<ClusterSecret> secret) {}

  /**
   * @param values the first one signs, all verify
   * @param acceptUnsigned whether callers without a signature are accepted, during an upgrade
   */
  public record ClusterSecret(List<String> values, boolean acceptUnsigned) {

    @Override
    public String toString() {
      return "ClusterSecret[" + values.size() + "]";
    }
  }

  /** PEM files for mutual TLS: nodes accept certificates signed by the authority. */
  public record BusTls(Path certificate, Path key, Path authority) {}

  @Override
  public String toString() {
    return "Settings[" + http.publicUrl() + ", " + database + "]";
  }
}
