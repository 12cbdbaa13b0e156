package io.clinibus.testing;

import io.clinibus.cluster.VertxFactory;
import io.clinibus.node.Modules;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/**
 * Nodes that find each other on free ports of this machine, over one database: in this JVM, or in
 * JVMs of their own that a test can kill.
 */
public final class TestCluster implements AutoCloseable {

  private static final Path FILE = Path.of("cluster.xml");
  private static final int MOST_NODES = 6;
  private static final int PATIENCE_SECONDS = 60;

  private final URI database;
  private final List<Integer> ports;
  private final List<Runnable> started = new ArrayList<>();

  private TestCluster(URI database) {
    this.database = database;
    this.ports = TestPorts.several(MOST_NODES);
  }

  /** A cluster without nodes on a fresh database. */
  public static TestCluster empty() {
    return new TestCluster(TestServers.newDatabase());
  }

  /** A cluster without nodes on a database of the test's own. */
  public static TestCluster on(URI database) {
    return new TestCluster(database);
  }

  /** A cluster of nodes in this JVM that all run everything. */
  public static List<TestNode> nodes(TestCluster cluster, int number) {
    List<TestNode> nodes =
        IntStream.range(0, number).mapToObj(i -> cluster.node(Modules.ALL.roles())).toList();
    nodes.forEach(node -> awaitMembers(node, number));
    return nodes;
  }

  public URI database() {
    return database;
  }

  /** One more node in this JVM. */
  public TestNode node(Set<String> roles) {
    return node(place(roles, FILE));
  }

  /** One more node in this JVM, in a place made by {@link #place}. */
  public TestNode node(Settings.Node place) {
    TestNode node =
        TestNode.start(TestNode.placed(TestNode.settings(database), place), Clock.systemUTC());
    started.add(node::close);
    return node;
  }

  /** One more node in this JVM, with other settings and another clock than usual. */
  public TestNode node(UnaryOperator<Settings> settings, Clock clock) {
    Settings usual = TestNode.placed(TestNode.settings(database), place(Modules.ALL.roles(), FILE));
    TestNode node = TestNode.start(settings.apply(usual), clock);
    started.add(node::close);
    return node;
  }

  /** A node in this JVM without any part of Clinibus. */
  public VertxFactory network() {
    return network(place(Modules.ALL.roles(), FILE));
  }

  public VertxFactory network(Settings.Node place) {
    VertxFactory network = BusFixture.await(VertxFactory.open(place, new Metrics()));
    started.add(() -> BusFixture.await(network.vertx().close()));
    return network;
  }

  /** The place of the next node to start. */
  public Settings.Node place(Set<String> roles, Path file) {
    return new Settings.Node(
        "node-" + (started.size() + 1),
        roles,
        Duration.ZERO,
        Optional.of(
            new Settings.Cluster(
                file,
                "127.0.0.1",
                ports.get(started.size()),
                0,
                members(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  /** One more node in a JVM of its own. Does not wait. */
  public ChildNode child(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ChildNode.production(database));
    environment.put("CLINIBUS_NODE", "node-" + (started.size() + 1));
    environment.put("CLINIBUS_CLUSTER", FILE.toString());
    environment.put("CLINIBUS_CLUSTER_PORT", ports.get(started.size() % MOST_NODES).toString());
    environment.put("CLINIBUS_CLUSTER_MEMBERS", members());
    environment.putAll(more);
    ChildNode child = ChildNode.launch(environment);
    started.add(child::close);
    return child;
  }

  /** Waits until a node sees so many, itself included. */
  public static void awaitMembers(TestNode node, int number) {
    Awaitility.await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(() -> node.node().member().orElseThrow().nodes().size() == number);
  }

  /** Every node leaves, one after the other. */
  @Override
  public void close() {
    for (Runnable closing : started) {
      closing.run();
    }
  }

  private String members() {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }
}
