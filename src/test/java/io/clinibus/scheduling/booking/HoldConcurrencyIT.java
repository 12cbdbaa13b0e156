package io.clinibus.scheduling.booking;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.HoldsApi.HOLD_SLOT;
import static io.clinibus.scheduling.api.HoldsApi.LIST_HOLDS;
import static io.clinibus.scheduling.api.HoldsApi.RELEASE_HOLD;
import static io.clinibus.testing.BusFixture.all;
import static io.clinibus.testing.BusFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.ListHolds;
import io.clinibus.scheduling.api.HoldsApi.ReleaseHold;
import io.clinibus.scheduling.calendar.SlotCalendar;
import io.clinibus.scheduling.calendar.TimeRange;
import io.clinibus.scheduling.slots.RuleCache;
import io.clinibus.scheduling.slots.RulesRepository;
import io.clinibus.testing.BusFixture;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Holds, bookings, moves and releases at the same time. */
class HoldConcurrencyIT extends HoldsFixture {

  @Test
  void oneOfManyConcurrentHoldsOfASlotSucceeds() {
    List<UUID> patients = IntStream.range(0, 200).mapToObj(i -> clinic.patient()).toList();
    for (int round = 0; round < 10; round++) {
      UUID one = clinic.doctor();
      List<String> outcomes =
          all(
              patients.stream()
                  .map(
                      patient ->
                          outcome(
                              (patient.hashCode() % 2 == 0 ? clinic : beside)
                                  .send(
                                      HOLD_SLOT,
                                      new HoldSlot(one, TEN, null, null),
                                      clinic.asPatient(patient))))
                  .toList());
      assertThat(outcomes).filteredOn("OK"::equals).hasSize(1);
      assertThat(outcomes).filteredOn("SLOT_HELD"::equals).hasSize(199);
      clinic.sql("DELETE FROM scheduling.appointment WHERE doctor_id = $1", one);
    }
  }

  @Test
  void concurrentHoldsBookingsMovesAndReleasesDoNotDeadlock() {
    List<UUID> doctors = doctors(3);
    List<UUID> patients = IntStream.range(0, 12).mapToObj(i -> clinic.patient()).toList();
    List<Appointment> booked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      booked.add(
          clinic.ask(
              BOOK_APPOINTMENT,
              new BookAppointment(
                  doctors.get(i % 3), patients.get(i), TEN.plusDays(7 + i / 3), null, null),
              clinic.frontDesk()));
    }
    for (int round = 0; round < 10; round++) {
      OffsetDateTime start = TEN.plusHours(round % 3 - 1);
      List<Future<String>> attempts = new ArrayList<>();
      for (int i = 0; i < patients.size(); i++) {
        UUID patient = patients.get(i);
        Caller caller = clinic.asPatient(patient);
        UUID with = doctors.get((i + round) % 3);
        attempts.add(outcome(sendHold(with, start, caller)));
        attempts.add(
            outcome(
                clinic.send(
                    BOOK_APPOINTMENT,
                    new BookAppointment(with, patient, start, null, null),
                    caller)));
        attempts.add(
            outcome(
                beside.send(
                    RESCHEDULE_APPOINTMENT,
                    new RescheduleAppointment(
                        booked.get(i).id(), booked.get(i).version(), start, with, null),
                    clinic.frontDesk())));
        attempts.add(
            outcome(
                clinic
                    .send(LIST_HOLDS, new ListHolds(), caller)
                    .compose(
                        mine ->
                            Future.all(
                                mine.items().stream()
                                    .map(
                                        hold ->
                                            beside.send(
                                                RELEASE_HOLD, new ReleaseHold(hold.id()), caller))
                                    .toList()))));
      }
      assertThat(all(attempts))
          .containsAnyOf("OK")
          .doesNotContain("INTERNAL", "UNAVAILABLE", "TIMED_OUT");
    }
    assertThat(
            number(
                """
                SELECT count(*) FROM scheduling.appointment a JOIN scheduling.appointment b
                    ON a.id < b.id AND a.during && b.during
                 WHERE a.status IN ('BOOKED', 'HELD') AND b.status IN ('BOOKED', 'HELD')
                   AND (a.doctor_id = b.doctor_id
                        OR a.patient_id = b.patient_id AND 'HELD' NOT IN (a.status, b.status))
                """))
        .isZero();
  }

  @Test
  void databaseAndCalendarComputeTheSameDaysOfATime() {
    UUID late = clinic.doctor(90, 30, BusFixture.weekdays("00:00", "24:00"));
    RuleCache rules =
        new RuleCache(
            clinic.platform().vertx(),
            new RulesRepository(clinic.platform().database(), clock),
            clinic.platform().changes());
    SlotCalendar calendar = BusFixture.await(rules.calendar(late));
    for (String day : List.of("2026-11-24", "2026-10-25", "2026-03-29")) {
      for (int minutes = -150; minutes <= 30; minutes += 15) {
        OffsetDateTime start =
            LocalDate.parse(day)
                .plusDays(1)
                .atStartOfDay(calendar.clinic().zone())
                .toOffsetDateTime()
                .plusMinutes(minutes);
        TimeRange occupied = TimeRange.of(start.toInstant(), Duration.ofHours(2));
        LocalDate[] days =
            clinic
                .sql(
                    "SELECT scheduling.touched_days($1, tstzrange($2, $3))",
                    late,
                    start,
                    start.plusHours(2))
                .iterator()
                .next()
                .getArrayOfLocalDates(0);
        assertThat(days).as("%s", start).containsExactlyElementsOf(calendar.affectedDays(occupied));
      }
    }
  }
}
