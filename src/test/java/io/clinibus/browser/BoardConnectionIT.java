package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How soon the board at the front desk says that it is not live. */
@Tag("browser")
@Tag("exclusive")
class BoardConnectionIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T09:20:00Z");
  private static final Duration CALLED_LIVE_AT_MOST = Duration.ofSeconds(5);

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;
  private static String visit;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    Map<String, String> booking =
        Map.of(
            "doctorId",
            hospital.doctor(60, "09:00", "17:00"),
            "patientId",
            hospital.patient(),
            "start",
            "2031-03-04T13:00:00+01:00");
    visit = hospital.admin().post("/api/appointments", booking).text("/id");
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void aBoardWithoutConnectionIsNotCalledLiveForLongerThanFiveSeconds() {
    SilentLine line = new SilentLine();
    Page page = BROWSER.user(hospital.url(), hospital.receptionist().email());
    page.routeWebSocket("**/api/live", line::join);
    Locator state = board(page);
    long cut = System.nanoTime();
    line.cut();
    assertThat(state).not().hasText("Live", new HasTextOptions().setTimeout(6_000));
    assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(CALLED_LIVE_AT_MOST);
    assertThat(state).containsText("As of", new ContainsTextOptions().setTimeout(15_000));
    page.locator("[data-visit='" + visit + "']").click();
    assertThat(button(main(page), "Check in")).isDisabled();
    assertThat(part(page, "Visit")).containsText("nothing can be changed");
  }

  @Test
  void aBoardKnowsAtOnceThatTheDeviceIsOffline() {
    BROWSER.expectError("net::ERR_INTERNET_DISCONNECTED");
    Page page = BROWSER.user(hospital.url(), hospital.receptionist().email());
    Locator state = board(page);
    page.context().setOffline(true);
    assertThat(state).containsText("As of", new ContainsTextOptions().setTimeout(1_000));
    page.context().setOffline(false);
    assertThat(state).hasText("Live", new HasTextOptions().setTimeout(20_000));
  }

  /** What the board says about its connection, once it is live. */
  private static Locator board(Page page) {
    page.setViewportSize(1280, 1300);
    page.navigate("/board");
    assertThat(page.locator("[data-visit='" + visit + "']")).isVisible();
    Locator state = page.locator(".connection .word");
    assertThat(state).hasText("Live");
    return state;
  }
}
