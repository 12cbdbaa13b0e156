package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import io.clinibus.bus.Bus;
import io.clinibus.identity.api.SessionsApi;
import io.clinibus.node.Modules;
import io.clinibus.patients.PatientsVerticle;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.db.PostgresErrors;
import io.clinibus.platform.events.ChangeFeed;
import io.clinibus.platform.events.OutboxRetention;
import io.clinibus.platform.jobs.Jobs;
import io.clinibus.platform.jobs.RetentionJob;
import io.clinibus.platform.telemetry.Metrics;
import io.clinibus.settings.Settings;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.SmtpServer;
import io.clinibus.testing.TestKey;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mails, live updates and the purge of the outbox while another transaction stays open. */
class LongTransactionIT {

  private static final int BOOKINGS = 500;
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String REVOKED =
      """
      INSERT INTO platform.outbox (type, payload)
      VALUES ($1, jsonb_build_object('userId', gen_random_uuid()))
      """;

  private Vertx vertx;
  private DomainFixture domain;
  private SqlConnection foreign;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    domain = DomainFixture.start(PatientsVerticle::new);
    foreign = DomainFixture.await(domain.database().getConnection());
    DomainFixture.await(
        foreign.query("BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0").execute());
    DomainFixture.await(foreign.query("SELECT pg_current_xact_id()").execute());
  }

  @AfterEach
  void close() {
    domain.close();
    DomainFixture.await(vertx.close());
  }

  @Test
  void everyMailIsSent() {
    for (int i = 0; i < BOOKINGS; i++) {
      request(patient("ada" + i + "@example.org"));
    }
    GreenMail smtp = SmtpServer.start(0);
    MailDeliveryJob job = job(smtp.getSmtp().getPort());
    while (DomainFixture.await(job.run())) {
      assertThat(smtp.getReceivedMessages()).isNotEmpty();
    }
    assertThat(smtp.getReceivedMessages()).hasSize(BOOKINGS);
    smtp.stop();
  }

  @Test
  void theChangeFeedDeliversEachEventOnceAndTheLateOneAfterItsCommit() {
    AtomicInteger received = new AtomicInteger();
    ChangeFeed feed = feed();
    feed.on(SessionsApi.SESSIONS_REVOKED, fact -> received.incrementAndGet());
    DomainFixture.await(feed.start());
    for (int i = 0; i < BOOKINGS; i++) {
      domain.sql(REVOKED, SessionsApi.SESSIONS_REVOKED.address());
    }
    DomainFixture.await(
        foreign.preparedQuery(REVOKED).execute(Tuple.of(SessionsApi.SESSIONS_REVOKED.address())));
    awaitPolls(feed);
    assertThat(received).hasValue(BOOKINGS);
    DomainFixture.await(foreign.query("COMMIT").execute());
    awaitPolls(feed);
    assertThat(received).hasValue(BOOKINGS + 1);
  }

  @Test
  void whatWasNotReadIsNotPurgedAndWhatWasReadIs() {
    request(patient("ada@example.org"));
    domain.sql("UPDATE platform.outbox SET at = now() - interval '2 days'");
    var purge = new RetentionJob(domain.database(), CLOCK, OutboxRetention.ALL);
    assertThat(DomainFixture.await(purge.run())).isZero();
    DomainFixture.await(new DeliveryRepository(domain.database()).relay(100, CLOCK.instant()));
    assertThat(DomainFixture.await(purge.run())).isPositive();
    assertThat(domain.sql("SELECT FROM notifications.delivery").size()).isOne();
  }

  /** Waits until two polls that began later are complete. */
  private static void awaitPolls(ChangeFeed feed) {
    for (int i = 0; i < 2; i++) {
      Awaitility.await().until(() -> feed.age().toMillis() > 500);
      Awaitility.await().until(() -> feed.age().toMillis() < 500);
    }
  }

  private ChangeFeed feed() {
    Bus bus = Bus.open(vertx, Modules.ALL.messages(), CLOCK, PostgresErrors::isTemporary);
    return new ChangeFeed(vertx, new Jobs(vertx, new Metrics()), bus, domain.database(), CLOCK);
  }

  private MailDeliveryJob job(int port) {
    var mail = new Settings.Mail(URI.create("smtp://127.0.0.1:" + port), "clinic@example.org");
    var templates =
        MailTemplates.load(
            Modules.ALL.list(), URI.create("https://clinic.example.org"), TestKey.file());
    return new MailDeliveryJob(
        new DeliveryRepository(domain.database()),
        new Mailer(vertx, mail, templates),
        CLOCK,
        new Metrics());
  }

  private UUID patient(String email) {
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

  private void request(UUID patient) {
    domain.sql(
        """
        SELECT notifications.request('CANCELLED', $1, 'scheduling/appointment:' || gen_random_uuid() || ':2',
                 now() + interval '1 day', false,
                 jsonb_build_object(
                   'appointmentId', gen_random_uuid(), 'version', 2, 'start', '2026-11-24T09:00:00Z',
                   'end', '2026-11-24T10:00:00Z', 'doctorId', gen_random_uuid(),
                   'doctorName', 'Dr. Sofia Lindqvist', 'room', 'C 201'))
        """,
        patient);
  }
}
