package io.clinibus.bench.scaling;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What was measured of single operations, and all that is computed for cities and countries begins
 * with. Kept in one file, {@code bench/scaling.properties}.
 *
 * @param at when and on what it was measured
 */
public record OperationCosts(String at, Map<String, Double> values) {

  static final String BOOKING = "booking";
  public static final String BOOKING_POSTGRES = "booking, PostgreSQL";
  public static final String BOOKING_LOG = "booking, write-ahead log in kB";
  static final String READ = "slot read, remembered";
  static final String FRESH = "slot read, not remembered";
  static final String FRESH_POSTGRES = "slot read, not remembered, PostgreSQL";
  static final String FRAME = "pushed frame";
  static final String SOCKET = "socket, heap in kB";
  static final String PASSWORD = "password check";
  public static final String EVENT = "hearing of another node's booking";
  static final String HOP = "crossing to another node and back";
  static final String REST = "node at rest, each second";
  static final String REST_POSTGRES = "PostgreSQL for a node at rest, each second";

  /** Divides what three nodes use more than one by the two that are more. */
  private static final int OTHERS = 2;

  public static OperationCosts of(ClusterCostReport one, ClusterCostReport three, ClusterCostReport split, double password) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(BOOKING, one.booking());
    values.put(BOOKING_POSTGRES, one.bookingPostgres());
    values.put(BOOKING_LOG, one.bookingLog());
    values.put(READ, one.read());
    values.put(FRESH, one.fresh());
    values.put(FRESH_POSTGRES, one.freshPostgres());
    values.put(FRAME, one.frame());
    values.put(SOCKET, one.socket());
    values.put(PASSWORD, password);
    values.put(EVENT, Math.max(0, (three.booking() - one.booking()) / OTHERS));
    values.put(HOP, Math.max(0, split.read() - one.read()));
    values.put(REST, three.rest() / (OTHERS + 1));
    values.put(REST_POSTGRES, three.restPostgres() / (OTHERS + 1));
    return new OperationCosts("now", values);
  }

  public double get(String name) {
    Double value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("not measured: " + name);
    }
    return value;
  }

  public static OperationCosts read() throws IOException {
    Map<String, Double> values = new LinkedHashMap<>();
    String at = "";
    for (String line : Files.readAllLines(file())) {
      int equals = line.lastIndexOf('=');
      if (line.startsWith("# Measured")) {
        at = line.substring(2);
      } else if (!line.startsWith("#") && equals > 0) {
        values.put(
            line.substring(0, equals).strip(), Double.valueOf(line.substring(equals + 1).strip()));
      }
    }
    return new OperationCosts(at, values);
  }

  /** Takes over what the cluster benchmark has measured last. */
  public static void take() throws IOException {
    Path results = ProjectFolder.folder().resolve("bench/results/cluster.json");
    JsonNode report = Json.MAPPER.readTree(results.toFile());
    JsonNode tables = report.path("tables");
    StringJoiner text = new StringJoiner("\n", "", "\n");
    text.add("# What single operations cost, CPU milliseconds unless the name says otherwise.");
    text.add("# Written by bench/run scaling --take from what bench/run cluster measured.");
    text.add(
        "# Measured on %s, %d processors, Java %s"
            .formatted(
                report.path("at").asText().substring(0, 10),
                report.path("processors").asInt(),
                report.path("java").asText()));
    for (JsonNode row : tables.path(tables.size() - 1).path("rows")) {
      text.add("%s = %.4g".formatted(row.path("name").asText(), row.path("value").asDouble()));
    }
    Files.writeString(file(), text.toString());
  }

  private static Path file() {
    return ProjectFolder.folder().resolve("bench/scaling.properties");
  }
}
