package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.clinibus.node.Modules;
import io.clinibus.patients.PatientsVerticle;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.SmtpServer;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestKey;
import io.clinibus.testing.TestPorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetServer;
import io.vertx.core.parsetools.RecordParser;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From events in the outbox to mails at an SMTP server, with all that can go wrong between. */
class NotificationsIT {

  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final Vertx VERTX = Vertx.vertx();
  private static final String CHANGE_MAIL =
      "SELECT scheduling.request_change_mail("
          + "jsonb_populate_record(NULL::scheduling.appointment, $1), $2)";

  private static DomainFixture domain;
  private static UUID doctor;

  private final TestClock clock = new TestClock(NOW.toString());
  private GreenMail smtp;
  private MailDeliveryJob deliveries;

  @BeforeAll
  static void open() {
    domain = DomainFixture.start(PatientsVerticle::new);
    UUID department = UuidV7.next();
    doctor = UuidV7.next();
    domain.sql("INSERT INTO directory.department (id, name) VALUES ($1, 'Cardiology')", department);
    domain.sql(
        """
        INSERT INTO directory.doctor (id, department_id, title, given_name, family_name, specialization, room)
        VALUES ($1, $2, 'Dr.', 'Sofia', 'Lindqvist', 'Cardiology', 'C 201')
        """,
        doctor,
        department);
  }

  @AfterAll
  static void close() {
    domain.close();
    DomainFixture.await(VERTX.close());
  }

  @BeforeEach
  void start() {
    domain.sql("DELETE FROM notifications.delivery");
    domain.sql("DELETE FROM notifications.recipient");
    domain.sql("DELETE FROM platform.outbox");
    smtp = SmtpServer.start(TestPorts.one());
    deliveries = deliveries(smtp.getSmtp().getPort());
  }

  @AfterEach
  void stop() {
    smtp.stop();
  }

  @Test
  void bookingMovingAndCancellingSendMailsWithACalendarFile() throws Exception {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    List<String> kinds = List.of("BOOKED", "STATUS_CHANGED", "RESCHEDULED", "CANCELLED");
    for (String kind : kinds) {
      changed(appointment, patient, kind, kinds.indexOf(kind) + 1);
      run();
    }
    assertThat(subjects())
        .containsExactly(
            "Your appointment on Tuesday, 24 November 2026, 10:00",
            "Your appointment is now on Tuesday, 24 November 2026, 10:00",
            "Your appointment on Tuesday, 24 November 2026, 10:00 is cancelled");
    for (MimeMessage mail : smtp.getReceivedMessages()) {
      String source = source(mail);
      assertThat(mail.getFrom()[0].toString()).isEqualTo("clinic@example.org");
      assertThat(source).contains("text/plain", "text/html", "text/calendar");
      assertThat(source).doesNotContainIgnoringCase("cardiology");
      assertThat(source)
          .contains(mail.getSubject().endsWith("cancelled") ? "method=CANCEL" : "method=REQUEST");
    }
  }

  @Test
  void aMailAboutARelativeGoesToTheRepresentativeAndNamesThemInTheTextOnly() throws Exception {
    UUID mother = patient("maria@example.org");
    UUID child = patient(null);
    domain.sql("UPDATE patients.patient SET given_name = 'Mia' WHERE id = $1", child);
    represents(mother, child);
    changed(UuidV7.next(), child, "BOOKED", 1);
    offered(UuidV7.next(), child, NOW.plusSeconds(3600));
    changed(UuidV7.next(), mother, "BOOKED", 1);
    run();
    assertThat(smtp.getReceivedMessages()).hasSize(3);
    assertThat(subjects()).noneMatch(subject -> subject.contains("Mia"));
    assertThat(smtp.getReceivedMessages())
        .allMatch(mail -> recipient(mail).equals("maria@example.org"))
        .filteredOn(mail -> text(mail).contains("For Mia"))
        .hasSize(2);
  }

  @Test
  void aRelativeWithAConfirmedAddressGetsTheMailsAndSoDoesOneWhoseLinkHasEnded() throws Exception {
    UUID mother = patient("maria@example.org");
    UUID father = patient("father@example.org");
    represents(mother, father);
    changed(UuidV7.next(), father, "BOOKED", 1);
    UUID child = patient(null);
    represents(mother, child);
    domain.sql(
        "UPDATE patients.representation SET in_force_since = NULL WHERE patient_id = $1", child);
    changed(UuidV7.next(), child, "BOOKED", 1);
    run();
    assertThat(smtp.getReceivedMessages())
        .singleElement()
        .matches(mail -> recipient(mail).equals("father@example.org"))
        .matches(mail -> !text(mail).contains("For "));
  }

  private static void represents(UUID representative, UUID patient) {
    domain.sql(
        """
        INSERT INTO patients.representation
          (id, representative_id, patient_id, relation, created_at, in_force_since)
        VALUES ($1, $2, $3, 'OTHER', now(), now())
        """,
        UuidV7.next(),
        representative,
        patient);
  }

  private static String text(MimeMessage mail) {
    try {
      return source(mail);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aMailIsInTheLanguageOfTheAccountElseOfTheRequest() throws Exception {
    UUID patient = patient("lena@example.org");
    domain.sql(
        """
        INSERT INTO identity.account (id, email, email_key, name, roles, patient_id, language)
        VALUES ($1, 'Lena@example.org', 'lena@example.org', 'Lena', '{PATIENT}', $2, 'de')
        """,
        UuidV7.next(),
        patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    mailTo("LENA@example.org", new JsonObject());
    mailTo("new@example.org", new JsonObject().put("language", "es"));
    mailTo("other@example.org", new JsonObject());
    run();
    assertThat(subjects())
        .containsExactlyInAnyOrder(
            "Ihr Termin am Dienstag, 24. November 2026, 10:00 Uhr",
            "Wählen Sie ein neues Passwort",
            "Elija una contraseña nueva",
            "Choose a new password");
  }

  @Test
  void aMailToARecipientWithoutALanguageIsInThatOfTheClinic() throws Exception {
    domain.sql("UPDATE scheduling.policy SET mail_language = 'es'");
    try {
      changed(UuidV7.next(), patient("nora@example.org"), "BOOKED", 1);
      mailTo("new@example.org", new JsonObject().put("language", "de"));
      mailTo("other@example.org", new JsonObject());
      run();
    } finally {
      domain.sql("UPDATE scheduling.policy SET mail_language = 'en'");
    }
    assertThat(subjects())
        .containsExactlyInAnyOrder(
            "Su cita del martes, 24 de noviembre de 2026, 10:00",
            "Wählen Sie ein neues Passwort",
            "Elija una contraseña nueva");
  }

  private static void mailTo(String email, JsonObject params) {
    domain.sql(
        "SELECT notifications.request_to('RESET_PASSWORD', $1, $1, NULL, $2)",
        email,
        params.put("linkId", UUID.randomUUID().toString()));
  }

  @Test
  void ofQuickChangesTheLastIsMailed() throws Exception {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    changed(appointment, patient, "BOOKED", 9);
    changed(appointment, patient, "RESCHEDULED", 10);
    changed(appointment, patient, "CANCELLED", 11);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(subjects())
        .containsExactlyInAnyOrder(
            "Your appointment on Tuesday, 24 November 2026, 10:00",
            "Your appointment on Tuesday, 24 November 2026, 10:00 is cancelled");
    assertThat(states()).containsExactlyInAnyOrder("VOID", "VOID", "SENT", "SENT");
  }

  @Test
  void aMailWaitsWhileAnEarlierOneOfItsSeriesIsBeingSent() throws Exception {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    changed(appointment, patient, "BOOKED", 1);
    var other = new DeliveryRepository(domain.database());
    DomainFixture.await(other.relay(100, NOW));
    List<Delivery> claimed =
        DomainFixture.await(other.claim(NOW, NOW.plus(MailDeliveryJob.LEASE), 4));
    changed(appointment, patient, "CANCELLED", 2);
    run();
    assertThat(recipients()).isEmpty();
    DomainFixture.await(other.retry(claimed.get(0), "SMTP 421", NOW.plus(Duration.ofHours(1))));
    run();
    assertThat(subjects()).singleElement().asString().endsWith("is cancelled");
    assertThat(states()).containsExactlyInAnyOrder("VOID", "SENT");
  }

  @Test
  void urgentMailsLeaveAQuarterToOthers() {
    for (int i = 0; i < 3 * Mailer.MAX_CONCURRENT; i++) {
      offered(
          UuidV7.next(), patient("offered" + i + "@example.org"), NOW.plus(Duration.ofMinutes(30)));
      changed(UuidV7.next(), patient("p" + i + "@example.org"), "BOOKED", 1);
    }
    for (int i = 1; i <= 3; i++) {
      DomainFixture.await(deliveries.run());
      assertThat(recipients()).hasSize(i * Mailer.MAX_CONCURRENT);
      assertThat(recipients().stream().filter(email -> email.startsWith("offered")))
          .hasSize(i * Mailer.MAX_CONCURRENT * 3 / 4);
    }
  }

  @Test
  void aWaitlistOfferIsMailedWhileItIsOpen() throws Exception {
    UUID entry = UuidV7.next();
    offered(entry, patient("ada@example.org"), NOW.plus(Duration.ofMinutes(30)));
    offered(UuidV7.next(), patient("late@example.org"), NOW.minusSeconds(1));
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(source(smtp.getReceivedMessages()[0])).containsPattern("offer=(3D)?" + entry);
    assertThat(states()).containsExactlyInAnyOrder("SENT", "VOID");
  }

  @Test
  void aPatientWithoutAnAddressGetsNoMail() {
    changed(UuidV7.next(), patient(null), "BOOKED", 1);
    UUID gone = patient("gone@example.org");
    domain.sql("UPDATE patients.patient SET deleted_at = now() WHERE id = $1", gone);
    changed(UuidV7.next(), gone, "CANCELLED", 2);
    run();
    assertThat(recipients()).isEmpty();
    assertThat(states()).isEmpty();
  }

  @Test
  void manyMailsAreSentInBatchesAndUrgentOnesFirst() {
    for (int i = 0; i < 2 * Mailer.MAX_CONCURRENT; i++) {
      changed(UuidV7.next(), patient("p" + i + "@example.org"), "BOOKED", 1);
    }
    assertThat(DomainFixture.await(deliveries.run())).isTrue();
    assertThat(recipients()).hasSize(Mailer.MAX_CONCURRENT);
    clock.advance(Duration.ofSeconds(1));
    offered(UuidV7.next(), patient("ada@example.org"), NOW.plus(Duration.ofMinutes(30)));
    assertThat(DomainFixture.await(deliveries.run())).isTrue();
    assertThat(recipients()).hasSize(2 * Mailer.MAX_CONCURRENT).contains("ada@example.org");
    assertThat(DomainFixture.await(deliveries.run())).isFalse();
    assertThat(recipients()).hasSize(2 * Mailer.MAX_CONCURRENT + 1).doesNotHaveDuplicates();
  }

  @Test
  void concurrentRunsSendEachMailOnce() {
    for (int i = 0; i < 40; i++) {
      changed(UuidV7.next(), patient("p" + i + "@example.org"), "BOOKED", 1);
    }
    List<Future<Boolean>> runs = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      runs.add(deliveries(smtp.getSmtp().getPort()).run());
    }
    runs.forEach(DomainFixture::await);
    run();
    assertThat(recipients()).hasSize(40).doesNotHaveDuplicates();
    assertThat(states()).hasSize(40).containsOnly("SENT");
  }

  @Test
  void aRequestThatCommitsLateIsNotMissed() {
    SqlConnection late = DomainFixture.await(domain.database().getConnection());
    DomainFixture.await(
        late.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0").execute());
    DomainFixture.await(
        late.preparedQuery(CHANGE_MAIL)
            .execute(Tuple.of(change(UuidV7.next(), patient("late@example.org"), 1), "BOOKED")));
    changed(UuidV7.next(), patient("early@example.org"), "BOOKED", 1);
    run();
    run();
    assertThat(recipients()).containsExactly("early@example.org");
    DomainFixture.await(late.query("COMMIT").execute());
    DomainFixture.await(late.close());
    run();
    run();
    assertThat(recipients()).containsExactlyInAnyOrder("early@example.org", "late@example.org");
  }

  @Test
  void aTransactionWithMoreRequestsThanABatchIsReadCompletely() {
    UUID patient = patient("ada@example.org");
    domain.sql(
        """
        SELECT scheduling.request_change_mail(
                 jsonb_populate_record(NULL::scheduling.appointment, $1 || jsonb_build_object('version', i)),
                 'BOOKED')
          FROM generate_series(1, 30) AS i
        """,
        change(UuidV7.next(), patient, 1));
    changed(UuidV7.next(), patient("last@example.org"), "BOOKED", 1);
    var repository = new DeliveryRepository(domain.database());
    while (DomainFixture.await(repository.relay(10, NOW))) {
      assertThat(states()).hasSizeLessThanOrEqualTo(31);
    }
    DomainFixture.await(repository.relay(10, NOW));
    assertThat(states()).hasSize(31);
  }

  @Test
  void aRepeatedKeySendsOneMail() {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    changed(appointment, patient, "BOOKED", 1);
    changed(appointment, patient, "BOOKED", 1);
    run();
    changed(appointment, patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
  }

  @Test
  void anAddressGetsTenMailsAnHourAndFurtherOnesAreSkipped() {
    UUID patient = patient("ada@example.org");
    UUID capitals = patient("ADA@example.org");
    for (int i = 1; i <= MailDeliveryJob.LIMIT; i++) {
      changed(UuidV7.next(), i % 2 == 0 ? patient : capitals, "BOOKED", 1);
      run();
      clock.advance(Duration.ofMinutes(5));
    }
    changed(UuidV7.next(), patient, "BOOKED", 1);
    changed(UuidV7.next(), patient("ben@example.org"), "BOOKED", 1);
    run();
    assertThat(recipients()).hasSize(MailDeliveryJob.LIMIT + 1).contains("ben@example.org");
    assertThat(states()).containsOnlyOnce("VOID");
    clock.advance(Duration.ofMinutes(10));
    changed(UuidV7.next(), patient, "BOOKED", 1);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).as("the first is an hour old").hasSize(MailDeliveryJob.LIMIT + 2);
  }

  @Test
  void aMailThatIsRetriedCountsOnce() {
    int port = smtp.getSmtp().getPort();
    UUID patient = patient("ada@example.org");
    for (int i = 1; i < MailDeliveryJob.LIMIT; i++) {
      changed(UuidV7.next(), patient, "BOOKED", 1);
    }
    run();
    smtp.stop();
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    smtp = SmtpServer.start(port);
    clock.advance(Duration.ofMinutes(2));
    run();
    assertThat(recipients()).hasSize(1);
    assertThat(states()).hasSize(MailDeliveryJob.LIMIT).containsOnly("SENT");
  }

  @Test
  void anUnconfirmedAddressOfAPatientGetsOnlyTheMailThatAsksToConfirmIt() throws Exception {
    UUID patient = patient("old@example.org");
    domain.sql("UPDATE patients.patient SET email = 'new@example.org' WHERE id = $1", patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("new@example.org");
    assertThat(subjects()).containsExactly("Confirm your e-mail address");
    domain.sql("UPDATE patients.patient SET email_confirmed_at = now() WHERE id = $1", patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("new@example.org", "new@example.org");
  }

  /** Release 0.1.0 inserts a delivery for an event; this release has the request as well. */
  @Test
  void aNodeOfTheFirstReleaseSendsNoMailTwice() throws Exception {
    UUID appointment = UuidV7.next();
    UUID patient = patient("ada@example.org");
    JsonObject event =
        new JsonObject()
            .put("appointmentId", appointment.toString())
            .put("patientId", patient.toString())
            .put("doctorId", doctor.toString())
            .put("start", "2026-11-24T09:00:00+00:00")
            .put("end", "2026-11-24T10:00:00+00:00")
            .put("version", 1);
    domain.sql(
        """
        INSERT INTO notifications.delivery
          (event_xid, event_id, patient_id, kind, payload, due_at, created_at)
        VALUES (pg_current_xact_id(), 1, $1, 'BOOKED', $2, $3, $3)
        """,
        patient,
        event,
        NOW.atOffset(ZoneOffset.UTC));
    changed(appointment, patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(source(smtp.getReceivedMessages()[0])).contains("Dr. Sofia Lindqvist, room C 201");
  }

  @Test
  void anUnknownTemplateDelaysNoOtherMail() {
    UUID patient = patient("ada@example.org");
    domain.sql("SELECT notifications.request('LATER', $1, 'x', NULL, true, '{}')", patient);
    changed(UuidV7.next(), patient, "BOOKED", 1);
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(states()).containsExactlyInAnyOrder("DUE", "SENT");
  }

  @Test
  void mailsAreRetriedWhileTheServerIsDown() {
    int port = smtp.getSmtp().getPort();
    smtp.stop();
    changed(UuidV7.next(), patient("ada@example.org"), "BOOKED", 1);
    run();
    run();
    assertThat(attempts()).containsExactly(1);
    clock.advance(Duration.ofSeconds(31));
    run();
    assertThat(attempts()).containsExactly(2);
    smtp = SmtpServer.start(port);
    clock.advance(Duration.ofMinutes(2));
    run();
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(states()).containsExactly("SENT");
  }

  @Test
  void mailsOfADeadNodeAreSentAfterItsLease() {
    changed(UuidV7.next(), patient("ada@example.org"), "BOOKED", 1);
    var dead = new DeliveryRepository(domain.database());
    DomainFixture.await(dead.relay(100, NOW));
    List<Delivery> taken =
        DomainFixture.await(dead.claim(NOW, NOW.plus(MailDeliveryJob.LEASE), 10));
    assertThat(taken).hasSize(1);
    run();
    clock.advance(MailDeliveryJob.LEASE.minusSeconds(1));
    run();
    assertThat(recipients()).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    DomainFixture.await(dead.retry(taken.get(0), "late", NOW));
    run();
    assertThat(recipients()).as("the lease was lost").hasSize(1);
  }

  @Test
  void mailsAreRetriedForDays() throws Exception {
    int port = smtp.getSmtp().getPort();
    smtp.stop();
    changed(UuidV7.next(), patient("ada@example.org"), "BOOKED", 1);
    for (int i = 0; i < 2 * MailDeliveryJob.MAX_PERMANENT_ATTEMPTS; i++) {
      run();
      clock.advance(Duration.ofHours(1));
    }
    assertThat(states()).containsExactly("DUE");
    smtp = SmtpServer.start(port);
    run();
    assertThat(recipients()).containsExactly("ada@example.org");
    assertThat(smtp.getReceivedMessages()[0].getMessageID())
        .isEqualTo(
            "<"
                + domain.sql("SELECT id FROM notifications.delivery").iterator().next().getUUID(0)
                + "@clinibus>");
  }

  @Test
  void aRefusedAddressIsGivenUp() {
    NetServer refusing = refusing();
    deliveries = deliveries(refusing.actualPort());
    changed(UuidV7.next(), patient("nobody@example.org"), "BOOKED", 1);
    for (int i = 0; i < MailDeliveryJob.MAX_PERMANENT_ATTEMPTS; i++) {
      run();
      clock.advance(Duration.ofHours(2));
    }
    assertThat(attempts()).containsExactly(MailDeliveryJob.MAX_PERMANENT_ATTEMPTS);
    run();
    assertThat(attempts()).containsExactly(MailDeliveryJob.MAX_PERMANENT_ATTEMPTS);
    assertThat(states()).containsExactly("DEAD");
    assertThat(
            domain.sql("SELECT failure FROM notifications.delivery").iterator().next().getString(0))
        .isEqualTo("SMTP 550");
    DomainFixture.await(refusing.close());
  }

  // ---- servers

  private MailDeliveryJob deliveries(int port) {
    var mail = new Settings.Mail(URI.create("smtp://127.0.0.1:" + port), "clinic@example.org");
    var templates =
        MailTemplates.load(
            Modules.ALL.list(), URI.create("https://clinic.example.org"), TestKey.file());
    return new MailDeliveryJob(
        new DeliveryRepository(domain.database()),
        new Mailer(VERTX, mail, templates),
        clock,
        new Metrics());
  }

  private void run() {
    while (DomainFixture.await(deliveries.run())) {
      assertThat(states()).contains("SENT");
    }
  }

  /** Refuses every connection. */
  private static NetServer refusing() {
    return DomainFixture.await(
        VERTX
            .createNetServer()
            .connectHandler(
                socket -> {
                  socket.write("220 ready\r\n");
                  socket.handler(
                      RecordParser.newDelimited(
                          "\r\n",
                          line -> {
                            String command = line.toString().toUpperCase(Locale.ROOT);
                            if (command.startsWith("QUIT")) {
                              socket.write("221 bye\r\n").onComplete(said -> socket.close());
                            } else {
                              socket.write(
                                  command.startsWith("RCPT")
                                      ? "550 <nobody@example.org> is unknown\r\n"
                                      : "250 fine\r\n");
                            }
                          }));
                })
            .listen(0, "127.0.0.1"));
  }

  // ---- events

  private static UUID patient(String email) {
    UUID id = UuidV7.next();
    domain.sql(
        """
        INSERT INTO patients.patient (id, given_name, family_name, email, email_confirmed_at)
        VALUES ($1, 'Ada', 'Byron', $2, now())
        """,
        id,
        email);
    return id;
  }

  /** A row of {@code scheduling.appointment}. */
  private static JsonObject change(UUID appointment, UUID patient, int version) {
    return new JsonObject()
        .put("id", appointment.toString())
        .put("patient_id", patient.toString())
        .put("doctor_id", doctor.toString())
        .put("starts_at", "2026-11-24T09:00:00+00:00")
        .put("ends_at", "2026-11-24T10:00:00+00:00")
        .put("version", version);
  }

  private static void changed(UUID appointment, UUID patient, String kind, int version) {
    domain.sql(CHANGE_MAIL, change(appointment, patient, version), kind);
  }

  private static void offered(UUID entry, UUID patient, Instant until) {
    domain.sql(
        """
        SELECT scheduling.request_offer_mail(
                 jsonb_populate_record(NULL::scheduling.waitlist_offer, $1), 'Dr. Sofia Lindqvist', 'C 201')
        """,
        new JsonObject()
            .put("id", UuidV7.next().toString())
            .put("entry_id", entry.toString())
            .put("patient_id", patient.toString())
            .put("doctor_id", doctor.toString())
            .put("starts_at", "2026-11-24T09:00:00Z")
            .put("ends_at", "2026-11-24T10:00:00Z")
            .put("expires_at", until.toString()));
  }

  // ---- results

  private List<String> recipients() {
    return Arrays.stream(smtp.getReceivedMessages()).map(NotificationsIT::recipient).toList();
  }

  private static String recipient(MimeMessage mail) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> subjects() throws MessagingException {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage mail : smtp.getReceivedMessages()) {
      subjects.add(mail.getSubject());
    }
    return subjects;
  }

  private static String source(MimeMessage mail) throws Exception {
    var bytes = new java.io.ByteArrayOutputStream();
    mail.writeTo(bytes);
    return bytes.toString(java.nio.charset.StandardCharsets.UTF_8).replace("=\r\n", "");
  }

  private static List<String> states() {
    List<String> states = new ArrayList<>();
    domain
        .sql("SELECT state FROM notifications.delivery")
        .forEach(row -> states.add(row.getString(0)));
    return states;
  }

  private static List<Integer> attempts() {
    List<Integer> attempts = new ArrayList<>();
    domain
        .sql("SELECT attempts FROM notifications.delivery")
        .forEach(row -> attempts.add(row.getInteger(0)));
    return attempts;
  }
}
