package io.clinibus.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.patients.api.PatientsApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.EncounterState;
import io.clinibus.records.api.EncountersApi.EncounterStatus;
import io.clinibus.records.api.EncountersApi.GetEncounterState;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.records.api.RecordsEvents.EncounterChanged;
import io.clinibus.records.api.UnsignedNotesApi;
import io.clinibus.records.api.UnsignedNotesApi.GetUnsignedNotesState;
import io.clinibus.records.api.UnsignedNotesApi.UnsignedNotesState;
import io.clinibus.records.chart.RecordTopics;
import io.clinibus.records.encounters.UnsignedNotes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The live topics of the records domain. Nothing clinical is on them. */
final class RecordsTopics {

  /** Nothing of it changes by itself. */
  private static final int MINUTES = 5;

  /** The state of an encounter; items are the pages that have it open to write. */
  static final LiveTopic<?, ?> ENCOUNTER =
      LiveTopic.of(
              "encounter/{encounterId}",
              EncountersApi.GET_ENCOUNTER_STATE,
              topic -> new GetEncounterState(topic.id()),
              RecordsTopics::encounter)
          .roles("DOCTOR")
          .authorized()
          .invalidatedBy(RecordsEvents.ENCOUNTER_CHANGED, event -> Set.of(event.encounterId()))
          .invalidatedBy(RecordsEvents.EDITORS_CHANGED, event -> Set.of(event.encounterId()))
          .build();

  /** The notes that the subscriber has begun and not signed, by id, without the patients. */
  static final LiveTopic<?, ?> UNSIGNED_NOTES =
      LiveTopic.of(
              "unsigned-notes",
              UnsignedNotesApi.GET_UNSIGNED_NOTES_STATE,
              topic -> new GetUnsignedNotesState(),
              RecordsTopics::unsigned)
          .roles("DOCTOR")
          .personal(UnsignedNotes::doctor)
          .everyMinutes(MINUTES)
          .invalidatedBy(
              RecordsEvents.ENCOUNTER_CHANGED,
              event -> Set.of(event.doctorId()),
              (event, topic) -> beginsOrEnds(event))
          .invalidatedBy(PatientsApi.PATIENT_ERASED)
          .build();

  static final List<LiveTopic<?, ?>> ALL = List.of(ENCOUNTER, UNSIGNED_NOTES, RecordTopics.RECORD);

  private RecordsTopics() {}

  /** The first version is that of a note that was begun; a draft that is saved stays one. */
  private static boolean beginsOrEnds(EncounterChanged event) {
    return event.version() == 1 || event.status() != EncounterStatus.IN_PROGRESS;
  }

  private static TopicState unsigned(UnsignedNotesState state) {
    Map<String, JsonNode> items = new TreeMap<>();
    state.items().forEach(note -> items.put(note.id().toString(), Json.MAPPER.valueToTree(note)));
    return new TopicState(Json.MAPPER.createObjectNode().put("count", state.count()), items);
  }

  private static TopicState encounter(EncounterState state) {
    ObjectNode about =
        Json.MAPPER
            .createObjectNode()
            .put("id", state.id().toString())
            .put("status", state.status().name())
            .put("savedAt", state.savedAt().toString())
            .put("version", state.version());
    Map<String, JsonNode> items = new TreeMap<>();
    state
        .editors()
        .forEach(editor -> items.put(editor.id().toString(), Json.MAPPER.valueToTree(editor)));
    return new TopicState(about, items);
  }
}
