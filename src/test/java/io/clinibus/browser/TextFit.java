package io.clinibus.browser;

import com.microsoft.playwright.Page;
import java.util.List;

/** Finds text on a page that does not fit its place. */
final class TextFit {

  /** Longer words may be broken: no column is made for them. */
  private static final int LETTERS = 12;

  /**
   * Text that is cut off without an ellipsis, and short words and times that are broken into two
   * lines. What can be scrolled, is only for screen readers, or is another document is left out.
   */
  private static final String FIND =
      """
      letters => {
        const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
          && !element.closest('.visually-hidden, svg, iframe') && element.getBoundingClientRect().width > 1;
        const clips = ({ overflowX }) => overflowX === 'hidden' || overflowX === 'clip';
        const boxOf = node => {
          const range = document.createRange();
          range.selectNodeContents(node);
          return range.getBoundingClientRect();
        };
        function cutBy(text) {
          const { left, right } = boxOf(text);
          for (let one = text.parentElement; one && one !== document.body; one = one.parentElement) {
            const style = getComputedStyle(one);
            if (style.overflowX === 'auto' || style.overflowX === 'scroll') return false;
            if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') return false;
            const box = one.getBoundingClientRect();
            if (clips(style) && box.width > 1 && (right > box.right + 1 || left < box.left - 1)) return true;
          }
          return false;
        }
        function broken(text) {
          const range = document.createRange();
          return [...text.data.matchAll(/\\S+/g)].some(({ 0: word, index }) => {
            if (word.length > letters || !/^[\\p{L}\\p{N}:.,;]{2,}$/u.test(word)) return false;
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
          });
        }
        const faults = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
          if (!text.data.trim() || !shown(text.parentElement)) continue;
          const named = `${text.data.trim()} (${text.parentElement.className})`;
          if (cutBy(text)) faults.push('cut off: ' + named);
          if (broken(text)) faults.push('broken word in: ' + named);
        }
        return faults;
      }
      """;

  private TextFit() {}

  /** What does not fit on the page as it stands, with the page's address and width. */
  static List<String> check(Page page) {
    return ((List<?>) page.evaluate(FIND, LETTERS))
        .stream()
            .map(fault -> page.url() + " " + page.viewportSize().width + ": " + fault)
            .toList();
  }
}
