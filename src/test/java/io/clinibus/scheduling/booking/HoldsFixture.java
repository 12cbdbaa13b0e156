package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.SchedulingEvents;
import io.clinibus.scheduling.api.SchedulingEvents.HoldChanged;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A clinic with slots to hold, on a clock of its own. */
abstract class HoldsFixture {

  static final OffsetDateTime TEN = OffsetDateTime.parse("2026-11-24T10:00:00+01:00");
  static TestClock clock;
  static BusFixture clinic;
  static BusFixture beside;
  static final List<HoldChanged> HOLD_EVENTS = new CopyOnWriteArrayList<>();
  UUID doctor;
  UUID ada;
  UUID ben;

  @BeforeAll
  static void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    beside = BusFixture.beside(clinic);
    clinic.platform().bus().subscribe(SchedulingEvents.HOLD_CHANGED, HOLD_EVENTS::add);
  }

  @AfterAll
  static void close() {
    beside.close();
    clinic.close();
  }

  @BeforeEach
  void newPeople() {
    doctor = clinic.doctor();
    ada = clinic.patient();
    ben = clinic.patient();
  }

  @AfterEach
  void nothingDeadlocked() {
    assertThat(number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .isZero();
  }

  static List<UUID> doctors(int count) {
    return IntStream.range(0, count).mapToObj(i -> clinic.doctor()).toList();
  }

  static Future<Hold> sendHold(UUID doctor, OffsetDateTime start, Caller caller) {
    return clinic.send(HOLD_SLOT, new HoldSlot(doctor, start, null, null), caller);
  }

  static long number(String sql, Object... values) {
    return clinic.sql(sql, values).iterator().next().getLong(0);
  }
}
