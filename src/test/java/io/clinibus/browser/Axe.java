package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks axe-core what is wrong with a page for people with disabilities, on each kind of screen. */
final class Axe {

  private static final Path SCRIPT = Path.of("webroot/node_modules/axe-core/axe.min.js");

  /** Colours that are still on their way from one theme to the other are not judged. */
  private static final String RUN =
      """
      async () => {
        await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        await Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)));
        const { violations } = await axe.run(document, { resultTypes: ['violations'] });
        return violations.flatMap(({ id, help, nodes }) =>
          nodes.map(node => `${id} (${help}): ${node.target} ${node.any[0]?.message ?? ''}`));
      }
      """;

  private record Screen(String name, int width, int height) {}

  private static final List<Screen> SCREENS =
      List.of(new Screen("desk", 1280, 800), new Screen("phone", 390, 844));

  private final String script;

  Axe() {
    try {
      script = Files.readString(SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is wrong with the page as it stands, once for each screen and theme. */
  List<String> check(Page page) {
    page.evaluate(script);
    List<String> faults = new ArrayList<>();
    for (Screen screen : SCREENS) {
      page.setViewportSize(screen.width(), screen.height());
      for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        assertThat(page.locator("html"))
            .hasAttribute("data-bs-theme", theme.name().toLowerCase(Locale.ROOT));
        for (Object fault : (List<?>) page.evaluate(RUN)) {
          faults.add(page.url() + " " + screen.name() + " " + theme + ": " + fault);
        }
      }
    }
    return faults;
  }
}
