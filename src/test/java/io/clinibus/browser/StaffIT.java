package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.main;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of staff. */
@Tag("browser")
class StaffIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");
  private static final String VISIT = "11:00 Ada Byron";

  /** Of a field for a finger, with its edges. */
  private static final double HIGHEST_CONTROL = 56;

  /** The letters for which the app's font has no file. */
  private static final String LETTERS_WITHOUT_FONT =
      """
      async name => {
        const family = getComputedStyle(document.body).fontFamily.split(',')[0];
        const faces = letter => document.fonts.load(`16px ${family}`, letter);
        const found = await Promise.all([...name].map(async letter => [letter, await faces(letter)]));
        return found.filter(([, faces]) => faces.length === 0).map(([letter]) => letter).join('');
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
  void theSearchForPatientsIsAsHighAsAControl() {
    Page page = BROWSER.user(hospital.url(), "admin@example.org");
    page.navigate("/patients");
    Locator search = main(page).getByRole(AriaRole.SEARCHBOX);
    for (int width : List.of(1280, 390)) {
      page.setViewportSize(width, 844);
      assertThat(search).isVisible();
      double height = search.locator("..").boundingBox().height;
      assertTrue(height <= HIGHEST_CONTROL, width + " px: " + height);
    }
  }

  @Test
  void namesOfManyAlphabetsAreSetInTheFontOfTheApp() {
    Page page = BROWSER.user(hospital.url(), "admin@example.org");
    page.navigate("/patients");
    assertThat(main(page).getByRole(AriaRole.SEARCHBOX)).isVisible();
    for (String name : List.of("Łucja Šimić", "Ελένη Παππά", "Дарья Ким", "Nguyễn Thị Hồng")) {
      Object missing = page.evaluate(LETTERS_WITHOUT_FONT, name);
      assertEquals("", missing, name);
    }
  }

  @Test
  void staffHandleAVisitFromCheckInToCompletion() {
    String doctorId = hospital.doctor(60, "09:00", "13:00");
    String email = hospital.signedInDoctor(doctorId).email();
    Map<String, String> visit =
        Map.of(
            "doctorId",
            doctorId,
            "patientId",
            hospital.patient(),
            "start",
            "2031-03-04T11:00:00+01:00");
    if (hospital.admin().post("/api/appointments", visit).status() != 201) {
      throw new AssertionError("not booked");
    }

    Page reception = signedIn(hospital.receptionist().email());
    open(reception, "List");
    assertThat(main(reception)).containsText("1 expected");
    button(main(reception), "Check in: " + VISIT).click();
    assertThat(row(reception)).containsText("Checked in");
    assertThat(main(reception)).containsText("1 waiting");
    assertThat(buttonAbout(row(reception), "Start")).isHidden();

    Page doctor = signedIn(email);
    button(main(doctor), "Begin").click();
    assertThat(main(doctor)).containsText("In consultation");
    button(main(doctor), "Complete the visit").click();
    assertThat(main(doctor)).containsText("1 completed");

    reception.reload();
    assertThat(row(reception)).containsText("Completed");
  }

  @Test
  void anAdministratorInvitesAndBlocksAUser() {
    Page admin = signedIn("admin@example.org");
    BROWSER.expectError("/api/mailbox"); // this hospital has none
    open(admin, "Manage");
    open(admin, "Users");
    button(main(admin), "Invite staff").click();
    Locator invitation = dialog(admin, "Invite staff");
    invitation.getByLabel("Name").fill("Grace Hopper");
    invitation.getByLabel("E-mail address").fill("grace@example.org");
    invitation.getByLabel("Reception").check();
    button(invitation, "Create account and link").click();
    String link =
        dialog(admin, "Link for Grace Hopper").getByLabel("Set-password link").inputValue();
    button(dialog(admin, "Link for Grace Hopper"), "Close").click();

    Page grace = BROWSER.visitor(hospital.url());
    URI address = URI.create(link);
    grace.navigate(address.getPath() + "#" + address.getFragment());
    field(grace, "New password").fill(RestClient.PASSWORD);
    field(grace, "New password again").fill(RestClient.PASSWORD);
    button(main(grace), "Set password and sign in").click();
    assertThat(grace.getByText("Your password is set and you are signed in.")).isVisible();

    buttonAbout(main(admin), "Actions for Grace Hopper").click();
    admin.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Block")).click();
    Locator question = dialog(admin, "Block Grace Hopper?");
    field(admin, "Reason").fill("Has left the clinic");
    button(question, "Block").click();
    assertThat(admin.getByText("Grace Hopper is blocked.")).isVisible();

    BROWSER.expectError("401 (Unauthorized)");
    grace.reload();
    assertThat(field(grace, "Password")).isVisible();
  }

  @Test
  void anAdministratorChangesTheClinicPolicy() {
    Page admin = signedIn("admin@example.org");
    BROWSER.expectError("/api/mailbox"); // this hospital has none
    open(admin, "Manage");
    open(admin, "Settings");
    assertThat(field(admin, "Time zone")).hasValue("Europe/Berlin");
    field(admin, "Name of the clinic").fill("Charité");
    field(admin, "Booking horizon in days").fill("0");
    button(admin.getByLabel("Clinic settings"), "Save").click();
    assertThat(main(admin)).containsText("Please enter a whole number from 1 to 730.");
    assertThat(field(admin, "Booking horizon in days")).isFocused();
    field(admin, "Booking horizon in days").fill("90");
    button(admin.getByLabel("Clinic settings"), "Save").click();
    assertThat(admin.getByText("The settings were saved.")).isVisible();
    admin.reload();
    assertThat(field(admin, "Name of the clinic")).hasValue("Charité");
    assertThat(admin).hasTitle("Clinic settings · Charité");
  }

  private static Page signedIn(String email) {
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, email);
    return page;
  }

  private static void open(Page page, String place) {
    People.linkAbout(page.getByRole(AriaRole.NAVIGATION), place).click();
  }

  private static Locator row(Page page) {
    return page.getByRole(AriaRole.LISTITEM, new Page.GetByRoleOptions().setName(VISIT));
  }
}
