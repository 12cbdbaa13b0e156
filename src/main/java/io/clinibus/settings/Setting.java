package io.clinibus.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is. Parsing, {@code --help} and the README's table are all made from this
 * list.
 */
public enum Setting {
  HOST("127.0.0.1", "address the API and the app are served on; 0.0.0.0 for all"),
  PORT("8080", "port the API and the app are served on; 0 for any free one"),
  PUBLIC_URL(
      null,
      "how browsers reach this clinic, as https://clinic.example.org; required in production;"
          + " otherwise made from host and port"),
  TLS_CERTIFICATE(null, "PEM file with the certificate chain; turns HTTPS on"),
  TLS_KEY(null, "PEM file with the certificate's private key"),
  BEHIND_PROXY(
      "false", "true if a reverse proxy sets X-Forwarded-For; then it is believed, else ignored"),
  REQUESTS_PER_MINUTE("1200", "how many requests one client may make in a minute"),
  MANAGEMENT_HOST("127.0.0.1", "address that health is served on"),
  MANAGEMENT_PORT("9080", "port that health is served on; 0 for any free one"),
  DATABASE_URL(
      null,
      "postgresql://user:password@host:port/database; setting it makes this a production node"),
  DATABASE_POOL("16", "connections to PostgreSQL this node opens at most"),
  REDIS_URL(null, "redis://:password@host:port; required in production"),
  SMTP_URL(null, "smtp://user:password@host:port; required in production"),
  MAIL_SENDER(null, "From address of mails; otherwise no-reply at the public URL's host"),
  SIGNING_KEY(
      null,
      "PEM file with the RSA private key (PKCS #8, 2048 bits or more) that signs access tokens;"
          + " the same on every node; required in production"),
  DATA("./data", "folder of the embedded services and generated keys; unused in production"),
  DEMO(
      null,
      "whether an empty database is filled with demo data; true unless in production, where it is"
          + " refused"),
  LOG(null, "text or json; otherwise json in production and text on a first run"),
  NODE(null, "this node's name in logs and health; otherwise the host's name"),
  ROLES(
      null,
      "what this node runs, as web,scheduling; the rest is asked of other nodes of the cluster;"
          + " otherwise everything"),
  DRAIN_SECONDS(
      null,
      "how long a stopping node goes on after it has said that it is not ready, so that proxies"
          + " notice; otherwise 5 in production and 0 on a first run"),
  CLUSTER(null, "the file cluster.xml; setting it makes this node join the cluster it describes"),
  CLUSTER_INTERFACE(
      "127.0.0.1",
      "private address that nodes reach this one on, or a pattern for it such as 10.0.3.*"),
  CLUSTER_PORT("5701", "port of Hazelcast on that address; the next 20 are tried if it is in use"),
  CLUSTER_BUS_PORT("0", "port of the event bus on that address; 0 for any free one"),
  CLUSTER_MEMBERS("127.0.0.1", "where other nodes are, as 10.0.3.1,10.0.3.2:5701; not all need be"),
  CLUSTER_KUBERNETES(
      null, "name of a headless Kubernetes service whose pods are the members, instead of a list"),
  CLUSTER_TLS_CERTIFICATE(
      null, "PEM file with this node's certificate; turns TLS on between the nodes' event buses"),
  CLUSTER_TLS_KEY(null, "PEM file with that certificate's private key"),
  CLUSTER_TLS_AUTHORITY(
      null, "PEM file with the authority that signs the nodes' certificates and no others"),
  CONFIG(null, "properties file with any of these, named as the options are (port=8080)");

  private final String fallback;
  private final String explanation;

  Setting(String fallback, String explanation) {
    this.fallback = fallback;
    this.explanation = explanation;
  }

  /** As an environment variable: {@code CLINIBUS_PUBLIC_URL}. */
  public String variable() {
    return "CLINIBUS_" + name();
  }

  /** As an option and in a properties file: {@code public-url}. */
  public String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What holds when nothing is set, if that does not depend on anything else. */
  public Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** One sentence for people. */
  public String explanation() {
    return explanation;
  }

  static Optional<Setting> ofOption(String option) {
    return Arrays.stream(values()).filter(setting -> setting.option().equals(option)).findFirst();
  }
}
