package io.clinibus.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes of one clinic, each in a JVM of its own. */
final class Cluster implements AutoCloseable {

  private static final String ALL = "";

  private final List<Node> nodes = new ArrayList<>();
  private final int doors;

  private Cluster(int doors) {
    this.doors = doors;
  }

  /** One node that knows of no others. */
  static Cluster alone(Clinic clinic, Options options) throws InterruptedException {
    Cluster cluster = new Cluster(1);
    cluster.nodes.add(Node.start(clinic, options));
    return cluster;
  }

  /** Nodes that each run everything, and are all asked. */
  static Cluster ofEquals(int number, Clinic clinic, Options options) throws InterruptedException {
    Cluster cluster = new Cluster(number);
    cluster.start(IntStream.range(0, number).mapToObj(i -> ALL).toList(), clinic, options);
    return cluster;
  }

  /**
   * One node that takes requests and can answer none of them by itself, and one that answers: every
   * request crosses the bus.
   */
  static Cluster split(Clinic clinic, Options options) throws InterruptedException {
    Cluster cluster = new Cluster(1);
    cluster.start(List.of("web", ALL), clinic, options);
    return cluster;
  }

  /** Those that are asked. */
  List<Node> doors() {
    return nodes.subList(0, doors);
  }

  /** The processor time of all of them, under names that begin with {@code node}. */
  Cpu cpu() {
    Cpu cpu = new Cpu();
    for (int i = 0; i < nodes.size(); i++) {
      cpu.with("node " + (i + 1), nodes.get(i).process());
    }
    return cpu;
  }

  private void start(List<String> roles, Clinic clinic, Options options)
      throws InterruptedException {
    List<Integer> ports = roles.stream().map(role -> Child.freePort()).toList();
    String members =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    // The last one first: what the web role leans on is there before it.
    for (int i = roles.size() - 1; i >= 0; i--) {
      Map<String, String> environment =
          new HashMap<>(Node.environment(clinic.services(), Child.freePort()));
      environment.put("CLINIBUS_PUBLIC_URL", "http://localhost:8080"); // Of all: it signs tokens.
      environment.put("CLINIBUS_NODE", "node-" + (i + 1));
      environment.put("CLINIBUS_DRAIN_SECONDS", "0");
      environment.put("CLINIBUS_CLUSTER", Home.folder().resolve("cluster.xml").toString());
      environment.put("CLINIBUS_CLUSTER_PORT", ports.get(i).toString());
      environment.put("CLINIBUS_CLUSTER_MEMBERS", members);
      if (!roles.get(i).equals(ALL)) {
        environment.put("CLINIBUS_ROLES", roles.get(i));
      }
      nodes.add(0, Node.start("node-" + (i + 1), environment, options));
    }
  }

  @Override
  public void close() throws IOException {
    for (Node node : nodes) {
      node.close();
    }
  }
}
