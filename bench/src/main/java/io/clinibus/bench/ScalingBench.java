package io.clinibus.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a city and a country need, computed and simulated from what single operations were measured
 * to cost; the tables of docs/scaling.md. The same figures in give the same tables out.
 */
final class ScalingBench {

  private static final double CITY = 1e6;
  private static final int POSTGRES = 8;

  private final Costs costs;
  private final Page page;

  private ScalingBench(Costs costs, Page page) {
    this.costs = costs;
    this.page = page;
  }

  static void run(Options options) throws IOException {
    if (options.rest().contains("--take")) {
      Costs.take();
    }
    Page page = new Page(Home.folder().resolve("docs/scaling.md"));
    var bench = new ScalingBench(Costs.read(), page);
    bench.measured();
    bench.needs();
    bench.evening("city", Crowd.evening(CITY), new int[] {1, 2});
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
    List<Need> needs =
        List.of(
            Need.ordinary("city, Monday morning", CITY),
            Need.evening("city, that evening", Crowd.evening(CITY)),
            Need.evening("country, that evening", Crowd.country()));
    List<Object[]> rows = new ArrayList<>();
    rows.add(row("requests a second", needs, Need::requests));
    rows.add(row("bookings a second", needs, Need::bookings));
    rows.add(row("passwords checked a second", needs, Need::signIns));
    rows.add(row("open pages, each a socket", needs, Need::pages));
    rows.add(row("frames a second", needs, Need::frames));
    rows.add(row("processors of nodes", needs, need -> need.nodeProcessors(costs)));
    rows.add(row("processors for passwords", needs, need -> need.passwordProcessors(costs)));
    rows.add(row("processors of PostgreSQL", needs, need -> need.postgresProcessors(costs)));
    rows.add(row("write-ahead log, MB/s", needs, need -> need.logMegabytes(costs)));
    rows.add(row("heap for sockets, GB", needs, need -> need.socketGigabytes(costs)));
    rows.add(row("nodes of 4 processors, half busy", needs, need -> need.nodesForWork(costs)));
    rows.add(row("nodes with 40,000 sockets", needs, Need::nodesForSockets));
    rows.add(row("**nodes**, two at least", needs, need -> need.nodes(costs)));
    List<String> columns = new ArrayList<>(List.of(""));
    needs.forEach(need -> columns.add(need.name()));
    page.table("needs", columns, rows);
  }

  private static Object[] row(
      String name, List<Need> needs, Function<Need, ? extends Number> what) {
    List<Object> cells = new ArrayList<>(List.of(name));
    needs.forEach(need -> cells.add(what.apply(need)));
    return cells.toArray();
  }

  private void country() {
    Crowd crowd = Crowd.country();
    Need need = Need.evening("", crowd);
    int enough = need.nodes(costs);
    int least = (int) Math.ceil(need.nodeProcessors(costs) / Need.NODE_PROCESSORS);
    int[] numbers = {least - 2, least - 1, least, enough};
    evening("country", crowd, numbers);
  }

  private void evening(String name, Crowd crowd, int[] numbers) {
    Need need = Need.evening(name, crowd);
    int passwords = (int) Math.ceil(need.passwordProcessors(costs) / 0.6);
    List<Object[]> rows = new ArrayList<>();
    for (int nodes : numbers) {
      var servers = new Evening.Servers(nodes, Need.NODE_PROCESSORS, passwords, POSTGRES);
      int identity = (passwords + Need.NODE_PROCESSORS - 1) / Need.NODE_PROCESSORS;
      rows.add(new Evening(costs, crowd, servers).run().row(nodes + " + " + identity));
    }
    page.table(name, List.of(Outcome.COLUMNS), rows);
  }

  private void limits() {
    double country = Crowd.country().bookingsASecond();
    List<Object[]> rows = new ArrayList<>();
    limit(rows, "PostgreSQL, 16 processors half busy", 8_000 / costs.get(Costs.BOOKING_POSTGRES));
    limit(rows, "write-ahead log at 100 MB/s", 100 * 1024 / costs.get(Costs.BOOKING_LOG));
    limit(
        rows, "hearing of all bookings, a quarter of a node of 4", 1_000 / costs.get(Costs.EVENT));
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
