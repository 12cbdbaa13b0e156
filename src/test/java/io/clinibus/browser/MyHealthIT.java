package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.main;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a doctor signs and records appears on the pages that are open, without a reload. */
@Tag("browser")
class MyHealthIT {

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
  void aSignedNoteAppearsOnThePatientsOpenPage() {
    RestClient ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Byron");
    RestClient doctor = treating(ada.patientId());
    Page patient = signedIn(ada.email());
    patient.navigate(hospital.url().resolve("/my/health").toString());
    assertThat(main(patient)).containsText("No visit has been recorded yet.");

    sign(doctor, ada.patientId());

    assertThat(main(patient)).containsText("Common cold");
    assertThat(main(patient)).containsText("Rest and drink");
    assertThat(main(patient)).containsText("124");
    assertThat(main(patient).getByText("No visit has been recorded yet.")).hasCount(0);
  }

  @Test
  void aDoctorRecordsAProblemThatThePatientSeesAndKeepsFromOthers() {
    RestClient eve = RestClient.registered(hospital.url(), "eve@example.org", "Eve", "Bell");
    RestClient doctor = treating(eve.patientId());
    Page patient = signedIn(eve.email());
    patient.navigate(hospital.url().resolve("/my/health").toString());
    assertThat(main(patient)).containsText("No visit has been recorded yet.");

    Page record = signedIn(doctor.email());
    record.navigate(hospital.url().resolve("/patients/" + eve.patientId() + "/record").toString());
    button(main(record), "Add a problem").click();
    dialog(record, "Add a problem").locator("[name='condition.text']").fill("Hay fever");
    button(dialog(record, "Add a problem"), "Save").click();
    assertThat(main(record)).containsText("Hay fever");
    assertThat(main(patient)).containsText("Hay fever");

    Locator problem =
        main(patient)
            .getByRole(AriaRole.LISTITEM)
            .filter(new Locator.FilterOptions().setHasText("Hay fever"));
    buttonAbout(problem, "Keep from other doctors").click();
    button(dialog(patient, "Keep this from other doctors?"), "Keep from other doctors").click();
    assertThat(main(patient)).containsText("Kept from other doctors");

    Page colleague = signedIn(treating(eve.patientId()).email());
    colleague.navigate(
        hospital.url().resolve("/patients/" + eve.patientId() + "/record").toString());
    assertThat(main(colleague)).containsText("Nothing recorded");
    assertThat(main(colleague)).not().containsText("Hay fever");
  }

  @Test
  void aPhotographOfATelephoneIsShownInThePage() {
    RestClient ida = RestClient.registered(hospital.url(), "ida@example.org", "Ida", "Bell");
    Page record = signedIn(treating(ida.patientId()).email());
    record.navigate(hospital.url().resolve("/patients/" + ida.patientId() + "/record").toString());
    main(record)
        .locator("[data-test=files]")
        .setInputFiles(Path.of("src/test/resources/documents/quarters.heic"));
    button(main(record), "quarters.heic").click();

    Locator picture = dialog(record, "quarters.heic").locator("img");
    assertThat(picture).isVisible();
    assertThat(coloursOf(picture)).isEqualTo(List.of("red", "green", "blue", "yellow"));
  }

  /** Of the middles of a picture's quarters. */
  private static List<?> coloursOf(Locator picture) {
    return (List<?>)
        picture.evaluate(
            """
            async (image) => {
              await image.decode();
              const canvas = document.createElement('canvas');
              const { naturalWidth: width, naturalHeight: height } = image;
              Object.assign(canvas, { width, height });
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0);
              return [[1, 1], [3, 1], [1, 3], [3, 3]].map(([x, y]) => {
                const [r, g, b] = context.getImageData(width * x / 4, height * y / 4, 1, 1).data;
                return { 4: 'red', 2: 'green', 1: 'blue', 6: 'yellow' }[
                  (r > 150) * 4 + (g > 150) * 2 + (b > 150)];
              });
            }
            """);
  }

  private static int hour = 9;

  /** A doctor with a visit of the patient. */
  private static RestClient treating(String patientId) {
    String doctorId = hospital.doctor(60, "09:00", "15:00");
    created(
        hospital
            .admin()
            .post(
                "/api/appointments",
                Map.of(
                    "doctorId", doctorId,
                    "patientId", patientId,
                    "start", "2031-03-05T%02d:00:00+01:00".formatted(hour++))));
    return hospital.signedInDoctor(doctorId);
  }

  private static void sign(RestClient doctor, String patientId) {
    Answer opened =
        created(
            doctor.post("/api/encounters", Map.of("kind", "TELEPHONE", "patientId", patientId)));
    String encounter = "/api/encounters/" + opened.text("/id");
    Map<String, Object> note =
        Map.of(
            "reason", "a cough",
            "subjective", "",
            "objective", "Throat red",
            "assessment", "",
            "plan", "Rest and drink",
            "orders", List.of(),
            "measurements", List.of(Map.of("kind", "SYSTOLIC", "value", 124, "unit", "mm[Hg]")),
            "diagnoses",
                List.of(Map.of("text", "Common cold", "certainty", "CONFIRMED", "problem", false)));
    Answer saved = doctor.put(encounter + "/note", note, "If-Match", opened.etag());
    assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
    Answer signed = doctor.post(encounter + "/signature", Map.of(), "If-Match", saved.etag());
    assertThat(signed.status()).as(signed.body().toString()).isEqualTo(200);
  }

  private static Answer created(Answer answer) {
    assertThat(answer.status()).as(answer.body().toString()).isIn(200, 201);
    return answer;
  }

  private static Page signedIn(String email) {
    Page page = BROWSER.visitor(hospital.url());
    People.signIn(page, email);
    return page;
  }
}
