package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.main;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.io.IOException;
import java.util.Map;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is on paper: the page without its frame and its controls, black on white. */
@Tag("browser")
class PrintIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;
  private static String visit;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    String doctor = hospital.doctor(60, "09:00", "21:00");
    String other = hospital.doctor(60, "09:00", "12:00");
    visit = book(doctor, "10:00");
    book(other, "11:00");
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void listsAndBoardsArePrintedWithoutFrameAndControls() throws IOException {
    Page page = BROWSER.visitor(hospital.url());
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
    People.signIn(page, "admin@example.org");
    page.navigate(hospital.url() + "/day");
    assertThat(main(page).locator("ol time")).hasCount(2);
    assertPrinted(page, main(page).locator("ol time"), 2);

    page.navigate(hospital.url() + "/board");
    assertThat(main(page).locator("[data-visit]")).hasCount(2);
    assertThat(main(page).locator(".print-only")).hasCount(0);
    assertPrinted(page, main(page).locator(".print-only tr"), 2);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(main(page).locator(".scroller")).isHidden();
    assertThat(main(page).locator(".print-only .doctor")).hasCount(2);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
    assertThat(textOf(page.pdf())).contains("Byron", "10:00", "12:00");

    page.navigate(hospital.url() + "/appointments/" + visit);
    assertThat(main(page)).containsText("What happened");
    assertPrinted(page, main(page).locator("dl.facts").first(), 1);
  }

  /**
   * On paper the content is there, and neither the frame nor a button; afterwards they are back.
   */
  private static void assertPrinted(Page page, Locator content, int count) {
    Locator rail = page.locator(".navigation");
    Locator buttons = page.locator("button:visible, a.btn:visible, input:visible, select:visible");
    assertThat(rail).isVisible();
    assertThat(buttons.count()).isPositive();
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
    assertThat(rail).isHidden();
    assertThat(page.locator(".skip-link")).isHidden();
    assertThat(buttons).hasCount(0);
    for (int i = 0; i < count; i++) {
      assertThat(content.nth(i)).isVisible();
    }
    assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        .isEqualTo("rgb(255, 255, 255)");
    assertThat(content.first().evaluate("it => getComputedStyle(it).color"))
        .isEqualTo("rgb(0, 0, 0)");
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
  }

  private static String textOf(byte[] paper) throws IOException {
    try (var document = Loader.loadPDF(paper)) {
      return new PDFTextStripper().getText(document);
    }
  }

  private static String book(String doctor, String time) {
    RestClient admin = hospital.admin();
    var wish =
        Map.of(
            "doctorId",
            doctor,
            "patientId",
            hospital.patient(),
            "start",
            "2031-03-04T" + time + ":00+01:00");
    return admin.post("/api/appointments", wish).text("/id");
  }
}
