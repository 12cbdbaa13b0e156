package io.clinibus.cluster.chaos;

import static org.awaitility.Awaitility.await;

import io.clinibus.testing.ChildNode;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.TestCluster;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Nodes in JVMs of their own, each in a place that it keeps when it is started again. */
public final class Fleet implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 120;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** A place for a node: what it is called, and how the others reach it. */
  private static final class Place {
    private final String name;
    private final int port;
    private final int busPort;
    private final Wire wire;
    private final Wire busWire;
    private final Path file;
    private ChildNode node;
    private volatile Address address;
    private volatile boolean expected;

    Place(String name, int port, int busPort, Path folder) {
      this.name = name;
      this.port = port;
      this.busPort = busPort;
      this.wire = Wire.to(port);
      this.busWire = Wire.to(busPort);
      this.file = Wire.clusterFile(folder.resolve(name + ".xml"), wire, busWire);
    }
  }

  /** Where a node that runs, or has run, is asked. */
  public record Address(URI url, URI management) {

    /** Whether it says that it is ready; false if it says nothing for a second. */
    CompletableFuture<Boolean> isReady() {
      return RestClient.visitor(management)
          .within(LOOK)
          .sendAsync("GET", "/health/ready", null)
          .handle((answer, lost) -> lost == null && answer.status() == 200);
    }

    /** With how many nodes it is connected, itself included; 0 if it does not say. */
    CompletableFuture<Integer> members() {
      return HTTP.sendAsync(
              HttpRequest.newBuilder(management.resolve("/metrics")).timeout(LOOK).build(),
              BodyHandlers.ofString())
          .handle((answer, lost) -> lost == null ? members(answer.body()) : 0);
    }

    private static int members(String metrics) {
      return metrics
          .lines()
          .filter(line -> line.startsWith("clinibus_cluster_nodes "))
          .mapToInt(line -> (int) Double.parseDouble(line.substring(line.indexOf(' '))))
          .findFirst()
          .orElse(0);
    }
  }

  private final TestCluster cluster;
  private final List<Place> places;

  /**
   * Starts nodes on a database.
   *
   * @param folder for their configuration
   */
  public Fleet(URI database, Path folder, int number) {
    cluster = TestCluster.on(database);
    List<Integer> ports = TestPorts.several(2 * number);
    places =
        IntStream.range(0, number)
            .mapToObj(
                i -> new Place("node-" + (i + 1), ports.get(2 * i), ports.get(2 * i + 1), folder))
            .toList();
    IntStream.range(0, number).forEach(this::start);
    awaitWhole();
  }

  /** Starts the node of a place. Does not wait. */
  public void start(int place) {
    Place its = places.get(place);
    its.node =
        cluster.child(
            Map.of(
                "CLINIBUS_NODE", its.name,
                "CLINIBUS_CLUSTER", its.file.toString(),
                "CLINIBUS_CLUSTER_PORT", Integer.toString(its.port),
                "CLINIBUS_CLUSTER_BUS_PORT", Integer.toString(its.busPort),
                "CLINIBUS_CLUSTER_MEMBERS", members(),
                "CLINIBUS_DRAIN_SECONDS", "2"));
    its.expected = true;
  }

  public void kill(int place) {
    places.get(place).expected = false;
    places.get(place).node.kill();
  }

  public void freeze(int place) {
    places.get(place).expected = false;
    places.get(place).node.signal("STOP");
  }

  public void thaw(int place) {
    places.get(place).node.signal("CONT");
    places.get(place).expected = true;
  }

  /** Has a node stop in its own order, waits until it has, and takes it off the list. */
  public void drain(int place) {
    places.get(place).expected = false;
    places.get(place).node.close();
    places.get(place).address = null;
  }

  /** No node reaches another, neither by Hazelcast nor by the event bus. */
  public void cut() {
    places.forEach(
        place -> {
          place.wire.cut();
          place.busWire.cut();
        });
  }

  public void mend() {
    places.forEach(
        place -> {
          place.wire.mend();
          place.busWire.mend();
        });
  }

  /** The place of the node with this address. */
  public int place(URI url) {
    return IntStream.range(0, places.size())
        .filter(i -> places.get(i).address != null && places.get(i).address.url().equals(url))
        .findFirst()
        .orElseThrow();
  }

  /** The nodes there are, and those that were there until a moment ago. */
  public List<Address> addresses() {
    return places.stream().map(place -> place.address).filter(known -> known != null).toList();
  }

  /** Waits until all nodes that ought to run are ready and see each other. */
  public void awaitWhole() {
    List<Place> running = places.stream().filter(place -> place.expected).toList();
    running.forEach(
        place -> place.address = new Address(place.node.url(), place.node.management()));
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> running.stream().allMatch(place -> isWhole(place.address, running.size())));
  }

  /** Waits until each node that runs is alone. */
  public void awaitAlone() {
    await()
        .atMost(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .until(
            () ->
                places.stream()
                    .filter(place -> place.expected)
                    .allMatch(place -> place.address.members().join() == 1));
  }

  @Override
  public void close() {
    places.forEach(place -> place.node.kill());
    cluster.close();
    places.forEach(
        place -> {
          place.wire.close();
          place.busWire.close();
        });
  }

  private static boolean isWhole(Address address, int number) {
    return address.isReady().join() && address.members().join() == number;
  }

  private String members() {
    return String.join(
        ",", places.stream().map(place -> "127.0.0.1:" + place.wire.port()).toList());
  }
}
