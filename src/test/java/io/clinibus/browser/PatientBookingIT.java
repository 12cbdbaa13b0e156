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
import com.microsoft.playwright.assertions.LocatorAssertions.IsInViewportOptions;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.Registrations;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.List;
import java.util.Map;
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
  private static final IsInViewportOptions WHOLE = new IsInViewportOptions().setRatio(1);

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
    People.fillBirthDate(page);
    button(main(page), "Send the code").click();
    assertThat(heading(page, "Look into your mailbox")).isFocused();
    field(page, "Code from the mail")
        .fill(Registrations.code(hospital.url(), "ada@example.org").code());
    field(page, "Password").fill(RestClient.PASSWORD);
    button(main(page), "Create account").click();
    assertThat(page.getByText("You have no upcoming appointments")).isVisible();

    linkAbout(main(page), "Book an appointment").first().click();
    linkAbout(part(page, "Department"), "Cardiology").click();
    // The doctor of the other test has the same name.
    linkAbout(part(page, "Doctor"), "See all times of")
        .and(page.locator("[href*='" + doctor + "']"))
        .click();
    Locator times = part(page, "Date and time");
    assertThat(buttonAbout(times, "Monday 3 March: 3 free")).hasAttribute("aria-pressed", "true");
    buttonAbout(times, WEDNESDAY + ": 4 free").click();
    button(times, "10:00").click();
    Locator summary = page.getByRole(AriaRole.FORM);
    assertThat(summary).containsText(WEDNESDAY + ", 10:00");
    assertThat(summary).containsText("Sofia Lindqvist, Cardiology");
    summary.getByLabel("Reason for the visit").fill("A cough");
    button(summary, "Book this appointment").click();
    assertThat(heading(page, "Your appointment is booked")).isFocused();
    assertThat(main(page)).containsText(WEDNESDAY + ", 10:00");

    assertThat(main(page)).containsText("You can move or cancel it until");
    linkAbout(main(page), "Appointments").click();
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
  void aVisitorOnAPhoneHoldsATimeRegistersAndBooksIt() {
    String doctor = hospital.doctor(30, "09:00", "12:00");
    Page page = BROWSER.visitor(hospital.url());
    page.setViewportSize(390, 844);
    page.navigate("/doctors/" + doctor);
    page.navigate("/book?doctor=" + doctor);
    Locator times = part(page, "Date and time");
    assertThat(times).containsText("All times are Berlin time."); // the browser is in New York
    buttonAbout(times, WEDNESDAY + ": 6 free").click();
    button(times, "10:00").click();
    assertThat(main(page)).containsText("This time is held for you.");
    RestClient desk = hospital.receptionist();
    var rival =
        Map.of(
            "doctorId",
            doctor,
            "patientId",
            hospital.patient(),
            "start",
            "2031-03-05T10:00:00+01:00");
    org.assertj.core.api.Assertions.assertThat(desk.post("/api/appointments", rival).status())
        .isEqualTo(409);

    button(main(page), "Send the code").click();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("Enter your first name.");
    field(page, "First name").fill("Joan");
    field(page, "Last name").fill("Clarke");
    People.fillBirthDate(page);
    field(page, "E-mail address").fill("joan@example.org");
    button(main(page), "Send the code").click();
    assertThat(heading(page, "Look into your mailbox")).isFocused();
    String code = Registrations.code(hospital.url(), "joan@example.org").code();
    BROWSER.expectError("400 (Bad Request)");
    field(page, "Code from the mail").fill(code.equals("000000") ? "000001" : "000000");
    field(page, "Password").fill(RestClient.PASSWORD);
    button(main(page), "Create account and book").click();
    assertThat(page.getByRole(AriaRole.ALERT).first()).containsText("not the code in the mail");
    field(page, "Code from the mail").fill(code);
    button(main(page), "Create account and book").click();
    assertThat(heading(page, "Your appointment is booked")).isFocused();
    assertThat(main(page)).containsText(WEDNESDAY + ", 10:00");
  }

  @Test
  void aHeldTimeIsShownAndOtherTimesAreOffered() {
    String doctor = hospital.doctor(30, "14:00", "17:00");
    String summary =
        "/book?doctor=%s&day=2031-03-05&start=2031-03-05T15:00:00%%2B01:00".formatted(doctor);
    Page fast = signedIn("fast@example.org", "Joan", summary);
    assertThat(fast.getByRole(AriaRole.FORM)).containsText("This time is held for you.");
    fast.setViewportSize(390, 844);
    assertThat(button(main(fast), "Book this appointment")).isInViewport(WHOLE);

    BROWSER.expectError("409 (Conflict)");
    Page slow = signedIn("slow@example.org", "Grace", summary);
    Locator held = slow.getByRole(AriaRole.ALERT);
    assertThat(held).containsText(WEDNESDAY + ", 15:00 is held for another person.");
    assertThat(held.getByRole(AriaRole.BUTTON)).hasCount(3);
    assertThat(button(part(slow, "Date and time"), "15:00, held by somebody else")).isDisabled();
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
    Page page = BROWSER.user(hospital.url(), email);
    page.navigate(path);
    return page;
  }

  private static Locator visit(Page page, String time) {
    return page.getByRole(
        AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(WEDNESDAY + ", " + time));
  }
}
