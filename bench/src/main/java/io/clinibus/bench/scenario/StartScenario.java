package io.clinibus.bench.scenario;

import io.clinibus.bench.limit.BareStartServer;
import io.clinibus.bench.live.FrameListener;
import io.clinibus.bench.live.SocketLoadGenerator;
import io.clinibus.bench.live.TopicNames;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ChildProcess;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the command to the first answer, and what memory it takes. */
public final class StartScenario {

  private static final int RUNS = 5;
  private static final int SOCKETS = 1_000;
  private static final double MEGA = 1024 * 1024;

  /** What Java finds in a container of one gigabyte: less memory, so a simpler collector. */
  private static final String IN_A_CONTAINER =
      "-XX:MaxRAM=1g -XX:MaxRAMPercentage=70 -XX:+UseSerialGC";

  private StartScenario() {}

  /** Something to start. */
  private interface Start {
    ChildProcess begin() throws Exception;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    TablePrinter table =
        report.table(
            "Command to first answer, seconds; resident memory after it, MB",
            "start",
            "first",
            "best",
            "median",
            "worst",
            "at rest");
    Path data = ProjectFolder.data().resolve("start");
    BenchServices.removeTree(data);
    // The first start keeps the classes it loaded; all others use them.
    measure("embedded, new data", 1, () -> embedded(data), table);
    measure("embedded, kept data", RUNS, () -> embedded(data), table);
    try (BenchServices clinic = BenchServices.open(vertx, options)) {
      measure("production", RUNS, () -> production(clinic, ""), table);
      measure("production, no kept classes", RUNS, () -> withoutArchive(clinic), table);
      measure(
          "bare Vert.x and a pool",
          RUNS,
          () ->
              ChildProcess.main(
                  "bare",
                  BareStartServer.class,
                  clinic.services().database().toString(),
                  Integer.toString(ChildProcess.freePort())),
          table);
      memory(vertx, clinic, report);
    }
    report.finish();
  }

  private static void measure(String what, int runs, Start start, TablePrinter table) throws Exception {
    List<Double> seconds = new ArrayList<>();
    double resident = 0;
    double first = 0;
    for (int i = 0; i < runs; i++) {
      try (ChildProcess child = start.begin()) {
        URI url = child.awaitReady();
        url.resolve("/").toURL().openConnection().getHeaderField(0);
        double took = child.age() / 1e9;
        first = i == 0 ? took : first;
        seconds.add(took);
        resident = child.residentBytes() / MEGA;
      }
    }
    seconds.sort(null);
    table.row(what, first, seconds.get(0), seconds.get(runs / 2), seconds.get(runs - 1), resident);
  }

  private static ChildProcess embedded(Path data) throws Exception {
    Files.createDirectories(data);
    return ChildProcess.start(
        "embedded",
        List.of(
            ProjectFolder.folder().resolve("clinibus").toString(),
            "--data=" + data,
            "--port=" + ChildProcess.freePort(),
            "--management-port=" + ChildProcess.freePort()),
        Map.of());
  }

  private static ChildProcess production(BenchServices clinic, String javaOptions) {
    Map<String, String> environment =
        new HashMap<>(BenchNodeProcess.environment(clinic.services(), ChildProcess.freePort()));
    environment.put("CLINIBUS_JAVA_OPTIONS", javaOptions);
    return ChildProcess.start(
        "production", List.of(ProjectFolder.folder().resolve("clinibus").toString()), environment);
  }

  private static ChildProcess withoutArchive(BenchServices clinic) {
    return ChildProcess.start(
        "production",
        List.of(ChildProcess.java(), "-jar", ProjectFolder.jar().toString()),
        BenchNodeProcess.environment(clinic.services(), ChildProcess.freePort()));
  }

  /** What people's sockets and a while of work leave behind. */
  private static void memory(Vertx vertx, BenchServices clinic, BenchReport report) throws Exception {
    TablePrinter table =
        report.table("Memory of a production node, MB", "with", "resident", "live heap", "sockets");
    try (ChildProcess child = production(clinic, "")) {
      child.awaitReady();
      table.row("nobody", child.residentBytes() / MEGA, child.liveHeapBytes() / MEGA, 0);
    }
    // Other nodes run no garbage collection before they are measured.
    withSockets("", "", vertx, clinic, table);
    withSockets(", container of 1 GB", IN_A_CONTAINER, vertx, clinic, table);
  }

  private static void withSockets(
      String where, String javaOptions, Vertx vertx, BenchServices clinic, TablePrinter table) throws Exception {
    try (ChildProcess child = production(clinic, javaOptions)) {
      List<String> topics = TopicNames.days(clinic, 20, 5, 7);
      SocketLoadGenerator audience =
          SocketLoadGenerator.gather(vertx, child.awaitReady(), SOCKETS, topics, FrameListener::nothing);
      table.row(
          "sockets on " + topics.size() + " topics" + where,
          child.residentBytes() / MEGA,
          child.liveHeapBytes() / MEGA,
          audience.present());
      audience.leave();
    }
  }
}
