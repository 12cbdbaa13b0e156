package io.clinibus.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.clinibus.browser.People.buttonAbout;
import static io.clinibus.browser.People.linkAbout;
import static io.clinibus.browser.People.main;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every page is accessible: every route on a desk and a phone, light and dark. */
@Tag("browser")
class AccessibilityIT {

  static final TestClock CLOCK = new TestClock("2031-03-04T07:00:00Z");

  /** In a frame of the topic of the day's slots. */
  private static final Pattern TEN_IS_HELD =
      Pattern.compile("\"2031-03-05T10:00:00\\+01:00\":\\{[^}]*\"state\":\"HELD\"");

  private static final Path APP = Path.of("webroot/src");
  private static final Locator.ClickOptions FORCED = new Locator.ClickOptions().setForce(true);
  private static final Pattern ROUTE_NAME = Pattern.compile("name: '([^']+)'");

  static final Consumer<Page> LOOK = page -> {};

  /** As a link does; the app's router is where Vue puts it for its tools. */
  private static final String ROUTE =
      """
      address =>
        document.querySelector('#app').__vue_app__.config.globalProperties.$router.push(address)
          .then(() => null)
      """;

  /** A route's name, an address of it, and what its page shows when it is there. */
  record Stop(String route, String address, String shows, Consumer<Page> then) {
    Stop(String route, String address, String shows) {
      this(route, address, shows, LOOK);
    }
  }

  @RegisterExtension static final Browser BROWSER = new Browser(CLOCK::instant);

  private static final Axe AXE = new Axe();
  private static final CaughtMails MAILS = new CaughtMails();
  static RestFixture hospital;
  static String doctor;
  private static String patient;
  private static String visit;
  private static String wall;
  private static String dermatology;
  static RestClient ada;
  static String encounter;
  static String signedEncounter;

  @BeforeAll
  static void open() {
    hospital =
        RestFixture.open(
            TestNode.settings(TestServers.newDatabase()), CLOCK, Optional.of(MAILS.catcher()));
    MAILS.send("ada@example.org", "Your visit", "At ten", "<p>At ten</p>");
    doctor = hospital.doctor(60, "09:00", "21:00");
    ada = RestClient.registered(hospital.url(), "ada@example.org", "Ada", "Lovelace");
    patient = ada.patientId();
    addRelatives();
    visit = book("09:00", "CHECKED_IN");
    book("10:00", "CHECKED_IN", "IN_CONSULTATION");
    book("11:00", "CHECKED_IN", "IN_CONSULTATION", "COMPLETED");
    encounter = call();
    signedEncounter = call();
    sign(signedEncounter);
    book("12:00", "CANCELLED");
    book("13:00");
    book("14:00");
    wall = hospital.admin().post("/api/walls", Map.of("name", "Hall")).text("/id");
    dermatology =
        hospital.admin().post("/api/departments", Map.of("name", "Dermatology")).text("/id");
    hospital.visitType(dermatology, 30);
    holdAsAnotherPatient("11:00");
    waitFor("2031-03-06");
  }

  @AfterAll
  static void close() {
    hospital.close();
    MAILS.close();
  }

  @Test
  void everyRouteIsVisited() throws IOException {
    Set<String> routes = new HashSet<>();
    try (Stream<Path> files = Files.walk(APP)) {
      for (Path file : files.filter(path -> path.endsWith("routes.ts")).toList()) {
        ROUTE_NAME
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> routes.add(found.group(1)));
      }
    }
    Set<String> visited = new HashSet<>();
    for (List<Stop> stops :
        List.of(
            forVisitors(),
            forPatients(),
            forStaff(),
            forDoctors(),
            forPharmacists(),
            forOfficers())) {
      stops.forEach(stop -> visited.add(stop.route()));
    }
    assertEquals(routes, visited);
  }

  @Test
  void pagesOfVisitorsAreAccessible() {
    BROWSER.expectError("404 (Not Found)"); // there is no letter with the code that is asked for
    visit(BROWSER.visitor(hospital.url()), forVisitors());
  }

  @Test
  void pagesOfPatientsAreAccessible() {
    Page page = BROWSER.user(hospital.url(), ada.email());
    visit(page, forPatients());
  }

  @Test
  void pagesOfStaffAreAccessible() {
    BROWSER.expectError(
        "Blocked script execution"); // axe would look into a mail, where no script runs
    Page page = BROWSER.user(hospital.url(), "admin@example.org");
    visit(page, forStaff());
  }

  @Test
  void pagesOfPharmacistsAreAccessible() {
    Page page = BROWSER.user(hospital.url(), hospital.invited("PHARMACIST").email());
    visit(page, forPharmacists());
  }

  @Test
  void pagesOfPrivacyOfficersAreAccessible() {
    Page page = BROWSER.user(hospital.url(), hospital.invited("PRIVACY_OFFICER").email());
    visit(page, forOfficers());
  }

  @Test
  void pagesOfDoctorsAreAccessible() {
    Page page = BROWSER.user(hospital.url(), hospital.signedInDoctor(doctor).email());
    visit(page, forDoctors());
  }

  static List<Stop> forVisitors() {
    return List.of(
        new Stop("home", "/", "Sofia Lindqvist"),
        new Stop("book", "/book", "one doctor"),
        new Stop("book", "/book?department=" + dermatology, "Something else"),
        new Stop("book", "/book?doctor=" + doctor, "Wednesday 5 March"),
        new Stop("book", "/book?doctor=" + doctor + "&day=2031-03-04", "Afternoon"),
        new Stop("doctor", "/doctors/" + doctor, "Afternoon"),
        new Stop("department-list", "/departments", "Cardiology"),
        new Stop("doctor-list", "/doctors", "Sofia Lindqvist"),
        new Stop("imprint", "/imprint", "Imprint"),
        new Stop("emergency", "/emergency", "Call 112 now"),
        new Stop("wall", "/wall/" + wall, "A01"),
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

  static List<Stop> forPatients() {
    String times = "/book?doctor=" + doctor + "&day=2031-03-05";
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
        new Stop("book", "/book?find=1", "How urgent is it?", AccessibilityIT::find),
        new Stop(
            "doctor",
            "/doctors/" + doctor,
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
        new Stop("appointment", "/appointments/" + visit, "All my appointments"),
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
    page.clock().fastForward("03:01");
    assertThat(main(page)).containsText("no longer held for you");
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

  static List<Stop> forStaff() {
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
        new Stop("patients", "/patients?sheet=patient:" + patient, "Lovelace, Ada"),
        new Stop("walls", "/admin/walls", "Hall"),
        new Stop("duplicates", "/patients/duplicates", "Records that may be of the same"),
        new Stop("patients", "/patients", "Lovelace, Ada"),
        new Stop("patient", "/patients/" + patient, "Tuesday 4 March, 11:00"),
        new Stop(
            "patient",
            "/patients/" + patient,
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
        new Stop("appointment", "/appointments/" + visit, "What happened"),
        new Stop("doctors", "/admin/doctors", "Sofia Lindqvist"),
        new Stop("doctor-new", "/admin/doctors/new", "Specialization"),
        new Stop("doctor-edit", "/admin/doctors/" + doctor, "Specialization"),
        new Stop("departments", "/admin/departments", "Cardiology"),
        new Stop(
            "departments",
            "/admin/departments",
            "Cardiology",
            page -> buttonAbout(main(page), "Add a department").click()),
        new Stop("translations", "/admin/translations", "Cardiology"),
        new Stop("visit-types", "/admin/visit-types", "Check-up", AccessibilityIT::editType),
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

  static List<Stop> forDoctors() {
    String hours = "/doctors/" + doctor + "/availability";
    return List.of(
        new Stop("record", "/patients/" + patient + "/record", "Everything in order"),
        new Stop(
            "record",
            "/patients/" + patient + "/record",
            "Everything in order",
            page -> buttonAbout(main(page), "Add a problem").click()),
        new Stop("today", "/today", "with you now"),
        new Stop(
            "today",
            "/today",
            "with you now",
            page -> linkAbout(main(page), "13:00").first().click()),
        new Stop("unsignedNotes", "/unsigned-notes", "Ada Lovelace"),
        new Stop("treat", "/treat/" + encounter, "Reason for the visit"),
        new Stop(
            "treat",
            "/treat/" + encounter,
            "Reason for the visit",
            page -> buttonAbout(main(page), "Add referral").click()),
        new Stop(
            "treat",
            "/treat/" + encounter,
            "Reason for the visit",
            page -> buttonAbout(main(page), "Snippets").click()),
        new Stop("treat", "/treat/" + signedEncounter, "Earlier visits"),
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

  static List<Stop> forPharmacists() {
    return List.of(new Stop("pharmacy", "/book", "Dispensing and stock"));
  }

  static List<Stop> forOfficers() {
    return List.of(
        new Stop("emergencyReviews", "/book", "Nothing waits for a review"),
        new Stop("audit", "/admin/audit", "127.0.0.1"),
        new Stop("erasures", "/admin/privacy", "Copies of patients' data"),
        new Stop("account", "/account", "Change your password"));
  }

  private static void visit(Page page, List<Stop> stops) {
    List<String> faults = new ArrayList<>();
    Stop before = null;
    for (Stop stop : stops) {
      reach(page, stop, before);
      assertThat(main(page)).containsText(stop.shows());
      stop.then().accept(page);
      assertThat(main(page).getByRole(AriaRole.STATUS)).hasCount(0); // nothing is loading
      faults.addAll(AXE.check(page));
      before = stop;
    }
    assertEquals("", String.join("\n", faults));
  }

  /** A page that was only looked at is left by its router; one that was used is loaded again. */
  private static void reach(Page page, Stop stop, Stop before) {
    if (before == null || before.then() != LOOK) {
      page.navigate(stop.address());
    } else if (!before.address().equals(stop.address())) {
      page.evaluate(ROUTE, stop.address());
    }
  }

  private static void holdAsAnotherPatient(String time) {
    Map<String, String> wish =
        Map.of("doctorId", doctor, "start", "2031-03-05T" + time + ":00+01:00");
    assertEquals(201, hospital.receptionist().post("/api/holds", wish).status());
  }

  /** Ada waits for a time on the day, and is offered the one that somebody gives back. */
  private static void waitFor(String day) {
    RestClient admin = hospital.admin();
    String start = day + "T09:00:00+01:00";
    Map<String, String> visit =
        Map.of("doctorId", doctor, "patientId", hospital.patient(), "start", start);
    String given = admin.post("/api/appointments", visit).text("/id");
    Map<String, Object> wish =
        Map.of("doctorId", doctor, "preferred", Map.of("from", day, "until", day));
    assertEquals(201, ada.post("/api/waitlist", wish).status());
    assertEquals(200, admin.delete("/api/appointments/" + given).status());
  }

  /** A child, and a partner whom the front desk has not confirmed. */
  private static void addRelatives() {
    String path = "/api/patients/" + patient + "/relatives";
    for (var born : Map.of("CHILD", "2024-03-04", "PARTNER", "1990-01-01").entrySet()) {
      var relative =
          Map.of(
              "relation",
              born.getKey(),
              "givenName",
              "Mia",
              "familyName",
              "Lovelace",
              "birthDate",
              born.getValue());
      assertEquals(201, ada.post(path, relative).status());
    }
  }

  /** A telephone call of the doctor with the patient. */
  private static String call() {
    var call = Map.of("kind", "TELEPHONE", "patientId", patient);
    return hospital.signedInDoctor(doctor).post("/api/encounters", call).text("/id");
  }

  private static void sign(String id) {
    RestClient author = hospital.signedInDoctor(doctor);
    Map<String, Object> note = new HashMap<>();
    List.of("reason", "subjective", "objective", "assessment", "plan")
        .forEach(part -> note.put(part, "Well."));
    note.put("measurements", List.of(Map.of("kind", "PULSE", "value", 70, "unit", "/min")));
    note.put("diagnoses", List.of());
    note.put("orders", List.of());
    String address = "/api/encounters/" + id;
    assertEquals(200, author.put(address + "/note", note, "If-Match", "\"1\"").status());
    assertEquals(200, author.post(address + "/signature", Map.of(), "If-Match", "\"2\"").status());
  }

  private static String book(String time, String... statuses) {
    RestClient admin = hospital.admin();
    Map<String, String> visit =
        Map.of(
            "doctorId",
            doctor,
            "patientId",
            patient,
            "reason",
            "A cough",
            "start",
            "2031-03-04T" + time + ":00+01:00");
    String id = admin.post("/api/appointments", visit).text("/id");
    for (String status : statuses) {
      assertEquals(
          200, admin.put("/api/appointments/" + id + "/status", Map.of("status", status)).status());
    }
    return id;
  }
}
