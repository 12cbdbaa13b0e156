package io.clinibus.records.chart;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.ChartApi.ListTimeline;
import io.clinibus.records.api.ChartApi.Timeline;
import io.clinibus.records.api.ChartApi.TimelineItem;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ChangeEntry;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryStatus;
import io.clinibus.records.api.EntriesApi.GetEntryHistory;
import io.clinibus.records.api.EntriesApi.RecordEntry;
import io.clinibus.records.api.EntriesApi.StrikeEntry;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.ListRestrictions;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a chart shows, to whom, and how its entries change. */
class ChartIT extends ChartFixture {

  @Test
  void aChartHasEntriesVitalsInOrderAndTheLatestVisits() {
    UUID patient = newPatient();
    UUID doctor = doctorOf(patient);
    for (int i = 0; i < 23; i++) {
      signed(patient, doctor, 30 + i, 30, note("Visit " + i, "Cold", 120 + i));
    }
    record(patient, doctor(doctor), "Asthma");
    Chart chart = chart(patient, doctor(doctor));

    assertThat(chart.entries()).singleElement().satisfies(ChartIT::isAsthma);
    assertThat(chart.visits()).hasSize(20);
    assertThat(chart.moreVisits()).isTrue();
    assertThat(chart.visits().get(0).reason()).isEqualTo("Visit 0");
    assertThat(chart.visits().get(0).diagnoses())
        .singleElement()
        .satisfies(diagnosis -> assertThat(diagnosis.text()).isEqualTo("Cold"));
    assertThat(chart.vitals()).hasSize(23);
    assertThat(chart.vitals().get(0).measurements().get(0).value()).isEqualTo(142);
    assertThat(chart.vitals().get(22).measurements().get(0).value()).isEqualTo(120);
    assertThat(chart.opened()).isFalse();
  }

  @Test
  void othersThanTreatingDoctorsAndThePatientAreRefused() {
    UUID patient = newPatient();
    signed(patient, doctorOf(patient), 1, 1, note("Cough", "Flu", 120));
    List<Caller> refused =
        List.of(
            caller(Role.ADMIN),
            caller(Role.RECEPTIONIST),
            caller(Role.PHARMACIST),
            doctor(doctorOf(null)),
            patient(newPatient()));
    for (Caller caller : refused) {
      assertThat(domain.refusal(ChartApi.GET_CHART, new GetChart(patient, null), caller).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              domain
                  .refusal(
                      ChartApi.LIST_TIMELINE,
                      new ListTimeline(patient, null, null, null, null),
                      caller)
                  .code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              domain.refusal(ChartApi.GET_RECORD_STATE, new GetRecordState(patient), caller).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              domain
                  .refusal(
                      EntriesApi.RECORD_ENTRY, new RecordEntry(patient, problem("Flu")), caller)
                  .code())
          .isEqualTo(CommonFailures.FORBIDDEN);
    }
  }

  @Test
  void doctorsInAnEmergencyReadAndDoNotWrite() {
    UUID patient = newPatient();
    signed(patient, doctorOf(patient), 1, 1, note("Cough", "Flu", 120));
    Caller doctor = doctor(emergencyDoctor(patient));
    assertThat(chart(patient, doctor).visits()).hasSize(1);
    assertThat(
            domain
                .refusal(EntriesApi.RECORD_ENTRY, new RecordEntry(patient, problem("Flu")), doctor)
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
  }

  @Test
  void draftsAreSeenByTheirDoctorAndReleasedEncountersByThePatient() {
    UUID patient = newPatient();
    UUID doctor = doctorOf(patient);
    UUID other = doctorOf(patient);
    draft(patient, doctor, 0, note("Draft", "Flu", 120));
    signed(patient, doctor, 1, -1, note("Released tomorrow", "Flu", 121));
    signed(patient, doctor, 2, 2, note("Released", "Flu", 122));

    assertThat(reasons(patient, doctor(doctor)))
        .containsExactly("Draft", "Released tomorrow", "Released");
    assertThat(reasons(patient, doctor(other))).containsExactly("Released tomorrow", "Released");
    assertThat(reasons(patient, patient(patient))).containsExactly("Released");
    assertThat(chart(patient, doctor(doctor)).vitals()).hasSize(2);
    assertThat(chart(patient, patient(patient)).vitals()).hasSize(1);
    for (Caller reader : List.of(doctor(doctor), patient(patient))) {
      assertThat(chart(patient, reader).visits())
          .as("calls are named so")
          .extracting(ChartVisit::kind)
          .containsOnly(EncounterKind.TELEPHONE);
    }
  }

  @Test
  void eachChangeIsAVersionAndWhatWasEnteredInErrorStays() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    Caller colleague = doctor(doctorOf(patient));
    Entry first = record(patient, doctor, "Asthma");
    Entry second =
        domain.ask(
            EntriesApi.CHANGE_ENTRY,
            new ChangeEntry(patient, first.id(), 1, problem("Allergic asthma")),
            colleague);
    assertThat(second.version()).isEqualTo(2);
    assertThat(second.firstRecordedAt()).isEqualTo(first.recordedAt());
    assertThat(
            domain
                .refusal(
                    EntriesApi.CHANGE_ENTRY,
                    new ChangeEntry(patient, first.id(), 1, problem("Stale")),
                    doctor)
                .code())
        .isEqualTo(CommonFailures.STALE_VERSION);
    domain.ask(
        EntriesApi.STRIKE_ENTRY, new StrikeEntry(patient, first.id(), 2, "other person"), doctor);
    assertThat(chart(patient, patient(patient)).entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.status()).isEqualTo(EntryStatus.ENTERED_IN_ERROR);
              assertThat(entry.reason()).isEqualTo("other person");
              assertThat(entry.details().condition().text()).isEqualTo("Allergic asthma");
            });
    assertThat(
            domain
                .refusal(
                    EntriesApi.CHANGE_ENTRY,
                    new ChangeEntry(patient, first.id(), 3, problem("Again")),
                    doctor)
                .code())
        .isEqualTo(RecordsFailures.ENTRY_IN_ERROR);
    assertThat(
            domain
                .ask(
                    EntriesApi.GET_ENTRY_HISTORY,
                    new GetEntryHistory(patient, first.id(), null),
                    colleague)
                .items())
        .extracting(entry -> entry.details().condition().text())
        .containsExactly("Allergic asthma", "Allergic asthma", "Asthma");
  }

  @Test
  void versionsAreNeitherChangedNorRemoved() {
    UUID patient = newPatient();
    Entry entry = record(patient, doctor(doctorOf(patient)), "Asthma");
    for (String statement :
        List.of(
            "UPDATE records.entry SET status = 'ENTERED_IN_ERROR' WHERE id = $1",
            "DELETE FROM records.entry WHERE id = $1")) {
      assertThatThrownBy(() -> domain.sql(statement, entry.id()))
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void ofTwoChangesAtOnceOneIsStored() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    Entry entry = record(patient, doctor, "Asthma");
    var change = new ChangeEntry(patient, entry.id(), 1, problem("Allergic asthma"));
    var both =
        List.of(
            domain.bus().request(EntriesApi.CHANGE_ENTRY, change, doctor),
            domain.bus().request(EntriesApi.CHANGE_ENTRY, change, doctor));
    long stored =
        both.stream()
            .filter(
                future ->
                    future
                        .toCompletionStage()
                        .toCompletableFuture()
                        .handle((done, failure) -> failure == null)
                        .join())
            .count();
    assertThat(stored).isEqualTo(1);
  }

  @Test
  void aTimelineIsPagedWithoutLossAndFilteredByKind() {
    UUID patient = newPatient();
    UUID doctor = doctorOf(patient);
    for (int i = 0; i < 7; i++) {
      signed(patient, doctor, 10 + i, 10, note("Visit " + i, "Cold", 120));
      record(patient, doctor(doctor), "Problem " + i);
    }
    List<UUID> all =
        timeline(patient, doctor(doctor), null, 50, null).items().stream()
            .map(TimelineItem::id)
            .toList();
    assertThat(all).hasSize(14).doesNotHaveDuplicates();
    List<UUID> paged = new ArrayList<>();
    String cursor = null;
    do {
      Timeline page = timeline(patient, doctor(doctor), null, 3, cursor);
      page.items().forEach(item -> paged.add(item.id()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(paged).isEqualTo(all);
    assertThat(timeline(patient, doctor(doctor), List.of(TimelineKind.CONDITION), 50, null).items())
        .hasSize(7)
        .allMatch(item -> item.entry() != null && item.visit() == null);
  }

  @Test
  void theStateOfARecordGrowsWithEachChangeThatReadersSee() {
    UUID patient = newPatient();
    UUID doctor = doctorOf(patient);
    long before = changes(patient);
    draft(patient, doctor, 0, note("Draft", "Flu", 120));
    assertThat(changes(patient)).isEqualTo(before);
    signed(patient, doctor, 0, 0, note("Signed", "Flu", 120));
    long signed = changes(patient);
    assertThat(signed).isGreaterThan(before);
    record(patient, doctor(doctor), "Asthma");
    assertThat(changes(patient)).isGreaterThan(signed);
  }

  @Test
  void nothingThatWasWrittenIsClearInTheDatabase() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    record(patient, doctor, "Canarywort");
    for (Row row : domain.sql("SELECT content FROM records.entry WHERE patient_id = $1", patient)) {
      assertThat(new String(row.getBuffer("content").getBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain("Canary");
    }
    assertThat(
            domain
                .sql(
                    """
                    SELECT count(*) AS n FROM platform.outbox
                     WHERE payload::text LIKE '%Canary%' OR type LIKE '%Canary%'
                    """)
                .iterator()
                .next()
                .getLong("n"))
        .isZero();
  }

  @Test
  void whatIsReadStatesHowOftenTheRecordHadChanged() {
    UUID patient = newPatient();
    Caller doctor = doctor(doctorOf(patient));
    Caller owner = patient(patient);
    long before = changes(patient);
    assertThat(chart(patient, doctor).changes()).isEqualTo(before);
    Entry one = record(patient, doctor, "One");
    long after = changes(patient);
    assertThat(after).isGreaterThan(before);
    assertThat(chart(patient, doctor).changes()).isEqualTo(after);
    assertThat(timeline(patient, owner, null, 10, null).changes()).isEqualTo(after);
    restrict(patient, RestrictedPart.ENTRY, one.id());
    assertThat(
            domain
                .ask(RestrictionsApi.LIST_RESTRICTIONS, new ListRestrictions(patient), owner)
                .changes())
        .isEqualTo(changes(patient))
        .isGreaterThan(after);
  }

  private static long changes(UUID patient) {
    return domain
        .ask(ChartApi.GET_RECORD_STATE, new GetRecordState(patient), patient(patient))
        .changes();
  }
}
