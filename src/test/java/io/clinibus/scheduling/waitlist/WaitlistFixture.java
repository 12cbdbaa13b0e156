package io.clinibus.scheduling.waitlist;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** A clinic whose patients wait for visits. */
@Tag("slow")
abstract class WaitlistFixture {

  static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");
  static final OffsetDateTime TEN = NINE.plusHours(1);
  static final OffsetDateTime ELEVEN = NINE.plusHours(2);
  static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");

  static final PreferredTimes THAT_DAY = new PreferredTimes(TUESDAY, TUESDAY, null, null, null);

  TestClock clock;
  BusFixture clinic;
  UUID doctor;
  List<Appointment> day;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    doctor = clinic.doctor();
    day = List.of(book(doctor, NINE), book(doctor, TEN), book(doctor, ELEVEN));
  }

  @AfterEach
  void close() {
    assertThat(number("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
        .isZero();
    clinic.close();
  }

  Appointment book(UUID with, OffsetDateTime start) {
    return clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(with, clinic.patient(), start, null, null),
        clinic.frontDesk());
  }

  WaitlistEntry join(UUID with, PreferredTimes preferred) {
    return join(with, null, preferred);
  }

  WaitlistEntry join(UUID with, UUID department, PreferredTimes preferred) {
    return join(clinic.patient(), with, department, preferred);
  }

  WaitlistEntry join(UUID patient, UUID with, UUID department, PreferredTimes preferred) {
    return clinic.ask(
        JOIN_WAITLIST,
        new JoinWaitlist(null, with, department, preferred, "knee"),
        clinic.asPatient(patient));
  }

  String status(WaitlistEntry entry) {
    return clinic
        .sql("SELECT status FROM scheduling.waitlist_entry WHERE id = $1", entry.id())
        .iterator()
        .next()
        .getString(0);
  }

  long number(String sql, Object... values) {
    return clinic.sql(sql, values).iterator().next().getLong(0);
  }
}
