package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.heading;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Booking by keyboard only: the focus follows the page and is always visible. */
@Tag("browser")
class KeyboardBookingIT {

  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");

  /** More stops than any page between its beginning and what one looks for. */
  private static final int STOPS = 40;

  private static final String SEEN =
      """
      element => {
        const style = getComputedStyle(element);
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
        return outlined || style.boxShadow !== 'none';
      }
      """;

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;
  private Page page;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void aPatientSignsInAndBooksByKeyboardOnly() {
    hospital.doctor(60, "09:00", "13:00");
    RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    page = BROWSER.visitor(hospital.url());
    page.navigate("/book");
    assertThat(linkAbout(part(page, "Department"), "Cardiology")).isVisible();

    tabTo(linkAbout(part(page, "Department"), "Cardiology"));
    press("Enter");
    assertThat(heading(page, "Doctor")).isFocused();
    assertThat(linkAbout(part(page, "Doctor"), "See all times of")).isVisible();

    tabTo(linkAbout(part(page, "Doctor"), "See all times of"));
    press("Enter");
    assertThat(heading(page, "Date and time")).isFocused();
    assertThat(buttonAbout(part(page, "Date and time"), "Monday 3 March: 3 free")).isVisible();

    tabTo(buttonAbout(part(page, "Date and time"), "Monday 3 March: 3 free"));
    press("ArrowRight");
    press("ArrowRight");
    assertFocusSeen(buttonAbout(part(page, "Date and time"), "Wednesday 5 March: 4 free"));
    press("Space");
    assertThat(button(part(page, "Date and time"), "09:00")).isVisible();

    tabTo(button(part(page, "Date and time"), "09:00"));
    press("End");
    press("ArrowLeft");
    press("Home");
    press("ArrowRight");
    assertFocusSeen(button(part(page, "Date and time"), "10:00"));
    press("Enter");

    tabTo(main(page).getByLabel("I am new here"));
    press("ArrowDown");
    assertThat(field(page, "Password")).isVisible();
    tabTo(field(page, "E-mail address"));
    page.keyboard().type("ada@example.org");
    tabTo(field(page, "Password"));
    page.keyboard().type(RestClient.PASSWORD);
    press("Enter");

    assertThat(button(main(page), "Book this appointment")).isEnabled();
    tabTo(button(main(page), "Book this appointment"));
    press("Enter");
    assertThat(heading(page, "Your appointment is booked")).isFocused();
    assertThat(main(page)).containsText("Wednesday 5 March, 10:00");
  }

  private void press(String key) {
    page.keyboard().press(key);
  }

  private void tabTo(Locator target) {
    assertThat(target).isVisible();
    for (int stop = 0; stop < STOPS; stop++) {
      press("Tab");
      if (isFocused(target)) {
        assertFocusSeen(target);
        return;
      }
    }
    throw new AssertionError("Tab does not lead to " + target);
  }

  private void assertFocusSeen(Locator target) {
    assertThat(target).isFocused();
    if (!(boolean) target.evaluate(SEEN)) {
      throw new AssertionError("The focus is not to be seen on " + target);
    }
  }

  private static boolean isFocused(Locator target) {
    return (boolean) target.evaluate("element => element === document.activeElement");
  }
}
