package io.clinibus.settings;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * All settings. Parsing, {@code --help} and the table in docs/operations.md derive from this list.
 */
public enum Setting {
  HOST("127.0.0.1", "address of the API and the app; 0.0.0.0 listens on all interfaces"),
  PORT("8080", "port of the API and the app; 0 picks a free port"),
  PUBLIC_URL(
      null,
      "public address of the clinic, such as https://clinic.example.org; required in production;"
          + " default: derived from host and port"),
  TLS_CERTIFICATE(null, "PEM file with the certificate chain; enables HTTPS"),
  TLS_KEY(null, "PEM file with the private key of the certificate"),
  BEHIND_PROXY(
      "false", "true to trust the X-Forwarded-For header of a reverse proxy; ignored otherwise"),
  REQUESTS_PER_MINUTE("1200", "rate limit: requests per client and minute"),
  IMAGE_HOSTS(
      null,
      "hosts from which pages may load pictures, such as photos of doctors, with a comma between;"
          + " they learn the network addresses of visitors; default: none beside the clinic's own"),
  STAFF_IDLE_MINUTES(
      "15",
      "minutes without activity after which staff are signed out; 0 for never, except in"
          + " production"),
  MANAGEMENT_HOST("127.0.0.1", "address of health checks and metrics"),
  MANAGEMENT_PORT("9080", "port of health checks and metrics; 0 picks a free port"),
  DATABASE_URL(null, "postgresql://user:password@host:port/database; makes this a production node"),
  DATABASE_CA(
      null,
      "PEM file with the certificate authority of PostgreSQL; default: those that Java trusts"),
  DATABASE_POOL(
      "16",
      "maximum number of PostgreSQL connections of this node; two more are reserved for change"
          + " feed, revocations, heartbeats and health"),
  REDIS_URL(
      null, "rediss://:password@host:port, or redis:// on this machine; required in production"),
  REDIS_CA(
      null, "PEM file with the certificate authority of Redis; default: those that Java trusts"),
  SMTP_URL(
      null,
      "smtp://user:password@host:port, with STARTTLS unless this machine takes mails without a"
          + " password, or smtps://; required in production"),
  SMTP_CA(
      null,
      "PEM file with the certificate authority of the mail server; default: those that Java"
          + " trusts"),
  MAIL_SENDER(null, "From address of mails; default: no-reply at the host of the public URL"),
  SIGNING_KEY(
      null,
      "PEM file with RSA private keys (PKCS #8, at least 2048 bits): the first one signs access"
          + " tokens, all verify them; required in production"),
  CREDENTIAL_KEY(
      null,
      "secret of 32 characters or more that seals the secrets of authenticator apps; several with a"
          + " comma between: the first one seals, all open; required in production"),
  RECORDS_KEY(
      null,
      "secret of 32 characters or more that wraps the keys of patients, which seal clinical data;"
          + " several with a comma between: the first one wraps, all unwrap; required in"
          + " production, unless Vault wraps. Without it clinical data is lost"),
  RECORDS_VAULT_URL(
      null,
      "https://host:port of a Vault whose transit engine wraps the keys of patients;"
          + " CLINIBUS_RECORDS_KEY then only unwraps"),
  RECORDS_VAULT_KEY(
      "transit/clinibus", "mount and name of the key in Vault, which must be a derived one"),
  RECORDS_VAULT_TOKEN(
      null,
      "file with the token for Vault, such as an agent of Vault writes; read anew when it"
          + " changes"),
  RECORDS_VAULT_CA(
      null, "PEM file with the certificate authority of Vault; default: those that Java trusts"),
  DOCUMENTS_FOLDER(
      null,
      "folder of the sealed contents of documents, which the nodes of a cluster share; required in"
          + " production unless documents are in S3; default: documents in the data folder"),
  DOCUMENTS_S3_URL(
      null,
      "https:// address of S3 or of what speaks its protocol; keeps the contents of documents there"
          + " instead of in a folder"),
  DOCUMENTS_S3_REGION(null, "region of the bucket, such as eu-central-1; required with S3"),
  DOCUMENTS_S3_BUCKET(null, "name of the bucket; required with S3"),
  DOCUMENTS_S3_ACCESS_KEY(null, "id of the access key; required with S3"),
  DOCUMENTS_S3_SECRET_KEY(null, "secret of the access key; required with S3"),
  CLAMD(
      null,
      "host:port of clamd, which checks uploads for malware; while it does not answer they wait;"
          + " default: no check"),
  LETTERS_FOLDER(
      null,
      "folder of the clinic's own templates of letters, the same on each node; default: the"
          + " templates of Clinibus"),
  STAFF_SECOND_FACTOR(
      null, "whether staff need a second factor; default: true in production, else false"),
  DATA("./data", "folder of the embedded services and generated keys; unused in production"),
  DEMO(
      null,
      "whether to fill an empty database with demo data; default: true, refused in production"),
  LOG(null, "log format: text or json; default: json in production, else text"),
  NODE(null, "name of this node in logs and health checks; default: host name"),
  ROLES(
      null,
      "comma-separated roles of this node, such as web,scheduling; other nodes of the cluster serve"
          + " the rest; default: all"),
  DRAIN_SECONDS(
      null,
      "seconds between reporting not ready and stopping, so that proxies stop routing here;"
          + " default: 5 in production, else 0"),
  CLUSTER(null, "path of cluster.xml; joins the cluster described there"),
  CLUSTER_INTERFACE(
      "127.0.0.1", "private address for cluster traffic, or a pattern such as 10.0.3.*"),
  CLUSTER_PORT("5701", "Hazelcast port; if in use, the next 20 ports are tried"),
  CLUSTER_BUS_PORT("0", "event bus port; 0 picks a free port"),
  CLUSTER_MEMBERS(
      "127.0.0.1",
      "comma-separated seed addresses, such as 10.0.3.1,10.0.3.2:5701; one reachable member is"
          + " enough"),
  CLUSTER_KUBERNETES(
      null,
      "DNS name of a headless Kubernetes service whose pods are the members; replaces the seed"
          + " addresses"),
  CLUSTER_TLS_CERTIFICATE(
      null, "PEM file with the certificate of this node; enables TLS on the event bus"),
  CLUSTER_TLS_KEY(null, "PEM file with the private key of that certificate"),
  CLUSTER_TLS_AUTHORITY(
      null,
      "PEM file with the certificate authority that signs node certificates and nothing else"),
  CLUSTER_PLAIN(
      null,
      "accepted: the event bus of a production cluster may be without TLS, because its network is"
          + " encrypted already, such as by WireGuard"),
  CLUSTER_SECRET(
      null,
      "secret of 32 characters or more with which nodes sign the callers of their requests;"
          + " several with a comma between: the first one signs, all verify; required in a"
          + " production cluster on other than this machine"),
  CLUSTER_UNSIGNED(
      null,
      "accepted: callers without a signature are accepted, while the nodes of a running cluster"
          + " get their secret one after the other"),
  CONFIG(null, "properties file with any of these settings, named like the options (port=8080)");

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

  /** The default value; empty if there is none or it depends on other settings. */
  public Optional<String> fallback() {
    return Optional.ofNullable(fallback);
  }

  /** One sentence of documentation. */
  public String explanation() {
    return explanation;
  }

  static Optional<Setting> ofOption(String option) {
    return Arrays.stream(values()).filter(setting -> setting.option().equals(option)).findFirst();
  }
}
