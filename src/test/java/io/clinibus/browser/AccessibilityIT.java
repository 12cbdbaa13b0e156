package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.main;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ViewportSize;
import io.clinibus.browser.PageStops.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every page is accessible: every route on a desk and a phone, light and dark, and without
 * scrolling sideways at 400 % zoom.
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

  /** Of 1,280 px at 400 %, by WCAG 2.2, 1.4.10. */
  private static final int ZOOMED_WIDTH = 320;

  private static final String WIDTH = "() => document.documentElement.scrollWidth";

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
      tooWide(page).ifPresent(faults::add);
      before = stop;
    }
    assertEquals("", String.join("\n", faults));
  }

  private static Optional<String> tooWide(Page page) {
    ViewportSize before = page.viewportSize();
    page.setViewportSize(ZOOMED_WIDTH, before.height);
    Axe.settle(page);
    int width = (int) page.evaluate(WIDTH);
    page.setViewportSize(before.width, before.height);
    return width > ZOOMED_WIDTH
        ? Optional.of(page.url() + " is " + width + " px wide on a screen of " + ZOOMED_WIDTH)
        : Optional.empty();
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
