package io.clinibus.records.chart;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.FoundInRecord;
import io.clinibus.records.api.ChartApi.SearchRecord;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.GetEntryHistory;
import io.clinibus.records.api.EntriesApi.StrikeEntry;
import io.clinibus.testing.ExpectedLogs;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Parts of a chart that were damaged in the database are stated as unreadable and do not hide the
 * others.
 */
class DamagedChartIT extends ChartFixture {

  private static final String UNREADABLE = "sealed row unreadable";

  @Test
  void anEntryThatWasCopiedIsShownAsUnreadableAndLoggedOnce() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    Entry one = record(patient, doctor, "One");
    UUID copy = copy(one, patient);
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      for (Caller reader : List.of(doctor, patient(patient))) {
        Chart chart = chart(patient, reader);
        assertThat(chart.unreadable()).isOne();
        assertThat(chart.entries()).hasSize(2).contains(one);
        Entry shown = entry(chart, copy);
        assertThat(shown.unreadable()).isTrue();
        assertThat(shown.details()).isEqualTo(EntryDetails.NONE);
        assertThat(shown.kind()).isEqualTo(one.kind());
      }
      assertThat(timeline(patient, doctor, null, 10, null).items())
          .extracting(item -> item.entry().unreadable())
          .containsExactlyInAnyOrder(null, true);
      assertThat(search(patient, doctor, "one").unreadable()).isOne();
      assertThat(search(patient, doctor, "one").items()).hasSize(1);
      assertThat(logs.events()).hasSize(1);
    }
    assertThat(audited(copy)).isOne();
    try (var logs = ExpectedLogs.of(Bus.class, "operation refused")) {
      assertThat(domain.refusal(EntriesApi.STRIKE_ENTRY, strike(patient, copy), doctor).code())
          .as("what would copy its content")
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void anEntryThatWasSealedForAStrangerIsUnreadableAsWell() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    Entry one = record(patient, doctor, "One");
    UUID stranger = newPatient();
    Entry other = record(stranger, doctor(doctorOf(stranger)), "Other");
    UUID copy = copy(other, patient);
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      Chart chart = chart(patient, doctor);
      assertThat(chart.entries()).hasSize(2).contains(one);
      assertThat(entry(chart, copy).unreadable()).isTrue();
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void versionsOfAnEntryAreListedAlthoughOneIsUnreadable() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    Entry one = record(patient, doctor, "One");
    domain.sql(
        """
        INSERT INTO records.entry SELECT id, 2, patient_id, sealed_for, kind, status, content,
               author_id, author_doctor_id, recorded_at, first_recorded_at
          FROM records.entry WHERE id = $1
        """,
        one.id());
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      List<Entry> versions =
          domain
              .ask(
                  EntriesApi.GET_ENTRY_HISTORY,
                  new GetEntryHistory(patient, one.id(), null),
                  doctor)
              .items();
      assertThat(versions).extracting(Entry::unreadable).containsExactly(true, null);
      assertThat(versions.get(1).details()).isEqualTo(one.details());
      assertThat(logs.events()).hasSize(1);
    }
  }

  @Test
  void anEncounterThatWasDamagedIsShownInItsPlaceAndItsMeasurementsAreMissed() {
    UUID patient = newPatient();
    UUID doctorId = doctorOf(patient);
    signed(patient, doctorId, 3, 3, note("Cough", "Bronchitis", 120));
    UUID damaged = draft(patient, doctorId, 2, note("Headache", "Migraine", 180));
    domain.sql(
        """
        UPDATE records.encounter SET note = set_byte(note, 20, 255 - get_byte(note, 20)), status = 'FINISHED',
               signed_at = starts_at, signed_by = $2, released_at = starts_at WHERE id = $1
        """,
        damaged,
        UUID.randomUUID());
    Caller doctor = doctor(doctorId);
    try (var logs = ExpectedLogs.of(UnreadableSealLog.class, UNREADABLE)) {
      Chart chart = chart(patient, doctor);
      assertThat(chart.unreadable()).isOne();
      assertThat(chart.visits()).extracting(ChartVisit::reason).containsExactly("", "Cough");
      assertThat(chart.visits()).extracting(ChartVisit::unreadable).containsExactly(true, null);
      assertThat(chart.vitals()).hasSize(1);
      List<Encounter> encounters =
          domain
              .ask(
                  EncountersApi.LIST_ENCOUNTERS,
                  new ListEncounters(patient, null, null, null, null),
                  doctor)
              .items();
      assertThat(encounters).extracting(Encounter::unreadable).containsExactly(true, null);
      assertThat(encounters.get(0).note()).isEqualTo(EncounterNote.EMPTY);
      assertThat(search(patient, doctor, "headache").items()).isEmpty();
      assertThat(search(patient, doctor, "headache").unreadable()).isOne();
      assertThat(logs.events()).hasSize(1);
    }
    try (var logs = ExpectedLogs.of(Bus.class, "operation refused")) {
      assertThat(
              domain
                  .refusal(EncountersApi.GET_ENCOUNTER, new GetEncounter(damaged, null), doctor)
                  .code())
          .as("what letters are written from")
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).hasSize(1);
    }
  }

  /** A copy of a sealed version under another id, as somebody with the database could make it. */
  private static UUID copy(Entry of, UUID patient) {
    UUID id = UuidV7.next();
    domain.sql(
        """
        INSERT INTO records.entry SELECT $2, version, $3, sealed_for, kind, status, content,
               author_id, author_doctor_id, recorded_at, first_recorded_at
          FROM records.entry WHERE id = $1
        """,
        of.id(),
        id,
        patient);
    return id;
  }

  private static Entry entry(Chart chart, UUID id) {
    return chart.entries().stream().filter(one -> one.id().equals(id)).findAny().orElseThrow();
  }

  private static StrikeEntry strike(UUID patient, UUID entry) {
    return new StrikeEntry(patient, entry, 1, "not this patient");
  }

  private static FoundInRecord search(UUID patient, Caller caller, String text) {
    return domain.ask(ChartApi.SEARCH_RECORD, new SearchRecord(patient, text, null), caller);
  }

  private static long audited(UUID row) {
    return domain
        .sql(
            """
            SELECT count(*) AS n FROM audit.entry WHERE resource_id = $1 AND outcome = 'unreadable-seal'
            """,
            row)
        .iterator()
        .next()
        .getLong("n");
  }
}
