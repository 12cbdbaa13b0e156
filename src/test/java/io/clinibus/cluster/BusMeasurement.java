package io.clinibus.cluster;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Operation;
import io.clinibus.node.Modules;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.scheduling.api.SlotsApi;
import io.clinibus.scheduling.api.SlotsApi.DoctorSlots;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.scheduling.api.SlotsApi.Slot;
import io.clinibus.scheduling.api.SlotsApi.SlotDay;
import io.clinibus.settings.Settings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a request over the bus costs on the same node and between two JVMs on one machine: the
 * figures of ADR 8. Run the class without arguments from the test class path.
 */
final class BusMeasurement {

  private static final int WARM_UP = 20_000;
  private static final int SEQUENTIAL = 10_000;
  private static final int TOTAL = 100_000;
  private static final int IN_FLIGHT = 64;
  private static final ListAvailableSlots QUESTION =
      new ListAvailableSlots(new UUID(1, 2), LocalDate.parse("2026-11-24"), null);

  /** A doctor's free morning: 18 slots, 1.4 KB of JSON. */
  private static final DoctorSlots ANSWER = morning();

  private BusMeasurement() {}

  public static void main(String[] arguments) throws Exception {
    boolean other = arguments.length > 0;
    VertxFactory network =
        VertxFactory.open(place(other ? 5792 : 5791), new Metrics()).await(60, TimeUnit.SECONDS);
    Bus bus = Bus.open(network.vertx(), Modules.ALL.messages(), Clock.systemUTC(), cause -> false);
    serve(bus, SlotsApi.LIST_AVAILABLE_SLOTS);
    if (other) {
      serve(bus, elsewhere());
      return; // Serves until it is killed.
    }
    Process second =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                BusMeasurement.class.getName(),
                "other")
            .inheritIO()
            .start();
    try {
      while (network.member().orElseThrow().nodes().size() < 2 || !answers(bus)) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
      measure("the same node", bus, SlotsApi.LIST_AVAILABLE_SLOTS);
      measure("the other node", bus, elsewhere());
    } finally {
      second.destroyForcibly();
      network.vertx().close();
    }
  }

  /** An operation that only the second JVM serves; its types are the same. */
  private static Operation<ListAvailableSlots, DoctorSlots> elsewhere() {
    return Operation.query("scheduling.elsewhere", ListAvailableSlots.class, DoctorSlots.class)
        .notAudited("a test");
  }

  private static void serve(Bus bus, Operation<ListAvailableSlots, DoctorSlots> operation)
      throws Exception {
    bus.serve(operation, (request, caller) -> Future.succeededFuture(ANSWER))
        .await(60, TimeUnit.SECONDS);
  }

  private static boolean answers(Bus bus) throws InterruptedException {
    var answered = new CountDownLatch(1);
    bus.request(elsewhere(), QUESTION, caller()).onSuccess(answer -> answered.countDown());
    return answered.await(1, TimeUnit.SECONDS);
  }

  private static void measure(
      String where, Bus bus, Operation<ListAvailableSlots, DoctorSlots> operation)
      throws Exception {
    flood(bus, operation, WARM_UP);
    long[] nanos = new long[SEQUENTIAL];
    for (int i = 0; i < SEQUENTIAL; i++) {
      long began = System.nanoTime();
      bus.request(operation, QUESTION, caller()).await(10, TimeUnit.SECONDS);
      nanos[i] = System.nanoTime() - began;
    }
    Arrays.sort(nanos);
    long began = System.nanoTime();
    flood(bus, operation, TOTAL);
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%s: p50 %d us, p99 %d us, %.0f requests/s with %d under way%n",
        where,
        nanos[SEQUENTIAL / 2] / 1000,
        nanos[SEQUENTIAL * 99 / 100] / 1000,
        TOTAL / seconds,
        IN_FLIGHT);
  }

  private static void flood(
      Bus bus, Operation<ListAvailableSlots, DoctorSlots> operation, int total)
      throws InterruptedException {
    var left = new AtomicInteger(total);
    var done = new CountDownLatch(IN_FLIGHT);
    for (int i = 0; i < IN_FLIGHT; i++) {
      next(bus, operation, left, done);
    }
    done.await();
  }

  private static void next(
      Bus bus,
      Operation<ListAvailableSlots, DoctorSlots> operation,
      AtomicInteger left,
      CountDownLatch done) {
    if (left.getAndDecrement() <= 0) {
      done.countDown();
      return;
    }
    bus.request(operation, QUESTION, caller())
        .onComplete(answer -> next(bus, operation, left, done));
  }

  private static Caller caller() {
    return Caller.visitor("measure", "127.0.0.1", Instant.now().plusSeconds(10));
  }

  private static Settings.Node place(int port) {
    return new Settings.Node(
        "node-" + port,
        Modules.ALL.roles(),
        Duration.ZERO,
        Optional.of(
            new Settings.Cluster(
                Path.of("cluster.xml"),
                "127.0.0.1",
                port,
                0,
                "127.0.0.1:5791,127.0.0.1:5792",
                Optional.empty(),
                Optional.empty(),
                Optional.empty())));
  }

  private static DoctorSlots morning() {
    OffsetDateTime opens = OffsetDateTime.parse("2026-11-24T08:00:00+01:00");
    List<Slot> slots =
        IntStream.range(0, 18)
            .mapToObj(i -> opens.plusMinutes(15L * i))
            .map(start -> new Slot(start, start.plusMinutes(15)))
            .toList();
    return new DoctorSlots(
        new UUID(1, 2), "Europe/Berlin", List.of(new SlotDay(opens.toLocalDate(), 7, slots)));
  }
}
