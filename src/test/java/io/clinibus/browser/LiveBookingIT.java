package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.heading;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two people on one doctor's day see each other's holds and bookings as they happen. */
@Tag("browser")
class LiveBookingIT {

  private static final Logger LOG = LoggerFactory.getLogger(LiveBookingIT.class);
  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");
  private static final String DAY = "2031-03-05";
  private static final double AT_ONCE_MS = 1000;

  /** Remembers when the server's answer to a request came. */
  private static final String TIME_ANSWERS =
      """
      () => {
        window.answered = {};
        const send = window.fetch;
        window.fetch = async (request, ...more) => {
          const answer = await send(request, ...more);
          const path = new URL(request.url).pathname;
          window.answered[`${request.method} ${path}`] = window.realNow();
          return answer;
        };
      }
      """;

  /** Remembers when each name of a button was first seen. */
  private static final String TIME_NAMES =
      """
      () => {
        window.seen = {};
        const look = () =>
          document.querySelectorAll('button[aria-label]').forEach((button) => {
            window.seen[button.ariaLabel] ??= window.realNow();
          });
        new MutationObserver(look).observe(document.body, {
          subtree: true, childList: true, attributes: true, characterData: true,
        });
      }
      """;

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  @Tag("exclusive")
  void holdsAndBookingsAreShownToOthersWithinASecond() {
    String times = times(hospital.doctor(60, "09:00", "15:00"));
    Page ada = live(signedIn("ada@example.org"), times);
    Page grace = live(signedIn("grace@example.org"), times);
    ada.evaluate(TIME_ANSWERS);
    grace.evaluate(TIME_NAMES);

    button(part(ada, "Date and time"), "10:00").click();
    assertThat(ada.getByRole(AriaRole.FORM)).containsText("This time is held for you.");
    assertThat(button(part(grace, "Date and time"), "10:00, held by somebody else")).isDisabled();
    double held = delay(ada, "POST /api/holds", grace, "10:00, held by somebody else");

    button(main(ada), "Book this appointment").click();
    assertThat(button(part(grace, "Date and time"), "10:00, just taken")).isVisible();
    double taken = delay(ada, "POST /api/appointments", grace, "10:00, just taken");
    assertThat(buttonAbout(part(grace, "Date and time"), "10:00")).hasCount(0);
    assertThat(button(part(grace, "Date and time"), "11:00")).isEnabled();
    assertThat(heading(ada, "Your appointment is booked")).isVisible();

    LOG.atInfo()
        .addKeyValue("heldMs", Math.round(held))
        .addKeyValue("takenMs", Math.round(taken))
        .log("seen by others after the answer");
    assertThat(held).isLessThan(AT_ONCE_MS);
    assertThat(taken).isLessThan(AT_ONCE_MS);
  }

  @Test
  void aChoiceOfATimeJustTakenIsReportedAndOffersOtherTimes() {
    String times = times(hospital.doctor(60, "09:00", "15:00"));
    Page slow = signedIn("slow@example.org");
    AtomicBoolean loses = receivesUntilLoss(slow);
    live(slow, times);
    Page fast = live(signedIn("fast@example.org"), times);
    loses.set(true);
    button(part(fast, "Date and time"), "10:00").click();
    button(main(fast), "Book this appointment").click();
    assertThat(heading(fast, "Your appointment is booked")).isVisible();

    BROWSER.expectError("409 (Conflict)");
    button(part(slow, "Date and time"), "10:00").click();
    Locator note = slow.getByRole(AriaRole.ALERT);
    assertThat(note).containsText("is not free any more. Nothing was booked.");
    assertThat(note.getByRole(AriaRole.BUTTON)).hasCount(3);
    buttonAbout(note, "11:00").click();
    assertThat(slow.getByRole(AriaRole.FORM)).containsText("This time is held for you.");
    button(main(slow), "Book this appointment").click();
    assertThat(heading(slow, "Your appointment is booked")).isVisible();
  }

  @Test
  void aHoldEndsWhenItsHolderGoesBackOrLeaves() {
    String times = times(hospital.doctor(60, "09:00", "15:00"));
    Page ada = live(signedIn("leaving@example.org"), times);
    Page grace = live(BROWSER.visitor(hospital.url()), times);
    Locator free = button(part(grace, "Date and time"), "10:00");
    Locator held = button(part(grace, "Date and time"), "10:00, held by somebody else");

    button(part(ada, "Date and time"), "10:00").click();
    assertThat(held).isVisible();
    buttonAbout(main(ada), "change: Date and time").click();
    assertThat(free).isVisible();

    button(part(ada, "Date and time"), "10:00").click();
    assertThat(held).isVisible();
    ada.reload();
    assertThat(ada.getByRole(AriaRole.FORM)).containsText("This time is held for you.");
    assertThat(held).isVisible();

    ada.navigate("about:blank");
    assertThat(free).isVisible();
  }

  @Test
  void aClosedPageReleasesItsHold() {
    String times = times(hospital.doctor(60, "09:00", "15:00"));
    Page ada = live(signedIn("gone@example.org"), times);
    Page grace = live(BROWSER.visitor(hospital.url()), times);
    button(part(ada, "Date and time"), "10:00").click();
    assertThat(button(part(grace, "Date and time"), "10:00, held by somebody else")).isVisible();
    ada.context().close();
    assertThat(button(part(grace, "Date and time"), "10:00")).isVisible();
  }

  @Test
  void anAssignedDoctorIsProposedHeldAndBooked() {
    hospital.doctor(60, "09:00", "15:00");
    Page page = signedIn("unsure@example.org");
    page.navigate("/book");
    People.linkAbout(main(page), "Find me a doctor").click();
    assertThat(heading(page, "Find me a doctor")).isFocused();
    button(main(page), "Find a doctor").click();
    assertThat(page.getByLabel("What is it about?")).isFocused();
    page.getByLabel("What is it about?").fill("My heart races when I climb stairs");
    page.getByText("Which times suit?").click();
    page.getByText("Morning", new Page.GetByTextOptions().setExact(true)).click();
    button(main(page), "Find a doctor").click();
    Locator best = main(page).getByRole(AriaRole.ARTICLE).first();
    assertThat(best).containsText("Cardiology fits what you describe");
    assertThat(best).containsText("At a time that suits you");
    People.linkAbout(best, "Take it").click();
    Locator summary = page.getByRole(AriaRole.FORM);
    assertThat(summary).containsText("This time is held for you.");
    assertThat(summary.getByLabel("Reason for the visit"))
        .hasValue("My heart races when I climb stairs");
    page.goBack();
    assertThat(best).isVisible();
    page.goForward();
    button(main(page), "Book this appointment").click();
    assertThat(heading(page, "Your appointment is booked")).isVisible();
  }

  private static String times(String doctor) {
    return "/book?doctor=" + doctor + "&day=" + DAY;
  }

  private static Page signedIn(String email) {
    RestClient.registered(hospital.url(), email, "Ada", "Lovelace");
    return BROWSER.user(hospital.url(), email);
  }

  /** The page at an address, once it shows what happens as it happens. */
  private static Page live(Page page, String address) {
    page.navigate(address);
    assertThat(button(part(page, "Date and time"), "10:00")).isVisible();
    page.waitForFunction("() => window.performance && document.querySelector('.connection.live')");
    assertThat(page.getByRole(AriaRole.BANNER)).containsText("Live");
    return page;
  }

  /** Passes the server's frames on until blocked. */
  private static AtomicBoolean receivesUntilLoss(Page page) {
    AtomicBoolean loses = new AtomicBoolean();
    page.routeWebSocket(
        "**/api/live",
        socket -> {
          WebSocketRoute server = socket.connectToServer();
          server.onMessage(
              frame -> {
                if (!loses.get()) {
                  socket.send(frame.text());
                }
              });
        });
    return loses;
  }

  /** How long after an answer on one page a name was seen on another, in milliseconds. */
  private static double delay(Page sender, String request, Page receiver, String name) {
    double sent = (double) sender.evaluate("request => window.answered[request]", request);
    double shown = (double) receiver.evaluate("name => window.seen[name]", name);
    return shown - sent;
  }
}
