package io.clinibus.documents;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.documents.api.DocumentsApi;
import io.clinibus.documents.api.DocumentsApi.DocumentStates;
import io.clinibus.documents.api.DocumentsApi.ListDocumentStates;
import io.clinibus.patients.api.PatientMergesApi;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.records.api.RecordsEvents;
import io.clinibus.records.api.RestrictionsApi;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The live topics of the documents domain. */
final class DocumentsTopics {

  private static final int MINUTES = 5;

  /**
   * The documents of a patient: ids and states, by id. A summary of a visit appears when the note
   * of the visit is released: when it is signed, or at the later time that the states tell.
   */
  static final LiveTopic<?, ?> DOCUMENTS =
      LiveTopic.of(
              "documents/{patientId}",
              DocumentsApi.LIST_DOCUMENT_STATES,
              topic -> new ListDocumentStates(topic.id()),
              DocumentsTopics::states)
          .roles("PATIENT", "DOCTOR")
          .authorized()
          .everyMinutes(MINUTES)
          .changingAt(DocumentStates::changesAt)
          .invalidatedBy(DocumentsApi.DOCUMENT_CHANGED, event -> Set.of(event.patientId()))
          .invalidatedBy(RecordsEvents.ENCOUNTER_SIGNED, event -> Set.of(event.patientId()))
          .invalidatedBy(RestrictionsApi.RESTRICTION_CHANGED, event -> Set.of(event.patientId()))
          .invalidatedBy(
              PatientMergesApi.PATIENTS_MERGED, event -> Set.of(event.fromId(), event.intoId()))
          .build();

  static final List<LiveTopic<?, ?>> ALL = List.of(DOCUMENTS);

  private DocumentsTopics() {}

  private static TopicState states(DocumentStates shown) {
    Map<String, JsonNode> items = new TreeMap<>();
    shown.items().forEach(item -> items.put(item.id().toString(), Json.MAPPER.valueToTree(item)));
    return new TopicState(
        Json.MAPPER
            .createObjectNode()
            .put("patientId", shown.patientId().toString())
            .put("changes", shown.changes()),
        items);
  }
}
