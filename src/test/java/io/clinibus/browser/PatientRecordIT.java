package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.heading;
import static io.clinibus.browser.People.main;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A patient proposes changes, staff decide them, and a doctor opens a record in an emergency. */
@Tag("browser")
class PatientRecordIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

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
  void proposalsAreDecidedByTheFrontDeskAndTheTreatingDoctor() {
    RestClient ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Byron");
    String doctorId = hospital.doctor(60, "09:00", "13:00");
    book(doctorId, ada.patientId());
    String record = "/patients/" + ada.patientId();

    Page patient = signedIn(ada.email());
    patient.navigate(hospital.url().resolve("/profile").toString());
    buttonAbout(main(patient), "Propose a change: Personal details").click();
    fill(dialog(patient, "Personal details"), "Last name", "Lovelace");
    button(dialog(patient, "Personal details"), "Send the proposal").click();
    buttonAbout(main(patient), "Propose a change: Medical history").click();
    dialog(patient, "Medical history")
        .getByText("These", new Locator.GetByTextOptions().setExact(true))
        .click();
    fill(dialog(patient, "Medical history"), "Which allergies", "Penicillin");
    button(dialog(patient, "Medical history"), "Send the proposal").click();
    assertThat(main(patient).getByText("Waiting for staff")).hasCount(2);

    Page desk = signedIn(hospital.receptionist().email());
    desk.navigate(hospital.url().resolve(record).toString());
    assertThat(main(desk)).not().containsText("Penicillin");
    button(main(desk), "Accept").click();
    assertThat(heading(desk, "Ada Lovelace")).isVisible();

    Page doctor = signedIn(hospital.signedInDoctor(doctorId).email());
    doctor.navigate(hospital.url().resolve(record).toString());
    button(main(doctor), "Accept").click();
    assertThat(main(doctor).getByLabel("Details")).containsText("Penicillin");
    button(main(doctor), "Edit the medical history").click();
    fill(dialog(doctor, "Edit the medical history"), "Conditions", "Asthma");
    button(dialog(doctor, "Edit the medical history"), "Save").click();
    assertThat(main(doctor)).containsText("Asthma");

    patient.reload();
    assertThat(main(patient).getByText("Accepted")).hasCount(2);
    assertThat(main(patient)).containsText("Asthma");
  }

  @Test
  void aDoctorOpensARecordInAnEmergency() {
    String patient = hospital.patient();
    RestClient admin = hospital.admin();
    admin.put(
        "/api/patients/" + patient,
        Map.of("givenName", "Ella", "familyName", "Emergency", "identifier", "EM-7"),
        "If-Match",
        "\"1\"");
    Page doctor = signedIn(hospital.signedInDoctor(hospital.doctor(60, "09:00", "13:00")).email());
    BROWSER.expectError("404 (Not Found)"); // the record is not the doctor's to read
    doctor.navigate(hospital.url().resolve("/patients/" + patient).toString());
    doctor.waitForLoadState(LoadState.NETWORKIDLE);
    assertThat(doctor.locator("body")).not().containsText("Ella Emergency");
    doctor.navigate(hospital.url().resolve("/patients").toString());
    button(main(doctor), "Emergency access").click();
    Locator dialog = dialog(doctor, "Emergency access");
    fill(dialog, "Patient number", "EM-7");
    dialog.getByLabel("Kind of emergency").selectOption("LIFE_THREATENING");
    fill(dialog, "Reason", "unconscious, no relatives");
    button(dialog, "Open the record").click();
    assertThat(heading(doctor, "Ella Emergency")).isVisible();
    assertThat(main(doctor)).containsText("Emergency access: you read this record until");

    buttonAbout(doctor.locator("body"), "End the access to the record of Ella Emergency now")
        .click();
    assertThat(heading(doctor, "Ella Emergency")).isHidden();
    assertThat(doctor.locator("body")).not().containsText("Ella Emergency");
  }

  private static void fill(Locator within, String label, String text) {
    within.getByLabel(label).fill(text);
  }

  private static Page signedIn(String email) {
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, email);
    return page;
  }

  private static void book(String doctorId, String patientId) {
    var booked =
        hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", doctorId,
                    "patientId", patientId,
                    "start", "2031-03-04T11:00:00+01:00"));
    if (booked.status() != 201) {
      throw new AssertionError(booked.body().toString());
    }
  }
}
