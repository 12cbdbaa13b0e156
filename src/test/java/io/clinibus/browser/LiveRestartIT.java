package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.settings.Settings;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.TestServers;
import java.net.URI;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A page that stays open while its server is away comes back by itself, and is right. */
@Tag("browser")
class LiveRestartIT {

  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");
  private static final String EMAIL = "ada@example.org";

  /** Longer than the longest pause between a page's attempts. */
  private static final double PATIENCE_MS = 40_000;

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  @Test
  void anOpenPageRecoversAfterARestartOfItsServer() {
    Settings anywhere = TestNode.settings(TestServers.newDatabase());
    Settings here = TestNode.onPort(TestPorts.one(), anywhere);
    String doctor;
    Page page;
    try (RestFixture hospital = RestFixture.open(here, CLOCK)) {
      doctor = hospital.doctor(60, "09:00", "15:00");
      RestClient.registered(hospital.url(), EMAIL, "Ada", "Lovelace");
      page = BROWSER.visitor(hospital.url());
      page.navigate("/book?doctor=" + doctor + "&day=2031-03-05");
      assertThat(button(part(page, "Date and time"), "10:00")).isVisible();
      assertThat(banner(page)).containsText("Live");
    }
    BROWSER.expectError("ERR_CONNECTION_REFUSED");
    BROWSER.expectError("/api/live' failed"); // in whatever way a server that goes refuses
    assertThat(banner(page)).containsText(Pattern.compile("Reconnecting|As of"));
    try (TestNode elsewhere = TestNode.start(anywhere, CLOCK)) {
      book(elsewhere.url(), doctor, "10:00");
    }
    assertThat(button(part(page, "Date and time"), "10:00")).isVisible();
    try (TestNode back = TestNode.start(here, CLOCK)) {
      assertThat(banner(page))
          .containsText(
              "Live", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS));
      assertThat(buttonAbout(part(page, "Date and time"), "10:00")).hasCount(0);
      book(back.url(), doctor, "11:00");
      assertThat(buttonAbout(part(page, "Date and time"), "11:00")).hasCount(0);
      assertThat(button(part(page, "Date and time"), "12:00")).isEnabled();
    }
  }

  private static void book(URI node, String doctor, String time) {
    Map<String, String> visit =
        Map.of("doctorId", doctor, "start", "2031-03-05T" + time + ":00+01:00");
    RestClient ada = RestClient.signedIn(node, EMAIL, RestClient.PASSWORD);
    assertEquals(201, ada.post("/api/appointments", visit).status());
  }

  private static Locator banner(Page page) {
    return page.getByRole(AriaRole.BANNER);
  }
}
