package io.clinibus.records.chart;

import static io.clinibus.testing.DomainFixture.caller;
import static io.clinibus.testing.DomainFixture.patient;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.platform.UuidV7;
import io.clinibus.platform.sealing.PatientKey;
import io.clinibus.platform.sealing.SealedPlace;
import io.clinibus.records.RecordsVerticle;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.Chart;
import io.clinibus.records.api.ChartApi.ChartVisit;
import io.clinibus.records.api.ChartApi.GetChart;
import io.clinibus.records.api.ChartApi.ListTimeline;
import io.clinibus.records.api.ChartApi.Timeline;
import io.clinibus.records.api.ChartApi.TimelineKind;
import io.clinibus.records.api.EncounterNotes.Certainty;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.EncounterNote;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncounterNotes.VitalSign;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.EntriesApi.ClinicalStatus;
import io.clinibus.records.api.EntriesApi.Condition;
import io.clinibus.records.api.EntriesApi.Entry;
import io.clinibus.records.api.EntriesApi.EntryDetails;
import io.clinibus.records.api.EntriesApi.RecordEntry;
import io.clinibus.records.api.RestrictionsApi;
import io.clinibus.records.api.RestrictionsApi.RestrictPart;
import io.clinibus.records.api.RestrictionsApi.RestrictedPart;
import io.clinibus.records.api.RestrictionsApi.Restriction;
import io.clinibus.testing.DomainFixture;
import io.vertx.core.buffer.Buffer;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The records domain alone, with encounters as they are stored. */
abstract class ChartFixture {

  /** Visits are on different days. */
  private static final AtomicInteger VISITS = new AtomicInteger();

  static DomainFixture domain;

  @BeforeAll
  static void start() {
    domain = DomainFixture.start(RecordsVerticle::new);
  }

  @AfterAll
  static void stop() {
    domain.close();
  }

  static UUID newPatient() {
    UUID id = UuidV7.next();
    domain.sql(
        "INSERT INTO patients.patient (id, given_name, family_name) VALUES ($1, 'Pat', 'Ient')",
        id);
    return id;
  }

  static UUID doctorOf(UUID patientId) {
    UUID id = UuidV7.next();
    domain.sql(
        """
        WITH department AS (
          INSERT INTO directory.department (id, name) VALUES ($1, $1::text) RETURNING id),
        doctor AS (
          INSERT INTO directory.doctor (id, department_id, given_name, family_name, specialization)
          SELECT id, id, 'Doc', 'Tor', 'Tests' FROM department RETURNING id)
        INSERT INTO scheduling.calendar (doctor_id) SELECT id FROM doctor
        """,
        id);
    if (patientId != null) {
      OffsetDateTime start = daysAgo(-1 - VISITS.incrementAndGet());
      domain.sql(
          """
          INSERT INTO scheduling.appointment
            (id, doctor_id, patient_id, starts_at, ends_at, during, status)
          VALUES ($1, $2, $3, $4, $5, tstzrange($4, $5), 'BOOKED')
          """,
          UuidV7.next(),
          id,
          patientId,
          start,
          start.plusMinutes(1));
    }
    return id;
  }

  /** A doctor who has opened the record in an emergency. */
  static UUID emergencyDoctor(UUID patientId) {
    UUID id = doctorOf(null);
    open(id, patientId);
    return id;
  }

  static void open(UUID doctorId, UUID patientId) {
    domain.sql(
        """
        INSERT INTO patients.emergency_access
          (id, doctor_id, patient_id, actor_id, reason_code, reason, opened_at, expires_at)
        VALUES ($1, $2, $3, $4, 'OTHER', 'unconscious, no relatives', now(), now() + interval '1 hour')
        """,
        UuidV7.next(),
        doctorId,
        patientId,
        UUID.randomUUID());
  }

  static OffsetDateTime daysAgo(int days) {
    return OffsetDateTime.now(ZoneOffset.UTC).minusDays(days);
  }

  static EncounterNote note(String reason, String diagnosis, int systolic) {
    return new EncounterNote(
        reason,
        null,
        "Findings of " + reason,
        List.of(new Measurement(VitalSign.SYSTOLIC, systolic, "mm[Hg]")),
        null,
        List.of(new Diagnosis(diagnosis, null, null, Certainty.CONFIRMED, false)),
        "Rest",
        null,
        null,
        null);
  }

  /** Inserts a signed encounter that the patient sees from a day on. */
  static UUID signed(
      UUID patientId, UUID doctorId, int daysAgo, int releasedDaysAgo, EncounterNote note) {
    UUID id = draft(patientId, doctorId, daysAgo, note);
    domain.sql(
        """
        UPDATE records.encounter SET status = 'FINISHED', signed_at = starts_at, signed_by = $2,
               released_at = $3 WHERE id = $1
        """,
        id,
        UUID.randomUUID(),
        daysAgo(releasedDaysAgo));
    return id;
  }

  static UUID draft(UUID patientId, UUID doctorId, int daysAgo, EncounterNote note) {
    UUID id = UuidV7.next();
    PatientKey key = key(patientId);
    domain.sql(
        """
        INSERT INTO records.encounter
          (id, patient_id, sealed_for, doctor_id, kind, starts_at, note, note_version, saved_at, saved_by)
        VALUES ($1, $2, $2, $3, 'TELEPHONE', $4, $5, 1, $4, $6)
        """,
        id,
        patientId,
        doctorId,
        daysAgo(daysAgo),
        Buffer.buffer(key.seal(new SealedPlace("records.encounter.note", id, 1), json(note))),
        UUID.randomUUID());
    return id;
  }

  static PatientKey key(UUID patientId) {
    return domain.patientKeys().of(patientId).toCompletionStage().toCompletableFuture().join();
  }

  static Chart chart(UUID patientId, Caller caller) {
    return domain.ask(ChartApi.GET_CHART, new GetChart(patientId, null), caller);
  }

  static Entry record(UUID patientId, Caller doctor, String problem) {
    return domain.ask(
        EntriesApi.RECORD_ENTRY, new RecordEntry(patientId, problem(problem)), doctor);
  }

  static EntryDetails problem(String text) {
    return EntryDetails.of(
        new Condition(
            null, text, "2019-04", null, ClinicalStatus.ACTIVE, Certainty.CONFIRMED, null));
  }

  static void isAsthma(Entry entry) {
    assertThat(entry.details().condition().text()).isEqualTo("Asthma");
    assertThat(entry.authorName()).isEqualTo("Doc Tor");
    assertThat(entry.version()).isEqualTo(1);
  }

  static List<String> reasons(UUID patient, Caller caller) {
    return chart(patient, caller).visits().stream().map(ChartVisit::reason).toList();
  }

  static Timeline timeline(
      UUID patient, Caller caller, List<TimelineKind> kinds, int limit, String cursor) {
    return domain.ask(
        ChartApi.LIST_TIMELINE, new ListTimeline(patient, kinds, null, limit, cursor), caller);
  }

  static Restriction restrict(UUID patient, RestrictedPart part, UUID subject) {
    return domain.ask(
        RestrictionsApi.RESTRICT_PART,
        new RestrictPart(patient, part, subject, null),
        patient(patient));
  }

  private static byte[] json(EncounterNote note) {
    try {
      return Json.MAPPER.writeValueAsBytes(note);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
