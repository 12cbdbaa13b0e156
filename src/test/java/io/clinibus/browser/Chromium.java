package io.clinibus.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.clinibus.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The Chromium that the app's packages bring, so that tests see the same browser on every machine
 * and none has to be installed; or the one that {@code CLINIBUS_TEST_BROWSER} names.
 */
final class Chromium implements AutoCloseable {

  private static final String OTHER = System.getenv("CLINIBUS_TEST_BROWSER");
  private static final int PATIENCE_SECONDS = 60;

  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;

  private Chromium(Playwright playwright, com.microsoft.playwright.Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  /**
   * Why there is nothing to look at, or no browser for this kind of machine; empty if all is there.
   */
  static Optional<String> missing() {
    if (Boolean.getBoolean("clinibus.skipWebapp")) {
      return Optional.of("built without the web app (-DskipWebapp=true)");
    }
    if (Chromium.class.getResource("/webroot/index.html") == null) {
      return Optional.of("the web app is not built: run mvn verify");
    }
    boolean packed =
        System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64");
    return packed || OTHER != null
        ? Optional.empty()
        : Optional.of("the packaged browser is for Linux on x86-64: set CLINIBUS_TEST_BROWSER");
  }

  static Chromium launch() {
    JsonNode packed = OTHER == null ? unpack() : other();
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.put("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    environment.put("PLAYWRIGHT_NODEJS_PATH", packed.path("node").asText());
    Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
    packed
        .path("environment")
        .properties()
        .forEach(one -> environment.put(one.getKey(), one.getValue().asText()));
    var options =
        new LaunchOptions()
            .setExecutablePath(Path.of(packed.path("executable").asText()))
            .setEnv(environment)
            .setArgs(ARGUMENTS);
    return new Chromium(playwright, playwright.chromium().launch(options));
  }

  com.microsoft.playwright.Browser browser() {
    return browser;
  }

  @Override
  public void close() {
    playwright.close();
  }

  private static JsonNode unpack() {
    var process = new ProcessBuilder("node", "scripts/browser.mjs", target());
    process.directory(Path.of("webroot").toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
    try {
      Process running = process.start();
      JsonNode answer = Json.MAPPER.readTree(running.getInputStream());
      if (!running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || running.exitValue() != 0) {
        throw new IllegalStateException("the browser could not be unpacked");
      }
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String target() {
    return Path.of("target").toAbsolutePath().toString();
  }

  private static JsonNode other() {
    return Json.MAPPER.createObjectNode().put("executable", OTHER);
  }
}
