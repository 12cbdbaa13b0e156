package io.clinibus.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.records.api.EncountersApi;
import io.clinibus.records.api.EncountersApi.EncounterState;
import io.clinibus.records.api.EncountersApi.GetEncounterState;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.records.chart.RecordTopics;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The live topics of the records domain. Nothing clinical is on them. */
final class RecordsTopics {

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

  static final List<LiveTopic<?, ?>> ALL = List.of(ENCOUNTER, RecordTopics.RECORD);

  private RecordsTopics() {}

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
