package io.clinibus.scheduling.waitlist;

import static io.clinibus.scheduling.api.AgendaApi.LIST_UPCOMING;
import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CANCEL_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.RESCHEDULE_APPOINTMENT;
import static io.clinibus.scheduling.api.WaitlistApi.ACCEPT_OFFER;
import static io.clinibus.scheduling.api.WaitlistApi.LEAVE_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LIST_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.PASS_OFFER;
import static io.clinibus.testing.BusFixture.all;
import static io.clinibus.testing.BusFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.scheduling.api.AgendaApi.ListUpcoming;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.CancelAppointment;
import io.clinibus.scheduling.api.AppointmentsApi.RescheduleAppointment;
import io.clinibus.scheduling.api.AvailabilityApi;
import io.clinibus.scheduling.api.AvailabilityApi.AddAvailabilityException;
import io.clinibus.scheduling.api.AvailabilityApi.ExceptionKind;
import io.clinibus.scheduling.api.SchedulingFailures;
import io.clinibus.scheduling.api.WaitlistApi.AcceptOffer;
import io.clinibus.scheduling.api.WaitlistApi.LeaveWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PassOffer;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistStatus;
import io.clinibus.testing.BusFixture;
import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Freed times are offered to the entries of the waitlist, one after another. */
@Tag("slow")
class WaitlistOffersIT extends WaitlistFixture {

  private static final Duration OFFER = Duration.ofMinutes(30);

  @Test
  void aFreedSlotIsOfferedToOneEntryAfterAnother() {
    WaitlistEntry first = join(doctor, THAT_DAY);
    clock.advance(Duration.ofSeconds(1));
    WaitlistEntry second = join(doctor, THAT_DAY);
    clock.advance(Duration.ofSeconds(1));
    WaitlistEntry third = join(doctor, THAT_DAY);
    assertThat(first.status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(first.patientListedName()).isEqualTo("B, Ada");

    cancel(day.get(1));
    WaitlistEntry offered = entry(first);
    assertThat(offered.status()).isEqualTo(WaitlistStatus.OFFERED);
    assertThat(offered.offer().start()).isEqualTo(TEN);
    assertThat(offered.offer().end()).isEqualTo(ELEVEN);
    assertThat(offered.offer().doctorId()).isEqualTo(doctor);
    assertThat(offered.offer().expiresAt().toInstant()).isEqualTo(clock.instant().plus(OFFER));
    assertThat(entry(second).status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(offerEvents()).isEqualTo(1);

    WaitlistEntry passed =
        clinic.ask(PASS_OFFER, new PassOffer(first.id()), clinic.asPatient(first.patientId()));
    assertThat(passed.status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(passed.joinedAt()).isEqualTo(first.joinedAt());
    assertThat(entry(second).offer().start()).isEqualTo(TEN);

    clock.advance(OFFER);
    Awaitility.await().until(() -> entry(third).status() == WaitlistStatus.OFFERED);
    assertThat(entry(second).status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(offerEvents()).isEqualTo(3);

    Caller patient = clinic.asPatient(third.patientId());
    Appointment booked = clinic.ask(ACCEPT_OFFER, new AcceptOffer(third.id()), patient);
    assertThat(booked.start()).isEqualTo(TEN);
    assertThat(booked.patientId()).isEqualTo(third.patientId());
    assertThat(clinic.ask(ACCEPT_OFFER, new AcceptOffer(third.id()), patient)).isEqualTo(booked);
    assertThat(waiting()).extracting(WaitlistEntry::id).containsExactly(first.id(), second.id());
    for (WaitlistEntry other : List.of(first, second)) {
      assertThat(
              clinic
                  .refused(
                      ACCEPT_OFFER,
                      new AcceptOffer(other.id()),
                      clinic.asPatient(other.patientId()))
                  .code())
          .isEqualTo(SchedulingFailures.OFFER_GONE);
    }
  }

  @Test
  void preferencesAndOtherVisitsAreRespected() {
    WaitlistEntry late = join(doctor, new PreferredTimes(TUESDAY, TUESDAY, null, "10:30", null));
    WaitlistEntry wednesday =
        join(doctor, new PreferredTimes(null, TUESDAY, List.of(DayOfWeek.WEDNESDAY), null, null));
    WaitlistEntry busy = join(doctor, THAT_DAY);
    clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(
            clinic.doctor(60, 0, BusFixture.weekdays("09:30", "10:30")),
            busy.patientId(),
            NINE.plusMinutes(30),
            null,
            null),
        clinic.frontDesk());
    WaitlistEntry any =
        join(null, clinic.department(), new PreferredTimes(TUESDAY, TUESDAY, null, null, "10:00"));

    cancel(day.get(1));
    assertThat(entry(any).offer().start()).isEqualTo(TEN);
    cancel(day.get(2));
    assertThat(entry(late).offer().start()).isEqualTo(ELEVEN);
    assertThat(entry(busy).status()).isEqualTo(WaitlistStatus.WAITING);
    assertThat(entry(wednesday).status()).isEqualTo(WaitlistStatus.WAITING);
  }

  @Test
  void aBufferAfterAVisitDelaysNoOffer() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(
            clinic.doctor(60, 30, BusFixture.weekdays("08:00", "09:00")),
            entry.patientId(),
            NINE.minusHours(1),
            null,
            null),
        clinic.frontDesk());
    cancel(day.get(0));
    assertThat(entry(entry).offer().start()).isEqualTo(NINE);
    clinic.ask(ACCEPT_OFFER, new AcceptOffer(entry.id()), clinic.asPatient(entry.patientId()));
  }

  @Test
  void anOfferedTimeIsRefusedToOtherPatients() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    cancel(day.get(0));
    UUID stranger = clinic.patient();
    var theirs = new BookAppointment(doctor, stranger, NINE, null, null);
    assertThat(clinic.refused(BOOK_APPOINTMENT, theirs, clinic.asPatient(stranger)).code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);
    assertThat(clinic.refused(BOOK_APPOINTMENT, theirs, clinic.frontDesk()).code())
        .isEqualTo(SchedulingFailures.SLOT_HELD);
    assertThat(
            clinic
                .refused(ACCEPT_OFFER, new AcceptOffer(entry.id()), clinic.asPatient(stranger))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    clock.advance(OFFER.minusSeconds(1));
    clinic.ask(
        BOOK_APPOINTMENT,
        new BookAppointment(doctor, entry.patientId(), NINE, null, null),
        clinic.asPatient(entry.patientId()));
    assertThat(waiting()).isEmpty();
    assertThat(status(entry)).isEqualTo("BOOKED");
  }

  @Test
  void aSlotFreedByAMoveIsNotOfferedToItsOwnPatient() {
    WaitlistEntry mover = join(day.get(0).patientId(), doctor, null, THAT_DAY);
    WaitlistEntry entry = join(doctor, THAT_DAY);
    UUID other = clinic.doctor();
    clinic.ask(
        RESCHEDULE_APPOINTMENT,
        new RescheduleAppointment(day.get(0).id(), day.get(0).version(), TEN, other, null),
        clinic.frontDesk());
    assertThat(entry(entry).offer().start()).isEqualTo(NINE);
    assertThat(entry(mover).status()).isEqualTo(WaitlistStatus.WAITING);
  }

  @Test
  void leavingTheWaitlistOffersTheTimeToTheNextEntry() {
    WaitlistEntry first = join(doctor, THAT_DAY);
    WaitlistEntry second = join(doctor, THAT_DAY);
    cancel(day.get(0));
    Caller patient = clinic.asPatient(first.patientId());
    clinic.ask(LEAVE_WAITLIST, new LeaveWaitlist(first.id()), patient);
    assertThat(entry(second).offer().start()).isEqualTo(NINE);
    clinic.ask(LEAVE_WAITLIST, new LeaveWaitlist(first.id()), patient);
    assertThat(clinic.refused(PASS_OFFER, new PassOffer(first.id()), patient).code())
        .isEqualTo(SchedulingFailures.OFFER_GONE);
    assertThat(status(first)).isEqualTo("LEFT");
  }

  @Test
  void threeUnansweredOffersEndAnEntry() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    for (Appointment visit : day) {
      cancel(visit);
      assertThat(entry(entry).offer().start()).isEqualTo(visit.start());
      clock.advance(OFFER);
      Awaitility.await().until(() -> !"OFFERED".equals(status(entry)));
    }
    assertThat(status(entry)).isEqualTo("LEFT");
  }

  @Test
  void slotsOfNewHoursAreOffered() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    clinic.ask(
        AvailabilityApi.ADD_AVAILABILITY_EXCEPTION,
        new AddAvailabilityException(
            doctor, null, ExceptionKind.EXTRA_HOURS, TEN.withHour(15), TEN.withHour(16), null),
        clinic.frontDesk());
    Awaitility.await().until(() -> entry(entry).status() == WaitlistStatus.OFFERED);
    assertThat(entry(entry).offer().start()).isEqualTo(TEN.withHour(15));

    WaitlistEntry anyDoctor = join(null, clinic.department(), null);
    clinic.doctor();
    Awaitility.await().until(() -> entry(anyDoctor).status() == WaitlistStatus.OFFERED);
    clinic.ask(PASS_OFFER, new PassOffer(anyDoctor.id()), clinic.asPatient(anyDoctor.patientId()));
    clock.advance(Duration.ofSeconds(30));
    Awaitility.await().until(() -> entry(anyDoctor).status() == WaitlistStatus.OFFERED);
  }

  /**
   * Invariant under concurrency: a time is booked, or offered to one entry, or no entry matches it.
   */
  @Test
  void underConcurrencyNoSlotIsLostOrOfferedTwice() {
    List<UUID> doctors = IntStream.range(0, 4).mapToObj(i -> clinic.doctor()).toList();
    List<Appointment> booked = new CopyOnWriteArrayList<>();
    for (UUID one : doctors) {
      for (OffsetDateTime start : List.of(NINE, TEN, ELEVEN)) {
        booked.add(book(one, start));
      }
    }
    List<WaitlistEntry> entries =
        IntStream.range(0, 30)
            .mapToObj(
                i ->
                    i % 2 == 0
                        ? join(doctors.get(i % 4), THAT_DAY)
                        : join(null, clinic.department(), THAT_DAY))
            .collect(Collectors.toCollection(ArrayList::new));
    for (WaitlistEntry entry : List.copyOf(entries).subList(0, 8)) {
      entries.add(join(entry.patientId(), null, clinic.department(), THAT_DAY));
    }
    for (int round = 0; round < 6; round++) {
      clock.advance(OFFER.dividedBy(2)); // what was offered two rounds ago expires meanwhile
      List<Future<String>> attempts = new ArrayList<>();
      for (Appointment visit : booked) {
        attempts.add(
            outcome(
                clinic.send(
                    CANCEL_APPOINTMENT,
                    new CancelAppointment(visit.id(), null),
                    clinic.frontDesk())));
      }
      booked.clear();
      for (WaitlistEntry entry : entries) {
        Caller patient = clinic.asPatient(entry.patientId());
        int what = Math.floorMod(entry.id().hashCode() + round, 5);
        if (what < 2) {
          attempts.add(
              outcome(
                  clinic
                      .send(ACCEPT_OFFER, new AcceptOffer(entry.id()), patient)
                      .onSuccess(booked::add)));
        } else if (what < 4) {
          attempts.add(outcome(clinic.send(PASS_OFFER, new PassOffer(entry.id()), patient)));
        } else {
          UUID stranger = clinic.patient();
          attempts.add(
              outcome(
                  clinic.send(
                      BOOK_APPOINTMENT,
                      new BookAppointment(doctors.get(what % 4), stranger, TEN, null, null),
                      clinic.asPatient(stranger))));
        }
      }
      assertThat(all(attempts)).doesNotContain("INTERNAL", "UNAVAILABLE", "TIMED_OUT");
    }
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              letTheMatcherRun();
              return lost(doctors) == 0;
            });
    assertThat(
            number(
                """
                SELECT count(*) FROM scheduling.waitlist_entry e
                 WHERE (e.status = 'OFFERED') <>
                       EXISTS (SELECT FROM scheduling.waitlist_offer o
                                 JOIN scheduling.appointment a ON a.id = o.id AND a.status = 'HELD'
                                WHERE o.entry_id = e.id AND o.answer = 'OPEN')
                """))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) FROM scheduling.appointment a JOIN scheduling.appointment b
                    ON a.id < b.id AND a.during && b.during AND a.doctor_id = b.doctor_id
                 WHERE a.status IN ('BOOKED', 'HELD') AND b.status IN ('BOOKED', 'HELD')
                """))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) FROM scheduling.waitlist_offer a JOIN scheduling.waitlist_offer b
                    ON a.id < b.id AND a.patient_id = b.patient_id
                   AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
                 WHERE a.answer = 'OPEN' AND b.answer = 'OPEN'
                """))
        .isZero();
  }

  /** Again and again: it skips entries that others, such as {@link #lost}, have locked. */
  private void letTheMatcherRun() {
    clinic.sql(
        "UPDATE platform.turn SET due = $1 WHERE name = 'scheduling.waitlist'",
        clock.instant().atOffset(TEN.getOffset()));
  }

  /** The number of free times that match a waitlist entry. */
  private long lost(List<UUID> doctors) {
    return number(
        """
        SELECT count(*)
          FROM unnest($1::uuid[]) AS doctor, unnest($2::timestamptz[]) AS starts
         WHERE NOT EXISTS (SELECT FROM scheduling.appointment a
                            WHERE a.doctor_id = doctor AND a.starts_at = starts
                              AND a.status IN ('BOOKED', 'HELD'))
           AND scheduling.next_in_line(doctor, tstzrange(starts, starts + interval '1 hour'), $3)
               IS NOT NULL
        """,
        doctors.toArray(UUID[]::new),
        new OffsetDateTime[] {NINE, TEN, ELEVEN},
        clock.instant().atOffset(TEN.getOffset()));
  }

  private void cancel(Appointment visit) {
    clinic.ask(
        CANCEL_APPOINTMENT,
        new CancelAppointment(visit.id(), null),
        clinic.asPatient(visit.patientId()));
  }

  /** An open entry as its patient sees it. */
  private WaitlistEntry entry(WaitlistEntry joined) {
    return clinic
        .ask(LIST_UPCOMING, new ListUpcoming(), clinic.asPatient(joined.patientId()))
        .waitlist()
        .stream()
        .filter(entry -> entry.id().equals(joined.id()))
        .findFirst()
        .orElseThrow();
  }

  private List<WaitlistEntry> waiting() {
    return clinic
        .ask(
            LIST_WAITLIST,
            new ListWaitlist(null, null, clinic.department(), null, null),
            clinic.frontDesk())
        .items();
  }

  private long offerEvents() {
    return number(
        "SELECT count(*) FROM platform.outbox WHERE type = 'scheduling.waitlist-offered'");
  }
}
