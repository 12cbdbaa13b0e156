package io.clinibus.cluster.chaos;

import io.clinibus.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** A run as a table for people and as JSON like that of the benchmarks. */
public final class ChaosReport {

  private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final double loadBefore = load();
  private final long beganNanos = System.nanoTime();
  private final long processorsBegan = processorNanos();
  private final Map<String, Object> options = new LinkedHashMap<>();

  /** What was asked for, and other things worth knowing. */
  public void option(String name, Object value) {
    options.put(name, value);
  }

  /** Prints what was seen, and writes it to a file unless that is null. */
  public void finish(Chronicle chronicle, Pages pages, Path file) {
    List<Row> rows = new ArrayList<>(chronicle.phases().stream().map(Phase::row).toList());
    rows.add(Row.total(rows));
    double seconds = (System.nanoTime() - beganNanos) / 1e9;
    option("framesPerSecond", Math.round(pages.frames() / seconds));
    option(
        "driverProcessors",
        Math.round((processorNanos() - processorsBegan) / 1e7 / seconds) / 100.0);
    option("driverLongestLagMillis", pages.longestLag().toMillis());
    System.out.println(text(rows));
    if (file != null) {
      write(file, rows);
    }
  }

  private String text(List<Row> rows) {
    return String.format(
            Locale.ROOT,
            "%nchaos, %s: %d processors, Java %s, load average %.1f%n%s%n",
            at,
            Runtime.getRuntime().availableProcessors(),
            Runtime.version(),
            loadBefore,
            options)
        + Row.table(rows)
        + String.format(
            Locale.ROOT, "%nload average %.1f before, %.1f after%n", loadBefore, load());
  }

  private void write(Path file, List<Row> rows) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", "chaos");
    all.put("at", at.toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("java", Runtime.version().toString());
    all.put("loadBefore", loadBefore);
    all.put("loadAfter", load());
    all.put("options", options);
    all.put(
        "tables",
        List.of(Map.of("title", "faults", "rows", rows.stream().map(Row::cells).toList())));
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static long processorNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
