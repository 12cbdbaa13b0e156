package io.clinibus.cluster.notes;

import io.clinibus.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What was seen, as a table and as JSON. */
public final class NoteChaosReport {

  private static final Path FILE = Path.of("bench/results/chaos-notes.json");

  private final Instant at = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final double loadBefore = load();
  private final Map<String, Row> rows = new TreeMap<>();

  /**
   * The rounds of a fault.
   *
   * @param unsaved longest time since a word was typed that was not acknowledged at the fault
   * @param recovered longest time from the fault until every page was answered again
   */
  private record Row(int rounds, Duration unsaved, Duration recovered) {

    Row and(Row other) {
      return new Row(
          rounds + other.rounds,
          longer(unsaved, other.unsaved),
          longer(recovered, other.recovered));
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }

    Map<String, Object> cells(String fault) {
      Map<String, Object> cells = new LinkedHashMap<>();
      cells.put("fault", fault.toLowerCase(Locale.ROOT).replace('_', ' '));
      cells.put("rounds", rounds);
      cells.put("unsaved s", unsaved.toMillis() / 1e3);
      cells.put("recovered s", recovered.toMillis() / 1e3);
      return cells;
    }
  }

  /** A fault is over, and every page was answered since. */
  public void round(String fault, Duration unsaved, Duration recovered) {
    rows.merge(fault, new Row(1, unsaved, recovered), Row::and);
  }

  /** Prints the table and writes the file. */
  public void finish(NotePages pages) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("benchmark", "chaos-notes");
    all.put("at", at.toString());
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("java", Runtime.version().toString());
    all.put("loadBefore", loadBefore);
    all.put("loadAfter", load());
    all.put("signed", pages.signed());
    all.put("saves", pages.saves());
    all.put("again", pages.again());
    all.put(
        "rows", rows.entrySet().stream().map(row -> row.getValue().cells(row.getKey())).toList());
    System.out.printf(
        Locale.ROOT,
        "%nchaos, notes, %s: %d notes signed, %d saves, %d requests sent again%n",
        at,
        pages.signed(),
        pages.saves(),
        pages.again());
    rows.forEach((fault, row) -> System.out.println(row.cells(fault)));
    System.out.printf(Locale.ROOT, "load average %.1f before, %.1f after%n", loadBefore, load());
    try {
      Files.createDirectories(FILE.getParent());
      Files.write(FILE, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
