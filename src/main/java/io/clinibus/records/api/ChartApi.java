package io.clinibus.records.api;

import io.clinibus.bus.Language;
import io.clinibus.bus.Operation;
import io.clinibus.bus.audit.AuditKind;
import io.clinibus.records.api.EncounterNotes.Diagnosis;
import io.clinibus.records.api.EncounterNotes.FollowUp;
import io.clinibus.records.api.EncounterNotes.Measurement;
import io.clinibus.records.api.EncountersApi.EncounterKind;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EntriesApi.Entry;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * A patient's record as a whole: what treating doctors and the patient read first. {@code toString}
 * of the records omits clinical data.
 */
public final class ChartApi {

  public static final Operation<GetChart, Chart> GET_CHART =
      Operation.query("records.getChart", GetChart.class, Chart.class)
          .audited(AuditKind.READ)
          .asking(GetChart::patientId);
  public static final Operation<ListTimeline, Timeline> LIST_TIMELINE =
      Operation.query("records.listTimeline", ListTimeline.class, Timeline.class)
          .audited(AuditKind.READ)
          .asking(ListTimeline::patientId);
  public static final Operation<SearchRecord, FoundInRecord> SEARCH_RECORD =
      Operation.query("records.searchRecord", SearchRecord.class, FoundInRecord.class)
          .audited(AuditKind.READ)
          .asking(SearchRecord::patientId);

  /** Read by the live topic of a record. */
  public static final Operation<GetRecordState, RecordState> GET_RECORD_STATE =
      Operation.query("records.getRecordState", GetRecordState.class, RecordState.class)
          .notAudited("shows how often a record has changed, and nothing of it");

  /** Kinds of what a timeline has. */
  public enum TimelineKind {
    ENCOUNTER,
    CONDITION,
    IMMUNIZATION,
    FAMILY_HISTORY,
    SOCIAL_HISTORY
  }

  /**
   * @param language of the names of coded diagnoses and problems, for the patient; null for what
   *     was written, which doctors get in any case
   */
  public record GetChart(UUID patientId, Language language) {}

  /**
   * A patient's record.
   *
   * @param opened whether it shows what the patient has restricted, to a doctor in an emergency
   * @param entries the present version of each entry, latest first
   * @param vitals of signed encounters, earliest first
   * @param visits the latest encounters, latest first
   * @param moreVisits whether there are earlier ones
   * @param unreadable how many entries and encounters of the record were damaged in the database,
   *     encounters also if they are earlier than those shown; null for none
   * @param changes as of {@link RecordState}, when it was read; null from a node of the former
   *     release
   */
  public record Chart(
      UUID patientId,
      boolean opened,
      List<Entry> entries,
      List<VitalsTaken> vitals,
      List<ChartVisit> visits,
      boolean moreVisits,
      Integer unreadable,
      Long changes) {

    /** The same record with other entries and visits. */
    public Chart with(List<Entry> otherEntries, List<ChartVisit> otherVisits) {
      return new Chart(
          patientId, opened, otherEntries, vitals, otherVisits, moreVisits, unreadable, changes);
    }

    @Override
    public String toString() {
      return "Chart[" + patientId + "]";
    }
  }

  /**
   * What was measured in one encounter.
   *
   * @param restricted as of {@link Entry}
   */
  public record VitalsTaken(
      UUID encounterId, OffsetDateTime at, List<Measurement> measurements, Boolean restricted) {

    @Override
    public String toString() {
      return "VitalsTaken[" + encounterId + "]";
    }
  }

  /**
   * The gist of an encounter.
   *
   * @param reason in the patient's words
   * @param plan what is to be done
   * @param followUp when the patient comes again, or null
   * @param restricted as of {@link Entry}
   * @param unreadable as of {@link Entry}
   */
  public record ChartVisit(
      UUID id,
      UUID appointmentId,
      OffsetDateTime start,
      EncounterStatus status,
      EncounterKind kind,
      UUID doctorId,
      String doctorName,
      String reason,
      List<Diagnosis> diagnoses,
      String plan,
      FollowUp followUp,
      OffsetDateTime signedAt,
      Boolean restricted,
      Boolean unreadable) {

    /** The same visit with other diagnoses. */
    public ChartVisit with(List<Diagnosis> others) {
      return new ChartVisit(
          id,
          appointmentId,
          start,
          status,
          kind,
          doctorId,
          doctorName,
          reason,
          others,
          plan,
          followUp,
          signedAt,
          restricted,
          unreadable);
    }

    @Override
    public String toString() {
      return "ChartVisit[" + id + "]";
    }
  }

  /**
   * @param kind these kinds; null for all
   * @param language as of {@link GetChart}
   */
  public record ListTimeline(
      UUID patientId, List<TimelineKind> kind, Language language, Integer limit, String cursor) {}

  /** What happened: an encounter, or the present version of an entry. One of both is stated. */
  public record TimelineItem(
      UUID id, TimelineKind kind, OffsetDateTime at, ChartVisit visit, Entry entry) {

    @Override
    public String toString() {
      return "TimelineItem[" + id + "]";
    }
  }

  /**
   * @param changes as of {@link Chart}
   */
  public record Timeline(List<TimelineItem> items, String next, Long changes) {}

  /**
   * @param language as of {@link GetChart}; the patient finds what is shown and what was written
   */
  public record SearchRecord(UUID patientId, String text, Language language) {

    @Override
    public String toString() {
      return "SearchRecord[" + patientId + "]";
    }
  }

  /**
   * @param excerpt where the words were found
   */
  public record RecordHit(TimelineItem item, String excerpt) {

    @Override
    public String toString() {
      return "RecordHit[" + item.id() + "]";
    }
  }

  /**
   * @param items latest first
   * @param more whether more was found than is shown
   * @param unreadable how much could not be looked through, as it was damaged in the database; null
   *     for none
   */
  public record FoundInRecord(List<RecordHit> items, boolean more, Integer unreadable) {}

  public record GetRecordState(UUID recordId) {}

  /**
   * @param recordId the patient
   * @param changes grows with each change that a reader of the record sees
   * @param changesAt when the patient sees the next note that is signed; null for none that is
   *     known
   */
  public record RecordState(UUID recordId, long changes, Instant changesAt) {}

  private ChartApi() {}
}
