package io.clinibus.records.chart;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.doctor;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.clinibus.bus.Bus;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Role;
import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.audit.UnreadableSealLog;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.FoundInRecord;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.ChartApi.ListTimeline;
import io.clinibus.records.api.ChartApi.SearchRecord;
import io.clinibus.records.api.ChartApi.Timeline;
import io.clinibus.records.api.ChartApi.TimelineItem;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.ChartApi.VitalsTaken;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.Encounter;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.GetEncounter;
import io.clinibus.records.api.EncountersApi.ListEncounters;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ChangeEntry;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.EntryStatus;
import io.clinibus.records.api.EntriesApi.GetEntryHistory;
import io.clinibus.records.api.EntriesApi.RecordEntry;
import io.clinibus.records.api.EntriesApi.StrikeEntry;
import io.clinibus.records.api.RecordsFailures;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.LiftRestriction;
import io.clinibus.records.api.RestrictionsApi.ListRestrictions;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.records.api.RestrictionsApi.Restriction;
import io.clinibus.testing.ExpectedLogs;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who sees what of a record. */
class ChartIT extends ChartFixture {

  private static final String UNREADABLE = "sealed row unreadable";

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

  private static void isAsthma(Entry entry) {
    assertThat(entry.details().condition().text()).isEqualTo("Asthma");
    assertThat(entry.authorName()).isEqualTo("Doc Tor");
    assertThat(entry.version()).isEqualTo(1);
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
      assertThat(domain.refusal(ChartApi.GET_CHART, new GetChart(patient), caller).code())
          .isEqualTo(CommonFailures.FORBIDDEN);
      assertThat(
              domain
                  .refusal(
                      ChartApi.LIST_TIMELINE, new ListTimeline(patient, null, null, null), caller)
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
                    new GetEntryHistory(patient, first.id()),
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
  void whatThePatientRestrictsOnlyItsAuthorAndAnEmergencySee() {
    UUID patient = newPatient();
    UUID author = doctorOf(patient);
    UUID other = doctorOf(patient);
    UUID visit = signed(patient, author, 3, 3, note("Delicate", "Secret", 120));
    UUID cough = signed(patient, author, 2, 2, note("Cough", "Flu", 121));
    Entry entry = record(patient, doctor(author), "Delicate problem");
    record(patient, doctor(author), "Asthma");
    restrict(patient, RestrictedPart.ENCOUNTER, visit);
    Restriction ofEntry = restrict(patient, RestrictedPart.ENTRY, entry.id());

    assertThat(reasons(patient, doctor(other))).containsExactly("Cough");
    Chart seen = chart(patient, doctor(other));
    assertThat(seen.entries()).singleElement().satisfies(ChartIT::isAsthma);
    assertThat(seen.vitals()).hasSize(1);
    assertThat(timeline(patient, doctor(other), null, 50, null).items()).hasSize(2);
    assertThat(
            domain
                .refusal(
                    EntriesApi.GET_ENTRY_HISTORY,
                    new GetEntryHistory(patient, entry.id()),
                    doctor(other))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            domain
                .refusal(
                    EntriesApi.CHANGE_ENTRY,
                    new ChangeEntry(patient, entry.id(), 1, problem("Mine")),
                    doctor(other))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);

    // The author sees it, and nothing says that others do not.
    Chart own = chart(patient, doctor(author));
    assertThat(own.entries()).hasSize(2).allMatch(one -> one.restricted() == null);
    assertThat(own.opened()).isFalse();
    assertThat(chart(patient, patient(patient)).entries())
        .filteredOn(one -> one.restricted() != null)
        .extracting(Entry::id)
        .containsExactly(entry.id());

    // Emergency access opens it, and says so; also for a doctor who treats the patient.
    open(other, patient);
    for (UUID doctor : List.of(other, emergencyDoctor(patient))) {
      Chart opened = chart(patient, doctor(doctor));
      assertThat(opened.opened()).isTrue();
      assertThat(opened.entries()).hasSize(2);
      assertThat(opened.visits())
          .filteredOn(one -> one.restricted() != null)
          .extracting(ChartVisit::reason)
          .containsExactly("Delicate");
      assertThat(opened.vitals())
          .extracting(VitalsTaken::encounterId, VitalsTaken::restricted)
          .containsExactly(tuple(visit, true), tuple(cough, null));
    }

    // What the author would see in any case is not there because of the emergency.
    open(author, patient);
    Chart ofAuthor = chart(patient, doctor(author));
    assertThat(ofAuthor.opened()).isFalse();
    assertThat(ofAuthor.entries()).hasSize(2).allMatch(one -> one.restricted() == null);
    assertThat(ofAuthor.visits()).hasSize(2).allMatch(one -> one.restricted() == null);
    assertThat(ofAuthor.vitals()).hasSize(2).allMatch(one -> one.restricted() == null);

    UUID third = doctorOf(patient);
    domain.ask(
        RestrictionsApi.LIFT_RESTRICTION,
        new LiftRestriction(patient, ofEntry.id()),
        patient(patient));
    assertThat(chart(patient, doctor(third)).entries()).hasSize(2);
    assertThat(
            domain
                .ask(
                    RestrictionsApi.LIST_RESTRICTIONS,
                    new ListRestrictions(patient),
                    patient(patient))
                .items())
        .extracting(Restriction::subjectId)
        .containsExactly(visit);
  }

  @Test
  void patientsRestrictOnlyTheirOwnAndEachPartOnce() {
    UUID patient = newPatient();
    UUID stranger = newPatient();
    Entry entry = record(patient, doctor(doctorOf(patient)), "Asthma");
    assertThat(restrict(patient, RestrictedPart.ENTRY, entry.id()).id())
        .isEqualTo(restrict(patient, RestrictedPart.ENTRY, entry.id()).id());
    assertThat(
            domain
                .refusal(
                    RestrictionsApi.RESTRICT_PART,
                    new RestrictPart(stranger, RestrictedPart.ENTRY, entry.id(), null),
                    patient(stranger))
                .code())
        .isEqualTo(CommonFailures.NOT_FOUND);
    assertThat(
            domain
                .refusal(
                    RestrictionsApi.RESTRICT_PART,
                    new RestrictPart(patient, RestrictedPart.ENTRY, entry.id(), null),
                    patient(stranger))
                .code())
        .isEqualTo(CommonFailures.FORBIDDEN);
    assertThat(
            domain
                .refusal(
                    RestrictionsApi.RESTRICT_PART,
                    new RestrictPart(patient, RestrictedPart.DOCUMENTS, entry.id(), null),
                    patient(patient))
                .code())
        .isEqualTo(CommonFailures.INVALID_REQUEST);
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
  void anEntryThatWasCopiedIsShownAsUnreadableAndToldOfOnce() {
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
              .ask(EntriesApi.GET_ENTRY_HISTORY, new GetEntryHistory(patient, one.id()), doctor)
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
                  new ListEncounters(patient, null, null, null),
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
              domain.refusal(EncountersApi.GET_ENCOUNTER, new GetEncounter(damaged), doctor).code())
          .as("what letters are written from")
          .isEqualTo(CommonFailures.UNREADABLE_SEAL);
      assertThat(logs.events()).hasSize(1);
    }
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
    return domain.ask(ChartApi.SEARCH_RECORD, new SearchRecord(patient, text), caller);
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

  private static List<String> reasons(UUID patient, Caller caller) {
    return chart(patient, caller).visits().stream().map(ChartVisit::reason).toList();
  }

  private static Timeline timeline(
      UUID patient, Caller caller, List<TimelineKind> kinds, int limit, String cursor) {
    return domain.ask(
        ChartApi.LIST_TIMELINE, new ListTimeline(patient, kinds, limit, cursor), caller);
  }

  private static Restriction restrict(UUID patient, RestrictedPart part, UUID subject) {
    return domain.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, part, subject, null),
        patient(patient));
  }

  private static long changes(UUID patient) {
    return domain
        .ask(ChartApi.GET_RECORD_STATE, new GetRecordState(patient), patient(patient))
        .changes();
  }
}
