package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.main;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Clip;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The schedule at the front desk: a change on one page is pushed to all. */
@Tag("browser")
class DashboardIT {

  private static final TestClock CLOCK = new TestClock(BusyDepartment.BEFORE_WORK);
  private static final int FIRST = 0;
  private static final int SECOND = 1;
  private static final int THIRD = 2;
  private static final long PAUSED_AFTER_MS = 10_000;

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  /** Collects the visits whose cards glow, from now on. */
  private static final String COLLECT_GLOWING =
      """
      window.glowing = new Set();
      new MutationObserver(() =>
          document.querySelectorAll('.card.glowing [data-visit]').forEach(
              card => glowing.add(card.dataset.visit)))
        .observe(document.body, {subtree: true, childList: true, attributes: true});
      """;

  /** Visits here begin and end at lines of the hours, which are moved to where they cross them. */
  private static final String HOURS_WITHIN_CARDS = ".column::before { translate: 0 10px; }";

  /** In place of what was added before. The policy of the page allows no element of style. */
  private static final String ADD_STYLE =
      """
      style => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(style);
        document.adoptedStyleSheets = [sheet];
      }
      """;

  /** Outside the rounded corners of a card one sees the ground. */
  private static final double CORNER = 6;

  private static final String WITHOUT_LINES =
      ".column::before, .column::after { visibility: hidden !important; }";

  /** Of a visit's edge beside the hours in which it lies, by WCAG 2.2, 1.4.11. */
  private static final String EDGE_CONTRAST =
      """
      () => {
        const canvas = document.createElement('canvas').getContext('2d');
        const luminance = colour => {
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => {
            const share = value / 255;
            return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        };
        const card = document.querySelector('.tone-booked');
        const tone = luminance(getComputedStyle(card).getPropertyValue('--tone'));
        const ground = luminance(getComputedStyle(document.querySelector('.stretch.hours')).backgroundColor);
        return (Math.max(tone, ground) + 0.05) / (Math.min(tone, ground) + 0.05);
      }
      """;

  private static final double GRAPHICS_CONTRAST = 3;

  private static final Axe AXE = new Axe();
  private static RestFixture hospital;
  private static BusyDepartment department;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    department = BusyDepartment.open(hospital, CLOCK, 3, 30);
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void aCheckInIsPushedToAnotherDesk() {
    Page one = desk();
    Page other = desk();
    String visit = department.visit(FIRST, "13:30");
    one.locator("[data-check-in='" + visit + "']").click();
    assertThat(card(one, visit)).containsText("Checked in");
    assertThat(card(other, visit)).containsText("Checked in");
    assertThat(People.part(other, "Waiting")).containsText("13:30");
    card(other, visit).click();
    button(main(other), "Undo check-in").click();
    assertThat(card(one, visit)).containsText("Booked");
  }

  @Test
  void aVisitIsDraggedToAnotherDoctor() {
    Page one = desk();
    Page other = desk();
    String visit = department.visit(FIRST, "14:00");
    drag(one, visit, SECOND, "16:00");
    Locator asked = dialog(one, "Move ");
    assertThat(asked).containsText("Tuesday 4 March, 14:00");
    assertThat(asked).containsText("Tuesday 4 March, 16:00");
    assertThat(column(other, SECOND)).containsText("held");
    button(asked, "Move to 16:00").click();
    assertThat(card(column(one, SECOND), visit)).containsText("16:00");
    assertThat(card(column(other, SECOND), visit)).containsText("16:00");
    assertThat(card(column(other, FIRST), visit)).hasCount(0);
  }

  @Test
  void aVisitCannotBeDroppedOnATakenTime() {
    Page page = desk();
    String visit = department.visit(THIRD, "13:30");
    lift(page, visit);
    over(page, card(page, department.visit(SECOND, "15:00")));
    assertThat(page.locator(".ghost")).containsText("Taken by");
    page.mouse().up();
    assertThat(page.locator(".ghost")).hasCount(0);
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    assertThat(card(page, visit)).containsText("13:30");
  }

  @Test
  void aMoveToATimeJustTakenOffersOtherTimes() {
    Page page = desk();
    String visit = department.visit(FIRST, "14:30");
    page.route(
        "**/api/holds",
        route -> {
          department.take(SECOND, "13:30");
          route.resume();
        },
        new Page.RouteOptions().setTimes(1));
    BROWSER.expectError("409 (Conflict)");
    drag(page, visit, SECOND, "13:30");
    Locator asked = dialog(page, "Move ");
    assertThat(asked).containsText("is not free any more");
    assertThat(card(page, visit)).containsText("14:30");
    asked.locator(".taken button").first().click();
    buttonAbout(asked, "Move to").click();
    assertThat(asked).isHidden();
    assertThat(card(page, visit)).not().containsText("14:30");
  }

  @Test
  void aVisitIsMovedByKeyboardOnly() {
    Page page = desk();
    String visit = department.visit(FIRST, "15:00");
    // They come after the visits.
    assertThat(column(page, FIRST).locator("[data-slot]").first()).isVisible();
    card(page, visit).focus();
    page.keyboard().press("m");
    assertThat(main(page)).containsText("choose a free time");
    assertThat(page.locator(".ghost button")).isFocused();
    page.keyboard().press("ArrowDown");
    Locator ghost = page.locator(".ghost");
    assertThat(ghost).not().containsText("15:00");
    String next = ghost.textContent().replaceFirst("(?s).*?(\\d\\d:\\d\\d).*", "$1");
    page.keyboard().press("Escape");
    assertThat(card(page, visit)).isFocused();
    page.keyboard().press("m");
    page.keyboard().press("ArrowDown");
    pause(page); // it can be undone for seconds only
    page.keyboard().press("Enter");
    assertThat(card(page, visit)).containsText(next);
    assertThat(card(page, visit)).isFocused();
    assertThat(page.getByRole(AriaRole.DIALOG)).hasCount(0);
    page.clock().resume();
    button(page.locator(".notices"), "Undo").click();
    assertThat(page.locator(".notices")).containsText("No mail is sent.");
    assertThat(card(page, visit)).containsText("15:00");
  }

  @Test
  void aMoveToAnotherDoctorIsConfirmedWithTheKeyboardAlone() {
    Page page = desk();
    String visit = department.visit(THIRD, "15:30");
    assertThat(column(page, FIRST).locator("[data-slot]").first()).isVisible();
    card(page, visit).focus();
    page.keyboard().press("m");
    assertThat(page.locator(".ghost button")).isFocused();
    page.keyboard().press("ArrowRight");
    page.keyboard().press("Enter");
    assertThat(buttonAbout(dialog(page, "Move "), "Move to")).isFocused();
    page.keyboard().press("Enter");
    assertThat(card(column(page, THIRD), visit)).hasCount(0);
    assertThat(card(page, visit)).isFocused();
  }

  @Test
  void nothingGlowsAfterTheScreenHasChangedItsWidth() {
    Page page = desk();
    assertThat(page.locator(".card").first()).isVisible();
    page.evaluate(COLLECT_GLOWING);
    page.setViewportSize(390, 844);
    assertThat(page.locator("[data-doctor]")).hasCount(1);
    page.setViewportSize(1280, 1300);
    assertThat(page.locator("[data-doctor]")).hasCount(3);
    button(page.locator(".page-bar"), "Day after").click();
    button(page.locator(".page-bar"), "Day before").click();
    assertThat(page.locator(".card").nth(5)).isVisible();
    assertEquals(0, page.evaluate("glowing.size"));
    String visit = department.visit(SECOND, "15:30");
    page.locator("[data-check-in='" + visit + "']").click();
    assertThat(card(page, visit)).containsText("Checked in");
    page.waitForFunction("() => glowing.size === 1");
  }

  @Test
  void aWalkInIsAddedBookedAndCheckedIn() {
    Page one = desk();
    Page other = desk();
    buttonAbout(column(one, SECOND), "16:30, free").click();
    assertThat(column(other, SECOND)).containsText("held");
    Locator booking = dialog(one, "Book this time");
    booking.getByRole(AriaRole.SEARCHBOX).fill("Mia Neumann");
    buttonAbout(booking, "New patient").click();
    assertThat(field(one, "Last name")).hasValue("Neumann");
    booking.getByLabel("The patient is here").check();
    button(booking, "Book 16:30").click();
    assertThat(column(one, SECOND)).containsText("Neumann, Mia");
    Locator mia = column(other, SECOND).locator(".card").filter(named("Neumann, Mia"));
    assertThat(mia).containsText("Checked in");
  }

  @Test
  void viewersAreCounted() {
    Page one = desk();
    Locator viewers = one.locator(".viewers");
    one.setViewportSize(1600, 1300);
    assertThat(viewers).hasCount(0);
    Page other = desk();
    assertThat(viewers).containsText("2 looking");
    Page patient = BROWSER.visitor(hospital.url());
    patient.navigate("/doctors/" + department.doctor(FIRST));
    Locator head = one.locator(".head").filter(named("Lindqvist, Sofia"));
    assertThat(head).containsText("one other looks", new ContainsTextOptions().setTimeout(30_000));
    other.close();
    assertThat(viewers).hasCount(0);
  }

  @Test
  void aPhoneShowsOneDoctorAtATimeAndWholeHoursAlsoInAmerica() {
    Page page = desk("en-US");
    page.setViewportSize(390, 844);
    Locator hour = page.locator(".hour:text('10:00 AM')");
    BoundingBox box = hour.boundingBox();
    assertTrue(box.x >= hour.locator("..").boundingBox().x, "its start is outside the column");
    assertTrue(box.height < 20, "it takes two lines");
    assertThat(page.locator("[data-doctor]")).hasCount(1);
    String first = page.locator("[data-doctor]").getAttribute("data-doctor");
    button(main(page), "Next doctor").click();
    assertThat(page.locator("[data-doctor='" + first + "']")).hasCount(0);
    page.reload();
    assertThat(page.locator("[data-doctor]")).hasCount(1);
    assertThat(page.locator("[data-doctor='" + first + "']")).hasCount(0);
  }

  @Test
  void theBoardBeginsHighOnASmallScreen() {
    Page page = desk();
    page.setViewportSize(1280, 720);
    double begins = page.locator("[data-doctor]").first().boundingBox().y;
    assertTrue(begins < 150, "its columns begin at " + begins);
  }

  @Test
  void linesLieBehindTheCards() {
    Page page = desk();
    Locator crossedByNow = card(page, department.visit(FIRST, "10:00"));
    assertThat(crossedByNow).isVisible();
    byte[] crossed = pictureWith(page, crossedByNow, HOURS_WITHIN_CARDS);
    assertArrayEquals(pictureWith(page, crossedByNow, WITHOUT_LINES), crossed);
    Locator free = page.locator("[data-slot]").first();
    byte[] ruled = pictureWith(page, free, HOURS_WITHIN_CARDS);
    assertFalse(Arrays.equals(pictureWith(page, free, WITHOUT_LINES), ruled), "there are lines");
  }

  private static byte[] pictureWith(Page page, Locator part, String style) {
    page.evaluate(ADD_STYLE, style);
    BoundingBox box = part.boundingBox();
    double width = box.width - 2 * CORNER;
    double height = box.height - 2 * CORNER;
    Clip inside = new Clip(box.x + CORNER, box.y + CORNER, width, height);
    return page.screenshot(new Page.ScreenshotOptions().setClip(inside));
  }

  @Test
  void takenTimesAreFilledAndFreeTimesAreTheGround() {
    Page page = desk();
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      Axe.settle(page);
      Locator free = page.locator("[data-slot]").first();
      assertThat(free).hasCSS("background-color", "rgba(0, 0, 0, 0)");
      assertThat(free).hasCSS("border-top-width", "0px");
      double edge = ((Number) page.evaluate(EDGE_CONTRAST)).doubleValue();
      assertTrue(edge >= GRAPHICS_CONTRAST, theme + ": the edge of a taken time has " + edge);
    }
  }

  @Test
  void whatIsCurrentAndTakenIsSeenInForcedColours() {
    Page page = desk();
    page.emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
    assertThat(page.locator(".places [aria-current='page']").first())
        .hasCSS("outline-style", "solid");
    Locator taken = page.locator(".card .open").first();
    assertThat(taken).hasCSS("border-top-style", "solid");
    assertThat(page.locator("[data-slot]").first()).not().hasCSS("border-top-style", "solid");
  }

  @Test
  void theDashboardIsAccessible() {
    Page page = desk();
    List<String> faults = new ArrayList<>(AXE.check(page));
    page.setViewportSize(1280, 800);
    page.locator("[data-visit='" + department.visit(SECOND, "14:00") + "']").focus();
    page.keyboard().press("m");
    assertThat(page.locator(".ghost")).isVisible();
    faults.addAll(AXE.check(page));
    assertEquals("", String.join("\n", faults));
  }

  private static Page desk() {
    return desk("en-GB");
  }

  private static Page desk(String locale) {
    return open(BROWSER.user(hospital.url(), hospital.receptionist().email(), locale));
  }

  private static Page open(Page page) {
    page.setViewportSize(1280, 1300);
    page.navigate("/board?doctors=dept:" + department.id());
    assertThat(page.locator("[data-slot]").first()).isVisible();
    return page;
  }

  private static Locator column(Page page, int doctor) {
    return page.locator("[data-doctor='" + department.doctor(doctor) + "']");
  }

  private static Locator card(Page page, String visit) {
    return page.locator("[data-visit='" + visit + "']");
  }

  private static Locator card(Locator column, String visit) {
    return column.locator("[data-visit='" + visit + "']");
  }

  private static Locator.FilterOptions named(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  /** Lets no time pass on a page. */
  private static void pause(Page page) {
    long now = ((Number) page.evaluate("Date.now()")).longValue();
    page.clock().pauseAt(now + PAUSED_AFTER_MS);
  }

  private static void drag(Page page, String visit, int doctor, String time) {
    lift(page, visit);
    over(page, buttonAbout(column(page, doctor), time + ", free"));
    assertThat(page.locator(".ghost")).containsText(time);
    page.mouse().up();
  }

  private static void lift(Page page, String visit) {
    Locator card = card(page, visit);
    card.scrollIntoViewIfNeeded();
    BoundingBox box = card.boundingBox();
    page.mouse().move(box.x + 20, box.y + 10);
    page.mouse().down();
    page.mouse().move(box.x + 30, box.y + 20);
    assertThat(page.locator(".ghost")).isVisible();
  }

  private static void over(Page page, Locator target) {
    BoundingBox box = target.boundingBox();
    page.mouse().move(box.x + 20, box.y + 20, new Mouse.MoveOptions().setSteps(5));
  }
}
