package io.clinibus.bench.pages;

import io.clinibus.bench.limit.BareStaticServer;
import io.clinibus.bench.process.BenchNodeProcess;
import io.clinibus.bench.process.BenchServices;
import io.clinibus.bench.process.ChildProcess;
import io.clinibus.bench.report.BenchReport;
import io.clinibus.bench.report.TablePrinter;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.demo.profile.DemoAccounts;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The app's pages in a browser, beside static pages of the same text from a bare Vert.x server. */
public final class PagesScenario {

  private static final int RUNS = 3;

  private PagesScenario() {}

  public static void run(BenchOptions options) throws Exception {
    BenchReport report = new BenchReport(options);
    Vertx vertx = Vertx.vertx();
    Path folder = ProjectFolder.data().resolve("static-pages");
    Files.createDirectories(folder);
    String port = Integer.toString(ChildProcess.freePort());
    try (BenchServices clinic = PagesDataSet.open(vertx);
        BenchNodeProcess node = BenchNodeProcess.start(clinic, options);
        ChildProcess bare = ChildProcess.main("bare-pages", BareStaticServer.class, port, folder.toString())) {
      bare.awaitReady();
      Map<String, Object> places = PagesDataSet.places(clinic);
      Map<String, Object> settings = new HashMap<>(places);
      settings.put("product", node.publicUrl().toString());
      settings.put("limit", "http://localhost:" + port);
      settings.put("folder", folder.toString());
      settings.put("runs", RUNS);
      settings.put("password", DemoAccounts.PASSWORD);
      settings.put("patient", DemoAccounts.PATIENT);
      settings.put("receptionist", DemoAccounts.RECEPTIONIST);
      settings.put("doctor", DemoAccounts.DOCTOR);
      TablePrinter table =
          report.table(
              "Pages, the median of %d; %s".formatted(RUNS, places.get("list")),
              "goal",
              "figure",
              "bound",
              "met",
              "static page",
              "load average");
      PageMeasurement.run(
          settings,
          (name, product, limit, load) -> {
            PageGoal goal = PageGoal.of(name);
            table.row(goal.text(), product, goal.boundText(), goal.met(product), limit, load);
          });
      report.finish();
    }
  }
}
