package io.clinibus.bench.report;

import io.clinibus.bench.settings.BenchOptions;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a benchmark found: printed as tables while it runs, written as JSON when it is done. */
public final class BenchReport {

  private final String benchmark;
  private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final double loadBefore = load();
  private final Map<String, Object> options = new LinkedHashMap<>();
  private final List<Map<String, Object>> tables = new ArrayList<>();

  public BenchReport(BenchOptions options) {
    this.benchmark = options.benchmark();
    this.options.put("seconds", options.measure().toSeconds());
    this.options.put("warmUp", options.warmUp().toSeconds());
    this.options.put("full", options.full());
    System.out.printf(
        Locale.ROOT,
        "%s, %s: %d processors, Java %s, load average %.1f%n",
        benchmark,
        at,
        processors(),
        Runtime.version(),
        loadBefore);
  }

  /** Begins a table; its rows are printed as they come. */
  public TablePrinter table(String title, String... columns) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("title", title);
    table.put("rows", rows);
    tables.add(table);
    return new TablePrinter(title, List.of(columns), rows);
  }

  /** Says how busy the machine was, and writes everything to a file. */
  public void finish() throws IOException {
    double loadAfter = load();
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", benchmark);
    all.put("at", at.toString());
    all.put("processors", processors());
    all.put("java", Runtime.version().toString());
    all.put("loadBefore", loadBefore);
    all.put("loadAfter", loadAfter);
    all.put("options", options);
    all.put("tables", tables);
    Path folder = ProjectFolder.folder().resolve("bench/results");
    Files.createDirectories(folder);
    Path file = folder.resolve(benchmark + ".json");
    Files.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    System.out.printf(
        Locale.ROOT,
        "%nload average %.1f before, %.1f after; written to %s%n",
        loadBefore,
        loadAfter,
        ProjectFolder.folder().relativize(file));
  }

  public static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  public static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
