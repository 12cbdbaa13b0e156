package io.clinibus.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A browser whose people share nothing with each other. It sits in New York, so that a page that
 * shows its times instead of the clinic's is found out. A test fails if any page logged an error,
 * threw one or broke the Content-Security-Policy; after a failure each page's picture is in {@code
 * target/browser}.
 */
final class Browser
    implements ExecutionCondition,
        BeforeAllCallback,
        AfterTestExecutionCallback,
        AfterEachCallback {

  private static final double PATIENCE_MS = 30_000;
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  private static final String TELL_VIOLATIONS =
      "addEventListener('securitypolicyviolation', (violation) =>"
          + " console.error('CSP:', violation.effectiveDirective, violation.blockedURI));";

  /** Real time for measurements on pages whose clock is replaced. */
  private static final String KEEP_REAL_CLOCK =
      "((clock, now) => (window.realNow = () => clock.timeOrigin + now.call(clock)))"
          + "(performance, performance.now);";

  private final Supplier<Instant> now;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();
  private com.microsoft.playwright.Browser chromium;

  /**
   * @param now the time at which pages are opened; it goes on from there
   */
  Browser(Supplier<Instant> now) {
    this.now = now;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
    return Chromium.missing()
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("there is a browser"));
  }

  @Override
  public void beforeAll(ExtensionContext test) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
    chromium =
        test.getRoot()
            .getStore(ExtensionContext.Namespace.create(Browser.class))
            .getOrComputeIfAbsent(Chromium.class, type -> Chromium.launch(), Chromium.class)
            .browser();
  }

  /** A new visitor of a node's pages. */
  Page visitor(URI node) {
    return visitor(node, "en-GB");
  }

  /** A new page of a user who has signed in before. It shows nothing yet. */
  Page user(URI node, String email) {
    return user(node, email, "en-GB");
  }

  /** The same in a browser that has a locale. */
  Page user(URI node, String email, String locale) {
    return page(options(node, locale).setStorageState(StoredSession.of(node, email)));
  }

  /** A new visitor whose browser has a locale. */
  Page visitor(URI node, String locale) {
    return page(options(node, locale));
  }

  private static NewContextOptions options(URI node, String locale) {
    return new NewContextOptions()
        .setBaseURL(node.toString())
        .setLocale(locale)
        .setTimezoneId("America/New_York")
        .setReducedMotion(ReducedMotion.REDUCE)
        .setViewportSize(WIDTH, HEIGHT);
  }

  private Page page(NewContextOptions options) {
    BrowserContext context = chromium.newContext(options);
    contexts.add(context);
    context.setDefaultTimeout(PATIENCE_MS);
    context.addInitScript(KEEP_REAL_CLOCK);
    context.clock().install(new Clock.InstallOptions().setTime(Date.from(now.get())));
    context.addInitScript(TELL_VIOLATIONS);
    context.onConsoleMessage(this::hear);
    context.onWebError(error -> complaints.add(error.page().url() + " threw " + error.error()));
    return context.newPage();
  }

  /** An error that belongs to what the test does, such as a refusal that the browser logs. */
  void expectError(String part) {
    expected.add(part);
  }

  @Override
  public void afterTestExecution(ExtensionContext test) {
    if (test.getExecutionException().isPresent()) {
      String name = test.getRequiredTestClass().getSimpleName() + "." + test.getDisplayName();
      int number = 0;
      for (BrowserContext context : contexts) {
        for (Page page : context.pages()) {
          String file = name.replaceAll("[^\\w.]", "") + "-" + ++number + ".png";
          page.screenshot(new ScreenshotOptions().setPath(Path.of("target", "browser", file)));
        }
      }
    }
  }

  @Override
  public void afterEach(ExtensionContext test) {
    contexts.forEach(BrowserContext::close);
    List<String> unexpected =
        complaints.stream().filter(text -> expected.stream().noneMatch(text::contains)).toList();
    contexts.clear();
    complaints.clear();
    expected.clear();
    if (!unexpected.isEmpty()) {
      throw new AssertionError("The pages complained:\n" + String.join("\n", unexpected));
    }
  }

  private void hear(ConsoleMessage message) {
    if (message.type().equals("error")) {
      complaints.add(
          message.page().url() + " logged " + message.text() + " at " + message.location());
    }
  }
}
