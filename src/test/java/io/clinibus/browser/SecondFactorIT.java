package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.button;
import static io.clinibus.browser.People.dialog;
import static io.clinibus.browser.People.field;
import static io.clinibus.browser.People.heading;
import static io.clinibus.browser.People.main;
import static io.clinibus.browser.People.part;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.LoadState;
import io.clinibus.identity.factor.TotpCodes;
import io.clinibus.settings.Settings;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestPorts;
import io.clinibus.testing.TestServers;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Passkeys and authenticator apps, from the first to the last use. */
@Tag("browser")
class SecondFactorIT {

  private static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

  /** A browser without an offer beside the field, which would be quicker than a click. */
  private static final String NO_OFFER =
      "PublicKeyCredential.isConditionalMediationAvailable = async () => false";

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static Settings settings;
  private static RestFixture hospital;

  @BeforeAll
  static void open() {
    settings = TestNode.settings(TestServers.newDatabase());
    hospital = RestFixture.open(TestNode.onPort(TestPorts.one(), settings), CLOCK);
  }

  @AfterAll
  static void close() {
    hospital.close();
  }

  @BeforeEach
  void expectRefusals() {
    BROWSER.expectError("401 (Unauthorized)"); // the second step, a wrong code
    BROWSER.expectError("403 (Forbidden)"); // the step-up
    BROWSER.expectError("400 (Bad Request)"); // a wrong code
  }

  @Test
  void aPasskeySignsInAloneAndAsSecondFactorAndConfirms() {
    Page page = patient("eva@example.org");
    VirtualAuthenticator device = new VirtualAuthenticator(page);
    page.navigate("/account");
    button(main(page), "Add a passkey").click();
    field(page, "Name").fill("Laptop");
    button(main(page), "Create the passkey").click();
    recoveryCodes(page);
    assertThat(part(page, "Second factor")).containsText("Laptop");
    assertThat(part(page, "Second factor")).containsText("Not used yet");
    assertEquals(1, device.passkeys());

    signOut(page);
    page.navigate("/login"); // the browser's offer beside the field, which its user takes
    assertSignedIn(page);

    device.setPresent(false);
    signOut(page);
    page.navigate("/login");
    assertThat(field(page, "E-mail address")).hasAttribute("autocomplete", "username webauthn");
    page.addInitScript(NO_OFFER);
    page.navigate("/login");
    device.setPresent(true);
    button(main(page), "Sign in with a passkey").click();
    assertSignedIn(page);

    device.setPresent(false);
    signOut(page);
    enterPassword(page, "eva@example.org");
    device.setPresent(true);
    button(main(page), "Use a passkey").click();
    assertSignedIn(page);

    stayElevenMinutes(page);
    page.navigate("/account");
    button(main(page), "Rename Laptop").click();
    field(page, "Name").fill("Old laptop");
    button(dialog(page, "Rename Laptop"), "Save").click();
    button(main(page), "Remove Old laptop").click();
    button(dialog(page, "Remove Old laptop"), "Remove").click();
    button(dialog(page, "Please confirm that it is you"), "Use a passkey").click();
    assertThat(page.getByText("Old laptop was removed.")).isVisible();

    device.setPresent(false);
    signOut(page);
    page.navigate("/login");
    device.setPresent(true);
    button(main(page), "Sign in with a passkey").click();
    assertThat(main(page)).containsText("This passkey was not accepted.");
  }

  @Test
  void anAuthenticatorAppConfirmsSignInsAndARecoveryCodeReplacesItOnce() {
    String email = "tom@example.org";
    Page page = patient(email);
    page.navigate("/account");
    button(main(page), "Add an authenticator app").click();
    assertThat(page.getByRole(AriaRole.IMG, named("QR code"))).isVisible();
    String secret = main(page).locator("form code").textContent().replace(" ", "");
    field(page, "Code of the authenticator app").fill(TotpCodes.code(secret, CLOCK.instant()));
    button(main(page), "Add").click();
    String recoveryCode = recoveryCodes(page).get(0);

    signOut(page);
    enterPassword(page, email);
    confirm(page, "000000");
    assertThat(main(page)).containsText("This code is wrong or was used.");
    CLOCK.advance(Duration.ofMinutes(1));
    confirm(page, TotpCodes.code(secret, CLOCK.instant()));
    assertSignedIn(page);

    signOut(page);
    enterPassword(page, email);
    button(main(page), "Use a recovery code").click();
    field(page, "Recovery code").fill(recoveryCode);
    button(main(page), "Sign in").click();
    assertSignedIn(page);
    signOut(page);
    enterPassword(page, email);
    button(main(page), "Use a recovery code").click();
    field(page, "Recovery code").fill(recoveryCode);
    button(main(page), "Sign in").click();
    assertThat(main(page)).containsText("This code is wrong or was used.");
    button(main(page), "Use the authenticator app").click();
    CLOCK.advance(Duration.ofMinutes(1));
    confirm(page, TotpCodes.code(secret, CLOCK.instant()));
    assertSignedIn(page);

    stayElevenMinutes(page);
    page.navigate("/account");
    assertThat(main(page)).containsText("9 recovery codes left.");
    button(main(page), "Get new recovery codes").click();
    Locator stepUp = dialog(page, "Please confirm that it is you");
    button(stepUp, "Use a code").click();
    stepUp.getByLabel("Code of the authenticator app").fill("000000");
    button(stepUp, "Confirm").click();
    assertThat(stepUp).containsText("This code is wrong or was used.");
    stepUp
        .getByLabel("Code of the authenticator app")
        .fill(TotpCodes.code(secret, CLOCK.instant()));
    button(stepUp, "Confirm").click();
    recoveryCodes(page);
  }

  @Test
  void staffWithoutAFactorAddOneBeforeTheyGoOn() {
    String email = hospital.receptionist().email();
    Settings strict =
        SettingsParts.with(
            new Settings.Factors(List.of(), true), TestNode.onPort(TestPorts.one(), settings));
    try (TestNode node = TestNode.start(strict, CLOCK)) {
      Page page = BROWSER.visitor(localhost(node.url()));
      VirtualAuthenticator device = new VirtualAuthenticator(page);
      enterPassword(page, email);
      assertThat(heading(page, "Second factor")).isVisible();
      assertThat(main(page)).containsText("The clinic asks for a second factor");
      page.navigate("/manage/patients");
      assertThat(heading(page, "Second factor")).isVisible();
      button(main(page), "Add a passkey").click();
      button(main(page), "Create the passkey").click();
      recoveryCodes(page);
      assertEquals(1, device.passkeys());
      page.waitForURL(address -> !address.contains("/second-factor"));
      page.navigate("/account");
      assertThat(part(page, "Second factor")).containsText("This device");
      assertThat(button(main(page), "Remove This device")).hasCount(0);
      page.context().close(); // before its node goes, which it would complain about
    }
  }

  /** A page on which a new patient is signed in. */
  private static Page patient(String email) {
    RestClient.registered(hospital.url(), email, "Eva", "Novak");
    Page page = BROWSER.visitor(localhost(hospital.url()));
    People.signIn(page, email);
    return page;
  }

  private static void enterPassword(Page page, String email) {
    page.navigate("/login");
    field(page, "E-mail address").fill(email);
    field(page, "Password").fill(RestClient.PASSWORD);
    button(main(page), "Sign in").click();
  }

  private static void confirm(Page page, String code) {
    field(page, "Code of the authenticator app").fill(code);
    button(main(page), "Sign in").click();
  }

  /** The codes that the page shows, which the user then confirms to have kept. */
  private static List<String> recoveryCodes(Page page) {
    Locator codes = part(page, "Recovery codes").getByRole(AriaRole.LISTITEM);
    assertThat(codes).hasCount(10);
    List<String> shown = codes.allTextContents().stream().map(String::strip).toList();
    button(main(page), "I have kept them").click();
    assertThat(codes).hasCount(0);
    return shown;
  }

  /** On a page that has read all it shows: the deadline of a request under way would pass. */
  private static void stayElevenMinutes(Page page) {
    page.navigate("/account");
    page.waitForLoadState(LoadState.NETWORKIDLE);
    CLOCK.advance(Duration.ofMinutes(11));
  }

  private static void signOut(Page page) {
    signedIn(page).click();
    page.getByRole(AriaRole.MENUITEM, named("Sign out")).click();
    assertThat(signedIn(page)).hasCount(0);
  }

  private static void assertSignedIn(Page page) {
    assertThat(signedIn(page)).isVisible();
    page.waitForURL(address -> !address.endsWith("/login"));
  }

  private static Locator signedIn(Page page) {
    return page.getByRole(AriaRole.BUTTON, named("signed in as"));
  }

  /** Browsers keep no passkeys for the address of an interface. */
  private static URI localhost(URI node) {
    return URI.create("http://localhost:" + node.getPort());
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }
}
