package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.OVERBOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.OverbookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import io.vertx.core.Future;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Random concurrent bookings, overbookings, moves and cancellations of a few doctors' days. */
class LaneConcurrencyIT {

  private static final long SEED = 20261211;
  private static final int ROUNDS = 60;
  private static final int CLIENTS = 12;
  private static final int HOURS = 3;
  private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");

  /** Two at once in a lane, or of a patient; more on a day than the policy allows. */
  private static final String VIOLATIONS =
      """
      SELECT (SELECT count(*) FROM scheduling.appointment a JOIN scheduling.appointment b
                  ON a.id < b.id AND a.during && b.during AND a.status = 'BOOKED' AND b.status = 'BOOKED'
                 AND (a.doctor_id = b.doctor_id AND a.lane = b.lane OR a.patient_id = b.patient_id))
           + (SELECT count(*) FROM (SELECT FROM scheduling.appointment
                                     WHERE lane = 'OVERBOOKED' AND status = 'BOOKED'
                                     GROUP BY doctor_id, starts_at::date HAVING count(*) > 2) AS days)
      """;

  private static BusFixture clinic;

  private final Random random = new Random(SEED);
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private final List<Appointment> booked = new ArrayList<>();
  private List<UUID> doctors;
  private List<UUID> patients;

  @BeforeAll
  static void open() {
    clinic = BusFixture.open(new TestClock("2026-11-23T07:00:00Z"));
  }

  @AfterAll
  static void close() {
    clinic.close();
  }

  @Test
  void noLaneAndNoPatientHasTwoVisitsAtOnce() {
    doctors = IntStream.range(0, 2).mapToObj(i -> clinic.doctor()).toList();
    patients = IntStream.range(0, 12).mapToObj(i -> clinic.patient()).toList();
    for (int round = 0; round < ROUNDS; round++) {
      List<Future<?>> attempts = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        attempts.add(attempt());
      }
      BusFixture.await(Future.all(attempts));
      assertThat(number(VIOLATIONS)).as("round %d", round).isZero();
    }
    assertThat(outcomes)
        .containsKeys("overbook OK", "book OK", "move OK", "cancel OK")
        .containsKeys("overbook LANE_FULL", "overbook SLOT_FREE", "overbook PATIENT_BUSY");
    assertThat(number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .isZero();
  }

  /** Answers, which change the list of appointments, come on other threads. */
  private synchronized Future<?> attempt() {
    int choice = booked.isEmpty() ? random.nextInt(6) : random.nextInt(12);
    UUID doctor = any(doctors);
    UUID patient = any(patients);
    if (choice < 3) {
      var wanted = new BookAppointment(doctor, patient, anyTime(), null, null);
      return count("book", clinic.send(BOOK_APPOINTMENT, wanted, clinic.frontDesk()));
    }
    if (choice < 6) {
      var wanted = new OverbookAppointment(doctor, patient, anyTime(), null, "urgent", null);
      return count("overbook", clinic.send(OVERBOOK_APPOINTMENT, wanted, clinic.admin()));
    }
    Appointment appointment = any(booked);
    if (choice < 9) {
      var move =
          new RescheduleAppointment(
              appointment.id(), appointment.version(), anyTime(), doctor, null);
      return count("move", clinic.send(RESCHEDULE_APPOINTMENT, move, clinic.frontDesk()));
    }
    booked.remove(appointment);
    var cancel = new CancelAppointment(appointment.id(), null);
    return count("cancel", clinic.send(CANCEL_APPOINTMENT, cancel, clinic.frontDesk()));
  }

  private Future<?> count(String operation, Future<Appointment> answer) {
    return answer
        .map(
            appointment -> {
              add(operation, "OK", appointment);
              return null;
            })
        .recover(
            cause -> {
              if (!(cause instanceof Failure failure)
                  || failure.code().equals(CommonFailures.INTERNAL)) {
                return Future.failedFuture(cause);
              }
              add(operation, failure.code().name(), null);
              return Future.succeededFuture();
            });
  }

  private synchronized void add(String operation, String outcome, Appointment appointment) {
    outcomes.merge(operation + " " + outcome, 1, Integer::sum);
    if (appointment != null && !operation.equals("cancel")) {
      booked.removeIf(one -> one.id().equals(appointment.id()));
      booked.add(appointment);
    }
  }

  private OffsetDateTime anyTime() {
    return NINE.plusHours(random.nextInt(HOURS)).plusDays(random.nextInt(2));
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static long number(String sql) {
    return clinic.sql(sql).iterator().next().getLong(0);
  }
}
