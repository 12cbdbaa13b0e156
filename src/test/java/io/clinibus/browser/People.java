package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;

/** How people find things on a page, by what they are and what they are called, and sign in. */
final class People {

  private People() {}

  /** Signs in and waits for the page that comes then. */
  static void signIn(Page page, String email) {
    page.navigate("/login");
    field(page, "E-mail address").fill(email);
    field(page, "Password").fill(RestClient.PASSWORD);
    button(main(page), "Sign in").click();
    assertThat(page.getByRole(AriaRole.BUTTON, named("signed in as"))).isVisible();
    page.waitForURL(address -> !address.endsWith("/login"));
  }

  static Locator main(Page page) {
    return page.getByRole(AriaRole.MAIN);
  }

  /** A part of the page under a heading. */
  static Locator part(Page page, String name) {
    return page.getByRole(
        AriaRole.REGION, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  static Locator dialog(Page page, String name) {
    return page.getByRole(AriaRole.DIALOG, named(name));
  }

  static Locator heading(Page page, String name) {
    return page.getByRole(AriaRole.HEADING, named(name));
  }

  static Locator field(Page page, String label) {
    return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
  }

  static Locator button(Locator within, String name) {
    return within.getByRole(
        AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
  }

  /** A button whose name contains the text. */
  static Locator buttonAbout(Locator within, String text) {
    return within.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(text));
  }

  /** A link whose name contains the text. */
  static Locator linkAbout(Locator within, String text) {
    return within.getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(text));
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name);
  }

  /** The three fields of a birth date. */
  static void fillBirthDate(Page page) {
    field(page, "Day").fill("10");
    field(page, "Month").fill("12");
    field(page, "Year").fill("1995");
  }
}
