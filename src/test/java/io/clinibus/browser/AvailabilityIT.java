package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A doctor changes the hours in which patients can book. */
@Tag("browser")
class AvailabilityIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

  /** The hours between which the week is drawn. */
  private static final int DRAWN_FROM = 7;

  private static final int DRAWN_UNTIL = 19;

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
  void hoursEditedByFieldsOrDraggingAreOfferedAtOnce() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    book(doctor, "2031-03-05T12:00:00+01:00");
    Page patient = BROWSER.visitor(hospital.url());
    patient.navigate("/doctors/" + doctor + "?day=2031-03-06");
    assertThat(main(patient)).containsText("12:00");
    assertThat(button(main(patient), "14:00")).isHidden();

    Page page = openHours(doctor);
    field(page, "Wednesday, to").fill("12:00");
    button(main(page), "Check and save").click();
    Locator warning = main(page).getByRole(AriaRole.ALERT);
    assertThat(warning.getByText("One appointment would no longer fit")).isVisible();
    assertThat(main(page).getByText("Ada Byron")).isVisible();
    button(main(page), "Change it again").click();
    field(page, "Wednesday, to").fill("13:00");

    drag(page, "Thursday", ".grip.end", 13, 15);
    assertThat(field(page, "Thursday, to")).hasValue("15:00");
    drag(page, "Friday", ".bar", 11, 13);
    assertThat(field(page, "Friday, from")).hasValue("11:00");
    assertThat(field(page, "Friday, to")).hasValue("15:00");
    drag(page, "Saturday", ".track", 10, 12);
    assertThat(field(page, "Saturday, from")).hasValue("10:00");
    button(main(page), "Check and save").click();
    assertThat(page.getByText("The hours are saved.")).isVisible();

    assertThat(button(main(patient), "14:00")).isVisible();
    page.reload();
    assertThat(field(page, "Thursday, to")).hasValue("15:00");
    assertThat(field(page, "Saturday, to")).hasValue("12:00");
  }

  @Test
  void addingLeaveListsConflictsFirst() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    book(doctor, "2031-03-05T10:00:00+01:00");
    Page page = openHours(doctor);
    button(main(page), "Add leave or extra hours").click();
    Locator adding = dialog(page, "Add leave or extra hours");
    assertThat(adding.getByLabel("First day")).hasValue("05/03/2031");
    adding.getByLabel("Reason").fill("Conference");
    button(adding, "Save").click();
    assertThat(adding.getByText("One appointment would no longer fit")).isVisible();
    assertThat(button(adding, "Save anyway (one stays booked)")).isFocused();
    button(adding, "Save anyway (one stays booked)").click();
    assertThat(part(page, "Leave and extra hours")).containsText("Wednesday 5 March");
    assertThat(part(page, "The next 7 days")).containsText("Away, no visits");

    buttonAbout(main(page), "Remove Leave").click();
    button(dialog(page, "Remove: Leave?"), "Remove").click();
    assertThat(main(page)).containsText("No leave and no extra hours ahead");
  }

  @Test
  void concurrentEditsAreNotOverwrittenSilently() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    Page page = openHours(doctor);
    button(main(page), "Add hours on Sunday").click();
    Map<String, Object> others = Map.of("visitMinutes", 20, "windows", List.of());
    hospital.admin().put("/api/doctors/" + doctor + "/availability", others, "If-Match", "\"1\"");
    BROWSER.expectError("412 (Precondition Failed)");
    button(main(page), "Check and save").click();
    assertThat(main(page)).containsText("Somebody else has saved other hours meanwhile.");
    assertThat(field(page, "Sunday, from")).hasValue("09:00");
    button(main(page), "Save mine instead").click();
    assertThat(page.getByText("The hours are saved.")).isVisible();
    page.reload();
    assertThat(field(page, "Sunday, from")).hasValue("09:00");
    assertThat(field(page, "Length of a visit in minutes")).hasValue("60");
  }

  private static Page openHours(String doctor) {
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, hospital.signedInDoctor(doctor).email());
    linkAbout(page.getByRole(AriaRole.NAVIGATION), "Calendar").click();
    linkAbout(page.getByRole(AriaRole.NAVIGATION), "My hours").click();
    assertThat(field(page, "Monday, from")).hasValue("09:00");
    return page;
  }

  private static void drag(Page page, String day, String part, int from, int to) {
    Locator row = part(page, day);
    row.evaluate("row => row.scrollIntoView({ block: 'center' })");
    BoundingBox track = row.locator(".track").boundingBox();
    BoundingBox box = row.locator(part).first().boundingBox();
    double hour = track.width / (DRAWN_UNTIL - DRAWN_FROM);
    boolean grip = part.startsWith(".grip");
    double x = grip ? box.x + box.width / 2 : track.x + (from - DRAWN_FROM) * hour;
    double y = track.y + track.height / 2;
    page.mouse().move(x, y);
    page.mouse().down();
    page.mouse().move(x + (to - from) * hour / 2, y);
    page.mouse().move(x + (to - from) * hour, y);
    page.mouse().up();
  }

  private static void book(String doctor, String start) {
    hospital
        .admin()
        .post(
            "/api/appointments",
            Map.of("doctorId", doctor, "patientId", hospital.patient(), "start", start));
  }
}
