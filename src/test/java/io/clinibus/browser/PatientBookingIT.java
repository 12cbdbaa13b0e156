package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.heading;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.Registrations;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A patient finds a time, takes it, moves it and gives it back. */
@Tag("browser")
class PatientBookingIT {

  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");
  private static final String WEDNESDAY = "Wednesday 5 March";

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
  void aPatientRegistersBooksMovesAndCancels() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    Page page = BROWSER.visitor(hospital.url());
    page.navigate("/register");
    field(page, "First name").fill("Ada");
    field(page, "Last name").fill("Lovelace");
    field(page, "E-mail address").fill("ada@example.org");
    field(page, "Password").fill(RestClient.PASSWORD);
    button(main(page), "Create account").click();
    assertThat(page.getByText("Look into your mailbox")).isVisible();
    page.navigate(
        "/confirm-registration#token=" + Registrations.token(hospital.url(), "ada@example.org"));
    button(main(page), "Confirm and log in").click();
    assertThat(page.getByText("You have no upcoming appointments")).isVisible();

    linkAbout(main(page), "Book an appointment").first().click();
    linkAbout(part(page, "Department"), "Cardiology").click();
    // The doctor of the other test has the same name.
    linkAbout(part(page, "Doctor"), "See all times of")
        .and(page.locator("[href*='" + doctor + "']"))
        .click();
    buttonAbout(part(page, "Date"), WEDNESDAY + ": 4 free").click();
    button(part(page, "Time"), "10:00").click();
    Locator summary = page.getByRole(AriaRole.FORM);
    assertThat(summary).containsText(WEDNESDAY + ", 10:00");
    assertThat(summary).containsText("Sofia Lindqvist, Cardiology");
    summary.getByLabel("Reason for the visit").fill("A cough");
    button(summary, "Book this appointment").click();
    assertThat(heading(page, "Your appointment is booked")).isFocused();
    assertThat(main(page)).containsText(WEDNESDAY + ", 10:00");

    linkAbout(main(page), "My visits").click();
    assertThat(visit(page, "10:00")).containsText("A cough");
    buttonAbout(visit(page, "10:00"), "Reschedule").click();
    Locator moving = dialog(page, "Reschedule the appointment");
    buttonAbout(moving, WEDNESDAY).click();
    assertThat(moving.getByText("10:00, taken")).isHidden();
    button(moving, "12:00").click();
    buttonAbout(moving, "Move to").click();
    assertThat(page.getByText("Your appointment was moved to " + WEDNESDAY + ", 12:00."))
        .isVisible();
    assertThat(visit(page, "12:00")).isVisible();
    assertThat(visit(page, "10:00")).isHidden();

    buttonAbout(visit(page, "12:00"), "Cancel").click();
    Locator cancelling = dialog(page, "Cancel this appointment?");
    cancelling.getByLabel("Reason").fill("I am well again");
    button(cancelling, "Cancel the appointment").click();
    assertThat(page.getByText("You have no upcoming appointments")).isVisible();
    linkAbout(main(page), "Cancelled").click();
    assertThat(visit(page, "12:00")).containsText("Cancelled");
  }

  @Test
  void aHeldTimeIsShownAndOtherTimesAreOffered() {
    String doctor = hospital.doctor(30, "14:00", "17:00");
    String summary =
        "/book?doctor=%s&day=2031-03-05&start=2031-03-05T15:00:00%%2B01:00".formatted(doctor);
    Page fast = signedIn("fast@example.org", "Joan", summary);
    assertThat(fast.getByRole(AriaRole.FORM)).containsText("This time is held for you.");

    BROWSER.expectError("409 (Conflict)");
    Page slow = signedIn("slow@example.org", "Grace", summary);
    Locator held = slow.getByRole(AriaRole.ALERT);
    assertThat(held).containsText("is held by somebody else just now");
    assertThat(held.getByRole(AriaRole.BUTTON)).hasCount(3);
    assertThat(button(part(slow, "Time"), "15:00, held by somebody else")).isDisabled();
    buttonAbout(held, "15:30").click();
    assertThat(slow.getByRole(AriaRole.FORM)).containsText(WEDNESDAY + ", 15:30");

    for (Page page : List.of(fast, slow)) {
      button(main(page), "Book this appointment").click();
      assertThat(heading(page, "Your appointment is booked")).isVisible();
    }
    assertThat(main(slow)).containsText(WEDNESDAY + ", 15:30");
  }

  private static Page signedIn(String email, String name, String path) {
    RestClient.registered(hospital.url(), email, name, "Hopper");
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, email);
    page.navigate(path);
    return page;
  }

  private static Locator visit(Page page, String time) {
    return page.getByRole(
        AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(WEDNESDAY + ", " + time));
  }
}
