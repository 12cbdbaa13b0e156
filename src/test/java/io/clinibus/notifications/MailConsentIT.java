package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.embedded.CaughtMail;
import io.clinibus.embedded.MailCatcher;
import io.clinibus.testing.DaysAhead;
import io.clinibus.testing.RestClient;
import io.clinibus.testing.RestClient.Answer;
import io.clinibus.testing.RestFixture;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who gets which mails, through the API of a node that sends them. */
class MailConsentIT {

  private static final Pattern LINK =
      Pattern.compile("http://localhost:8080/([a-z-]+)#token=([\\w.-]+)");
  private static final Pattern CODE = Pattern.compile("^\\d{6}$", Pattern.MULTILINE);
  private static final String REGISTERED = "Your registration code";
  private static final String CONFIRM = "Confirm your e-mail address";

  private static MailCatcher catcher;
  private static RestFixture hospital;
  private static RestClient visitor;

  @BeforeAll
  static void open() {
    catcher = new MailCatcher();
    URI url = catcher.start();
    hospital =
        RestFixture.open(
            TestNode.mailingTo(url, TestNode.settings(TestServers.newDatabase())),
            Clock.systemUTC(),
            Optional.of(catcher));
    visitor = RestClient.visitor(hospital.url());
  }

  @AfterAll
  static void close() {
    hospital.close();
    catcher.stop();
  }

  @Test
  void aRegistrationIsConfirmedByTheCodeInItsMail() {
    Answer asked = visitor.post("/api/auth/register", registration("zoe@example.org", "Zoë"));
    assertThat(asked.status()).isEqualTo(202);
    var credentials = Map.of("email", "zoe@example.org", "password", RestClient.PASSWORD);
    assertThat(visitor.post("/api/auth/login", credentials).status())
        .as("an unconfirmed account can do nothing")
        .isEqualTo(401);
    Matcher code = CODE.matcher(awaitMail("zoe@example.org", REGISTERED).text());
    assertThat(code.find()).isTrue();
    var confirmation =
        Map.of(
            "registrationId",
            asked.text("/registrationId"),
            "code",
            code.group(),
            "password",
            RestClient.PASSWORD);
    assertThat(visitor.post("/api/auth/registration-confirmation", confirmation).status())
        .isEqualTo(201);
    assertThat(visitor.post("/api/auth/login", credentials).status()).isEqualTo(200);

    Answer again = visitor.post("/api/auth/register", registration("zoe@example.org", "Eve"));
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().fieldNames()).toIterable().hasSize(2);
    CaughtMail told = awaitMail("zoe@example.org", "You have an account already");
    assertThat(told.text()).contains("/forgot-password").doesNotContain("Eve");
  }

  @Test
  void aPatientOfTheDeskGetsOnlyTheConfirmationUntilItIsConfirmed() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    String email = "desk@example.org";
    String patient = patient(email, "Ada");
    book(doctor, patient, "09:00");
    awaitMail(email, CONFIRM);
    awaitDeliveries();
    assertThat(subjects(email)).containsExactly(CONFIRM);
    assertThat(confirm(email, "confirm-address", "address-confirmation")).isEqualTo(204);
    assertThat(confirm(email, "confirm-address", "address-confirmation"))
        .as("a link works once")
        .isEqualTo(400);
    book(doctor, patient, "10:00");
    assertThat(awaitMail(email, "Your appointment on ").text()).startsWith("Dear Ada Byron");
  }

  @Test
  void aChangedAddressOfAPatientIsConfirmedAgain() {
    String doctor = hospital.doctor(60, "09:00", "12:00");
    RestClient patient = RestClient.registered(hospital.url(), "own@example.org", "Ada", "Byron");
    Answer read = patient.get("/api/patients/" + patient.patientId());
    String contact = "/api/patients/" + patient.patientId() + "/contact";
    var changed = Map.of("email", "victim@example.org");
    assertThat(patient.put(contact, changed, "If-Match", read.etag()).status()).isEqualTo(200);
    book(doctor, patient.patientId(), "09:00");
    awaitMail("victim@example.org", CONFIRM);
    awaitDeliveries();
    assertThat(subjects("victim@example.org")).containsExactly(CONFIRM);
    assertThat(withoutTokens(mails("victim@example.org").get(0))).doesNotContain("Ada", "Byron");
  }

  @Test
  void theEleventhMailWithinAnHourIsNotSent() {
    String doctor = hospital.doctor(15, "09:00", "15:00");
    String email = "many@example.org";
    RestClient patient = RestClient.registered(hospital.url(), email, "Ada", "Byron");
    awaitMail(email, REGISTERED);
    for (String time : List.of("09:00", "09:15", "09:30", "09:45", "10:00", "10:15")) {
      book(doctor, patient.patientId(), time);
      book(doctor, patient.patientId(), time.replace("09:", "11:").replace("10:", "14:"));
    }
    awaitDeliveries();
    assertThat(mails(email)).hasSize(MailDeliveryJob.LIMIT);
    assertThat(hospital.node().metric("clinibus_mails_total{outcome=\"SKIPPED\"}")).isPositive();
  }

  @Test
  void aForgottenPasswordIsReplacedByTheLinkInTheMail() {
    String email = "forgetful@example.org";
    RestClient.registered(hospital.url(), email, "Ada", "Byron");
    for (String asked : List.of(email, "nobody@example.org")) {
      Answer answer = visitor.post("/api/auth/password-reset", Map.of("email", asked));
      assertThat(answer.status()).isEqualTo(202);
      assertThat(answer.http().body()).isEmpty();
    }
    String token = token(awaitMail(email, "Choose a new password"), "invitation");
    var accept = Map.of("token", token, "password", "copper lantern 552");
    assertThat(visitor.post("/api/auth/invitation", accept).status()).isEqualTo(200);
    awaitMail(email, "Your password was changed");
    assertThat(mails("nobody@example.org")).isEmpty();
  }

  @Test
  void aNameWithAUrlIsRefused() {
    for (String name : List.of("evil.example/refund", "Refund at evil.example", "Ann\nBe")) {
      Answer answer = visitor.post("/api/auth/register", registration("x@example.org", name));
      assertThat(answer.status()).as(name).isEqualTo(400);
      assertThat(answer.text("/errors/0/pointer")).isEqualTo("/givenName");
    }
    for (String name : List.of("J. R. R.", "Anna-Lena", "O'Neill", "王芳")) {
      Answer answer =
          visitor.post("/api/auth/register", registration("y" + name.hashCode() + "@b.org", name));
      assertThat(answer.status()).as(name).isEqualTo(202);
    }
  }

  private static Map<String, String> registration(String email, String given) {
    return Map.of("email", email, "givenName", given, "familyName", "Byron");
  }

  private static String patient(String email, String given) {
    Answer created =
        hospital
            .admin()
            .post(
                "/api/patients", Map.of("givenName", given, "familyName", "Byron", "email", email));
    assertThat(created.status()).isEqualTo(201);
    return created.text("/id");
  }

  private static String book(String doctor, String patient, String time) {
    Map<String, Object> wanted = new HashMap<>();
    wanted.put("doctorId", doctor);
    wanted.put("patientId", patient);
    wanted.put("start", DaysAhead.at(DaysAhead.tuesday(), time));
    Answer booked = hospital.admin().post("/api/appointments", wanted);
    assertThat(booked.status()).as(booked.body().toString()).isEqualTo(201);
    return booked.text("/id");
  }

  /** Opens the link of the latest mail that leads to a page, and answers the status. */
  private static int confirm(String email, String page, String operation) {
    CaughtMail mail =
        Awaitility.await()
            .atMost(30, TimeUnit.SECONDS)
            .until(
                () ->
                    mails(email).stream()
                        .filter(one -> one.text().contains("/" + page + "#"))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    return visitor.post("/api/auth/" + operation, Map.of("token", token(mail, page))).status();
  }

  private static String token(CaughtMail mail, String page) {
    Matcher link = LINK.matcher(mail.text());
    assertThat(link.find()).isTrue();
    assertThat(link.group(1)).isEqualTo(page);
    return link.group(2);
  }

  /** The letters of tokens are random. */
  private static String withoutTokens(CaughtMail mail) {
    return LINK.matcher(mail.text()).replaceAll("");
  }

  private static CaughtMail awaitMail(String email, String subject) {
    return Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () ->
                mails(email).stream()
                    .filter(mail -> mail.subject().startsWith(subject))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /** Waits until a mail that is requested now is sent, and none is due. */
  private static void awaitDeliveries() {
    String mark = "mark" + System.nanoTime() + "@example.org";
    patient(mark, "Mark");
    awaitMail(mark, CONFIRM);
    Awaitility.await()
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () ->
                hospital
                        .sql("SELECT count(*) FROM notifications.delivery WHERE state = 'DUE'")
                        .iterator()
                        .next()
                        .getLong(0)
                    == 0);
  }

  private static List<CaughtMail> mails(String email) {
    return catcher.mails().stream().filter(mail -> mail.to().equals(email)).toList();
  }

  private static List<String> subjects(String email) {
    return mails(email).stream().map(CaughtMail::subject).toList();
  }
}
