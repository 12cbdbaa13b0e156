package io.clinibus.browser;

import static io.clinibus.browser.People.main;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import io.clinibus.browser.PageStops.Stop;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Takes a picture of every page, at four widths, light and dark, in three languages, into {@code
 * target/pictures}, and compares those that {@code docs/pictures/expected} has. What is reached by
 * words on the page is taken in English only.
 */
@Tag("browser")
@Tag("pictures")
class PicturesIT {

  private static final Path TAKEN = Path.of("target/pictures");
  private static final Path EXPECTED = Path.of("docs/pictures/expected");
  private static final List<String> LANGUAGES = List.of("en-GB", "de-DE", "es-ES");
  private static final List<Integer> WIDTHS = List.of(1440, 1024, 768, 390);
  private static final int HEIGHT = 900;

  /** Of a channel of 255: what anti-aliasing may vary by. */
  private static final int SAME_COLOUR = 24;

  private static final double MOST_DIFFERENT = 0.001;

  /** How often a route was stopped at in a language: pictures of one route are numbered. */
  private static final Map<String, Integer> NUMBERS = new HashMap<>();

  @RegisterExtension static final Browser BROWSER = new Browser(PagesClinic.CLOCK::instant);

  private static PagesClinic clinic;
  private static String doctor;
  private static String pharmacist;
  private static String officer;

  @BeforeAll
  static void open() {
    clinic = new PagesClinic();
    doctor = clinic.hospital.signedInDoctor(clinic.doctor).email();
    pharmacist = clinic.hospital.invited("PHARMACIST").email();
    officer = clinic.hospital.invited("PRIVACY_OFFICER").email();
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void everyPageIsTakenAndTheExpectedOnesAreTheSame() throws IOException {
    BROWSER.expectError("Blocked script execution"); // a mail of the mailbox
    BROWSER.expectError("404 (Not Found)"); // there is no letter with the code that is asked for
    var stops = new PageStops(clinic);
    for (String language : LANGUAGES) {
      take(language, null, stops.forVisitors());
      take(language, clinic.ada.email(), stops.forPatients());
      take(language, "admin@example.org", stops.forStaff());
      take(language, doctor, stops.forDoctors());
      take(language, pharmacist, stops.forPharmacists());
      take(language, officer, stops.forOfficers());
    }
    List<String> different = new ArrayList<>();
    try (Stream<Path> files = Files.list(EXPECTED)) {
      for (Path expected : files.sorted().toList()) {
        double share = difference(expected, TAKEN.resolve(expected.getFileName()));
        System.out.printf("%-48s %.3f %% different%n", expected.getFileName(), 100 * share);
        if (share > MOST_DIFFERENT) {
          different.add(expected.getFileName().toString());
        }
      }
    }
    assertThat(different).as("look at target/pictures, and copy what is right").isEmpty();
  }

  private static void take(String language, String email, List<Stop> stops) {
    var url = clinic.hospital.url();
    Page page = email == null ? BROWSER.visitor(url, language) : BROWSER.user(url, email, language);
    boolean english = language.equals(LANGUAGES.get(0));
    for (Stop stop : stops) {
      int number = NUMBERS.merge(language + stop.route(), 1, Integer::sum);
      if (english || stop.then() == PageStops.LOOK) {
        page.navigate(stop.address()); // so that it goes by the clock of the node again
        page.waitForLoadState(LoadState.NETWORKIDLE);
        stop.then().accept(page);
        take(page, stop.route() + "-" + number + "-" + language.substring(0, 2));
      }
    }
    page.context().close();
  }

  private static void take(Page page, String name) {
    PlaywrightAssertions.assertThat(main(page).getByRole(AriaRole.STATUS)).hasCount(0);
    for (int width : WIDTHS) {
      page.setViewportSize(width, HEIGHT);
      for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        Axe.settle(page);
        String file = name + "-" + width + "-" + theme.name().toLowerCase(Locale.ROOT) + ".png";
        page.screenshot(new Page.ScreenshotOptions().setPath(TAKEN.resolve(file)));
      }
    }
  }

  /** The share of pixels that differ; 1 if the size does. */
  private static double difference(Path expected, Path taken) {
    assertTrue(Files.exists(taken), () -> "not taken: " + taken);
    BufferedImage one = read(expected);
    BufferedImage other = read(taken);
    if (one.getWidth() != other.getWidth() || one.getHeight() != other.getHeight()) {
      return 1;
    }
    int different = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        if (differs(one.getRGB(x, y), other.getRGB(x, y))) {
          different++;
        }
      }
    }
    return (double) different / (one.getWidth() * one.getHeight());
  }

  private static boolean differs(int one, int other) {
    for (int shift = 0; shift <= 16; shift += 8) {
      if (Math.abs((one >> shift & 0xff) - (other >> shift & 0xff)) > SAME_COLOUR) {
        return true;
      }
    }
    return false;
  }

  private static BufferedImage read(Path file) {
    try {
      return ImageIO.read(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
