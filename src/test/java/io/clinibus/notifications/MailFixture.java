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
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Requests for mails, the job that delivers them, and a mail server. */
abstract class MailFixture {

  static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  static final String CHANGE_MAIL =
      "SELECT scheduling.request_change_mail("
          + "jsonb_populate_record(NULL::scheduling.appointment, $1), $2)";

  static DomainFixture domain;
  static Vertx vertx;
  static UUID doctor;
  final TestClock clock = new TestClock(NOW.toString());
  GreenMail smtp;
  MailDeliveryJob deliveries;

  @BeforeAll
  static void open() {
    domain = DomainFixture.start(PatientsVerticle::new);
    vertx = Vertx.vertx();
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
    DomainFixture.await(vertx.close());
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

  // ---- servers

  MailDeliveryJob deliveries(int port) {
    var mail = new Settings.Mail(URI.create("smtp://127.0.0.1:" + port), "clinic@example.org");
    var templates =
        MailTemplates.load(
            Modules.ALL.list(), URI.create("https://clinic.example.org"), TestKey.file());
    return new MailDeliveryJob(
        new DeliveryRepository(domain.database()),
        new Mailer(vertx, mail, templates),
        clock,
        new Metrics());
  }

  void run() {
    while (DomainFixture.await(deliveries.run())) {
      assertThat(states()).contains("SENT");
    }
  }

  // ---- events

  static UUID patient(String email) {
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
  static JsonObject change(UUID appointment, UUID patient, int version) {
    return new JsonObject()
        .put("id", appointment.toString())
        .put("patient_id", patient.toString())
        .put("doctor_id", doctor.toString())
        .put("starts_at", "2026-11-24T09:00:00+00:00")
        .put("ends_at", "2026-11-24T10:00:00+00:00")
        .put("version", version);
  }

  static void changed(UUID appointment, UUID patient, String kind, int version) {
    domain.sql(CHANGE_MAIL, change(appointment, patient, version), kind);
  }

  static void offered(UUID entry, UUID patient, Instant until) {
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

  List<String> recipients() {
    return Arrays.stream(smtp.getReceivedMessages()).map(MailFixture::recipient).toList();
  }

  static String recipient(MimeMessage mail) {
    try {
      return mail.getRecipients(Message.RecipientType.TO)[0].toString();
    } catch (MessagingException e) {
      throw new AssertionError(e);
    }
  }

  List<String> subjects() throws MessagingException {
    List<String> subjects = new ArrayList<>();
    for (MimeMessage mail : smtp.getReceivedMessages()) {
      subjects.add(mail.getSubject());
    }
    return subjects;
  }

  static String source(MimeMessage mail) throws Exception {
    var bytes = new java.io.ByteArrayOutputStream();
    mail.writeTo(bytes);
    return bytes.toString(java.nio.charset.StandardCharsets.UTF_8).replace("=\r\n", "");
  }

  static List<String> states() {
    List<String> states = new ArrayList<>();
    domain
        .sql("SELECT state FROM notifications.delivery")
        .forEach(row -> states.add(row.getString(0)));
    return states;
  }
}
