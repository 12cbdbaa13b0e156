package io.clinibus.bench.scenario;

import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ClusterProcesses;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.scaling.ClusterCostReport;
import io.clinibus.bench.scaling.OperationCosts;
import io.clinibus.bench.settings.BenchOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same work on one node, on three, and on a node that has to ask another one for everything;
 * all on this machine, so what is seen is what the others cost, not what they add.
 */
public final class ClusterScenario {

  private final BenchServices clinic;
  private final BenchOptions options;
  private final Vertx vertx;
  private final TablePrinter work;
  private final List<Object[]> pushed = new ArrayList<>();

  private ClusterScenario(BenchServices clinic, BenchOptions options, Vertx vertx, TablePrinter work) {
    this.clinic = clinic;
    this.options = options;
    this.vertx = vertx;
    this.work = work;
  }

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    try (BenchServices clinic = BenchServices.open(vertx, options)) {
      // Mails would go on being sent while something else is measured.
      clinic.execute("UPDATE patients.patient SET email = NULL");
      TablePrinter work =
          report.table(
              "Work at a fixed rate, and as fast as can be: milliseconds; CPU ms of each request,"
                  + " less what is used at rest (at rest: of each second)",
              "nodes, work a second",
              "answered/s",
              "p50",
              "p99",
              "max",
              "others",
              "nodes ms",
              "postgres ms",
              "nodes %",
              "postgres %",
              "driver %");
      new ClusterScenario(clinic, options, vertx, work).all(report);
      report.finish();
    }
  }

  private void all(BenchReport report) throws Exception {
    ClusterCostReport one;
    ClusterCostReport three;
    ClusterCostReport split;
    try (ClusterProcesses cluster = ClusterProcesses.alone(clinic, options)) {
      one = measure("one node", cluster);
    }
    try (ClusterProcesses cluster = ClusterProcesses.ofEquals(3, clinic, options)) {
      three = measure("three nodes", cluster);
    }
    try (ClusterProcesses cluster = ClusterProcesses.split(clinic, options)) {
      split = measure("web, and another", cluster);
    }
    TablePrinter push =
        report.table(
            "Changes pushed to sockets: milliseconds from the begin of the transaction; changes are"
                + " made on node 1; CPU ms of each frame",
            "nodes, sockets of",
            "sockets",
            "changes",
            "p50",
            "p99",
            "max",
            "missing",
            "frame ms",
            "heap kB");
    pushed.forEach(push::row);
    TablePrinter costs =
        report.table("What it costs (CPU ms unless the name says otherwise)", "name", "value");
    OperationCosts.of(one, three, split, PasswordCheckScenario.millis())
        .values()
        .forEach((name, value) -> costs.row(name, value));
  }

  private ClusterCostReport measure(String name, ClusterProcesses cluster) throws Exception {
    ClusterCostScenario jobs = new ClusterCostScenario(name, clinic, cluster, options, vertx, work);
    jobs.warmUp();
    ClusterCostReport costs = jobs.measure();
    ClusterPushScenario push = new ClusterPushScenario(clinic, cluster, vertx, costs);
    pushed.addAll(push.measure(name, Duration.ofSeconds(2), options.measure()));
    return costs.with(push.frameMillis(), push.socketKilobytes());
  }
}
