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
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The clinic is set up, looked at and kept in order by its administrator. */
@Tag("browser")
class AdminIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static final CaughtMails MAILS = new CaughtMails();
  private static RestFixture hospital;

  @BeforeAll
  static void open() {
    hospital =
        RestFixture.open(
            TestNode.settings(TestServers.newDatabase()), CLOCK, Optional.of(MAILS.catcher()));
  }

  @AfterAll
  static void close() {
    hospital.close();
    MAILS.close();
  }

  @Test
  void aNewDepartmentWithADoctorCanBeBooked() {
    Page admin = admin();
    open(admin, "Manage", "Departments");
    button(main(admin), "Add a department").click();
    Locator adding = dialog(admin, "Add a department");
    adding.getByLabel("Name").fill("Neurology");
    adding.getByTitle("brain").click();
    button(adding, "Save").click();
    assertThat(main(admin).getByText("Neurology").first()).isVisible();

    open(admin, "Manage", "Doctors");
    linkAbout(main(admin), "Add a doctor").click();
    field(admin, "First name").fill("Rita");
    field(admin, "Last name").fill("Levi");
    field(admin, "Department").selectOption("Neurology");
    field(admin, "Specialization").fill("Neurology");
    field(admin, "Fee").fill("80.50");
    main(admin).getByLabel("Languages").fill("it, en");
    assertThat(main(admin)).containsText("Italian, English");
    button(main(admin), "Save").click();
    assertThat(heading(admin, "Hours of Rita Levi")).isVisible();
    field(admin, "Length of a visit in minutes").fill("30");
    button(main(admin), "Add hours on Monday").click();
    button(main(admin), "Same on all weekdays").click();
    button(main(admin), "Check and save").click();
    assertThat(admin.getByText("The hours are saved.")).isVisible();
    assertThat(part(admin, "The next 7 days")).containsText("6 visits");

    RestClient.registered(hospital.url(), "lea@example.org", "Lea", "Stern");
    Page patient = BROWSER.user(hospital.url(), "lea@example.org");
    patient.navigate("/book");
    linkAbout(part(patient, "Department"), "Neurology").click();
    linkAbout(part(patient, "Doctor"), "See all times of Rita Levi").click();
    buttonAbout(part(patient, "Date and time"), "Wednesday 5 March").click();
    button(part(patient, "Date and time"), "10:30").click();
    button(main(patient), "Book this appointment").click();
    assertThat(heading(patient, "Your appointment is booked")).isVisible();

    open(admin, "Manage", "Departments");
    BROWSER.expectError("409 (Conflict)");
    button(main(admin), "Remove Neurology").click();
    Locator question = dialog(admin, "Remove Neurology?");
    assertThat(question).containsText("It still has one doctor.");
    button(question, "Remove the department").click();
    assertThat(question.getByRole(AriaRole.ALERT)).containsText("still in use");
  }

  @Test
  void theOverviewIsUpdatedLive() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    String patient = hospital.patient();
    Page admin = admin();
    Locator visits = main(admin).getByRole(AriaRole.LISTITEM).filter(having("Visits today"));
    Locator waiting = main(admin).getByRole(AriaRole.LISTITEM).filter(having("Waiting now"));
    assertThat(waiting).containsText("0");
    assertThat(admin.locator("canvas").first()).isVisible();
    buttonAbout(main(admin), "As a table").first().click();
    Locator today = main(admin).getByRole(AriaRole.ROW).filter(having("Tue 4 Mar")).first();
    String before = today.textContent();

    String visit = book(doctor, patient, "2031-03-04T10:00:00+01:00");
    assertThat(visits).containsText("1");
    assertThat(today).not().hasText(before);
    hospital.admin().put("/api/appointments/" + visit + "/status", Map.of("status", "CHECKED_IN"));
    assertThat(waiting).containsText("1");
  }

  @Test
  void anAppointmentIsFoundMovedAndItsHistoryShown() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    RestClient ida = RestClient.registered(hospital.url(), "ida@example.org", "Ida", "Rhodes");
    book(doctor, ida.patientId(), "2031-03-05T11:00:00+01:00");
    Page admin = admin();
    open(admin, "Appointments");
    main(admin).getByRole(AriaRole.COMBOBOX, named("Patient")).fill("Rhodes");
    main(admin).getByRole(AriaRole.OPTION).filter(having("Ida Rhodes")).waitFor();
    admin.keyboard().press("Enter");
    assertThat(main(admin)).containsText("All appointments of Ida Rhodes");
    linkAbout(main(admin), "11:00").click();

    Locator sheet =
        admin.getByRole(AriaRole.COMPLEMENTARY, new Page.GetByRoleOptions().setName("Appointment"));
    button(sheet, "Reschedule").click();
    Locator moving = dialog(admin, "Reschedule the appointment");
    buttonAbout(moving, "Thursday 6 March").click();
    assertThat(button(moving, "12:00")).hasCount(1);
    button(moving, "12:00").click();
    moving.getByLabel("Reason").fill("The room is being painted");
    buttonAbout(moving, "Move to").click();
    assertThat(sheet).containsText("Thursday 6 March, 12:00");
    linkAbout(sheet, "Open the page").click();
    assertThat(heading(admin, "Thursday 6 March, 12:00")).isVisible();
    assertThat(part(admin, "What happened")).containsText("The room is being painted");
    assertThat(part(admin, "What happened")).containsText("admin@example.org");
  }

  @Test
  void blockingAPatientShowsTheirUpcomingVisits() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    RestClient eve = RestClient.registered(hospital.url(), "eve@example.org", "Eve", "Moneypenny");
    book(doctor, eve.patientId(), "2031-03-06T11:00:00+01:00");
    Page admin = admin();
    open(admin, "Manage", "Users");
    main(admin).getByRole(AriaRole.SEARCHBOX).fill("Moneypenny");
    buttonAbout(main(admin), "Actions for Eve Moneypenny").click();
    admin.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Block")).click();
    Locator question = dialog(admin, "Block Eve Moneypenny?");
    assertThat(question).containsText("One appointment ahead stays");
    field(admin, "Reason").fill("Shouts at the front desk");
    button(question, "Block").click();
    assertThat(admin.getByText("Eve Moneypenny is blocked.")).isVisible();
  }

  @Test
  void aCaughtMailIsRead() {
    // The sandbox refuses the script with which Playwright looks into the frame; the app has
    // removed
    // those of the mail (mailHtml.spec.ts).
    BROWSER.expectError("Blocked script execution in 'about:srcdoc'");
    MAILS.send(
        "grace@example.org",
        "Welcome to the clinic",
        "Open https://clinic.example/invitation#token=x",
        "<p style=\"color:red\">Hello <b>Grace</b></p><script>document.title='no'</script>");
    Page admin = admin();
    open(admin, "Manage", "Mailbox");
    linkAbout(main(admin), "Welcome to the clinic").click();
    assertThat(admin.frameLocator("iframe").getByText("Hello Grace")).isVisible();
    button(main(admin), "Plain text").click();
    assertThat(linkAbout(main(admin), "https://clinic.example/invitation#token=x")).isVisible();
  }

  private static Page admin() {
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, "admin@example.org");
    assertThat(heading(page, "Overview")).isVisible();
    return page;
  }

  private static void open(Page page, String... places) {
    for (String place : places) {
      linkAbout(page.getByRole(AriaRole.NAVIGATION), place).first().click();
    }
  }

  private static String book(String doctor, String patient, String start) {
    return hospital
        .admin()
        .post("/api/appointments", Map.of("doctorId", doctor, "patientId", patient, "start", start))
        .text("/id");
  }

  private static Locator.FilterOptions having(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  private static Locator.GetByRoleOptions named(String name) {
    return new Locator.GetByRoleOptions().setName(name);
  }
}
