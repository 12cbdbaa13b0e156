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

/**
 * Asks axe-core what is wrong with a page for people with disabilities, on each kind of screen,
 * light and dark. Most rules judge elements, their attributes, text, visibility and size: where all
 * of these are the same in the dark as in the light, only the rules about colours are asked again.
 */
final class Axe {

  private static final Path SCRIPT = Path.of("webroot/node_modules/axe-core/axe.min.js");

  /** Colours that are still on their way from one theme to the other are not judged. */
  private static final String SETTLE =
      """
      async () => {
        await new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
        await Promise.all(document.getAnimations().map(one => one.finished.catch(() => null)));
      }
      """;

  /** Everything that rules judge but colours. */
  private static final String LAYOUT =
      """
      () => [...document.querySelectorAll('*')].map(element => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const { display, visibility, opacity } = getComputedStyle(element);
        const attributes = [...element.attributes]
          .filter(({ name }) => name !== 'data-bs-theme')
          .map(({ name, value }) => `${name}=${value}`);
        const text = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data);
        return [element.tagName, x, y, width, height, display, visibility, opacity, attributes, text]
          .join();
      }).join(' | ')
      """;

  private static final String RUN =
      """
      async colours => {
        const aboutColours = axe.getRules(['cat.color'])
          .filter(({ tags }) => !tags.includes('wcag2aaa')) // as axe does by itself
          .map(({ ruleId }) => ruleId);
        const only = colours ? { runOnly: { type: 'rule', values: aboutColours } } : {};
        const { violations } = await axe.run(document, { resultTypes: ['violations'], ...only });
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
      Object light = null;
      for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        assertThat(page.locator("html"))
            .hasAttribute("data-bs-theme", theme.name().toLowerCase(Locale.ROOT));
        page.evaluate(SETTLE);
        Object layout = page.evaluate(LAYOUT);
        for (Object fault : (List<?>) page.evaluate(RUN, layout.equals(light))) {
          faults.add(page.url() + " " + screen.name() + " " + theme + ": " + fault);
        }
        light = layout;
      }
    }
    return faults;
  }
}
