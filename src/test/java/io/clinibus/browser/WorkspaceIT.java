package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.heading;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A doctor's day, in the consulting room and on a second screen. */
@Tag("browser")
class WorkspaceIT {

  /** Ten to eleven in the clinic. */
  private static final TestClock CLOCK = new TestClock("2031-03-04T09:50:00Z");

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static RestFixture hospital;
  private static RestClient admin;

  @BeforeAll
  static void open() {
    hospital = RestFixture.open(CLOCK);
    admin = hospital.admin();
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @Test
  void aVisitBeginsAndEndsOnEveryScreenOfTheDoctor() {
    String doctor = hospital.doctor(60, "09:00", "17:00");
    String ada = patient("Ada", "Byron");
    String visit = book(doctor, ada, "11:00");
    book(doctor, patient("Grace", "Hopper"), "12:00");
    String email = hospital.signedInDoctor(doctor).email();
    Page room = signedIn(email);
    Page desk = signedIn(email);
    assertThat(card(room, "Ada Byron")).containsText("comes next");
    assertThat(card(room, "Ada Byron")).containsText("Penicillin");
    assertThat(card(room, "Ada Byron")).containsText("50 years");
    assertThat(card(desk, "Ada Byron")).isVisible();

    change(visit, "CHECKED_IN");
    assertThat(card(room, "Ada Byron")).containsText("is waiting for you");

    button(main(room), "Begin").click();
    assertThat(card(room, "Ada Byron")).containsText("with you now");
    assertThat(card(desk, "Ada Byron")).containsText("with you now");

    button(main(desk), "Complete the visit").click();
    assertThat(card(room, "Grace Hopper")).containsText("comes next");
    assertThat(part(room, "The whole day")).containsText("Completed");

    book(doctor, patient("Joan", "Clarke"), "13:00");
    assertThat(part(room, "Next")).containsText("Joan Clarke");
    assertThat(part(desk, "Next")).containsText("Joan Clarke");
  }

  @Test
  void aNoShowIsRecordedAfterConfirmation() {
    String doctor = hospital.doctor(30, "09:00", "17:00");
    CLOCK.set("2031-03-04T07:00:00Z");
    book(doctor, patient("Mary", "Somerville"), "10:00");
    CLOCK.set("2031-03-04T09:50:00Z");
    Page room = signedIn(hospital.signedInDoctor(doctor).email());
    button(card(room, "Mary Somerville"), "Did not come").click();
    Locator question = dialog(room, "Mary Somerville did not come?");
    button(question, "Leave it as it is").click();
    assertThat(card(room, "Mary Somerville")).containsText("Booked");
    button(card(room, "Mary Somerville"), "Did not come").click();
    button(question, "Did not come").click();
    assertThat(heading(room, "All visits are done")).isHidden();
    assertThat(main(room)).containsText("All visits are done");
    assertThat(part(room, "The whole day")).containsText("No-show");
  }

  @Test
  void theWeekShowsVisitsFreeSlotsAndLeave() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    book(doctor, patient("Emmy", "Noether"), "12:00");
    Map<String, String> leave =
        Map.of(
            "kind",
            "LEAVE",
            "start",
            "2031-03-06T00:00:00+01:00",
            "end",
            "2031-03-07T00:00:00+01:00");
    admin.post("/api/doctors/" + doctor + "/availability/exceptions", leave);
    Page room = signedIn(hospital.signedInDoctor(doctor).email());
    linkAbout(room.getByRole(AriaRole.NAVIGATION), "Calendar").click();
    assertThat(part(room, "Wednesday 5 March")).containsText("4 free");
    assertThat(part(room, "Thursday 6 March")).containsText("Away");
    Locator visit = buttonAbout(part(room, "Tuesday 4 March"), "12:00 Emmy Noether, Booked");
    visit.focus();
    room.keyboard().press("Enter");
    assertThat(dialog(room, "Tuesday 4 March, 12:00")).containsText("Penicillin");
    room.keyboard().press("Escape");

    book(doctor, patient("Sofja", "Kowalewskaja"), "11:00");
    assertThat(buttonAbout(main(room), "11:00 Sofja Kowalewskaja")).isVisible();

    room.setViewportSize(390, 844);
    assertThat(part(room, "Wednesday 5 March 4 free")).isVisible();
    assertThat(main(room)).containsText("Emmy Noether");
    linkAbout(main(room), "Upcoming").click();
    assertThat(main(room).getByRole(AriaRole.LISTITEM).getByText("Emmy Noether")).isVisible();
  }

  private static Page signedIn(String email) {
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, email);
    return page;
  }

  private static Locator card(Page page, String patient) {
    return page.getByRole(AriaRole.ARTICLE, new Page.GetByRoleOptions().setName(patient));
  }

  private static String patient(String given, String family) {
    String id =
        admin
            .post(
                "/api/patients",
                Map.of("givenName", given, "familyName", family, "birthDate", "1981-01-28"))
            .text("/id");
    hospital.sql(
        """
        UPDATE patients.patient SET medical_history = '{"allergies": ["Penicillin"]}' WHERE id = $1
        """,
        UUID.fromString(id));
    return id;
  }

  private static String book(String doctor, String patient, String time) {
    return admin
        .post(
            "/api/appointments",
            Map.of(
                "doctorId",
                doctor,
                "patientId",
                patient,
                "start",
                "2031-03-04T" + time + ":00+01:00"))
        .text("/id");
  }

  private static void change(String visit, String status) {
    admin.put("/api/appointments/" + visit + "/status", Map.of("status", status));
  }
}
