package io.clinibus.scheduling.waitlist;

import static io.clinibus.scheduling.api.WaitlistApi.JOIN_WAITLIST;
import static io.clinibus.scheduling.api.WaitlistApi.LIST_WAITLIST;
import static io.clinibus.testing.BusFixture.all;
import static io.clinibus.testing.BusFixture.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.scheduling.api.WaitlistApi.JoinWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.ListWaitlist;
import io.clinibus.scheduling.api.WaitlistApi.PreferredTimes;
import io.clinibus.scheduling.api.WaitlistApi.WaitlistEntry;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an entry of the waitlist may state, and how long it lasts. */
@Tag("slow")
class WaitlistEntriesIT extends WaitlistFixture {

  @Test
  void anEntryWithoutALastDayEndsAfterTheDaysOfThePolicyWithANotice() {
    var sundays = new PreferredTimes(null, null, List.of(DayOfWeek.SUNDAY), null, null);
    WaitlistEntry entry = join(doctor, sundays);
    assertThat(entry.preferred().until()).isEqualTo(LocalDate.parse("2027-02-21"));
    clock.set("2027-02-21T23:30:00Z");
    Awaitility.await().until(() -> "OVER".equals(status(entry)));
    assertThat(
            clinic.sql(
                """
                SELECT FROM platform.outbox WHERE payload ->> 'template' = 'WAITLIST_ENDED'
                   AND payload #>> '{params,entryId}' = $1
                """,
                entry.id().toString()))
        .hasSize(1);
  }

  @Test
  void theNoticeNamesTheDepartmentInTheLanguagesOfTheClinic() {
    clinic.sql(
        """
        INSERT INTO directory.translation (id, language, text, translation)
        SELECT directory.text_id(name), 'de', name, 'Herzambulanz'
          FROM directory.department WHERE id = $1
        """,
        clinic.department());
    WaitlistEntry entry = join(null, clinic.department(), THAT_DAY);
    clock.set("2026-11-24T23:00:00Z");
    Awaitility.await().until(() -> "OVER".equals(status(entry)));
    assertThat(
            clinic.sql(
                """
                SELECT FROM platform.outbox WHERE payload ->> 'template' = 'WAITLIST_ENDED'
                   AND payload #>> '{params,entryId}' = $1
                   AND payload #>> '{params,wanted_de}' = 'Herzambulanz'
                   AND payload #>> '{params,wanted}' = (SELECT name FROM directory.department WHERE id = $2)
                """,
                entry.id().toString(),
                clinic.department()))
        .hasSize(1);
  }

  @Test
  void anEntryExpiresAfterItsLastDay() {
    WaitlistEntry entry = join(doctor, THAT_DAY);
    clock.set("2026-11-24T23:00:00Z");
    Awaitility.await().until(() -> "OVER".equals(status(entry)));
  }

  @Test
  void preferencesAreValidated() {
    UUID patient = clinic.patient();
    Caller caller = clinic.asPatient(patient);
    assertThat(invalid(new JoinWaitlist(null, null, null, null, null), caller))
        .isEqualTo("/doctorId");
    assertThat(invalid(new JoinWaitlist(null, doctor, clinic.department(), null, null), caller))
        .isEqualTo("/doctorId");
    assertThat(invalid(new JoinWaitlist(null, UUID.randomUUID(), null, null, null), caller))
        .isEqualTo("/doctorId");
    assertThat(
            invalid(
                new JoinWaitlist(UUID.randomUUID(), doctor, null, null, null), clinic.frontDesk()))
        .isEqualTo("/patientId");
    assertThat(
            invalid(
                new JoinWaitlist(
                    null,
                    doctor,
                    null,
                    new PreferredTimes(null, TUESDAY.minusDays(2), null, null, null),
                    null),
                caller))
        .isEqualTo("/preferred/until");
    assertThat(
            clinic
                .refused(
                    JOIN_WAITLIST,
                    new JoinWaitlist(clinic.patient(), doctor, null, null, null),
                    caller)
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    List<String> many =
        all(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        outcome(
                            clinic.send(
                                JOIN_WAITLIST,
                                new JoinWaitlist(null, doctor, null, THAT_DAY, null),
                                caller)))
                .toList());
    assertThat(many).filteredOn("OK"::equals).hasSize(5);
    assertThat(many).filteredOn("TOO_MANY_ENTRIES"::equals).hasSize(15);
    assertThat(
            clinic.ask(LIST_WAITLIST, new ListWaitlist(null, null, null, 2, null), caller).next())
        .isNotNull();
    assertThat(
            clinic
                .refused(
                    LIST_WAITLIST,
                    new ListWaitlist(clinic.patient(), null, null, null, null),
                    caller)
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void doctorsAddWhomTheyTreatForThemselvesOrTheirDepartment() {
    UUID treated = day.get(0).patientId();
    Caller caller = clinic.asDoctor(doctor);
    for (UUID department : new UUID[] {null, clinic.department()}) {
      UUID with = department == null ? doctor : null;
      WaitlistEntry entry =
          clinic.ask(
              JOIN_WAITLIST, new JoinWaitlist(treated, with, department, THAT_DAY, null), caller);
      assertThat(entry.patientId()).isEqualTo(treated);
      assertThat(status(entry)).isEqualTo("WAITING");
    }
    assertThat(invalid(new JoinWaitlist(clinic.patient(), doctor, null, THAT_DAY, null), caller))
        .isEqualTo("/patientId");
    JoinWaitlist withAnother = new JoinWaitlist(treated, clinic.doctor(), null, THAT_DAY, null);
    assertThat(clinic.refused(JOIN_WAITLIST, withAnother, caller).code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  private String invalid(JoinWaitlist wish, Caller caller) {
    return clinic.refused(JOIN_WAITLIST, wish, caller).errors().get(0).pointer();
  }
}
