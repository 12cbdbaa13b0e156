package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.main;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a visitor's first page costs: requests, script as transferred, and layout shift. */
@Tag("browser")
class FirstViewIT {

  private static final int REQUESTS = 15;

  /** The next free time of a department; its card can be used before. */
  private static final String NEXT_TIME = "/api/appointments/first-free";

  private static final double SCRIPT_BYTES = 121_000;

  /** What the texts of another language than English add. */
  private static final double LANGUAGE_BYTES = 9_000;

  private static final double SHIFT = 0.02;

  /** Without what is loaded while nothing else is going on, for pages that may follow. */
  private static final String OBSERVE =
      """
      Object.defineProperty(Navigator.prototype, 'connection', { value: { saveData: true } });
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
        if (!entry.hadRecentInput) window.shift += entry.value;
      })).observe({ type: 'layout-shift', buffered: true });
      """;

  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    hospital.doctor(60, "09:00", "13:00");
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  /** A response: its type and the bytes that were transferred. */
  private record Loaded(String type, String url, double bytes) {}

  @ParameterizedTest
  @CsvSource({
    "/, 390, 844, en-GB",
    "/, 1280, 900, en-GB",
    "/book, 390, 844, en-GB",
    "/book, 1280, 900, en-GB",
    "/book, 390, 844, de-DE",
    "/, 390, 844, es-ES"
  })
  void theFirstViewStaysWithinItsBudget(String path, int width, int height, String locale) {
    Page page = BROWSER.visitor(hospital.url(), locale);
    page.setViewportSize(width, height);
    page.addInitScript(OBSERVE);
    List<Loaded> loaded = observe(page);
    page.navigate(path);
    assertThat(main(page)).containsText("Cardiology");
    page.waitForLoadState(com.microsoft.playwright.options.LoadState.NETWORKIDLE);

    assertThat(loaded)
        .filteredOn(one -> !one.url().contains(NEXT_TIME))
        .hasSizeLessThan(REQUESTS + 1);
    double script =
        loaded.stream().filter(one -> one.type().equals("Script")).mapToDouble(Loaded::bytes).sum();
    double most = locale.startsWith("en") ? SCRIPT_BYTES : SCRIPT_BYTES + LANGUAGE_BYTES;
    assertThat(script).isBetween(50_000.0, most);
    assertThat(((Number) page.evaluate("window.shift")).doubleValue()).isLessThan(SHIFT);
  }

  private static List<Loaded> observe(Page page) {
    List<Loaded> loaded = new ArrayList<>();
    Map<String, JsonObject> responses = new HashMap<>();
    CDPSession session = page.context().newCDPSession(page);
    session.send("Network.enable");
    session.on(
        "Network.responseReceived",
        event -> responses.put(event.get("requestId").getAsString(), event));
    session.on(
        "Network.loadingFinished",
        event -> {
          JsonObject response = responses.get(event.get("requestId").getAsString());
          if (response != null) {
            loaded.add(
                new Loaded(
                    response.get("type").getAsString(),
                    response.getAsJsonObject("response").get("url").getAsString(),
                    event.get("encodedDataLength").getAsDouble()));
          }
        });
    return loaded;
  }
}
