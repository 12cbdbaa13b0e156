package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.main;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.Map;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A doctor treats patients who wait: by keyboard, with a lost connection, and in two pages at once.
 */
@Tag("browser")
class TreatIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:05:00Z");
  private static final Pattern TREAT = Pattern.compile("/treat/[0-9a-f-]{36}$");
  private static final int STOPS = 60;

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;
  private String doctorId;
  private RestClient doctor;
  private Page page;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void signIn() {
    doctorId = hospital.doctor(30, "09:00", "13:00");
    doctor = hospital.signedInDoctor(doctorId);
    page = BROWSER.user(hospital.url(), doctor.email());
  }

  @Test
  void aVisitGoesFromCheckInToTheSignedNoteByKeyboardOnly() {
    RestClient ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    String visit = checkedIn(ada.patientId(), "09:00", "I feel dizzy");
    String second = checkedIn(hospital.patient(), "09:30", "A cough");
    page.navigate("/today");
    assertThat(button(main(page), "Treat")).isVisible();
    press("t");
    page.waitForURL(TREAT);
    assertThat(field(page, "Reason for the visit")).hasValue("I feel dizzy");
    assertEquals("IN_CONSULTATION", status(visit));

    write("History", "Dizzy for a week");
    write("Findings", "Alert");
    write("Systolic", "155");
    assertThat(main(page)).containsText("Not in the usual range");
    write("Weight", "70");
    write("Height", "175");
    assertThat(main(page)).containsText("22.9 kg/m²");
    write("Assessment", "Hypertension likely");
    tabTo(page.getByRole(AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("Add diagnosis")));
    type("Hypertension");
    assertThat(main(page).locator("[role=listbox] [role=option]").first()).isVisible();
    press("ArrowDown");
    press("Enter");
    assertThat(field(page, "Diagnosis 1")).hasValue("Hypertension");
    write("Plan", "Measure at home");
    write("In", "6");
    assertThat(main(page)).containsText("Book for Tuesday 15 April");
    assertThat(main(page)).containsText("Saved at");

    press("Control+Shift+Enter");
    assertThat(field(page, "Reason for the visit")).hasValue("A cough");
    assertEquals("COMPLETED", status(visit));
    assertEquals("IN_CONSULTATION", status(second));
    var signed = ada.get("/api/patients/" + ada.patientId() + "/encounters");
    assertEquals("Dizzy for a week", signed.text("/items/0/note/subjective"));
    assertEquals("Hypertension", signed.text("/items/0/note/diagnoses/0/text"));
    assertEquals("6", signed.text("/items/0/note/followUp/amount"));
  }

  @Test
  void aSignedNoteIsAddedToAndStruckOut() {
    String visit = checkedIn(hospital.patient(), "09:00", "A cough");
    page.navigate("/appointments/" + visit);
    button(main(page), "Treat").click();
    field(page, "Assessment").fill("Bronchitis");
    press("Control+Enter");
    assertThat(button(main(page), "Add or correct")).isVisible();
    button(main(page), "Add or correct").click();
    var amend = dialog(page, "Add or correct");
    amend.getByText("Correction").click();
    amend.getByLabel("Text", new Locator.GetByLabelOptions().setExact(true)).fill("Pneumonia");
    button(amend, "Save").click();
    assertThat(amend).containsText("correct one field");
    amend.getByLabel("Reason").fill("X-ray");
    button(amend, "Save").click();
    assertThat(main(page)).containsText("Pneumonia");
    assertThat(main(page)).containsText("Bronchitis");
    button(main(page), "Entered in error").click();
    var strike = dialog(page, "Entered in error");
    strike.getByLabel("Reason").fill("Another patient");
    button(strike, "Strike out").click();
    assertThat(main(page).locator("del")).containsText("Bronchitis");
  }

  @Test
  void whatIsWrittenWithoutConnectionIsSavedWhenItIsBack() {
    treat("09:00");
    BROWSER.expectError("ERR_INTERNET_DISCONNECTED");
    page.context().setOffline(true);
    field(page, "Plan").fill("Rest and tea");
    assertThat(main(page)).containsText("Not saved: the connection is lost");
    page.context().setOffline(false);
    assertThat(main(page)).containsText("Saved at");
    page.reload();
    assertThat(field(page, "Plan")).hasValue("Rest and tea");
    String kept = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }])";
    assertFalse(page.evaluate(kept).toString().contains("tea"));
  }

  @Test
  void twoPagesSeeEachOtherAndOverwriteNothing() {
    treat("09:00");
    Page other = BROWSER.user(hospital.url(), doctor.email());
    other.navigate(page.url());
    assertThat(main(page)).containsText("You have this note open in another window too");
    assertThat(main(other)).containsText("You have this note open in another window too");
    field(page, "Plan").fill("Rest");
    assertThat(field(other, "Plan")).hasValue("Rest");

    BROWSER.expectError("412");
    BROWSER.expectError("ERR_INTERNET_DISCONNECTED");
    other.context().setOffline(true);
    field(other, "Plan").fill("Exercise");
    field(page, "Plan").fill("Rest and tea");
    assertThat(main(page)).containsText("Saved at");
    Awaitility.await().until(() -> "Rest and tea".equals(stored()));
    other.context().setOffline(false);
    var conflict = dialog(other, "Two versions of this note");
    assertThat(conflict).containsText("Exercise");
    assertThat(conflict).containsText("Rest and tea");
    button(conflict, "Go on with mine").click();
    assertThat(main(other)).containsText("Saved at");
    assertThat(field(page, "Plan")).hasValue("Exercise");
  }

  @Test
  void snippetsAreInsertedByTheirKey() {
    treat("09:00");
    button(main(page), "Snippets").click();
    var snippets = dialog(page, "Snippets");
    button(snippets, "Add snippet").click();
    snippets.getByLabel("Key").fill("bp");
    snippets.getByLabel("Text", new Locator.GetByLabelOptions().setExact(true)).fill("Normal.");
    button(snippets, "Save").click();
    assertThat(snippets).containsText(".bp");
    button(snippets, "Close").last().click();
    field(page, "Findings").focus();
    type("Heart .bp and lungs .bp");
    press("Tab");
    assertThat(field(page, "Findings")).hasValue("Heart Normal. and lungs Normal.");
    press("Control+z");
    assertThat(field(page, "Findings")).hasValue("Heart Normal. and lungs .bp");
  }

  private void treat(String time) {
    String visit = checkedIn(hospital.patient(), time, "");
    page.navigate("/appointments/" + visit);
    button(main(page), "Treat").click();
    page.waitForURL(TREAT);
    assertThat(field(page, "Plan")).isVisible();
  }

  private String stored() {
    String id = page.url().replaceAll(".*/", "");
    return doctor.get("/api/encounters/" + id).text("/note/plan");
  }

  private String checkedIn(String patient, String time, String reason) {
    Map<String, String> booking =
        Map.of(
            "doctorId",
            doctorId,
            "patientId",
            patient,
            "reason",
            reason,
            "start",
            "2031-03-04T" + time + ":00+01:00");
    RestClient desk = hospital.admin();
    String id = desk.post("/api/appointments", booking).text("/id");
    String address = "/api/appointments/" + id + "/status";
    assertEquals(200, desk.put(address, Map.of("status", "CHECKED_IN")).status());
    return id;
  }

  private String status(String visit) {
    return hospital.admin().get("/api/appointments/" + visit).text("/status");
  }

  private void press(String key) {
    page.keyboard().press(key);
  }

  private void type(String text) {
    page.keyboard().type(text);
  }

  private void write(String label, String text) {
    tabTo(field(page, label));
    type(text);
  }

  private void tabTo(Locator target) {
    assertThat(target).isVisible();
    for (int stop = 0; stop < STOPS; stop++) {
      press("Tab");
      if ((boolean) target.evaluate("element => element === document.activeElement")) {
        return;
      }
    }
    throw new AssertionError("Tab does not lead to " + target);
  }
}
