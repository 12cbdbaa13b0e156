package io.clinibus.scheduling.stored;

import static io.clinibus.scheduling.api.AppointmentsApi.BOOK_APPOINTMENT;
import static io.clinibus.scheduling.api.AppointmentsApi.CHANGE_APPOINTMENT_STATUS;
import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.platform.UuidV7;
import io.clinibus.scheduling.api.AppointmentsApi.Appointment;
import io.clinibus.scheduling.api.AppointmentsApi.BookAppointment;
import io.clinibus.scheduling.api.VisitTypesApi.AnsweredQuestion;
import io.clinibus.scheduling.api.VisitTypesApi.VisitAnswer;
import io.clinibus.scheduling.api.VisitTypesApi.VisitType;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import io.clinibus.testing.BusFixture;
import io.clinibus.testing.ClinicalDump;
import io.vertx.sqlclient.Row;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Bookings that nodes of former releases wrote are sealed by a job, while such nodes may still run.
 */
class FormerReleaseBookingsIT extends SealedBookingsFixture {

  private static final String FORMER_CHANGE =
      """
      SELECT outcome, told::text AS events, appointment::text AS appointment
        FROM scheduling.change($1, 1, $2, 'CANCELLED', $3, $4, $5, 'CANCELLED', NULL, NULL, NULL, NULL, NULL, $6, NULL,
                               NULL, 0)
      """;

  private static final String FORMER_ENTRY =
      """
      SELECT outcome, told::text AS events
        FROM scheduling.join_waitlist($1, $2, $3, NULL, NULL, NULL, NULL, NULL, NULL, $4, 5, $5, '{}', '{}')
      """;

  @Test
  void whatNodesOfFormerReleasesWroteIsReadAndSealedByTheJob() {
    UUID visit = formerBooking(patient, "09:00", "legacyreason", "legacyanswer", null);
    formerCancellation(visit, "legacynote");
    UUID entry = UuidV7.next();
    assertThat(
            clinic
                .sql(
                    FORMER_ENTRY,
                    entry,
                    patient,
                    doctor,
                    "legacywaiting",
                    CLOCK.instant().atOffset(ZoneOffset.UTC))
                .iterator()
                .next()
                .getString("outcome"))
        .isEqualTo("JOINED");
    Appointment before = get(visit);
    assertThat(before.reason()).isEqualTo("legacyreason");
    assertThat(before.answers())
        .extracting(AnsweredQuestion::answer)
        .containsExactly("legacyanswer");
    List<WaitlistEntry> waiting = waitlist(clinic.frontDesk(), patient);
    assertThat(waiting).extracting(WaitlistEntry::reason).containsExactly("legacywaiting");

    sealAll();

    assertThat(get(visit)).isEqualTo(before);
    assertThat(notes(before)).containsExactly("legacybooked", "legacynote");
    assertThat(waitlist(clinic.frontDesk(), patient)).isEqualTo(waiting);
    try (ClinicalDump dump = ClinicalDump.of(clinic)) {
      dump.assertNoWord(List.of("legacy"));
    }
  }

  @Test
  void theJobWorksInBatchesAndWritesNoEntryOfAnIndex() {
    sealAll();
    clinic.sql(
        """
        INSERT INTO scheduling.appointment (id, doctor_id, patient_id, starts_at, ends_at, during, status, reason)
        SELECT gen_random_uuid(), $1, $2, at, at + interval '1 minute', tstzrange(at, at + interval '1 minute'),
               'COMPLETED', 'Asthma'
          FROM (SELECT '2020-01-01Z'::timestamptz + n * interval '1 hour' AS at FROM generate_series(1, 210) AS n) AS t
        """,
        doctor,
        patient);
    assertThat(number("SELECT count(*) AS n FROM scheduling.visit_in_clear")).isEqualTo(210);
    assertThat(BusFixture.await(job().run())).as("more to do").isTrue();
    assertThat(number("SELECT count(*) AS n FROM scheduling.visit_in_clear")).isEqualTo(10);
    assertThat(BusFixture.await(job().run())).isTrue();
    assertThat(BusFixture.await(job().run())).isFalse();
    assertThat(number("SELECT count(*) AS n FROM scheduling.appointment WHERE reason <> ''"))
        .isZero();
    assertThat(
            number(
                """
                SELECT count(*) AS n FROM pg_index
                 WHERE indrelid = 'scheduling.appointment'::regclass
                   AND pg_get_indexdef(indexrelid) ~ 'reason|answers|sealed'
                """))
        .as("an update of an indexed column writes entries of all indexes")
        .isZero();
  }

  @Test
  void nothingIsSealedWhileANodeOfTheFormerReleaseReadsIt() {
    clinic.sql(
        """
        INSERT INTO platform.node (id, name, roles, started_at, seen_at, connected, data_form)
        VALUES ($1, 'former', '{}', now(), now() + interval '1 hour', '{}', 1)
        """,
        UuidV7.next());
    try (BusFixture mixed = BusFixture.beside(clinic)) {
      mixed.platform().jobs().stop();
      var wanted = new BookAppointment(doctor, patient, at("09:00"), "Asthma", "mixed");
      Appointment booked = mixed.ask(BOOK_APPOINTMENT, wanted, mixed.asPatient(patient));
      mixed.ask(
          CHANGE_APPOINTMENT_STATUS, cancellation(booked.id(), "better again"), mixed.frontDesk());
      VisitType type = typeWithQuestion();
      var answer = new VisitAnswer(type.questions().get(0).id(), "since Monday");
      WaitlistEntry entry =
          mixed.ask(
              JOIN_WAITLIST,
              new JoinWaitlist(patient, doctor, null, null, null, type.id(), List.of(answer)),
              mixed.asPatient(patient));
      assertThat(BusFixture.await(job().run())).isFalse();
      assertThat(
              number(
                  "SELECT count(*) AS n FROM scheduling.waitlist_entry WHERE answers <> '[]'"
                      + " AND sealed IS NULL"))
          .isEqualTo(1);
      Row stored = visit(booked.id());
      assertThat(stored.getString("reason")).isEqualTo("Asthma");
      assertThat(stored.getBuffer("sealed")).isNull();
      String digest = fingerprint(booked);
      assertThat(digest).as("what the former release compares").hasSize(36);
      assertThat(formerBooking(patient, "09:00", "Asthma", null, digest)).isEqualTo(booked.id());

      clinic.sql("UPDATE platform.node SET seen_at = now() - interval '2 minutes'");
      assertThat(mixed.ask(BOOK_APPOINTMENT, wanted, mixed.asPatient(patient)).id())
          .isEqualTo(booked.id());
      sealAll();
      assertThat(visit(booked.id()).getString("reason")).isEmpty();
      assertThat(
              number("SELECT count(*) AS n FROM scheduling.waitlist_entry WHERE answers <> '[]'"))
          .isZero();
      assertThat(waitlist(mixed.frontDesk(), patient)).containsExactly(entry);
      Appointment repeated = mixed.ask(BOOK_APPOINTMENT, wanted, mixed.asPatient(patient));
      assertThat(repeated.id()).isEqualTo(booked.id());
      assertThat(repeated.reason()).isEqualTo("Asthma");
      assertThat(notes(booked)).containsExactly("", "better again");

      Appointment next =
          mixed.ask(
              BOOK_APPOINTMENT,
              new BookAppointment(doctor, patient, at("10:00"), "Gout", "next"),
              mixed.asPatient(patient));
      assertThat(visit(next.id()).getString("reason")).isEmpty();
      assertThat(fingerprint(next)).as("by a key").hasSize(43);
    } finally {
      clinic.sql("DELETE FROM platform.node");
    }
  }

  @Test
  void aNodeOfTheFormerReleaseCannotWriteOverWhatIsSealed() {
    Appointment booked = book(patient, "09:00", "Asthma", null);
    cancel(booked, "better");
    WaitlistEntry entry = join(patient, "cough");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.appointment SET reason = 'clear' WHERE id = $1",
                    booked.id()))
        .hasMessageContaining("appointment_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.appointment_change SET note = 'clear' WHERE appointment_id ="
                        + " $1 AND version = 2",
                    booked.id()))
        .hasMessageContaining("appointment_change_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.waitlist_entry SET reason = 'clear' WHERE id = $1",
                    entry.id()))
        .hasMessageContaining("waitlist_entry_sealed");
    assertThatThrownBy(
            () ->
                clinic.sql(
                    "UPDATE scheduling.waitlist_entry SET answers = '[{}]' WHERE id = $1",
                    entry.id()))
        .hasMessageContaining("waitlist_entry_answers_sealed");
  }

  private void formerCancellation(UUID visit, String note) {
    assertThat(
            clinic
                .sql(
                    FORMER_CHANGE,
                    visit,
                    patient,
                    note,
                    new UUID[] {doctor},
                    new LocalDate[] {TUESDAY},
                    CLOCK.instant().atOffset(ZoneOffset.UTC))
                .iterator()
                .next()
                .getString("outcome"))
        .isEqualTo("CHANGED");
  }

  private static Row visit(UUID id) {
    return clinic
        .sql("SELECT reason, sealed FROM scheduling.appointment WHERE id = $1", id)
        .iterator()
        .next();
  }

  private static String fingerprint(Appointment booked) {
    return clinic
        .sql(
            "SELECT fingerprint FROM scheduling.booking_request WHERE appointment_id = $1",
            booked.id())
        .iterator()
        .next()
        .getString("fingerprint");
  }
}
