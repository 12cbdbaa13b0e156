package io.clinibus.prescriptions;

import com.fasterxml.jackson.databind.JsonNode;
import io.clinibus.bus.Json;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import io.clinibus.prescriptions.api.PrescriptionsApi;
import io.clinibus.prescriptions.api.PrescriptionsApi.ListPrescriptionVersions;
import io.clinibus.prescriptions.api.PrescriptionsApi.PrescriptionVersions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The live topics of the prescriptions domain. */
final class PrescriptionsTopics {

  /**
   * The signed prescriptions of a patient, by id: which there are, in which status and version. A
   * page reads what they say by the REST API, which checks each time who asks.
   */
  private static final LiveTopic<?, ?> PRESCRIPTIONS =
      LiveTopic.of(
              "prescriptions/{patientId}",
              PrescriptionsApi.LIST_VERSIONS,
              topic -> new ListPrescriptionVersions(topic.id()),
              PrescriptionsTopics::versions)
          .roles("PATIENT", "DOCTOR", "PHARMACIST")
          .authorized()
          .invalidatedBy(PrescriptionsApi.PRESCRIPTION_CHANGED, event -> Set.of(event.patientId()))
          .build();

  static final List<LiveTopic<?, ?>> ALL = List.of(PRESCRIPTIONS);

  private PrescriptionsTopics() {}

  private static TopicState versions(PrescriptionVersions versions) {
    Map<String, JsonNode> items = new TreeMap<>();
    versions.items().forEach(one -> items.put(one.id().toString(), Json.MAPPER.valueToTree(one)));
    return new TopicState(
        Json.MAPPER.createObjectNode().put("patientId", versions.patientId().toString()), items);
  }
}
