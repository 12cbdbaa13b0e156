package io.clinibus.bench.process;

import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Nodes of one clinic, each in a JVM of its own. */
public final class ClusterProcesses implements AutoCloseable {

  private static final String ALL = "";

  private final List<BenchNodeProcess> nodes = new ArrayList<>();
  private final int doors;

  private ClusterProcesses(int doors) {
    this.doors = doors;
  }

  /** One node that knows of no others. */
  public static ClusterProcesses alone(BenchServices clinic, BenchOptions options) throws InterruptedException {
    ClusterProcesses cluster = new ClusterProcesses(1);
    cluster.nodes.add(BenchNodeProcess.start(clinic, options));
    return cluster;
  }

  /** Nodes that each run everything, and are all asked. */
  public static ClusterProcesses ofEquals(int number, BenchServices clinic, BenchOptions options) throws InterruptedException {
    ClusterProcesses cluster = new ClusterProcesses(number);
    cluster.start(IntStream.range(0, number).mapToObj(i -> ALL).toList(), clinic, options);
    return cluster;
  }

  /**
   * One node that takes requests and can answer none of them by itself, and one that answers: every
   * request crosses the bus.
   */
  public static ClusterProcesses split(BenchServices clinic, BenchOptions options) throws InterruptedException {
    ClusterProcesses cluster = new ClusterProcesses(1);
    cluster.start(List.of("web", ALL), clinic, options);
    return cluster;
  }

  /** Those that are asked. */
  public List<BenchNodeProcess> doors() {
    return nodes.subList(0, doors);
  }

  /** The processor time of all of them, under names that begin with {@code node}. */
  public CpuRecorder cpu() {
    CpuRecorder cpu = new CpuRecorder();
    for (int i = 0; i < nodes.size(); i++) {
      cpu.with("node " + (i + 1), nodes.get(i).process());
    }
    return cpu;
  }

  private void start(List<String> roles, BenchServices clinic, BenchOptions options)
      throws InterruptedException {
    List<Integer> ports = roles.stream().map(role -> ChildProcess.freePort()).toList();
    String members =
        ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    // The last one first: what the web role leans on is there before it.
    for (int i = roles.size() - 1; i >= 0; i--) {
      Map<String, String> environment =
          new HashMap<>(BenchNodeProcess.environment(clinic.services(), ChildProcess.freePort()));
      environment.put("CLINIBUS_PUBLIC_URL", "http://localhost:8080"); // Of all: it signs tokens.
      environment.put("CLINIBUS_NODE", "node-" + (i + 1));
      environment.put("CLINIBUS_DRAIN_SECONDS", "0");
      environment.put("CLINIBUS_CLUSTER", ProjectFolder.folder().resolve("cluster.xml").toString());
      environment.put("CLINIBUS_CLUSTER_PORT", ports.get(i).toString());
      environment.put("CLINIBUS_CLUSTER_MEMBERS", members);
      if (!roles.get(i).equals(ALL)) {
        environment.put("CLINIBUS_ROLES", roles.get(i));
      }
      nodes.add(0, BenchNodeProcess.start("node-" + (i + 1), environment, options));
    }
  }

  @Override
  public void close() throws IOException {
    for (BenchNodeProcess node : nodes) {
      node.close();
    }
  }
}
