package io.clinibus.bench;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** From the command to the first answer, and what memory it takes. */
final class StartBench {

  private static final int RUNS = 5;
  private static final int SOCKETS = 1_000;
  private static final double MEGA = 1024 * 1024;

  /** What Java finds in a container of one gigabyte: less memory, so a simpler collector. */
  private static final String IN_A_CONTAINER =
      "-XX:MaxRAM=1g -XX:MaxRAMPercentage=70 -XX:+UseSerialGC";

  private StartBench() {}

  /** Something to start. */
  private interface Start {
    Child begin() throws Exception;
  }

  static void run(Options options) throws Exception {
    Report report = new Report(options);
    Vertx vertx = Vertx.vertx();
    Table table =
        report.table(
            "Command to first answer, seconds; resident memory after it, MB",
            "start",
            "first",
            "best",
            "median",
            "worst",
            "at rest");
    Path data = Home.data().resolve("start");
    Clinic.removeTree(data);
    // The first start keeps the classes it loaded; all others use them.
    measure("embedded, new data", 1, () -> embedded(data), table);
    measure("embedded, kept data", RUNS, () -> embedded(data), table);
    try (Clinic clinic = Clinic.open(vertx, options)) {
      measure("production", RUNS, () -> production(clinic, ""), table);
      measure("production, no kept classes", RUNS, () -> withoutArchive(clinic), table);
      measure(
          "bare Vert.x and a pool",
          RUNS,
          () ->
              Child.main(
                  "bare",
                  BareStart.class,
                  clinic.services().database().toString(),
                  Integer.toString(Child.freePort())),
          table);
      memory(vertx, clinic, report);
    }
    report.finish();
  }

  private static void measure(String what, int runs, Start start, Table table) throws Exception {
    List<Double> seconds = new ArrayList<>();
    double resident = 0;
    double first = 0;
    for (int i = 0; i < runs; i++) {
      try (Child child = start.begin()) {
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

  private static Child embedded(Path data) throws Exception {
    Files.createDirectories(data);
    return Child.start(
        "embedded",
        List.of(
            Home.folder().resolve("clinibus").toString(),
            "--data=" + data,
            "--port=" + Child.freePort(),
            "--management-port=" + Child.freePort()),
        Map.of());
  }

  private static Child production(Clinic clinic, String javaOptions) {
    Map<String, String> environment =
        new HashMap<>(Node.environment(clinic.services(), Child.freePort()));
    environment.put("CLINIBUS_JAVA_OPTIONS", javaOptions);
    return Child.start(
        "production", List.of(Home.folder().resolve("clinibus").toString()), environment);
  }

  private static Child withoutArchive(Clinic clinic) {
    return Child.start(
        "production",
        List.of(Child.java(), "-jar", Home.jar().toString()),
        Node.environment(clinic.services(), Child.freePort()));
  }

  /** What people's sockets and a while of work leave behind. */
  private static void memory(Vertx vertx, Clinic clinic, Report report) throws Exception {
    Table table =
        report.table("Memory of a production node, MB", "with", "resident", "live heap", "sockets");
    try (Child child = production(clinic, "")) {
      child.awaitReady();
      table.row("nobody", child.residentBytes() / MEGA, child.liveHeapBytes() / MEGA, 0);
    }
    // Other nodes: nobody collects their garbage before they are looked at.
    withSockets("", "", vertx, clinic, table);
    withSockets(", container of 1 GB", IN_A_CONTAINER, vertx, clinic, table);
  }

  private static void withSockets(
      String where, String javaOptions, Vertx vertx, Clinic clinic, Table table) throws Exception {
    try (Child child = production(clinic, javaOptions)) {
      List<String> topics = Topics.days(clinic, 20, 5, 7);
      Audience audience =
          Audience.gather(vertx, child.awaitReady(), SOCKETS, topics, Heard::nothing);
      table.row(
          "sockets on " + topics.size() + " topics" + where,
          child.residentBytes() / MEGA,
          child.liveHeapBytes() / MEGA,
          audience.present());
      audience.leave();
    }
  }
}
