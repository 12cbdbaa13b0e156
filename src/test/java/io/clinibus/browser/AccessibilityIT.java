package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.main;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ViewportSize;
import io.clinibus.browser.PageStops.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every page is accessible: every route on a desk and a phone, light and dark. Its text is not cut
 * off, and at 400 % zoom nothing is wider than the screen.
 */
@Tag("browser")
class AccessibilityIT {

  private static final Path APP = Path.of("webroot/src");
  private static final Pattern ROUTE_NAME = Pattern.compile("name: '([^']+)'");

  /** As a link does; the app's router is where Vue puts it for its tools. */
  private static final String ROUTE =
      """
      address =>
        document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(address)
          .then(() => null)
      """;

  /** A small screen of a desk, and 1,280 px at 400 %, by WCAG 2.2, 1.4.10. */
  private static final List<Integer> WIDTHS = List.of(1024, 320);

  private static final String FITS = "width => document.documentElement.scrollWidth <= width";

  private static final String OUTSIDE =
      """
      width => [...document.querySelectorAll('body *')]
        .filter(element => element.getBoundingClientRect().right > width)
        .map(element => element.outerHTML.slice(0, 100)).slice(0, 5).join()
      """;

  private static final Page.WaitForFunctionOptions REDRAWN_SOON =
      new Page.WaitForFunctionOptions().setTimeout(5_000);

  @RegisterExtension static final Browser BROWSER = new Browser(PagesClinic.CLOCK::instant);

  private static final Axe AXE = new Axe();
  private static PagesClinic clinic;
  private static PageStops stops;

  @BeforeAll
  static void open() {
    clinic = new PagesClinic();
    stops = new PageStops(clinic);
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void everyRouteIsVisited() throws IOException {
    Set<String> routes = new HashSet<>();
    try (Stream<Path> files = Files.walk(APP)) {
      for (Path file : files.filter(path -> path.endsWith("routes.ts")).toList()) {
        ROUTE_NAME
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> routes.add(found.group(1)));
      }
    }
    Set<String> visited = new HashSet<>();
    for (List<Stop> ofRole :
        List.of(
            stops.forVisitors(),
            stops.forPatients(),
            stops.forStaff(),
            stops.forDoctors(),
            stops.forPharmacists(),
            stops.forOfficers())) {
      ofRole.forEach(stop -> visited.add(stop.route()));
    }
    assertEquals(routes, visited);
  }

  @Test
  void pagesOfVisitorsAreAccessible() {
    BROWSER.expectError("404 (Not Found)"); // there is no letter with the code that is asked for
    visit(BROWSER.visitor(clinic.hospital.url()), stops.forVisitors());
  }

  @Test
  void pagesOfPatientsAreAccessible() {
    Page page = BROWSER.user(clinic.hospital.url(), clinic.ada.email());
    visit(page, stops.forPatients());
  }

  @Test
  void pagesOfStaffAreAccessible() {
    BROWSER.expectError(
        "Blocked script execution"); // axe would look into a mail, where no script runs
    Page page = BROWSER.user(clinic.hospital.url(), "admin@example.org");
    visit(page, stops.forStaff());
  }

  @Test
  void pagesOfPharmacistsAreAccessible() {
    Page page = BROWSER.user(clinic.hospital.url(), clinic.hospital.invited("PHARMACIST").email());
    visit(page, stops.forPharmacists());
  }

  @Test
  void pagesOfPrivacyOfficersAreAccessible() {
    Page page =
        BROWSER.user(clinic.hospital.url(), clinic.hospital.invited("PRIVACY_OFFICER").email());
    visit(page, stops.forOfficers());
  }

  @Test
  void pagesOfDoctorsAreAccessible() {
    Page page =
        BROWSER.user(clinic.hospital.url(), clinic.hospital.signedInDoctor(clinic.doctor).email());
    visit(page, stops.forDoctors());
  }

  private static void visit(Page page, List<Stop> stops) {
    List<String> faults = new ArrayList<>();
    Stop before = null;
    for (Stop stop : stops) {
      reach(page, stop, before);
      assertThat(main(page)).containsText(stop.shows());
      stop.then().accept(page);
      assertThat(main(page).getByRole(AriaRole.STATUS)).hasCount(0); // nothing is loading
      faults.addAll(AXE.check(page));
      faults.addAll(fit(page));
      before = stop;
    }
    assertEquals("", String.join("\n", faults));
  }

  private static List<String> fit(Page page) {
    List<String> faults = new ArrayList<>();
    ViewportSize before = page.viewportSize();
    for (int width : WIDTHS) {
      page.setViewportSize(width, before.height);
      if (!fits(page, width)) {
        faults.add(
            page.url() + " is wider than " + width + " px: " + page.evaluate(OUTSIDE, width));
      }
      Axe.settle(page);
      faults.addAll(TextFit.check(page));
    }
    page.setViewportSize(before.width, before.height);
    return faults;
  }

  /** Some parts are drawn anew for another width, soon after it has changed. */
  private static boolean fits(Page page, int width) {
    try {
      page.waitForFunction(FITS, width, REDRAWN_SOON);
      return true;
    } catch (TimeoutError e) {
      return false;
    }
  }

  /** A page that was only looked at is left by its router; one that was used is loaded again. */
  private static void reach(Page page, Stop stop, Stop before) {
    if (before == null || before.then() != PageStops.LOOK) {
      page.navigate(stop.address());
    } else if (!before.address().equals(stop.address())) {
      page.evaluate(ROUTE, stop.address());
    }
  }
}
