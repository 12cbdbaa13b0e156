package io.clinibus.records.chart;

import io.clinibus.bus.Json;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.records.api.ChartApi;
import io.clinibus.records.api.ChartApi.GetRecordState;
import io.clinibus.records.api.ChartApi.RecordState;
import io.clinibus.records.api.EntriesApi;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.records.api.RestrictionsApi;
import java.util.Map;
import java.util.Set;

/** The live topic of a record. */
public final class RecordTopics {

  /**
   * How often a record has changed. It has nothing clinical: pages read again what they show, each
   * with the rights of its reader. Read again when a note is released to the patient later.
   */
  public static final LiveTopic<?, ?> RECORD =
      LiveTopic.of(
              "record/{patientId}",
              ChartApi.GET_RECORD_STATE,
              topic -> new GetRecordState(topic.id()),
              RecordTopics::state)
          .roles("DOCTOR", "PATIENT")
          .authorized()
          .changingAt(RecordState::changesAt)
          .invalidatedBy(EntriesApi.ENTRY_CHANGED, event -> Set.of(event.patientId()))
          .invalidatedBy(RecordsEvents.ENCOUNTER_SIGNED, event -> Set.of(event.patientId()))
          .invalidatedBy(RestrictionsApi.RESTRICTION_CHANGED, event -> Set.of(event.patientId()))
          .invalidatedBy(
              PatientMergesApi.PATIENTS_MERGED, event -> Set.of(event.fromId(), event.intoId()))
          .build();

  private RecordTopics() {}

  private static TopicState state(RecordState state) {
    return new TopicState(
        Json.MAPPER
            .createObjectNode()
            .put("recordId", state.recordId().toString())
            .put("changes", state.changes()),
        Map.of());
  }
}
