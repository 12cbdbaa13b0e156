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
        const ending = document.getAnimations()
          .filter(one => one.effect.getComputedTiming().endTime < Infinity);
        await Promise.all(ending.map(one => one.finished.catch(() => null)));
      }
      """;

  private static final String IS_THERE = "() => 'axe' in window";

  /** Whether everything that rules judge but colours is the same as the last time. */
  private static final String SAME_LAYOUT =
      """
      () => {
        const layout = [...document.querySelectorAll('*')].map(element => {
        const { x, y, width, height } = element.getBoundingClientRect();
        const { display, visibility, opacity } = getComputedStyle(element);
        const attributes = [...element.attributes]
          .filter(({ name }) => name !== 'data-bs-theme')
          .map(({ name, value }) => `${name}=${value}`);
        const text = [...element.childNodes].filter(node => node.nodeType === 3).map(node => node.data);
        return [element.tagName, x, y, width, height, display, visibility, opacity, attributes, text]
          .join();
      }).join(' | ');
        const same = layout === axe.lastLayout;
        axe.lastLayout = layout;
        return same;
      }
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

  /** Waits until the page is drawn and nothing moves. */
  static void settle(Page page) {
    page.evaluate(SETTLE);
  }

  /** What is wrong with the page as it stands, once for each screen and theme. */
  List<String> check(Page page) {
    if (page.evaluate(IS_THERE).equals(false)) {
      page.evaluate(script);
    }
    List<String> faults = new ArrayList<>();
    for (Screen screen : SCREENS) {
      page.setViewportSize(screen.width(), screen.height());
      for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
        assertThat(page.locator("html"))
            .hasAttribute("data-bs-theme", theme.name().toLowerCase(Locale.ROOT));
        settle(page);
        boolean same = (boolean) page.evaluate(SAME_LAYOUT);
        boolean onlyColours = same && theme == ColorScheme.DARK;
        for (Object fault : (List<?>) page.evaluate(RUN, onlyColours)) {
          faults.add(page.url() + " " + screen.name() + " " + theme + ": " + fault);
        }
      }
    }
    return faults;
  }
}
