package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.buttonAbout;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The API is tried from its documentation. */
@Tag("browser")
class SwaggerIT {

  private static final TestClock CLOCK = new TestClock("2031-03-03T08:00:00Z");

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
  void aSlotIsBookedWithSwaggerUi() {
    String doctor = hospital.doctor(60, "09:00", "13:00");
    RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    Page page = BROWSER.visitor(hospital.url());
    page.navigate("/docs");

    Locator login = operation(page, "Identity", "POST", "/api/auth/login");
    run(login, Map.of("email", "ada@example.org", "password", RestClient.PASSWORD));
    assertThat(status(login)).hasText("200");
    String token = answer(login).getString("accessToken");

    page.getByRole(AriaRole.BUTTON, exactly("Authorize")).click();
    Locator dialog = page.locator(".modal-ux"); // it has no role
    dialog.getByRole(AriaRole.TEXTBOX).fill(token);
    buttonAbout(dialog, "Apply credentials").click();
    button(dialog, "Close").click();

    Locator booking = operation(page, "Appointments", "POST", "/api/appointments");
    run(booking, Map.of("doctorId", doctor, "start", "2031-03-05T10:00:00+01:00"));
    assertThat(status(booking)).hasText("201");
    String id = answer(booking).getString("id");
    assertEquals(
        "Ada Lovelace", hospital.admin().get("/api/appointments/" + id).text("/patientName"));
  }

  @Test
  void redocShowsTheContract() {
    Page page = BROWSER.visitor(hospital.url());
    page.navigate("/redoc");
    assertThat(
            page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Book a slot"))
                .first())
        .isVisible();
  }

  /** Opens a section and an operation in it; what follows is about it. */
  private static Locator operation(Page page, String section, String method, String path) {
    page.locator(".opblock-tag[data-tag='" + section + "']").click();
    Locator opener =
        page.getByRole(
            AriaRole.BUTTON,
            new Page.GetByRoleOptions()
                .setName(
                    Pattern.compile("^" + method + "\\s+" + path.replace("/", "\\/") + "\\s")));
    opener.click();
    return page.locator(".opblock", new Page.LocatorOptions().setHas(opener));
  }

  private static void run(Locator operation, Map<String, String> body) {
    operation
        .getByRole(AriaRole.TEXTBOX)
        .last()
        .fill(new JsonObject(Map.<String, Object>copyOf(body)).encode());
    button(operation, "Execute").click();
  }

  /** The status of what the server answered; the documented ones stand in a table below. */
  private static Locator status(Locator operation) {
    return operation.locator(".live-responses-table tbody .response-col_status");
  }

  private static JsonObject answer(Locator operation) {
    return new JsonObject(operation.locator(".live-responses-table code").first().textContent());
  }

  private static Page.GetByRoleOptions exactly(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
