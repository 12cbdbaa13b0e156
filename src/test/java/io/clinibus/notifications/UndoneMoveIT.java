package io.clinibus.notifications;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.node.Modules;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestServers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The mails about moves that can be undone. */
class UndoneMoveIT {

  private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");
  private static final OffsetDateTime TEN = NINE.plusHours(1);
  private static final OffsetDateTime ELEVEN = NINE.plusHours(2);
  private static final Instant NOW = Instant.parse("2026-11-23T07:00:00Z");

  private static BusFixture clinic;
  private static DeliveryRepository deliveries;
  private UUID doctor;
  private Appointment booked;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(withoutMailJob(), new TestClock(NOW.toString()));
    deliveries = new DeliveryRepository(clinic.platform().database());
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @BeforeEach
  void bookAndSendTheMail() {
    clinic.sql("DELETE FROM notifications.delivery");
    doctor = clinic.doctor();
    UUID patient = clinic.patient();
    clinic.sql(
        "UPDATE patients.patient SET email = $2, email_confirmed_at = now() WHERE id = $1",
        patient,
        patient + "@example.org");
    booked =
        clinic.ask(
            BOOK_APPOINTMENT,
            new BookAppointment(doctor, patient, TEN, null, null),
            clinic.frontDesk());
    assertThat(sentAfter(0)).containsExactly("BOOKED " + TEN.toInstant());
  }

  @Test
  void theMailOfAnUndoableMoveIsSentAfterTenSeconds() {
    move(booked, ELEVEN, true);
    assertThat(sentAfter(0)).isEmpty();
    assertThat(sentAfter(9)).isEmpty();
    assertThat(sentAfter(10)).containsExactly("RESCHEDULED " + ELEVEN.toInstant());
  }

  @Test
  void aMoveUndoneBeforeItsMailIsSentIsNotMailedNorIsTheUndoing() {
    Appointment moved = move(booked, ELEVEN, true);
    assertThat(sentAfter(5)).isEmpty();
    move(moved, TEN, false);
    assertThat(sentAfter(8)).isEmpty();
    assertThat(sentAfter(60)).isEmpty();
    assertThat(states()).containsExactlyInAnyOrder("SENT", "VOID", "VOID");
  }

  @Test
  void bothVoidAlsoIfBothRequestsAreReadAtOnce() {
    move(move(booked, ELEVEN, true), TEN, false);
    assertThat(sentAfter(60)).isEmpty();
  }

  @Test
  void aMoveUndoneAfterItsMailIsMailed() {
    Appointment moved = move(booked, ELEVEN, true);
    assertThat(sentAfter(0)).isEmpty();
    assertThat(sentAfter(10)).hasSize(1);
    move(moved, TEN, false);
    assertThat(sentAfter(12)).containsExactly("RESCHEDULED " + TEN.toInstant());
  }

  @Test
  void aMoveToAThirdTimeIsNoUndoing() {
    Appointment moved = move(booked, ELEVEN, true);
    move(moved, NINE, false);
    assertThat(sentAfter(12)).containsExactly("RESCHEDULED " + NINE.toInstant());
  }

  @Test
  void undoingTheSecondOfTwoMovesMailsTheFirst() {
    Appointment second = move(move(booked, ELEVEN, true), NINE, true);
    move(second, ELEVEN, false);
    assertThat(sentAfter(0)).isEmpty();
    assertThat(sentAfter(12)).containsExactly("RESCHEDULED " + ELEVEN.toInstant());
  }

  /** The test itself is the node that sends. */
  private static Settings withoutMailJob() {
    Set<String> roles = new LinkedHashSet<>(Modules.ALL.roles());
    roles.remove(NotificationsModule.MODULE.name());
    return TestNode.settings(TestServers.newDatabase(), roles);
  }

  private static Appointment move(Appointment visit, OffsetDateTime start, boolean undoable) {
    return clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(visit.id(), visit.version(), start, null, null, null, undoable),
        clinic.frontDesk());
  }

  /** The kinds and times of mails that a node sends then. */
  private static List<String> sentAfter(int seconds) {
    Instant at = NOW.plusSeconds(seconds);
    BusFixture.await(deliveries.relay(100, at));
    List<Delivery> claimed =
        BusFixture.await(deliveries.claim(at, at.plus(Duration.ofMinutes(1)), 10));
    claimed.forEach(delivery -> BusFixture.await(deliveries.sent(delivery, at)));
    return claimed.stream()
        .map(mail -> mail.template() + " " + OffsetDateTime.parse(mail.param("start")).toInstant())
        .toList();
  }

  private static List<String> states() {
    return StreamSupport.stream(
            clinic.sql("SELECT state FROM notifications.delivery").spliterator(), false)
        .map(row -> row.getString("state"))
        .toList();
  }
}
