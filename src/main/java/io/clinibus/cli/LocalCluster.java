package io.clinibus.cli;

import io.clinibus.demo.DemoData;
import io.clinibus.demo.profile.DemoAccounts;
import io.clinibus.embedded.EmbeddedFailure;
import io.clinibus.embedded.EmbeddedServices;
import io.clinibus.embedded.FreePort;
import io.clinibus.node.Modules;
import io.clinibus.platform.db.Database;
import io.clinibus.platform.keys.CredentialKey;
import io.clinibus.platform.keys.RecordsKey;
import io.clinibus.platform.sealing.wrapping.KeyWrappers;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Configuration;
import io.clinibus.settings.Services;
import io.clinibus.settings.Settings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * Several nodes on this machine, each in its own process, with one set of embedded services: for
 * trying out a cluster.
 */
final class LocalCluster {

  private static final int PREPARE_SECONDS = 120;

  private final Configuration configuration;
  private final int number;
  private final String file;
  private final PrintStream out;

  /** Not the default ports, so that another cluster on this machine is not joined. */
  private final List<Integer> clusterPorts;

  private final List<NodeProcess> nodes = new ArrayList<>();
  private volatile EmbeddedServices embedded;
  private boolean stopped;

  /**
   * @param configuration of the first node; the others have the next ports
   * @param number the number of nodes
   * @param file Hazelcast's configuration
   */
  LocalCluster(Configuration configuration, int number, String file, PrintStream out) {
    this.configuration = configuration;
    this.number = number;
    this.file = file;
    this.out = out;
    this.clusterPorts = FreePort.several(number);
  }

  /** Blocks until all nodes answer requests. */
  void start() throws StartFailure {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    Services services = startServices();
    prepare(configuration.with(services));
    for (int i = 0; i < number; i++) {
      startNode(i, services);
      if (i == 0) {
        nodes.get(0).awaitReady(); // The others then find a cluster to join.
      }
    }
    for (NodeProcess node : nodes) {
      node.awaitReady();
    }
    out.print(banner());
  }

  private Services startServices() throws StartFailure {
    try {
      embedded = EmbeddedServices.start(configuration.data());
      return embedded.services();
    } catch (EmbeddedFailure e) {
      throw StartFailure.of(e);
    }
  }

  /** The nodes themselves are production nodes, which refuse demo data. */
  private static void prepare(Settings settings) throws StartFailure {
    Vertx vertx = Vertx.vertx();
    try {
      Database.migrate(vertx, settings.database())
          .compose(migrated -> KeyWrappers.open(vertx, settings, new Metrics()))
          .compose(
              keys ->
                  DemoData.loadIfWanted(
                      vertx, settings, Clock.systemUTC(), Modules.ALL.demo(), keys))
          .await(PREPARE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | RuntimeException e) {
      throw StartFailure.of(e, settings);
    } finally {
      vertx.close();
    }
  }

  private synchronized void startNode(int index, Services services) throws StartFailure {
    if (stopped) {
      throw StartFailure.because("stopped while starting");
    }
    try {
      nodes.add(NodeProcess.start(name(index), environment(index, services), out));
    } catch (IOException e) {
      throw StartFailure.because(name(index) + " could not be started: " + e.getMessage());
    }
  }

  private Map<String, String> environment(int index, Services services) {
    Settings.Http http = configuration.http();
    Map<String, String> environment = new HashMap<>();
    environment.put("CLINIBUS_NODE", name(index));
    environment.put("CLINIBUS_HOST", http.endpoint().host());
    environment.put("CLINIBUS_PORT", Integer.toString(http.endpoint().port() + index));
    environment.put("CLINIBUS_MANAGEMENT_HOST", configuration.management().host());
    environment.put(
        "CLINIBUS_MANAGEMENT_PORT", Integer.toString(configuration.management().port() + index));
    environment.put("CLINIBUS_PUBLIC_URL", http.publicUrl().toString());
    environment.put("CLINIBUS_REQUESTS_PER_MINUTE", Integer.toString(http.requestsPerMinute()));
    environment.put("CLINIBUS_DATABASE_URL", services.database().toString());
    environment.put("CLINIBUS_DATABASE_POOL", Integer.toString(configuration.databasePool()));
    environment.put("CLINIBUS_REDIS_URL", services.redis().toString());
    environment.put("CLINIBUS_SMTP_URL", services.mail().toString());
    environment.put("CLINIBUS_SIGNING_KEY", services.signingKey().toString());
    environment.put("CLINIBUS_CREDENTIAL_KEY", CredentialKey.derivedFrom(services.signingKey()));
    environment.put("CLINIBUS_RECORDS_KEY", RecordsKey.derivedFrom(services.signingKey()));
    environment.put("CLINIBUS_DOCUMENTS_FOLDER", configuration.documents().folder().toString());
    environment.put("CLINIBUS_STAFF_SECOND_FACTOR", "false");
    environment.put("CLINIBUS_LOG", configuration.jsonLog() ? "json" : "text");
    environment.put("CLINIBUS_DRAIN_SECONDS", "1");
    environment.put("CLINIBUS_CLUSTER", file);
    environment.put("CLINIBUS_CLUSTER_PORT", clusterPorts.get(index).toString());
    environment.put(
        "CLINIBUS_CLUSTER_MEMBERS",
        clusterPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")));
    return environment;
  }

  private static String name(int index) {
    return "node-" + (index + 1);
  }

  private String banner() {
    StringBuilder text = new StringBuilder("\nA cluster of " + number + " nodes is ready:\n\n");
    for (int i = 0; i < number; i++) {
      text.append(
          "  %-8s http://localhost:%d   health http://%s:%d/health/ready   process %d%n"
              .formatted(
                  name(i),
                  configuration.http().endpoint().port() + i,
                  configuration.management().host(),
                  configuration.management().port() + i,
                  nodes.get(i).pid()));
    }
    if (configuration.demo()) {
      text.append("\nDemo logins, all with the password " + DemoAccounts.PASSWORD + ":\n");
      DemoAccounts.LOGINS.forEach(
          login -> text.append("  %-20s%s%n".formatted(login.who(), login.email())));
    }
    return text.append("\nEnd a node's process and see what happens. Stop all with Ctrl-C.\n\n")
        .toString();
  }

  /** Stops one node after the other, then the embedded services. */
  private void stop() {
    List<NodeProcess> running;
    synchronized (this) {
      stopped = true;
      running = List.copyOf(nodes);
    }
    running.forEach(NodeProcess::stop);
    EmbeddedServices services = embedded;
    if (services != null) {
      services.close();
    }
    Logs.end();
  }
}
