package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The pages that a role sees in a clinic, and what is done on them. */
record PageStops(PagesClinic clinic) {

  /** In a frame of the topic of the day's slots. */
  private static final Pattern TEN_IS_HELD =
      Pattern.compile("\"2031-03-05T10:00:00\\+01:00\":\\{[^}]*\"state\":\"HELD\"");

  private static final Locator.ClickOptions FORCED = new Locator.ClickOptions().setForce(true);
  static final Consumer<Page> LOOK = page -> {};

  /** A route's name, an address of it, and what its page shows when it is there. */
  record Stop(String route, String address, String shows, Consumer<Page> then) {
    Stop(String route, String address, String shows) {
      this(route, address, shows, LOOK);
    }
  }

  List<Stop> forVisitors() {
    return List.of(
        new Stop("home", "/", "Sofia Lindqvist"),
        new Stop("book", "/book", "one doctor"),
        new Stop("book", "/book?department=" + clinic.dermatology, "Something else"),
        new Stop("book", "/book?doctor=" + clinic.doctor, "Wednesday 5 March"),
        new Stop("book", "/book?doctor=" + clinic.doctor + "&day=2031-03-04", "Afternoon"),
        new Stop("doctor", "/doctors/" + clinic.doctor, "Afternoon"),
        new Stop("department-list", "/departments", "Cardiology"),
        new Stop("doctor-list", "/doctors", "Sofia Lindqvist"),
        new Stop("imprint", "/imprint", "Imprint"),
        new Stop("emergency", "/emergency", "Call 112 now"),
        new Stop("wall", "/wall/" + clinic.wall, "A01"),
        new Stop("verify", "/verify/" + "0".repeat(26), "No letter of this clinic has this code"),
        new Stop("login", "/login", "No account yet?"),
        new Stop("register", "/register", "Date of birth"),
        new Stop("forgot-password", "/forgot-password", "Send the mail"),
        new Stop("patient-invitation", "/patient-invitation#token=x", "New password again"),
        new Stop("confirm-address", "/confirm-address#token=x", "Confirm the address"),
        new Stop("confirm-address-change", "/confirm-address-change#token=x", "Refuse the change"),
        new Stop("set-password", "/invitation#token=x", "New password again"),
        new Stop("not-found", "/nowhere", "There is nothing at this address"));
  }

  List<Stop> forPatients() {
    String times = "/book?doctor=" + clinic.doctor + "&day=2031-03-05";
    String time = times + "&start=2031-03-05T10:00:00%2B01:00";
    return List.of(
        new Stop("appointments", "/appointments", "A time has become free: Thursday 6 March"),
        new Stop("appointments", "/appointments?offer=gone", "This offer is no longer open"),
        new Stop("book", times, "held"),
        new Stop(
            "book",
            times,
            "held",
            page -> {
              var held = buttonAbout(main(page), "held by somebody else");
              // Not below the navigation, which a forced click would hit.
              held.evaluate("button => button.scrollIntoView({ block: 'center' })");
              held.click(FORCED);
              assertThat(main(page)).containsText("is held for another person");
            }),
        new Stop("book", time, "This time is held for you."),
        new Stop("book", "/book?find=1", "How urgent is it?", PageStops::find),
        new Stop(
            "doctor",
            "/doctors/" + clinic.doctor,
            "Afternoon",
            page -> buttonAbout(main(page), "Join the waiting list").click()),
        new Stop("appointments", "/appointments", "Tuesday 4 March, 13:00"),
        new Stop(
            "appointments",
            "/appointments",
            "Tuesday 4 March, 13:00",
            page -> {
              buttonAbout(main(page), "Reschedule").first().click();
              assertThat(page.getByText("Afternoon")).isVisible();
            }),
        new Stop(
            "appointments",
            "/appointments",
            "Tuesday 4 March, 13:00",
            page -> buttonAbout(main(page), "Cancel Tuesday").first().click()),
        new Stop("appointments", "/appointments?view=cancelled", "12:00"),
        new Stop("appointment", "/appointments/" + clinic.visit, "All my appointments"),
        new Stop("health", "/my/health", "Everything in order"),
        new Stop("profile", "/me", "Your record"),
        new Stop("family", "/me/family", "Remove"),
        new Stop("account", "/account", "Change your password"),
        new Stop("documents", "/me/documents", "There are no documents yet"),
        new Stop("privacy", "/me/privacy", "A copy of my data"),
        new Stop(
            "privacy",
            "/me/privacy",
            "Erase my data",
            page -> {
              buttonAbout(main(page), "Show what would be erased").click();
              assertThat(main(page)).containsText("This must be ended first");
            }),
        new Stop("second-factor", "/second-factor", "Scan this code"),
        new Stop("forbidden", "/admin/users", "This page is for somebody else"),
        new Stop("book", times, "held", page -> holdUntilItExpires(page, time)));
  }

  /** The page must know by its topic, too, that its reader holds the time, before that is over. */
  private static void holdUntilItExpires(Page page, String time) {
    AtomicBoolean isHeld = new AtomicBoolean();
    page.onWebSocket(
        socket ->
            socket.onFrameReceived(
                frame -> {
                  if (TEN_IS_HELD.matcher(frame.text()).find()) {
                    isHeld.set(true);
                  }
                }));
    page.navigate(time);
    assertThat(main(page)).containsText("This time is held for you.");
    page.waitForCondition(isHeld::get);
    page.setViewportSize(390, 844);
    page.clock().fastForward("03:01");
    Locator ended = main(page).getByText("no longer held for you");
    assertThat(ended).isInViewport();
  }

  private static void editType(Page page) {
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Change Check-up")).click();
    Locator dialog = People.dialog(page, "Change Check-up");
    assertThat(dialog).containsText("Dermatology"); // what is read late moves what is below
    page.getByText("Add question").click();
    assertThat(People.field(page, "Question 1")).isFocused();
    dialog.evaluate("dialog => dialog.scrollTo(0, dialog.scrollHeight)");
  }

  private static void find(Page page) {
    page.getByText("As soon as possible").click();
    page.getByLabel("What is it about?").fill("My heart races");
    page.getByText("Which times suit?").click();
    buttonAbout(main(page), "Find a doctor").click();
    assertThat(main(page)).containsText("Fits best");
  }

  /** Until what was found is what Enter leads to. */
  private static void findInRecord(Page page) {
    assertThat(main(page).getByRole(AriaRole.STATUS)).hasCount(0); // the patient is known
    page.keyboard().press("Control+k");
    Locator search = People.dialog(page, "Search");
    search.getByRole(AriaRole.COMBOBOX).fill("well");
    assertThat(search).containsText("In the record of Ada Lovelace");
    assertThat(search.locator("[role=option][aria-selected=true]")).containsText("Well.");
  }

  List<Stop> forStaff() {
    return List.of(
        new Stop("emergencyReviews", "/admin/emergency-access", "Nothing waits for a review"),
        new Stop("day", "/day", "In consultation"),
        new Stop("dashboard", "/board", "Lovelace, Ada"),
        new Stop("dashboard", "/board", "Lovelace, Ada", page -> page.locator("h1 button").click()),
        new Stop(
            "dashboard",
            "/board",
            "Lovelace, Ada",
            page -> {
              buttonAbout(main(page), "14:00 Lovelace, Ada Booked").click();
              assertThat(main(page)).containsText("A cough");
            }),
        new Stop(
            "dashboard",
            "/board",
            "Lovelace, Ada",
            page -> {
              buttonAbout(main(page), "15:00, free").click();
              buttonAbout(People.dialog(page, "Book this time"), "New patient").click();
            }),
        new Stop("queue", "/queue", "Lovelace, Ada"),
        new Stop(
            "queue",
            "/queue",
            "Lovelace, Ada",
            page -> buttonAbout(main(page), "Left: A01").click()),
        new Stop(
            "queue",
            "/queue",
            "Lovelace, Ada",
            page -> {
              page.keyboard().press("Control+k");
              People.dialog(page, "Search").getByRole(AriaRole.COMBOBOX).fill("lovelace");
              assertThat(People.dialog(page, "Search")).containsText("Lovelace");
            }),
        new Stop("telephone", "/telephone", "First choose who is calling"),
        new Stop(
            "telephone",
            "/telephone",
            "First choose who is calling",
            page -> {
              page.getByRole(AriaRole.SEARCHBOX).fill("lovelace");
              assertThat(main(page)).containsText("Lovelace");
              page.keyboard().press("Enter");
            }),
        new Stop("patients", "/patients?sheet=patient:" + clinic.patient, "Lovelace, Ada"),
        new Stop("walls", "/admin/walls", "Hall"),
        new Stop("duplicates", "/patients/duplicates", "Records that may be of the same"),
        new Stop("patients", "/patients", "Lovelace, Ada"),
        new Stop("patient", "/patients/" + clinic.patient, "Tuesday 4 March, 11:00"),
        new Stop(
            "patient",
            "/patients/" + clinic.patient,
            "Tuesday 4 March, 11:00",
            page -> buttonAbout(main(page), "Edit details").click()),
        new Stop("users", "/admin/users", "admin@example.org"),
        new Stop(
            "users",
            "/admin/users",
            "admin@example.org",
            page -> buttonAbout(main(page), "Invite staff").click()),
        new Stop(
            "users",
            "/admin/users",
            "admin@example.org",
            page ->
                page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("signed in as"))
                    .click()),
        new Stop("settings", "/admin/settings", "Change cut-off in minutes"),
        new Stop("overview", "/overview", "Visits today"),
        new Stop(
            "overview",
            "/overview",
            "Visits today",
            page -> buttonAbout(main(page), "As a table").first().click()),
        new Stop("frontdesk", "/admin/appointments", "Lovelace, Ada"),
        new Stop("appointment", "/appointments/" + clinic.visit, "What happened"),
        new Stop("doctors", "/admin/doctors", "Sofia Lindqvist"),
        new Stop("doctor-new", "/admin/doctors/new", "Specialization"),
        new Stop("doctor-edit", "/admin/doctors/" + clinic.doctor, "Specialization"),
        new Stop("departments", "/admin/departments", "Cardiology"),
        new Stop(
            "departments",
            "/admin/departments",
            "Cardiology",
            page -> buttonAbout(main(page), "Add a department").click()),
        new Stop("translations", "/admin/translations", "Cardiology"),
        new Stop("visit-types", "/admin/visit-types", "Check-up", PageStops::editType),
        new Stop("medications", "/medications", "Add medication"),
        new Stop(
            "medications",
            "/medications",
            "Add medication",
            page -> buttonAbout(main(page), "Add medication").click()),
        new Stop("audit", "/admin/audit", "127.0.0.1"),
        new Stop("undeliveredMails", "/admin/undelivered-mails", "All mails have been delivered"),
        new Stop("erasures", "/admin/privacy", "How long records are kept"),
        new Stop("holidays", "/admin/holidays", "No holidays ahead"),
        new Stop(
            "holidays",
            "/admin/holidays",
            "No holidays ahead",
            page -> buttonAbout(main(page), "Add a holiday").click()),
        new Stop("mailbox", "/admin/mailbox", "Your visit"),
        new Stop(
            "mailbox",
            "/admin/mailbox",
            "Your visit",
            page -> linkAbout(main(page), "Your visit").click()));
  }

  List<Stop> forDoctors() {
    String hours = "/doctors/" + clinic.doctor + "/availability";
    return List.of(
        new Stop("record", "/patients/" + clinic.patient + "/record", "Everything in order"),
        new Stop(
            "record",
            "/patients/" + clinic.patient + "/record",
            "Everything in order",
            page -> buttonAbout(main(page), "Add a problem").click()),
        new Stop(
            "record",
            "/patients/" + clinic.patient + "/record",
            "Everything in order",
            PageStops::findInRecord),
        new Stop("today", "/today", "with you now"),
        new Stop(
            "today",
            "/today",
            "with you now",
            page -> linkAbout(main(page), "13:00").first().click()),
        new Stop("unsignedNotes", "/unsigned-notes", "Ada Lovelace"),
        new Stop("treat", "/treat/" + clinic.encounter, "Reason for the visit"),
        new Stop(
            "treat",
            "/treat/" + clinic.encounter,
            "Reason for the visit",
            page -> buttonAbout(main(page), "Add referral").click()),
        new Stop(
            "treat",
            "/treat/" + clinic.encounter,
            "Reason for the visit",
            page -> buttonAbout(main(page), "Snippets").click()),
        new Stop(
            "treat",
            "/treat/" + clinic.encounter,
            "Reason for the visit",
            page -> {
              buttonAbout(main(page), "Templates").click();
              buttonAbout(main(page), "Add template").click();
            }),
        new Stop("treat", "/treat/" + clinic.signedEncounter, "Earlier visits"),
        new Stop(
            "treat",
            "/treat/" + clinic.signedEncounter,
            "Earlier visits",
            page -> {
              findInRecord(page);
              page.keyboard().press("Enter");
              var found = main(page).locator("[data-item='" + clinic.signedEncounter + "']");
              assertThat(found).isFocused();
              assertThat(found).isInViewport();
            }),
        new Stop("calendar", "/calendar", "Wednesday 5 March"),
        new Stop(
            "calendar",
            "/calendar",
            "Ada Lovelace",
            page -> buttonAbout(main(page), "13:00 Ada Lovelace").first().click()),
        new Stop("calendar", "/calendar?view=upcoming", "14:00"),
        new Stop("availability", hours, "Closed"),
        new Stop(
            "availability",
            hours,
            "Closed",
            page -> {
              People.field(page, "Tuesday, to").fill("10:00");
              buttonAbout(main(page), "Check and save").click();
              assertThat(main(page)).containsText("would no longer fit");
            }),
        new Stop(
            "availability",
            hours,
            "Closed",
            page -> buttonAbout(main(page), "Add leave").first().click()));
  }

  List<Stop> forPharmacists() {
    return List.of(new Stop("pharmacy", "/book", "Dispensing and stock"));
  }

  List<Stop> forOfficers() {
    return List.of(
        new Stop("emergencyReviews", "/book", "Nothing waits for a review"),
        new Stop("audit", "/admin/audit", "127.0.0.1"),
        new Stop("erasures", "/admin/privacy", "Copies of patients' data"),
        new Stop("account", "/account", "Change your password"));
  }
}
