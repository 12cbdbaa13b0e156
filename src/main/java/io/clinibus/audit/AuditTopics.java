package io.clinibus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.clinibus.audit.api.AuditApi;
import io.clinibus.audit.api.AuditApi.AccessPage;
import io.clinibus.audit.api.AuditApi.ListPatientAccesses;
import io.clinibus.bus.Caller;
import io.clinibus.bus.Json;
import io.clinibus.bus.failure.Failure;
import io.clinibus.platform.audit.AuditEvents;
import io.clinibus.platform.live.LiveTopic;
import io.clinibus.platform.live.TopicState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** The live topics of the audit domain. */
final class AuditTopics {

  /**
   * The latest accesses to the subscriber's own data. Their event is only published on the bus; a
   * lost one is made up for within a minute.
   */
  private static final LiveTopic<?, ?> ACCESSES =
      LiveTopic.of(
              "accesses",
              AuditApi.LIST_PATIENT_ACCESSES,
              topic -> new ListPatientAccesses(topic.id(), null, null),
              AuditTopics::accesses)
          .roles("PATIENT")
          .personal(AuditTopics::patient)
          .invalidatedBy(AuditEvents.PATIENTS_ACCESSED, event -> Set.copyOf(event.patientIds()))
          .build();

  static final List<LiveTopic<?, ?>> ALL = List.of(ACCESSES);

  private AuditTopics() {}

  private static UUID patient(Caller caller) {
    if (caller.patientId() == null) {
      throw Failure.forbidden("This account belongs to no patient.");
    }
    return caller.patientId();
  }

  private static TopicState accesses(AccessPage page) {
    ObjectNode about = Json.MAPPER.createObjectNode();
    if (page.next() != null) {
      about.put("next", page.next());
    }
    Map<String, JsonNode> items = new TreeMap<>();
    page.items()
        .forEach(access -> items.put(access.id().toString(), Json.MAPPER.valueToTree(access)));
    return new TopicState(about, items);
  }
}
