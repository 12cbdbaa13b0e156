package io.clinibus.bench;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The same work on one node, on three, and on a node that has to ask another one for everything;
 * all on this machine, so what is seen is what the others cost, not what they add.
 */
final class ClusterBench {

  private final Clinic clinic;
  private final Options options;
  private final Vertx vertx;
  private final Table work;
  private final List<Object[]> pushed = new ArrayList<>();

  private ClusterBench(Clinic clinic, Options options, Vertx vertx, Table work) {
    this.clinic = clinic;
    this.options = options;
    this.vertx = vertx;
    this.work = work;
  }

  static void run(Options options) throws Exception {
    Report report = new Report(options);
    Vertx vertx = Vertx.vertx();
    try (Clinic clinic = Clinic.open(vertx, options)) {
      // Mails would go on being sent while something else is measured.
      clinic.execute("UPDATE patients.patient SET email = NULL");
      Table work =
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
      new ClusterBench(clinic, options, vertx, work).all(report);
      report.finish();
    }
  }

  private void all(Report report) throws Exception {
    ClusterCosts one;
    ClusterCosts three;
    ClusterCosts split;
    try (Cluster cluster = Cluster.alone(clinic, options)) {
      one = measure("one node", cluster);
    }
    try (Cluster cluster = Cluster.ofEquals(3, clinic, options)) {
      three = measure("three nodes", cluster);
    }
    try (Cluster cluster = Cluster.split(clinic, options)) {
      split = measure("web, and another", cluster);
    }
    Table push =
        report.table(
            "Changes told to sockets: milliseconds from the begin of the transaction; changes are"
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
    Table costs =
        report.table("What it costs (CPU ms unless the name says otherwise)", "name", "value");
    Costs.of(one, three, split, PasswordCost.millis())
        .values()
        .forEach((name, value) -> costs.row(name, value));
  }

  private ClusterCosts measure(String name, Cluster cluster) throws Exception {
    Work jobs = new Work(name, clinic, cluster, options, vertx, work);
    jobs.warmUp();
    ClusterCosts costs = jobs.measure();
    ClusterPush push = new ClusterPush(clinic, cluster, vertx, costs);
    pushed.addAll(push.measure(name, Duration.ofSeconds(2), options.measure()));
    return costs.with(push.frameMillis(), push.socketKilobytes());
  }
}
