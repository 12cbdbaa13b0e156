package io.clinibus.scheduling.slots;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AvailabilityApi.SET_AVAILABILITY;
import static io.clinibus.scheduling.api.SlotsApi.LIST_AVAILABLE_SLOTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AvailabilityApi.AvailabilityDetails;
import io.clinibus.scheduling.api.AvailabilityApi.SetAvailability;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.SlotsApi.ListAvailableSlots;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.SettingsParts;
import io.clinibus.testing.TestClock;
import io.clinibus.testing.TestNode;
import io.clinibus.testing.TestRedis;
import io.clinibus.testing.TestServers;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two nodes over one PostgreSQL and one Redis, with no bus between them: as if every message were
 * lost.
 */
@Tag("exclusive")
class FreshnessIT {

  private static final OffsetDateTime TEN = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
  private static final LocalDate DAY = LocalDate.parse("2026-11-24");
  private static final Duration PROMISE_AND_SLACK = Duration.ofSeconds(4);

  private TestRedis redis;
  private BusFixture here;
  private BusFixture there;
  private UUID doctor;

  @BeforeEach
  void twoNodes() {
    redis = TestRedis.start();
    here = BusFixture.open(settings(redis), new TestClock("2026-11-23T07:00:00Z"));
    there = BusFixture.beside(here);
    doctor = here.doctor();
    awaitRedis(here);
    awaitRedis(there);
  }

  /** Until the node has shared a day: what a first connection to Redis delays is not shared. */
  private void awaitRedis(BusFixture node) {
    await()
        .until(
            () -> {
              UUID other = here.doctor();
              free(node, other);
              return sharedDay(other) != null;
            });
  }

  @AfterEach
  void stop() {
    there.close();
    here.close();
    redis.stop();
  }

  @Test
  void theBookingNodeServesTheBookingAtOnce() {
    for (String time : List.of("09:00", "10:00", "11:00")) {
      assertThat(free(here)).contains(time);
      book(here, OffsetDateTime.parse("2026-11-24T" + time + ":00+01:00"));
      assertThat(free(here)).doesNotContain(time);
    }
  }

  @Test
  void theOtherNodeServesABookingWhoseMessageIsLost() {
    assertThat(free(there)).contains("10:00");
    book(here, TEN);
    await()
        .atMost(PROMISE_AND_SLACK)
        .untilAsserted(() -> assertThat(free(there)).doesNotContain("10:00"));
  }

  /** Before the event reaches the other node: its cached day is found to be stale. */
  @Test
  void aLostRaceOnTheOtherNodeDoesNotOfferTheTakenSlot() {
    assertThat(free(there)).contains("10:00");
    await().untilAsserted(() -> assertThat(sharedDay()).isNotNull());
    book(here, TEN);
    Failure lost = refused(there, TEN);
    assertThat(lost.code()).isEqualTo(SchedulingFailures.SLOT_TAKEN);
    assertThat(lost.extensions().get("alternatives").toString())
        .contains("start=2026-11-24T09:00", "start=2026-11-24T11:00")
        .doesNotContain("start=2026-11-24T10:00");

    redis(here, Request.cmd(Command.DEL).arg(sharedName()));
    refused(there, TEN);
    assertThat(free(there)).doesNotContain("10:00");
  }

  @Test
  void theOtherNodeServesNewHoursWhoseMessageIsLost() {
    assertThat(free(there)).contains("10:00");
    here.ask(
        SET_AVAILABILITY,
        new SetAvailability(doctor, 1, null, new AvailabilityDetails(60, 0, List.of())),
        here.frontDesk());
    await().atMost(PROMISE_AND_SLACK).untilAsserted(() -> assertThat(free(there)).isEmpty());
  }

  @Test
  void theDayIsSharedThroughRedis() {
    assertThat(free(here)).contains("10:00");
    await().untilAsserted(() -> assertThat(sharedDay()).isNotNull());
  }

  @Test
  void aStaleRedisEntryIsNotServed() {
    assertThat(free(here)).contains("10:00");
    await().untilAsserted(() -> assertThat(sharedDay()).isNotNull());
    String old = sharedDay().toString();
    book(here, TEN);
    redis(here, Request.cmd(Command.SET).arg(sharedName()).arg(old));
    try (BusFixture justStarted = BusFixture.beside(here)) {
      assertThat(free(justStarted)).doesNotContain("10:00");
    }
  }

  @Test
  void bookingsAndReadsWorkWithoutRedis() {
    redis.stop();
    assertThat(free(here)).contains("10:00");
    book(here, TEN);
    assertThat(free(here)).doesNotContain("10:00");
    await()
        .atMost(PROMISE_AND_SLACK)
        .untilAsserted(() -> assertThat(free(there)).doesNotContain("10:00"));
  }

  private static Settings settings(TestRedis redis) {
    return SettingsParts.with(
        new Settings.Redis(redis.url(), Optional.empty()),
        TestNode.settings(TestServers.newDatabase()));
  }

  private void book(BusFixture clinic, OffsetDateTime start) {
    clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), start, null, null),
        clinic.frontDesk());
  }

  private Failure refused(BusFixture clinic, OffsetDateTime start) {
    return clinic.refused(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), start, null, null),
        clinic.frontDesk());
  }

  private List<String> free(BusFixture clinic) {
    return free(clinic, doctor);
  }

  private static List<String> free(BusFixture clinic, UUID doctor) {
    return clinic
        .ask(LIST_AVAILABLE_SLOTS, new ListAvailableSlots(doctor, DAY, null), clinic.frontDesk())
        .days()
        .get(0)
        .slots()
        .stream()
        .map(slot -> slot.start().toLocalTime().toString())
        .toList();
  }

  private Response sharedDay() {
    return sharedDay(doctor);
  }

  private Response sharedDay(UUID of) {
    return redis(here, Request.cmd(Command.GET).arg(sharedName(of)));
  }

  private String sharedName() {
    return sharedName(doctor);
  }

  private static String sharedName(UUID of) {
    return "clinibus:day:Europe/Berlin:" + of + ":" + DAY;
  }

  private static Response redis(BusFixture clinic, Request request) {
    return BusFixture.await(clinic.platform().redis().send(request));
  }
}
