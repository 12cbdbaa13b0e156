package io.clinibus.bench.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bench.settings.ProjectFolder;
import io.clinibus.bus.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The programs that drive a browser, in processes of their own: {@code bench/pages}. */
final class PageMeasurement {

  private PageMeasurement() {}

  /**
   * Receives each figure as it is found: of the product, of a static page, and the machine's load
   * average.
   */
  interface Figures {
    void found(String name, double product, double limit, double load);
  }

  /** Measures the pages; the settings are those that {@code measure.mjs} reads. */
  static void run(Map<String, Object> settings, Figures figures) throws IOException, InterruptedException {
    Map<String, Object> all = new HashMap<>(settings);
    JsonNode browser = unpackBrowser();
    all.put("executable", browser.path("executable").asText());
    all.put("environment", browser.path("environment"));
    Path program = ProjectFolder.folder().resolve("bench/pages/measure.mjs");
    Process process = node(program, Json.MAPPER.writeValueAsString(all));
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode figure = Json.MAPPER.readTree(line);
        figures.found(
            figure.path("name").asText(),
            figure.path("product").asDouble(),
            figure.path("limit").asDouble(),
            figure.path("load").asDouble());
      }
    } finally {
      process.destroy();
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the pages could not be measured");
    }
  }

  /** The Chromium that the app's packages bring, or that {@code CLINIBUS_TEST_BROWSER} names. */
  private static JsonNode unpackBrowser() throws IOException {
    String other = System.getenv("CLINIBUS_TEST_BROWSER");
    if (other != null) {
      return Json.MAPPER.createObjectNode().put("executable", other);
    }
    Path folder = ProjectFolder.folder();
    Process process = node(folder.resolve("webroot/scripts/browser.mjs"), folder.resolve("target").toString());
    return Json.MAPPER.readTree(process.getInputStream());
  }

  private static Process node(Path program, String argument) throws IOException {
    return new ProcessBuilder(List.of("node", program.toString(), argument))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
