package io.clinibus.settings;

import static io.clinibus.settings.Setting.*;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the settings of a node in a cluster: its name, roles and cluster. */
final class NodeReader {

  private static final String PEM = "a readable PEM file";
  private static final int MAX_DRAIN_SECONDS = 300;
  private static final int PRODUCTION_DRAIN_SECONDS = 5;
  private static final List<Setting> BUS_TLS =
      List.of(CLUSTER_TLS_CERTIFICATE, CLUSTER_TLS_KEY, CLUSTER_TLS_AUTHORITY);
  private static final List<Setting> OF_A_CLUSTER =
      List.of(
          CLUSTER_INTERFACE,
          CLUSTER_PORT,
          CLUSTER_BUS_PORT,
          CLUSTER_MEMBERS,
          CLUSTER_KUBERNETES,
          CLUSTER_TLS_CERTIFICATE,
          CLUSTER_TLS_KEY,
          CLUSTER_TLS_AUTHORITY,
          CLUSTER_PLAIN,
          CLUSTER_SECRET,
          CLUSTER_UNSIGNED);
  private static final Set<String> ACCEPTED = Set.of("accepted");
  private static final String OFF_THIS_MACHINE =
      "in a production cluster on other than this machine";

  private final RawSettings values;
  private final Parser parser;
  private final SettingProblems problems;
  private final Set<String> known;

  NodeReader(RawSettings values, Parser parser, SettingProblems problems, Set<String> known) {
    this.values = values;
    this.parser = parser;
    this.problems = problems;
    this.known = known;
  }

  Settings.Node read(boolean production) {
    Set<String> roles = roles();
    if (values.get(CLUSTER).isEmpty()) {
      refuseWithoutCluster(roles);
    } else if (!production) {
      problems.refused(
          CLUSTER,
          "the nodes of a cluster share one database: set CLINIBUS_DATABASE_URL too, or try"
              + " \"clinibus cluster\"");
    }
    Optional<Settings.Cluster> cluster = cluster();
    if (production) {
      cluster.filter(found -> !Loopback.is(found.host())).ifPresent(this::checkRemote);
    }
    return new Settings.Node(name(), roles, drain(production), cluster);
  }

  private void checkRemote(Settings.Cluster cluster) {
    boolean plain = parser.oneOf(CLUSTER_PLAIN, ACCEPTED).isPresent();
    if (!plain && BUS_TLS.stream().allMatch(setting -> values.get(setting).isEmpty())) {
      problems.missing(
          CLUSTER_TLS_CERTIFICATE,
          OFF_THIS_MACHINE + ", unless its network is encrypted (CLINIBUS_CLUSTER_PLAIN=accepted)");
    }
    if (values.get(CLUSTER_SECRET).isEmpty()) {
      problems.missing(CLUSTER_SECRET, OFF_THIS_MACHINE);
    }
  }

  private void refuseWithoutCluster(Set<String> roles) {
    OF_A_CLUSTER.stream()
        .filter(setting -> values.get(setting).isPresent())
        .forEach(
            setting ->
                problems.refused(
                    setting, "is for a cluster: set CLINIBUS_CLUSTER too, or remove it"));
    if (!roles.equals(known)) {
      problems.missing(CLUSTER, "for a node that does not run everything (CLINIBUS_ROLES)");
    }
  }

  private String name() {
    String name = values.get(NODE).orElseGet(NodeReader::hostName);
    if (!name.matches("[A-Za-z0-9._-]{1,80}")) {
      problems.add(NODE, "up to 80 letters, digits, dots and dashes");
    }
    return name;
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "node"; // The host name is unknown.
    }
  }

  private Set<String> roles() {
    Optional<String> said = values.get(ROLES);
    if (said.isEmpty()) {
      return known;
    }
    Set<String> roles = new LinkedHashSet<>();
    for (String word : said.get().split("[,\\s]+")) {
      if (known.contains(word)) {
        roles.add(word);
      } else {
        problems.add(ROLES, "some of " + String.join(", ", known) + "; not " + Parser.quoted(word));
      }
    }
    return roles.isEmpty() ? known : roles;
  }

  private Duration drain(boolean production) {
    int seconds =
        values.get(DRAIN_SECONDS).isPresent()
            ? parser.number(DRAIN_SECONDS, 0, MAX_DRAIN_SECONDS)
            : production ? PRODUCTION_DRAIN_SECONDS : 0;
    return Duration.ofSeconds(seconds);
  }

  private Optional<Settings.Cluster> cluster() {
    return parser
        .file(CLUSTER, "a readable Hazelcast configuration (cluster.xml)")
        .map(
            file ->
                new Settings.Cluster(
                    file,
                    address(),
                    parser.number(CLUSTER_PORT, 1, 65_535),
                    parser.number(CLUSTER_BUS_PORT, 0, 65_535),
                    members(),
                    values.get(CLUSTER_KUBERNETES),
                    tls(),
                    secret()));
  }

  private Optional<Settings.ClusterSecret> secret() {
    boolean unsigned = parser.oneOf(CLUSTER_UNSIGNED, ACCEPTED).isPresent();
    List<String> secrets = parser.secrets(CLUSTER_SECRET);
    return secrets.isEmpty()
        ? Optional.empty()
        : Optional.of(new Settings.ClusterSecret(secrets, unsigned));
  }

  private String address() {
    return matching(
        CLUSTER_INTERFACE,
        "[0-9A-Fa-f.:*-]+",
        "an IP address of this machine, or a pattern such as 10.0.3.*");
  }

  private String members() {
    return matching(
        CLUSTER_MEMBERS,
        "[A-Za-z0-9.:*_-]+(\\s*,\\s*[A-Za-z0-9.:*_-]+)*",
        "host names or IP addresses with a comma between, each with or without :port");
  }

  private String matching(Setting setting, String pattern, String expected) {
    String text = values.get(setting).or(setting::fallback).orElseThrow();
    if (!text.matches(pattern)) {
      problems.add(setting, expected + ", not " + Parser.quoted(text));
    }
    return text;
  }

  private Optional<Settings.BusTls> tls() {
    if (BUS_TLS.stream().allMatch(setting -> values.get(setting).isEmpty())) {
      return Optional.empty();
    }
    BUS_TLS.stream()
        .filter(setting -> values.get(setting).isEmpty())
        .forEach(setting -> problems.missing(setting, "for TLS on the event bus"));
    Optional<Path> certificate = parser.file(CLUSTER_TLS_CERTIFICATE, PEM);
    Optional<Path> key = parser.file(CLUSTER_TLS_KEY, PEM);
    Optional<Path> authority = parser.file(CLUSTER_TLS_AUTHORITY, PEM);
    return certificate.flatMap(
        chain ->
            key.flatMap(
                secret -> authority.map(trusted -> new Settings.BusTls(chain, secret, trusted))));
  }
}
