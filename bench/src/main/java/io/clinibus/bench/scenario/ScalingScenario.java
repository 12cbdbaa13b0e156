package io.clinibus.bench.scenario;

import io.clinibus.bench.report.MarkdownTableWriter;
import io.clinibus.bench.scaling.CrowdProfile;
import io.clinibus.bench.scaling.CrowdSimulation;
import io.clinibus.bench.scaling.DemandModel;
import io.clinibus.bench.scaling.OperationCosts;
import io.clinibus.bench.scaling.SimulationReport;
import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a city and a country need, computed and simulated from what single operations were measured
 * to cost; the tables of docs/scaling.md. The same figures in give the same tables out.
 */
public final class ScalingScenario {

  private static final double CITY = 1e6;
  private static final int POSTGRES = 8;

  private final OperationCosts costs;
  private final MarkdownTableWriter page;

  private ScalingScenario(OperationCosts costs, MarkdownTableWriter page) {
    this.costs = costs;
    this.page = page;
  }

  public static void run(BenchOptions options) throws IOException {
    if (options.rest().contains("--take")) {
      OperationCosts.take();
    }
    MarkdownTableWriter page = new MarkdownTableWriter(ProjectFolder.folder().resolve("docs/scaling.md"));
    var bench = new ScalingScenario(OperationCosts.read(), page);
    bench.measured();
    bench.needs();
    bench.evening("city", CrowdProfile.evening(CITY), new int[] {1, 2});
    bench.country();
    bench.limits();
    page.write();
  }

  private void measured() {
    List<Object[]> rows = new ArrayList<>();
    costs.values().forEach((name, value) -> rows.add(new Object[] {name, value}));
    page.table("measured", List.of(costs.at(), "CPU ms"), rows);
  }

  private void needs() {
    List<DemandModel> needs =
        List.of(
            DemandModel.ordinary("city, Monday morning", CITY),
            DemandModel.evening("city, that evening", CrowdProfile.evening(CITY)),
            DemandModel.evening("country, that evening", CrowdProfile.country()));
    List<Object[]> rows = new ArrayList<>();
    rows.add(row("requests a second", needs, DemandModel::requests));
    rows.add(row("bookings a second", needs, DemandModel::bookings));
    rows.add(row("passwords checked a second", needs, DemandModel::signIns));
    rows.add(row("open pages, each a socket", needs, DemandModel::pages));
    rows.add(row("frames a second", needs, DemandModel::frames));
    rows.add(row("processors of nodes", needs, need -> need.nodeProcessors(costs)));
    rows.add(row("processors for passwords", needs, need -> need.passwordProcessors(costs)));
    rows.add(row("processors of PostgreSQL", needs, need -> need.postgresProcessors(costs)));
    rows.add(row("write-ahead log, MB/s", needs, need -> need.logMegabytes(costs)));
    rows.add(row("heap for sockets, GB", needs, need -> need.socketGigabytes(costs)));
    rows.add(row("nodes of 4 processors, half busy", needs, need -> need.nodesForWork(costs)));
    rows.add(row("nodes with 40,000 sockets", needs, DemandModel::nodesForSockets));
    rows.add(row("**nodes**, two at least", needs, need -> need.nodes(costs)));
    List<String> columns = new ArrayList<>(List.of(""));
    needs.forEach(need -> columns.add(need.name()));
    page.table("needs", columns, rows);
  }

  private static Object[] row(
      String name, List<DemandModel> needs, Function<DemandModel, ? extends Number> what) {
    List<Object> cells = new ArrayList<>(List.of(name));
    needs.forEach(need -> cells.add(what.apply(need)));
    return cells.toArray();
  }

  private void country() {
    CrowdProfile crowd = CrowdProfile.country();
    DemandModel need = DemandModel.evening("", crowd);
    int enough = need.nodes(costs);
    int least = (int) Math.ceil(need.nodeProcessors(costs) / DemandModel.NODE_PROCESSORS);
    int[] numbers = {least - 2, least - 1, least, enough};
    evening("country", crowd, numbers);
  }

  private void evening(String name, CrowdProfile crowd, int[] numbers) {
    DemandModel need = DemandModel.evening(name, crowd);
    int passwords = (int) Math.ceil(need.passwordProcessors(costs) / 0.6);
    List<Object[]> rows = new ArrayList<>();
    for (int nodes : numbers) {
      var servers = new CrowdSimulation.Servers(nodes, DemandModel.NODE_PROCESSORS, passwords, POSTGRES);
      int identity = (passwords + DemandModel.NODE_PROCESSORS - 1) / DemandModel.NODE_PROCESSORS;
      rows.add(new CrowdSimulation(costs, crowd, servers).run().row(nodes + " + " + identity));
    }
    page.table(name, List.of(SimulationReport.COLUMNS), rows);
  }

  private void limits() {
    double country = CrowdProfile.country().bookingsASecond();
    List<Object[]> rows = new ArrayList<>();
    limit(rows, "PostgreSQL, 16 processors half busy", 8_000 / costs.get(OperationCosts.BOOKING_POSTGRES));
    limit(rows, "write-ahead log at 100 MB/s", 100 * 1024 / costs.get(OperationCosts.BOOKING_LOG));
    limit(
        rows, "hearing of all bookings, a quarter of a node of 4", 1_000 / costs.get(OperationCosts.EVENT));
    limit(rows, "one doctor's day, a commit of 2 ms after the other", 1_000 / 2.0);
    page.table(
        "limits",
        List.of("what", "bookings a second", "times the country's evening"),
        rows.stream()
            .map(row -> new Object[] {row[0], row[1], (double) row[1] / country})
            .toList());
  }

  private static void limit(List<Object[]> rows, String name, double bookings) {
    rows.add(new Object[] {name, bookings});
  }
}
