package io.clinibus.settings;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

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
 */
public record Settings(
    Path data,
    Http http,
    Endpoint management,
    Database database,
    URI redis,
    Mail mail,
    Path signingKey,
    boolean demo) {

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

  @Override
  public String toString() {
    return "Settings[" + http.publicUrl() + ", " + database + "]";
  }
}
