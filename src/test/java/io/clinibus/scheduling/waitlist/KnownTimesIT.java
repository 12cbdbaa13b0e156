package io.clinibus.scheduling.waitlist;

import static io.clinibus.scheduling.api.AgendaApi.LIST_UPCOMING;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AppointmentsApi;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.HoldsApi;
import io.clinibus.scheduling.api.HoldsApi.Hold;
import io.clinibus.scheduling.api.HoldsApi.HoldSlot;
import io.clinibus.scheduling.api.HoldsApi.ReleaseHold;
import io.clinibus.scheduling.api.WaitlistApi;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.LeaveWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistStatus;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.TestClock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The waitlist offers what becomes free, not what was free when somebody joined. */
class KnownTimesIT {

  private static final LocalDate TUESDAY = LocalDate.parse("2026-11-24");
  private static final OffsetDateTime NINE = OffsetDateTime.parse("2026-11-24T09:00:00+01:00");
  private static final LocalDate AFTER_THE_HORIZON = LocalDate.parse("2027-02-22");
  private static final PreferredTimes THAT_DAY =
      new PreferredTimes(TUESDAY, TUESDAY, null, null, null);
  private static final PreferredTimes FROM_TEN =
      new PreferredTimes(TUESDAY, TUESDAY, null, "10:00", null);

  private TestClock clock;
  private BusFixture clinic;
  private UUID doctor;

  @BeforeEach
  void open() {
    clock = new TestClock("2026-11-23T07:00:00Z");
    clinic = BusFixture.open(clock);
    doctor = clinic.doctor();
  }

  @AfterEach
  void close() {
    clinic.close();
  }

  @Test
  void aTimeThatWasFreeAllAlongIsNotOffered() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    awaitMatching();
    assertThat(status(entry)).isEqualTo(WaitlistStatus.WAITING);
  }

  @Test
  void norIsItAfterSomebodyHeldIt() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    release(hold());
    assertThat(status(entry)).isEqualTo(WaitlistStatus.WAITING);
  }

  @Test
  void itIsOfferedAfterSomebodyHadBookedIt() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    cancel(book());
    assertThat(start(entry)).isEqualTo(NINE);
  }

  @Test
  void aTimeThatWasHeldWhenSomebodyJoinedIsOfferedOnceItIsReleased() {
    Hold hold = hold();
    WaitlistEntry entry = join(doctor, THAT_DAY);
    release(hold);
    assertThat(start(entry)).isEqualTo(NINE);
  }

  @Test
  void onlyTimesThatSuitAreKnown() {
    WaitlistEntry entry = join(doctor, FROM_TEN);
    assertThat(
            clinic
                .sql(
                    "SELECT free::text AS free FROM scheduling.waitlist_known_time WHERE entry_id ="
                        + " $1",
                    entry.id())
                .iterator()
                .next()
                .getString("free"))
        .isEqualTo("{[\"2026-11-24 09:00:00+00\",\"2026-11-24 11:00:00+00\")}");
  }

  @Test
  void aFurtherDayWithinTheHorizonIsOffered() {
    WaitlistEntry entry = join(doctor, null);
    clinic.sql("UPDATE scheduling.waitlist_entry SET last_day = $1", AFTER_THE_HORIZON);
    clock.advance(Duration.ofDays(1));
    Awaitility.await().until(() -> status(entry) == WaitlistStatus.OFFERED);
    assertThat(start(entry).toLocalDate()).isEqualTo(AFTER_THE_HORIZON);
  }

  @Test
  void whatIsKnownIsRemovedWithTheEntry() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    assertThat(knownTimes()).isOne();
    clinic.ask(WaitlistApi.LEAVE_WAITLIST, new LeaveWaitlist(entry.id()), clinic.frontDesk());
    assertThat(knownTimes()).isZero();
  }

  /** Until the matcher has offered another entry a time of new hours. */
  private void awaitMatching() {
    UUID busy = clinic.doctor(60, 0, BusFixture.weekdays("14:00", "15:00"));
    var afternoon = new PreferredTimes(TUESDAY, TUESDAY, null, "16:00", null);
    WaitlistEntry other = join(busy, afternoon);
    clinic.ask(
        AvailabilityApi.ADD_AVAILABILITY_EXCEPTION,
        new AddAvailabilityException(
            busy, null, ExceptionKind.EXTRA_HOURS, NINE.withHour(16), NINE.withHour(17), null),
        clinic.frontDesk());
    Awaitility.await().until(() -> status(other) == WaitlistStatus.OFFERED);
  }

  private WaitlistEntry join(UUID with, PreferredTimes preferred) {
    return clinic.ask(
        WaitlistApi.JOIN_WAITLIST,
        new JoinWaitlist(null, with, null, preferred, "knee"),
        clinic.asPatient(clinic.patient()));
  }

  private Hold hold() {
    return clinic.ask(
        HoldsApi.HOLD_SLOT, new HoldSlot(doctor, NINE, null, null), clinic.frontDesk());
  }

  private void release(Hold hold) {
    clinic.ask(HoldsApi.RELEASE_HOLD, new ReleaseHold(hold.id()), clinic.frontDesk());
  }

  private Appointment book() {
    return clinic.ask(
        AppointmentsApi.BOOK_APPOINTMENT,
        new BookAppointment(doctor, clinic.patient(), NINE, null, null),
        clinic.frontDesk());
  }

  private void cancel(Appointment visit) {
    clinic.ask(
        AppointmentsApi.CANCEL_APPOINTMENT,
        new CancelAppointment(visit.id(), null),
        clinic.frontDesk());
  }

  private WaitlistStatus status(WaitlistEntry joined) {
    return current(joined).status();
  }

  private OffsetDateTime start(WaitlistEntry joined) {
    return current(joined).offer().start();
  }

  private WaitlistEntry current(WaitlistEntry joined) {
    return clinic
        .ask(LIST_UPCOMING, new ListUpcoming(), clinic.asPatient(joined.patientId()))
        .waitlist()
        .get(0);
  }

  private long knownTimes() {
    return clinic
        .sql("SELECT count(*) AS number FROM scheduling.waitlist_known_time")
        .iterator()
        .next()
        .getLong("number");
  }
}
