package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.HoldsApi.EXTEND_VISITOR_HOLD;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_AS_VISITOR;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static io.clinibus.scheduling.api.HoldsApi.LIST_HOLDS;
import static io.clinibus.scheduling.api.HoldsApi.RELEASE_VISITOR_HOLD;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.HoldsApi.ExtendVisitorHold;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldAsVisitor;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.ListHolds;
import io.clinibus.scheduling.api.HoldsApi.ReleaseVisitorHold;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.settings.Settings;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Slots that visitors hold before they sign in. */
class VisitorHoldsIT {

  private static final OffsetDateTime EIGHT = OffsetDateTime.parse("2026-11-24T08:00:00+01:00");
  private static final Duration HOLD = Duration.ofMinutes(3);
  private static final AtomicInteger NETWORKS = new AtomicInteger();

  private static TestClock clock;
  private static BusFixture clinic;
  private static BusFixture beside;

  private UUID doctor;
  private UUID patient;

  @BeforeAll
  static void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    beside = BusFixture.beside(clinic);
  }

  @AfterAll
  static void close() {
    beside.close();
    clinic.close();
  }

  /** With 48 slots a day, of which visitors can hold twelve. */
  @BeforeEach
  void newPeople() {
    clinic.sql("DELETE FROM scheduling.visitor_hold");
    doctor = clinic.doctor(15, 0, BusFixture.weekdays("08:00", "20:00"));
    patient = clinic.patient();
  }

  @Test
  void aVisitorsHoldExcludesOthersAndTheFrontDesk() {
    Hold hold = hold("ada", 0);
    assertThat(hold.expiresAt().toInstant()).isEqualTo(clock.instant().plus(HOLD));
    assertThat(refusal("ben", 0)).isEqualTo(SchedulingFailures.SLOT_HELD.slug());
    assertThat(clinic.refused(BOOK_APPOINTMENT, booking(0), clinic.frontDesk()).code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);
    assertThat(hold("ada", 0)).isEqualTo(hold);
  }

  @Test
  void anotherChoiceReplacesTheHold() {
    hold("ada", 0);
    UUID other = clinic.doctor();
    Hold adas = BusFixture.await(send(clinic, "ada", other, EIGHT.plusHours(1), anyNetwork()));
    Hold bens = hold("ben", 0);
    assertThat(openHolds("ada")).isEqualTo(1);
    release(bens, "ada", anyNetwork());
    assertThat(openHolds("ben")).isEqualTo(1);
    release(adas, "ada", anyNetwork());
    assertThat(openHolds("ada")).isZero();
    assertThat(count("SELECT count(*) FROM scheduling.visitor_hold")).isEqualTo(1);
  }

  @Test
  void oneOfConcurrentVisitorsAndTheFrontDeskGetsTheSlot() {
    for (int round = 0; round < 8; round++) {
      int slot = round;
      clinic.sql("DELETE FROM scheduling.visitor_hold");
      List<Future<Boolean>> attempts =
          IntStream.range(0, 30)
              .mapToObj(
                  i ->
                      i % 10 == 9
                          ? succeeded(
                              beside.send(BOOK_APPOINTMENT, booking(slot), clinic.frontDesk()))
                          : succeeded(
                              send(
                                  i % 2 == 0 ? clinic : beside,
                                  "v" + slot + " " + i,
                                  doctor,
                                  at(slot),
                                  anyNetwork())))
              .toList();
      BusFixture.await(Future.all(attempts));
      assertThat(attempts).filteredOn(Future::result).hasSize(1);
    }
  }

  @Test
  void theHoldPassesToThePatientWhoSignsInAndCanBeBooked() {
    Hold hold = hold("ada", 0);
    Caller ada = clinic.asPatient(patient);
    var wanted = new HoldSlot(doctor, EIGHT, null, "ada");
    assertThat(clinic.refused(HOLD_SLOT, with(wanted, "someone else"), ada).code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);
    assertThat(clinic.ask(HOLD_SLOT, wanted, ada).id()).isEqualTo(hold.id());
    assertThat(clinic.ask(LIST_HOLDS, new ListHolds(), ada).items()).hasSize(1);
    assertThat(count("SELECT count(*) FROM scheduling.visitor_hold")).isZero();
    assertThat(refusal("ada", 0)).isEqualTo(SchedulingFailures.SLOT_HELD.slug());
    Appointment booked = clinic.ask(BOOK_APPOINTMENT, booking(0), ada);
    assertThat(booked.start()).isEqualTo(EIGHT);
  }

  @Test
  void aPatientWithAsManyHoldsAsAllowedGetsNoFurtherOne() {
    Caller ada = clinic.asPatient(patient);
    for (int i = 1; i <= 3; i++) {
      clinic.ask(HOLD_SLOT, new HoldSlot(doctor, at(i), null, ""), ada);
    }
    hold("ada", 0);
    clinic.refused(HOLD_SLOT, new HoldSlot(doctor, EIGHT, null, "ada"), ada);
    assertThat(clinic.ask(LIST_HOLDS, new ListHolds(), ada).items()).hasSize(3);
  }

  @Test
  void aHoldIsExtendedOnceForARegistration() {
    hold("ada", 0);
    Caller visitor = anyNetwork();
    clock.advance(Duration.ofMinutes(1));
    Hold extended = clinic.ask(EXTEND_VISITOR_HOLD, new ExtendVisitorHold("ada"), visitor);
    assertThat(extended.expiresAt().toInstant())
        .isEqualTo(clock.instant().plus(VisitorHolds.EXTENDED));
    assertThat(clinic.refused(EXTEND_VISITOR_HOLD, new ExtendVisitorHold("ada"), visitor).code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    clock.advance(Duration.ofMinutes(9));
    assertThat(refusal("ben", 0)).isEqualTo(SchedulingFailures.SLOT_HELD.slug());
    clock.advance(Duration.ofMinutes(1));
    hold("ben", 0);
    clinic.refused(EXTEND_VISITOR_HOLD, new ExtendVisitorHold("eve"), visitor);
  }

  @Test
  void expiredUnusedHoldsOfAVisitorCountForTenMinutes() {
    for (int i = 0; i < VisitorHolds.MOST_UNUSED; i++) {
      hold("ada", i);
      expire();
    }
    assertThat(refusal("ada", 5)).isEqualTo(SchedulingFailures.TOO_MANY_HOLDS.slug());
    clock.advance(Duration.ofMinutes(10));
    hold("ada", 5);
  }

  @Test
  void aNetworkHoldsUpToItsLimit() {
    Caller network = Caller.visitor("t", "2001:db8::1", deadline());
    Caller neighbour = Caller.visitor("t", "2001:db8::2:1", deadline());
    Hold last = null;
    for (int i = 0; i < VisitorHolds.MOST_OF_NETWORK; i++) {
      UUID other = clinic.doctor();
      Caller from = i % 2 == 0 ? network : neighbour;
      last = BusFixture.await(send(clinic, "v" + i, other, EIGHT.plusHours(1), from));
    }
    assertThat(refusal(send(clinic, "one more", doctor, EIGHT, network)))
        .isEqualTo(SchedulingFailures.TOO_MANY_VISITORS.slug());
    release(last, "v" + (VisitorHolds.MOST_OF_NETWORK - 1), network);
    BusFixture.await(send(clinic, "one more", doctor, EIGHT, network));
  }

  @Test
  void concurrentVisitorsHoldAShareOfADoctorsDayAndTheFrontDeskBooksTheRest() {
    List<Future<Boolean>> attempts =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    succeeded(
                        send(i % 2 == 0 ? clinic : beside, "v" + i, doctor, at(i), anyNetwork())))
            .toList();
    BusFixture.await(Future.all(attempts));
    assertThat(attempts).filteredOn(Future::result).hasSize(48 / VisitorHolds.SHARE_OF_DAY);
    assertThat(refusal("late", 47)).isEqualTo(SchedulingFailures.TOO_MANY_VISITORS.slug());
    clinic.ask(BOOK_APPOINTMENT, booking(47), clinic.frontDesk());
    clinic.ask(
        HOLD_SLOT, new HoldSlot(doctor, at(46), null, ""), clinic.asPatient(clinic.patient()));
    expire();
    assertThat(refusal("late", 45)).isEqualTo(SchedulingFailures.TOO_MANY_VISITORS.slug());
  }

  @Test
  void visitorsHoldUpToTheLimitOfTheClinic() {
    clinic.sql(
        """
        INSERT INTO scheduling.visitor_hold (hold_id, visitor_id, network, doctor_id, day, expires_at)
        SELECT gen_random_uuid(), gen_random_uuid(), i, $1, '2026-12-24', $2
          FROM generate_series(1, $3) AS i
        """,
        clinic.doctor(),
        clock.instant().atOffset(java.time.ZoneOffset.UTC).plusMinutes(3),
        VisitorHolds.MOST_OF_CLINIC);
    assertThat(refusal("ada", 0)).isEqualTo(SchedulingFailures.TOO_MANY_VISITORS.slug());
  }

  @Test
  void requestsOfANetworkAreLimited() {
    Caller network = Caller.visitor("t", "198.51.100.7", deadline());
    try (BusFixture counting = BusFixture.over(withoutRedis(), clock)) {
      for (int i = 0; i < VisitorHolds.HOLDS.requests(); i++) {
        BusFixture.await(send(counting, "ada", doctor, EIGHT, network));
      }
      assertThat(refusal(send(counting, "ada", doctor, EIGHT, network)))
          .isEqualTo(CommonFailures.TOO_MANY_REQUESTS.slug());
    }
  }

  /** The node alone counts: it would count a request that Redis answers late apart from others. */
  private static Settings withoutRedis() {
    Settings shared = clinic.platform().settings();
    return new Settings(
        shared.data(),
        shared.http(),
        shared.management(),
        shared.database(),
        new Settings.Redis(URI.create("redis://127.0.0.1:1"), Optional.empty()),
        shared.mail(),
        shared.signingKey(),
        shared.demo(),
        shared.node());
  }

  private static void release(Hold hold, String visitor, Caller from) {
    clinic.ask(RELEASE_VISITOR_HOLD, new ReleaseVisitorHold(hold.id(), visitor), from);
  }

  private static HoldSlot with(HoldSlot wanted, String token) {
    return new HoldSlot(wanted.doctorId(), wanted.start(), wanted.patientId(), token);
  }

  private BookAppointment booking(int slot) {
    return new BookAppointment(doctor, patient, at(slot), null, null);
  }

  private Hold hold(String visitor, int slot) {
    return BusFixture.await(send(clinic, visitor, doctor, at(slot), anyNetwork()));
  }

  private String refusal(String visitor, int slot) {
    return refusal(send(clinic, visitor, doctor, at(slot), anyNetwork()));
  }

  private static String refusal(Future<?> sent) {
    BusFixture.await(sent.otherwiseEmpty());
    return ((Failure) sent.cause()).code().slug();
  }

  private static Future<Hold> send(
      BusFixture node, String visitor, UUID doctor, OffsetDateTime start, Caller from) {
    return node.send(HOLD_AS_VISITOR, new HoldAsVisitor(doctor, start, visitor), from);
  }

  private static Future<Boolean> succeeded(Future<?> sent) {
    return sent.transform(done -> Future.succeededFuture(done.succeeded()));
  }

  private static OffsetDateTime at(int slot) {
    return EIGHT.plusMinutes(15L * slot);
  }

  private static Caller anyNetwork() {
    int network = NETWORKS.incrementAndGet();
    return Caller.visitor("t", "192.0." + network / 250 + "." + network % 250, deadline());
  }

  private static java.time.Instant deadline() {
    return clock.instant().plus(Duration.ofDays(1));
  }

  /** Lets all holds expire, and waits until they are released. */
  private static void expire() {
    clock.advance(HOLD);
    Awaitility.await()
        .until(
            () -> count("SELECT count(*) FROM scheduling.appointment WHERE status = 'HELD'") == 0);
  }

  private static long openHolds(String visitor) {
    return clinic
        .sql(
            "SELECT count(*) FROM scheduling.appointment WHERE status = 'HELD' AND held_by = $1",
            VisitorHolds.visitorId(visitor))
        .iterator()
        .next()
        .getLong(0);
  }

  private static long count(String sql) {
    return clinic.sql(sql).iterator().next().getLong(0);
  }
}
