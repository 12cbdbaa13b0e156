package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A waitlist entry gets an offer as soon as a time becomes free. */
@Tag("browser")
class WaitlistOfferIT {

  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");
  private static final String DAY = "2031-03-05";

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
  void aFreedSlotIsOfferedAndAccepted() {
    String doctor = hospital.doctor(60, "09:00", "10:00");
    RestClient ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    String visit =
        ada.post("/api/appointments", Map.of("doctorId", doctor, "start", DAY + "T09:00:00+01:00"))
            .text("/id");
    RestClient.registered(hospital.url(), "grace@example.org", "Grace", "Hopper");
    Page grace = BROWSER.user(hospital.url(), "grace@example.org");
    grace.navigate("/doctors/" + doctor);
    button(main(grace), "Join the waiting list").click();
    Locator joining = dialog(grace, "Tell me when a time becomes free");
    joining.getByLabel("Not before").fill(DAY);
    joining.getByLabel("Not after").fill(DAY);
    button(joining, "Join the waiting list").click();
    assertThat(grace.getByText("You are on the waiting list.")).isVisible();
    linkAbout(grace.getByRole(AriaRole.NAVIGATION), "Appointments").click();
    assertThat(part(grace, "Waiting list")).containsText("Sofia Lindqvist");
    linkAbout(grace.getByRole(AriaRole.BANNER), "Hospital").click(); // the name of the clinic

    assertEquals(200, ada.delete("/api/appointments/" + visit).status());
    Locator offers = part(grace, "Times that have become free");
    assertThat(offers).containsText("A time has become free: Wednesday 5 March, 09:00");
    buttonAbout(offers, "Take it").click();
    assertThat(grace.getByText("Your appointment is booked: Wednesday 5 March, 09:00")).isVisible();
    assertThat(buttonAbout(offers, "Take it")).hasCount(0);
    linkAbout(grace.getByRole(AriaRole.NAVIGATION), "Appointments").click();
    assertThat(main(grace)).containsText("Wednesday 5 March, 09:00");
    assertThat(part(grace, "Waiting list")).hasCount(0);
  }
}
