package io.clinibus.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.platform.UuidV7;
import io.clinibus.testing.DomainFixture;
import io.clinibus.testing.SmtpServer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which of the requested mails are sent, in which order and how often. */
class MailQueueIT extends MailFixture {

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
}
